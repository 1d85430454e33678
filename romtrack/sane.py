"""What a number of a picture may be; anything else is missing.

A pose model may say anything: infinite, far outside, two joints in one place. Here is decided, once,
what is no number: NaN stands for it, and whatever is computed from NaN is NaN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Numbers = NDArray[np.floating]
    Flags = NDArray[np.bool_]

__all__ = [
    "FARTHEST",
    "anywhere",
    "direction_deg",
    "filled",
    "is_known",
    "known",
    "known_points",
    "median_of",
    "ratio",
]

FARTHEST = 1e6  # pixels, degrees, trunks, seconds of a step: nothing that a camera sees comes near it
_BLOCK = 4096  # rows that are looked at in one go: tracks of hours lie on the disk


def is_known(value: float) -> bool:
    """Say whether a single number is one; NaN is not, nor what is infinite or absurdly large."""
    return -FARTHEST <= value <= FARTHEST


def known(values: Numbers, low: float = -FARTHEST, high: float = FARTHEST) -> Numbers:
    """Return ``values`` with NaN for what lies outside of low..high; the same array where nothing does."""
    if not anywhere(lambda part: (part < low) | (part > high), values):
        return values
    wild = (values < low) | (values > high)
    return np.asarray(np.where(wild, np.nan, values), dtype=values.dtype)


def known_points(
    points: Numbers, low: Numbers | float = -FARTHEST, high: Numbers | float = FARTHEST
) -> Numbers:
    """Return points (..., D), missing as a whole where a coordinate is NaN or outside of low..high (D)."""

    def whole(part: Numbers) -> Flags:
        return np.asarray(((part >= low) & (part <= high)).all(axis=-1, keepdims=True))

    if not anywhere(lambda part: ~whole(part) & ~np.isnan(part), points):
        return points
    return np.asarray(np.where(whole(points), points, np.nan), dtype=points.dtype)


def anywhere(holds: Callable[..., Flags], *arrays: Numbers) -> bool:
    """Say whether something holds anywhere in arrays of like length; of hours of frames, block by block."""
    if arrays[0].ndim == 0 or len(arrays[0]) <= _BLOCK:
        return bool(holds(*arrays).any())
    starts = range(0, len(arrays[0]), _BLOCK)
    return any(bool(np.any(holds(*(each[at : at + _BLOCK] for each in arrays)))) for at in starts)


def filled(values: Numbers) -> Numbers:
    """Return ``values`` with 0 for what is missing."""
    return np.where(np.isnan(values), 0.0, values)


def direction_deg(across: Numbers, along: Numbers) -> Numbers:
    """Return the angle of vectors from ``along``, + = toward ``across``; no length has no direction: NaN."""
    angle_deg = np.degrees(np.arctan2(across, along))
    return np.asarray(np.where((across == 0) & (along == 0), np.nan, angle_deg))


def ratio(part: Numbers, whole: Numbers | float) -> Numbers:
    """Return ``part`` over ``whole``; NaN where the whole is nothing."""
    return np.asarray(part / np.where(np.abs(whole) < 1 / FARTHEST, np.nan, whole))


def median_of(values: Numbers, unknown: float = np.nan) -> float:
    """Return the median of what is known, ``unknown`` where nothing is."""
    seen = values[np.isfinite(values)]
    return float(np.median(seen)) if len(seen) else unknown
