"""What stands in for the mask (kinematics/hip_rotation.py): landmarks, shaft and outer outline.

True rotation = offset + gain * reading, all legs alike, for landmarks and shaft. The outline's offset is each
leg's own, so only its gain is common: it is fitted to the changes within each leg that works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.fits.clips import turns_a_hip
from calibration.fits.command import main
from calibration.fits.legs import legs_of, weights
from calibration.fits.statistics import least_squares, refitted
from romtrack.kinematics.hip_rotation import _LANDMARKS, _SHAFT, OUTLINE_GAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calibration.fits.clips import Clip
    from calibration.fits.legs import Leg
    from calibration.fits.statistics import Fitted
    from romtrack.types import FloatArray

__all__ = ["fit", "stand_ins"]

TODAY: Final = {
    "_LANDMARKS.offset_deg": _LANDMARKS.offset_deg,
    "_LANDMARKS.gain": _LANDMARKS.gain,
    "_SHAFT.offset_deg": _SHAFT.offset_deg,
    "_SHAFT.gain": _SHAFT.gain,
    "OUTLINE_GAIN": OUTLINE_GAIN,
}


def fit(clips: Iterable[Clip]) -> list[Fitted]:
    """Fit what stands in to both legs of the seated clips."""
    return refitted(legs_of(clips), stand_ins, TODAY)


def stand_ins(legs: Sequence[Leg]) -> dict[str, float]:
    """Return the constants that fit ``legs`` best."""
    landmarks = _line(legs, [leg.reading.landmark_deg for leg in legs])
    shaft = _line(legs, [leg.reading.shaft_deg for leg in legs])
    return dict(zip(TODAY, (*landmarks, *shaft, _outline([leg for leg in legs if leg.works])), strict=True))


def _line(legs: Sequence[Leg], read_deg: Sequence[FloatArray]) -> list[float]:
    """Return offset and gain of a reading."""
    values = np.concatenate([*read_deg, np.empty(0)])
    true = np.concatenate([*(leg.true_deg for leg in legs), np.empty(0)])
    return least_squares([np.ones(len(values)), values], true, weights(legs, read_deg))


def _outline(legs: Sequence[Leg]) -> float:
    """Return the gain of the outline, each leg about its own middle."""
    changes = [_changes(leg) for leg in legs]
    read_deg, true = (np.concatenate([*(one[at] for one in changes), np.empty(0)]) for at in (0, 1))
    return least_squares([read_deg], true)[0]


def _changes(leg: Leg) -> tuple[FloatArray, FloatArray]:
    """Return the outline's reading and the truth about their means, where it is seen."""
    seen = leg.reading.ok & np.isfinite(leg.reading.outer_deg) & np.isfinite(leg.true_deg)
    if not seen.any():
        return np.empty(0), np.empty(0)
    read_deg, true = leg.reading.outer_deg[seen], leg.true_deg[seen]
    return read_deg - read_deg.mean(), true - true.mean()


if __name__ == "__main__":
    main(__doc__, fit, turns_a_hip)
