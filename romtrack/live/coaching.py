"""Counting during a set: the one place where live sessions meet the engine of an exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from romtrack.reps import RepCounter
from romtrack.types import Fault, Hold, Partial, Rep

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from romtrack.exercises import Exercise
    from romtrack.live.look import Look
    from romtrack.live.reading import Angle
    from romtrack.types import Side

__all__ = ["Coaching", "Event", "coaching"]

Event = Rep | Partial | Hold | Fault


class Coaching(Protocol):
    """Follows one set of one side, frame by frame."""

    @property
    def value(self) -> float:
        """What is counted now, in the unit of the exercise; NaN = not seen."""
        ...

    @property
    def cues(self) -> Sequence[str]:
        """Form cues that hold now, a sentence each."""
        ...

    def update(self, look: Look, angles: Mapping[Side, Angle]) -> Sequence[Event]:
        """Take the next look; return what ended with it."""
        ...

    def finish(self) -> Sequence[Event]:
        """End the set; return what that leaves."""
        ...


def coaching(exercise: Exercise, side: Side, rest_deg: float | None) -> Coaching:
    """Return what follows a set of ``exercise``; ``rest_deg``: where the leg hung, None = not known."""
    return _HipRotation(exercise, side, rest_deg)


class _HipRotation:
    """Counts the rotation of a seated person's hip."""

    def __init__(self, exercise: Exercise, side: Side, rest_deg: float | None) -> None:
        self._side: Side = side
        self._counter = RepCounter(exercise.count, side, rest_deg)
        self._value = float("nan")

    @property
    def value(self) -> float:
        return self._value

    @property
    def cues(self) -> Sequence[str]:
        return ()

    def update(self, look: Look, angles: Mapping[Side, Angle]) -> Sequence[Event]:
        self._value = angles[self._side].value_deg
        return self._counter.update(look.time_s, self._value)

    def finish(self) -> Sequence[Event]:
        return self._counter.finish()
