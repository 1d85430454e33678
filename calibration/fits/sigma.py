"""The standard uncertainties of kinematics/hip_rotation.py against the errors of the leg that works.

First by what all would have to be multiplied to cover 68 %. Then each term by the mean squared errors:
of the mask by leg (what the roll and the covers are blamed for taken off), of what stands in by frame, where
the mask failed. Squares cannot tell such terms apart well: the spread says how well. What covers a shank has
its own script, ``covers``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.fits.clips import turns_a_hip
from calibration.fits.command import main
from calibration.fits.judged import Judged, frames_of, judged_in, roots
from calibration.fits.statistics import coverage, refitted, stretch
from romtrack import units
from romtrack.kinematics.hip_rotation import (
    ALONE_SIGMA_DEG,
    DISAGREEMENT_SHARE,
    FAINT_SIGMA_DEG,
    FAINT_STEP,
    MASK_SIGMA_DEG,
    SIGMA_PER_NARROWING,
    SIGMA_PER_YAW,
    SPREAD_SHARE,
    STAND_IN_SIGMA_DEG,
    USUAL_NARROWING,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calibration.fits.clips import Clip
    from calibration.fits.statistics import Fitted

__all__ = ["fit"]

_ALL: Final = {"all sigmas, times": 1.0}
_OF_MASK: Final = {
    "MASK_SIGMA_DEG": MASK_SIGMA_DEG,
    "SIGMA_PER_YAW": SIGMA_PER_YAW,
    "FAINT_SIGMA_DEG": FAINT_SIGMA_DEG,
    "SIGMA_PER_NARROWING": SIGMA_PER_NARROWING,
}
_DISAGREEMENT: Final = {"DISAGREEMENT_SHARE": DISAGREEMENT_SHARE}
_ALONE: Final = {"ALONE_SIGMA_DEG": ALONE_SIGMA_DEG}
_TOGETHER: Final = {"STAND_IN_SIGMA_DEG": STAND_IN_SIGMA_DEG, "SPREAD_SHARE": SPREAD_SHARE}


def fit(clips: Iterable[Clip]) -> list[Fitted]:
    """Judge the sigmas by the working legs of the seated clips."""
    judged = judged_in(clips)
    frames = frames_of(judged)
    within = [coverage(frames.error_deg, frames.sigma_deg, times) for times in (1, 2)]
    (times,) = refitted(judged, _times, _ALL)
    return [
        times._replace(about=f"{' and '.join(map(units.rounded_percent, within))} within one and two sigma"),
        *refitted(judged, _mask, _OF_MASK),
        *refitted(judged, _disagreement, _DISAGREEMENT),
        *refitted(judged, _stand_ins, {**_ALONE, **_TOGETHER}),
    ]


def _times(judged: Sequence[Judged]) -> dict[str, float]:
    frames = frames_of(judged)
    return dict.fromkeys(_ALL, stretch(frames.error_deg, frames.sigma_deg))


def _mask(judged: Sequence[Judged]) -> dict[str, float]:
    """Return the terms of the mask's sigma."""
    legs = [one.leg for one in judged]
    step = [max(leg.habit.step, 1.0) if np.isfinite(leg.habit.step) else FAINT_STEP for leg in legs]
    parts = (
        np.ones(len(legs)),
        np.array([leg.view.yaw_deg for leg in legs]),
        FAINT_STEP / np.array(step),
        np.array([leg.habit.narrowing - USUAL_NARROWING for leg in legs]),
    )
    others = np.array([leg.view.roll_sigma_deg**2 + leg.habit.hidden_deg**2 for leg in legs])
    return roots(_OF_MASK, parts, np.array([one.mean_square for one in judged]) - others)


def _disagreement(judged: Sequence[Judged]) -> dict[str, float]:
    """Return the share of a disagreement with what stands in that is error of the mask."""
    frames = frames_of(judged)
    at = frames.by_mask
    square = frames.view_sigma_deg[at] ** 2
    apart = np.sqrt(np.maximum(frames.sigma_deg[at] ** 2 - square, 0.0)) / DISAGREEMENT_SHARE
    return roots(_DISAGREEMENT, (apart,), frames.error_deg[at] ** 2 - square)


def _stand_ins(judged: Sequence[Judged]) -> dict[str, float]:
    """Return the terms of what stands in, by the frames in which the mask failed."""
    error, sigma, view, by_mask = frames_of(judged)
    left = error[~by_mask] ** 2 - view[~by_mask] ** 2
    own_square = np.maximum(sigma[~by_mask] ** 2 - view[~by_mask] ** 2, 0.0)
    alone = np.isclose(own_square, ALONE_SIGMA_DEG**2)
    spread = np.sqrt(np.maximum(own_square[~alone] - STAND_IN_SIGMA_DEG**2, 0.0)) / SPREAD_SHARE
    return {
        **roots(_ALONE, (np.ones(alone.sum()),), left[alone]),
        **roots(_TOGETHER, (np.ones(len(spread)), spread), left[~alone]),
    }


if __name__ == "__main__":
    main(__doc__, fit, turns_a_hip)
