"""What would make the reading of a leg surer: each cause of its uncertainty that a person can take away.

A cause is known by what the standard uncertainty at rest would be without it, so that nothing is asked for
that would not help. 444 legs of rendered people tell where it matters: those with an uncertainty below 2.5
degrees at rest were off by 1.6 on average, one in six by more than 2.5; those above by 2.9, and one in two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from romtrack.kinematics.hip_rotation import inward_sign
from romtrack.kinematics.learned import SIGMA_TERMS, relations, standardized, strangeness
from romtrack.kinematics.leg_cues import CUES
from romtrack.measure import findings as found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from romtrack.kinematics.learned import Seat
    from romtrack.kinematics.leg import LegHabit, SeatedLeg
    from romtrack.measure.findings import Finding
    from romtrack.types import FloatArray, Side

__all__ = ["Advice", "Cause", "advise", "advised", "resting_advice"]

Cause = Literal["trousers", "cover", "feet", "thigh", "level"]

UNSURE_DEG: Final = 2.5  # standard uncertainty at rest from which on something is advised
WORTHWHILE: Final = 0.25  # share of its square that a cause must make up: without it, it is an eighth less
WIDE_HEM: Final = 0.5  # standard deviations from which on what covers a shank is taken for a trouser leg
LEANING_DEG: Final = 4.0  # as it is told: 6 of 7 such shanks truly leaned by more than 5 that way
ROUNDED_DEG: Final = 5.0  # where the thigh points is known to 3
LEAST_TURN_DEG: Final = 15.0  # for less nobody carries a laptop about
_OF_CLOTH: Final = frozenset({"width below the knee", "width above the ankle", "coverage", "unevenness"})
_OF_TURN: Final = frozenset(
    cue for cue in CUES if cue.endswith(" x") or "turn" in cue or cue == "foot_index off the line"
)


@dataclass(frozen=True, slots=True)
class Advice:
    """One cause of uncertainty that can be taken away.

    Attributes
    ----------
    sigma_deg, without_deg: standard uncertainty at rest, with and without the cause.
    turn_deg: how far round the person the camera should go, + = to their left; of a ``thigh`` alone.
    """

    cause: Cause
    sigma_deg: float
    without_deg: float
    turn_deg: float = 0.0

    @property
    def share(self) -> float:
        """How much of the squared uncertainty the cause makes up, 0..1."""
        return 1 - (self.without_deg / self.sigma_deg) ** 2

    @property
    def finding(self) -> Finding:
        """What is said of it."""
        return found.thigh_aside(self.turn_deg) if self.cause == "thigh" else _FINDINGS[self.cause]


_FINDINGS: Final[dict[Cause, Finding]] = {
    "trousers": found.LOOSE_TROUSERS,
    "cover": found.SHANK_HIDDEN._replace(severity="warning"),
    "feet": found.FEET_AWAY,
    "level": found.LEVEL_UNKNOWN,
}


def resting_advice(leg: SeatedLeg, resting: NDArray[np.bool_]) -> tuple[Advice, ...]:
    """Return what would make a leg's reading surer, by the frames (T,) in which it rests."""
    seen = resting & np.isfinite(leg.signal.sigma)
    if not seen.any():
        return ()
    return advise(np.median(leg.terms[seen], axis=0), leg.habit, leg.signal.side)


def advise(terms: FloatArray, habit: LegHabit, side: Side) -> tuple[Advice, ...]:
    """Return what would make a reading surer, the most helpful first.

    ``terms``: what its uncertainty is told by, (len(SIGMA_TERMS),).
    """
    sigma_deg = _sigma_deg(terms)
    if sigma_deg < UNSURE_DEG:
        return ()
    turn_deg = inward_sign(side) * _rounded_deg(habit.seat)
    each = (
        Advice(cause, sigma_deg, _sigma_deg(without), turn_deg if cause == "thigh" else 0.0)
        for cause, without in _without(terms, habit)
    )
    return tuple(sorted((one for one in each if one.share >= WORTHWHILE), key=lambda one: one.without_deg))


def _rounded_deg(seat: Seat) -> float:
    """Return how far the thigh points outward of the camera, as it is told."""
    return ROUNDED_DEG * round(seat.aside_deg / ROUNDED_DEG)


def _without(terms: FloatArray, habit: LegHabit) -> Iterator[tuple[Cause, FloatArray]]:
    """Return the terms without each cause that is there."""
    seat, by = habit.seat, relations()
    z = standardized(seat.usual, by.mean, by.scale)
    bare_deg = float(np.sqrt(max(terms[SIGMA_TERMS.index("line")] ** 2 - habit.shank.hidden_deg**2, 0.0)))
    cloth_strange = _strange(terms, z, _OF_CLOTH)
    if z[CUES.index("width above the ankle")] > WIDE_HEM:
        yield "trousers", _changed(terms, line=bare_deg, hem=0.0, strange=cloth_strange)
    else:
        yield "cover", _changed(terms, line=bare_deg, strange=cloth_strange)
    if abs(seat.lean_deg) >= LEANING_DEG:
        yield "feet", _changed(terms, aside=0.0)
    if abs(_rounded_deg(seat)) >= LEAST_TURN_DEG:
        yield "thigh", _changed(terms, aside=0.0, strange=_strange(terms, z, _OF_TURN))
    yield "level", _changed(terms, roll=0.0)


def _strange(terms: FloatArray, z: FloatArray, usual: frozenset[str]) -> float:
    """Return how strange a leg were if some cues were as usual; no stranger than it is."""
    others = np.array([cue not in usual for cue in CUES])
    return min(strangeness(z * others), float(terms[SIGMA_TERMS.index("strange")]))


def _changed(terms: FloatArray, **to: float) -> FloatArray:
    changed = terms.copy()
    for term, value in to.items():
        changed[SIGMA_TERMS.index(term)] = value
    return changed


def _sigma_deg(terms: FloatArray) -> float:
    return float(relations().sigma_deg(terms))


def advised(advice: Iterable[Advice], setup: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of advice that the set-up does not give already."""
    given = tuple(setup)
    sideways = any(one.is_a(known) for one in given for known in _SIDEWAYS)
    each = (one.finding for one in advice if not (sideways and one.cause == "thigh"))
    return tuple(one for one in each if not any(known.is_a(one) for known in given))


_SIDEWAYS: Final = (found.TURNED_LEFT, found.TURNED_RIGHT, found.FAR_TURNED)
