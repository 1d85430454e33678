"""What covers a shank (kinematics/hip_rotation.py): from which on it is suspected, and what it costs.

The limits lie above what plain clips show, in which nothing covers a leg. The terms are what the squared
errors of legs over these limits have beyond the rest of their sigma.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.fits.clips import turns_a_hip
from calibration.fits.command import main
from calibration.fits.judged import Judged, judged_in, roots
from calibration.fits.statistics import Seen, limit, refitted
from romtrack import units
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
    return [*limits, *_terms(judged)]


def _terms(judged: Sequence[Judged]) -> list[Fitted]:
    counts = (_over(judged) > 0).sum(axis=0).tolist()
    return [
        one._replace(about=f"{units.counted(count, 'leg')} over the limit")
        for one, count in zip(refitted(judged, _costs, _TERMS), counts, strict=True)
    ]


def _over(judged: Sequence[Judged]) -> FloatArray:
    """Return how far each leg is over the limits, (N, 4)."""
    shown = np.array([covered(one.leg.track, one.leg.side) for one in judged]).reshape(-1, len(_LIMITS))
    return np.asarray(np.maximum(shown - list(_LIMITS.values()), 0.0))


def _costs(judged: Sequence[Judged]) -> dict[str, float]:
    legs = [one.leg for one in judged]
    others = np.array([leg.reading.sigma_deg**2 - leg.habit.hidden_deg**2 for leg in legs])
    left = np.array([one.mean_square for one in judged]) - others
    return roots(_TERMS, _over(judged).T, left)


if __name__ == "__main__":
    main(__doc__, fit, turns_a_hip)
