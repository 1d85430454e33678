"""What people say themselves: their plan, their goals, pain, and what was measured by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, get_args
from uuid import UUID  # noqa: TC003  as above

from romtrack import units
from romtrack.errors import UsageError
from romtrack.types._base import Direction, QuantityName, Side  # noqa: TC001  as above

__all__ = ["WEEKDAYS", "Entry", "Goal", "HandMeasurement", "Legs", "Pain", "PlanItem", "Weekday"]

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)
Legs = Literal["left", "right", "both"]
WORST_PAIN: Final = 10
_STOP_RISE: Final = 2
_MOST_DEG: Final = 180.0


@dataclass(frozen=True, slots=True)
class Pain:
    """Pain of a session from 0 (none) to 10 (the worst), None = not said; ``sharp``: there was a sharp pain.

    Raises
    ------
    UsageError: there is no such pain.
    """

    before: int | None = None
    after: int | None = None
    sharp: bool = False

    def __post_init__(self) -> None:
        for level in (self.before, self.after):
            if level is not None and not 0 <= level <= WORST_PAIN:
                raise UsageError(f"pain of {level}: it goes from 0 (none) to {WORST_PAIN} (the worst)")

    @property
    def says_stop(self) -> bool:
        """Whether to stop: it rose by 2 or more, or was sharp."""
        known = self.before is not None and self.after is not None
        return self.sharp or (known and self.after - self.before >= _STOP_RISE)  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One exercise of a plan: how much of it, with which leg, on which days.

    Attributes
    ----------
    sets: of each leg. reps, hold_s: one of the two is known; seconds. weekdays: in their order. valid_from,
        valid_until: half-open, None = no end.

    Raises
    ------
    UsageError: it is no plan that anybody can follow.
    """

    id: UUID
    exercise: str
    side: Legs
    sets: int
    reps: int | None
    hold_s: float | None
    weekdays: tuple[Weekday, ...]
    valid_from: date
    valid_until: date | None = None

    def __post_init__(self) -> None:
        amount = self.reps if self.hold_s is None else self.hold_s
        if (self.reps is None) == (self.hold_s is None) or amount is None or not 0 < amount < math.inf:
            raise UsageError(f"{self.exercise}: say how many repetitions, or how long to hold")
        if self.sets < 1:
            raise UsageError(f"{self.exercise}: {self.sets} sets; one at least")
        if not self.weekdays:
            raise UsageError(f"{self.exercise}: choose a day of the week at least")

    @property
    def until(self) -> date:
        """The day from which it is not asked for any more."""
        return date.max if self.valid_until is None else self.valid_until

    def overlaps(self, other: PlanItem) -> bool:
        """Say whether both ask for one exercise at one time."""
        is_together = max(self.valid_from, other.valid_from) < min(self.until, other.until)
        return self.exercise == other.exercise and is_together

    def is_due(self, day: date) -> bool:
        """Say whether it is to be done on a day."""
        is_valid = self.valid_from <= day < self.until
        return is_valid and WEEKDAYS[day.weekday()] in self.weekdays


@dataclass(frozen=True, slots=True)
class Goal:
    """How far somebody wants to come; ``value_deg`` is signed as in ``Measurement``.

    Raises
    ------
    UsageError: no joint goes there.
    """

    id: UUID
    quantity: QuantityName
    side: Side
    direction: Direction
    value_deg: float
    said_at: datetime

    def __post_init__(self) -> None:
        _check_angle("a goal", self.value_deg)


@dataclass(frozen=True, slots=True)
class HandMeasurement:
    """What somebody measured by hand: where a hip's range ends in a direction.

    ``value_deg`` is signed as in ``Measurement``. A hip that does not reach neutral (a contracture) ends on
    the other side of it: an internal rotation of -5 ends 5 degrees before the leg is straight, and so does an
    external one of +5 (its range, ``trends.range_deg``, is the value with the sign of its direction: -5).

    Attributes
    ----------
    measured_on: the day where it was. entered_at: orders those of one day. instrument: a goniometer, say;
        "" = not known.

    Raises
    ------
    UsageError: no joint goes there.
    """

    id: UUID
    measured_on: date
    quantity: QuantityName
    side: Side
    direction: Direction
    value_deg: float
    entered_at: datetime
    instrument: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        _check_angle("a measured value", self.value_deg)


Entry = PlanItem | Goal | HandMeasurement


def _check_angle(what: str, value_deg: float) -> None:
    if not abs(value_deg) <= _MOST_DEG:  # NaN, too
        raise UsageError(f"{what} of {units.figure(value_deg)} degrees: no joint turns that far")
