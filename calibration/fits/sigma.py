"""The standard uncertainties of kinematics/hip_rotation.py against the errors of the leg that works.

First by what all would have to be multiplied to cover 68 % of the frames. Then each term by itself: the least
constant with which 68 % of the frames are covered in which it plays a part, all other terms as they are; 0
means that they cover as much without it. What covers a shank has its own script, ``covers``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.fits.clips import turns_a_hip
from calibration.fits.command import main
from calibration.fits.judged import Judged, frames_of, judged_in, term
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

    from numpy.typing import NDArray

    from calibration.fits.clips import Clip
    from calibration.fits.statistics import Fitted
    from romtrack.types import FloatArray

__all__ = ["fit"]

_ALL: Final = {"all sigmas, times": 1.0}


def fit(clips: Iterable[Clip]) -> list[Fitted]:
    """Judge the sigmas by the working legs of the seated clips."""
    judged = judged_in(clips)
    errors, sigmas = frames_of(judged)
    within = [units.rounded_percent(coverage(errors, sigmas, times)) for times in (1, 2)]
    (times,) = refitted(judged, _times, _ALL)
    return [
        times._replace(about=f"{' and '.join(within)} of {len(errors)} frames within one and two sigma"),
        term("MASK_SIGMA_DEG", MASK_SIGMA_DEG, judged, lambda one: _everywhere(one, 1.0)),
        term("SIGMA_PER_YAW", SIGMA_PER_YAW, judged, lambda one: _everywhere(one, one.leg.view.yaw_deg)),
        term("FAINT_SIGMA_DEG", FAINT_SIGMA_DEG, judged, lambda one: _everywhere(one, _faintness(one))),
        term("SIGMA_PER_NARROWING", SIGMA_PER_NARROWING, judged, lambda one: _everywhere(one, _unusual(one))),
        term("DISAGREEMENT_SHARE", DISAGREEMENT_SHARE, judged, _apart_deg),
        term("ALONE_SIGMA_DEG", ALONE_SIGMA_DEG, judged, lambda one: np.where(_alone(one), 1.0, 0.0)),
        term(
            "STAND_IN_SIGMA_DEG", STAND_IN_SIGMA_DEG, judged, lambda one: np.where(_together(one), 1.0, 0.0)
        ),
        term("SPREAD_SHARE", SPREAD_SHARE, judged, _spread_deg),
    ]


def _times(judged: Sequence[Judged]) -> dict[str, float]:
    return dict.fromkeys(_ALL, stretch(*frames_of(judged)))


def _everywhere(one: Judged, part: float) -> FloatArray:
    return np.full(len(one.error_deg), abs(part))


def _faintness(one: Judged) -> float:
    step = one.leg.habit.step
    return FAINT_STEP / max(step, 1.0) if np.isfinite(step) else 1.0


def _unusual(one: Judged) -> float:
    return one.leg.habit.narrowing - USUAL_NARROWING


def _apart_deg(one: Judged) -> FloatArray:
    """Return how far mask and stand-ins disagree."""
    return np.where(one.by_mask, one.beside_view_deg / DISAGREEMENT_SHARE, 0.0)


def _alone(one: Judged) -> NDArray[np.bool_]:
    """Return where one reading stands in."""
    return np.asarray(~one.by_mask & np.isclose(one.beside_view_deg, ALONE_SIGMA_DEG))


def _together(one: Judged) -> NDArray[np.bool_]:
    """Return where several do."""
    return np.asarray(~one.by_mask & ~_alone(one))


def _spread_deg(one: Judged) -> FloatArray:
    """Return how far they disagree."""
    spread = np.sqrt(np.maximum(one.beside_view_deg**2 - STAND_IN_SIGMA_DEG**2, 0.0)) / SPREAD_SHARE
    return np.where(_together(one), spread, 0.0)


if __name__ == "__main__":
    main(__doc__, fit, turns_a_hip)
