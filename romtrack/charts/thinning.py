"""Fewer points for the eye, without losing an extreme or closing a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.types import FloatArray

__all__ = ["thin"]


def thin(value: FloatArray, most: int = 2000) -> NDArray[np.intp]:
    """Return which samples to draw, in order: at most ``most`` (5 or more).

    The samples are cut into equal stretches, and the lowest and the highest of each are kept.
    Between two of them that have missing samples in between, one missing sample is kept, so that
    a line through the result is interrupted wherever the whole one is.

    Parameters
    ----------
    value: (T,), NaN = missing.
    """
    if len(value) <= most:
        return np.arange(len(value))
    seen = np.flatnonzero(np.isfinite(value))
    extremes = _extremes(value, seen, _stretches(seen, most))
    return np.sort(np.concatenate([extremes, _one_per_gap(value, extremes)]))


def _stretches(seen: NDArray[np.intp], most: int) -> int:
    """Return how many pairs of extremes fit, with what has to be kept between them."""
    gaps = int(np.count_nonzero(np.diff(seen) > 1))
    return max((most - gaps) // 2, (most + 1) // 4)


def _extremes(value: FloatArray, seen: NDArray[np.intp], stretches: int) -> NDArray[np.intp]:
    parts = [part for part in np.array_split(seen, stretches) if len(part)]
    kept = [part[choose(value[part])] for part in parts for choose in (np.argmin, np.argmax)]
    return np.unique(np.array(kept, dtype=np.intp))


def _one_per_gap(value: FloatArray, kept: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return a missing sample between each two neighbours of ``kept`` that have one between them."""
    missing = np.flatnonzero(~np.isfinite(value))
    if not len(missing) or len(kept) < 2:  # noqa: PLR2004  a gap has two sides
        return np.empty(0, dtype=np.intp)
    following = np.searchsorted(missing, kept[:-1])
    candidates = missing[np.minimum(following, len(missing) - 1)]
    return candidates[(candidates > kept[:-1]) & (candidates < kept[1:])]
