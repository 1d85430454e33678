"""The yaw of kinematics/view.py: what the hip line shows of a turn, and how much the thighs weigh beside it.

The hip line of a clip = offset + gain * true turn. The weight of the thighs is the share of what they tell
beside the hip line, as it is read today, that comes nearest to the true turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.fits.clips import turns_a_hip
from calibration.fits.command import main
from calibration.fits.legs import Seated, read
from calibration.fits.statistics import least_squares, refitted
from romtrack.kinematics.view import _YAW_GAIN, _YAW_OFFSET_DEG, body_yaw_deg
from romtrack.measure.seated import THIGHS_WEIGHT
from romtrack.sane import median_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calibration.fits.clips import Clip
    from calibration.fits.statistics import Fitted

__all__ = ["fit", "turns"]

TODAY: Final = {
    "_YAW_OFFSET_DEG": _YAW_OFFSET_DEG,
    "_YAW_GAIN": _YAW_GAIN,
    "THIGHS_WEIGHT": THIGHS_WEIGHT,
}


@dataclass(frozen=True, slots=True)
class _Turn:
    """The turn of the pelvis in a clip, degrees: true, by the hip line alone, and as the project joins it."""

    body: str
    true_deg: float
    hips_deg: float
    joined_deg: float


def fit(clips: Iterable[Clip]) -> list[Fitted]:
    """Fit the yaw to the seated clips whose camera stands still."""
    return refitted([_turn(seated) for seated in read(clips) if seated.clip.steady], turns, TODAY)


def turns(clips: Sequence[_Turn]) -> dict[str, float]:
    """Return the constants that fit best."""
    true, hips, joined = (
        np.array([getattr(one, name) for one in clips]) for name in ("true_deg", "hips_deg", "joined_deg")
    )
    offset, gain = least_squares([np.ones(len(true)), true], _YAW_GAIN * hips + _YAW_OFFSET_DEG)
    thighs = (joined - (1 - THIGHS_WEIGHT) * hips) / THIGHS_WEIGHT
    (weight,) = least_squares([thighs - hips], true - hips)
    return {"_YAW_OFFSET_DEG": offset, "_YAW_GAIN": gain, "THIGHS_WEIGHT": weight}


def _turn(seated: Seated) -> _Turn:
    left, right = (seated.track.point_m(f"{side}_hip") for side in ("left", "right"))
    turned_deg = median_of(seated.clip.columns["pelvis_yaw"], 0.0)
    return _Turn(
        seated.body,
        turned_deg - seated.clip.truth.yaw_deg,  # a camera toward the left has the left hip nearer
        median_of(body_yaw_deg(left, right)),
        seated.reading.view.yaw_deg,
    )


if __name__ == "__main__":
    main(__doc__, fit, turns_a_hip)
