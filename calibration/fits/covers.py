"""What covers a shank (kinematics/hip_rotation.py): from which on it is suspected, and what it costs.

The limits lie above what plain clips show, in which nothing covers a leg. A term is the least with which 68 %
of the frames of the legs over its limit are covered, all others as they are today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.fits.clips import turns_a_hip
from calibration.fits.command import main
from calibration.fits.judged import Judged, judged_in, term
from calibration.fits.statistics import Seen, limit
from romtrack.kinematics.hip_rotation import (
    COVERED,
    EVEN,
    SIGMA_PER_ANKLE_CHANGE,
    SIGMA_PER_CHANGE,
    SIGMA_PER_UNCOVERED,
    SIGMA_PER_UNEVEN,
    STEADY,
    STEADY_ANKLE,
    covered,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calibration.fits.clips import Clip
    from calibration.fits.statistics import Fitted
    from romtrack.types import FloatArray

__all__ = ["fit"]

_LIMITS: Final = {"EVEN": EVEN, "STEADY": STEADY, "STEADY_ANKLE": STEADY_ANKLE, "COVERED": COVERED}
_TERMS: Final = {
    "SIGMA_PER_UNEVEN": SIGMA_PER_UNEVEN,
    "SIGMA_PER_CHANGE": SIGMA_PER_CHANGE,
    "SIGMA_PER_ANKLE_CHANGE": SIGMA_PER_ANKLE_CHANGE,
    "SIGMA_PER_UNCOVERED": SIGMA_PER_UNCOVERED,
}


def fit(clips: Iterable[Clip]) -> list[Fitted]:
    """Judge the limits by the plain clips, the terms by all."""
    judged = judged_in(clips)
    plain = [(one.body, covered(one.leg.track, one.leg.side)) for one in judged if one.leg.clip.plain]
    limits = [
        limit(name, today, [Seen(body, values[at], above=False) for body, values in plain])
        for at, (name, today) in enumerate(_LIMITS.items())
    ]
    return [*limits, *(_cost(judged, at) for at in range(len(_TERMS)))]


def _cost(judged: Sequence[Judged], at: int) -> Fitted:
    """Return what it costs to be over one of the limits."""
    ((name, today), most) = [*_TERMS.items()][at], [*_LIMITS.values()][at]

    def over(one: Judged) -> FloatArray:
        shown = covered(one.leg.track, one.leg.side)[at]
        return np.full(len(one.error_deg), max(shown - most, 0.0))

    return term(name, today, judged, over)


if __name__ == "__main__":
    main(__doc__, fit, turns_a_hip)
