"""CALF_* of kinematics/hip_rotation.py: how far the mid-line of the mask leans outward of the joints' line.

True rotation = gain * (mid-line - lean), the lean a straight line over yaw and narrowing, by both legs of
each clip, all legs alike, in the frames in which the mask is believed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.fits.clips import turns_a_hip
from calibration.fits.command import main
from calibration.fits.legs import legs_of, weights
from calibration.fits.statistics import least_squares, refitted
from romtrack.kinematics.hip_rotation import (
    CALF_DEG,
    CALF_GAIN,
    CALF_PER_NARROWING,
    CALF_PER_YAW,
    USUAL_NARROWING,
    calf_lean_deg,
    inward_sign,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calibration.fits.clips import Clip
    from calibration.fits.legs import Leg
    from calibration.fits.statistics import Fitted
    from romtrack.types import FloatArray

__all__ = ["calf", "fit"]

TODAY: Final = {
    "CALF_DEG": CALF_DEG,
    "CALF_PER_YAW": CALF_PER_YAW,
    "CALF_PER_NARROWING": CALF_PER_NARROWING,
    "CALF_GAIN": CALF_GAIN,
}


def fit(clips: Iterable[Clip]) -> list[Fitted]:
    """Fit the calf to both legs of the seated clips."""
    return refitted(legs_of(clips), calf, TODAY)


def calf(legs: Sequence[Leg]) -> dict[str, float]:
    """Return the constants that fit ``legs`` best."""
    bare = [_bare_deg(leg) for leg in legs]
    true = [leg.true_deg for leg in legs]
    across = [np.full(len(leg.true_deg), inward_sign(leg.side) * leg.view.yaw_deg) for leg in legs]
    narrow = [np.full(len(leg.true_deg), leg.habit.narrowing - USUAL_NARROWING) for leg in legs]
    columns = [_joined(each) for each in (bare, across, narrow)]
    gain, by_yaw, by_narrowing, offset = least_squares(
        [*columns, np.ones(len(columns[0]))], _joined(true), weights(legs, bare)
    )
    return {
        "CALF_DEG": -offset / gain,
        "CALF_PER_YAW": -by_yaw / gain,
        "CALF_PER_NARROWING": -by_narrowing / gain,
        "CALF_GAIN": gain,
    }


def _bare_deg(leg: Leg) -> FloatArray:
    """Return the mid-line as it is before the calf is taken out, (T,), NaN where it is not believed."""
    lean_deg = calf_lean_deg(leg.side, leg.view.yaw_deg, leg.habit.narrowing)
    return leg.reading.mask_deg / CALF_GAIN + lean_deg


def _joined(columns: Sequence[FloatArray]) -> FloatArray:
    return np.concatenate([*columns, np.empty(0)])


if __name__ == "__main__":
    main(__doc__, fit, turns_a_hip)
