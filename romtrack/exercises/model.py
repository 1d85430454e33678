"""What an exercise card holds. Every field is checked when the card is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from romtrack.errors import ExerciseError

__all__ = ["CountRule", "Exercise", "Kind"]

Kind = Literal["measurement", "reps"]
SIGNALS = {"hip_rotation": "deg"}
"""The signals that can be counted, each with its unit."""


@dataclass(frozen=True, slots=True)
class CountRule:
    """How repetitions of one signal are told from everything else.

    Attributes
    ----------
    signal, unit: what is counted; the unit is that of the signal.
    direction: which way a repetition moves the signal; ``both`` counts either way from rest.
    notice: smallest movement that is looked at at all. least: smallest range of a repetition.
    sure: a range that is a repetition even when there is nothing to compare it with.
    partial_share: of the typical range so far; under it an attempt is partial.
    shortest_s, longest_s: duration of a repetition.
    """

    signal: str
    unit: str
    direction: Literal["increase", "decrease", "both"]
    notice: float
    least: float
    sure: float
    partial_share: float
    shortest_s: float
    longest_s: float

    def __post_init__(self) -> None:
        if self.signal not in SIGNALS:
            raise ExerciseError(
                f"signal: {self.signal!r} is not known; known are {', '.join(sorted(SIGNALS))}"
            )
        if self.unit != SIGNALS[self.signal]:
            raise ExerciseError(f"unit: {self.signal} is in {SIGNALS[self.signal]!r}, not in {self.unit!r}")
        if not 0 < self.notice <= self.least <= self.sure:
            raise ExerciseError("notice, least, sure: must be above 0 and in this order, smallest first")
        if not 0 < self.partial_share < 1:
            raise ExerciseError("partial_share: must lie between 0 and 1")
        if not 0 < self.shortest_s < self.longest_s:
            raise ExerciseError("shortest_s, longest_s: must be above 0 and in this order")


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise, as its card says."""

    id: str
    title: str
    kind: Kind
    count: CountRule
