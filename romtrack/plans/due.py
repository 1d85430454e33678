"""What a plan asks for on a day, and what of it was done: told by the sessions in the log."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from romtrack.clock import here
from romtrack.exercises import exercise, exercise_ids
from romtrack.plans.making import is_alternating
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from romtrack.types import PlanItem, Side, Summary

__all__ = ["DayRecord", "Due", "days_of", "due_on"]


class Due(NamedTuple):
    """An exercise that a day asks for; ``left``: the legs that have not done it yet, none = it is done."""

    item: PlanItem
    left: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class DayRecord:
    """A day of the plan.

    Attributes
    ----------
    planned, done: how many exercises it asks for, and how many of these were done with all their legs.
    trained: whether anything at all was done, planned or not.
    """

    day: date
    planned: int
    done: int
    trained: bool

    @property
    def is_done(self) -> bool:
        """Whether something was asked for, and all of it done."""
        return 0 < self.planned == self.done


def due_on(day: date, items: Iterable[PlanItem], sessions: Iterable[Summary]) -> list[Due]:
    """Return what a day asks for; ``sessions``: those of that day, here, and any others."""
    return _due(day, items, _worked(sessions).get(day, {}))


def days_of(
    first: date, until: date, items: Sequence[PlanItem], sessions: Iterable[Summary]
) -> list[DayRecord]:
    """Return every day of a period, half-open."""
    worked = _worked(sessions)
    found = []
    for number in range((until - first).days):
        day = first + timedelta(days=number)
        due = _due(day, items, worked.get(day, {}))
        found.append(DayRecord(day, len(due), sum(not one.left for one in due), day in worked))
    return found


def _due(day: date, items: Iterable[PlanItem], worked: Mapping[str, set[Side]]) -> list[Due]:
    return [
        Due(
            item,
            tuple(side for side in SIDES if _asks(item, side) and side not in worked.get(item.exercise, ())),
        )
        for item in items
        if item.is_due(day)
    ]


def _asks(item: PlanItem, side: Side) -> bool:
    return item.side in {side, "both"}


def _worked(sessions: Iterable[Summary]) -> dict[date, dict[str, set[Side]]]:
    """Return the legs that did something, by day and exercise; days without a set are not in it."""
    found: dict[date, dict[str, set[Side]]] = defaultdict(lambda: defaultdict(set))
    for one in sessions:
        legs = _worked_in(one)
        if legs:
            found[here(one.when.at).date()][one.exercise].update(legs)
    return found


def _worked_in(session: Summary) -> Sequence[Side]:
    """Return the legs that a session measured or that did a set in it; both where they do it together."""
    if session.measured:
        return [one.side for one in session.measured if one.value_deg is not None]
    known = session.exercise in exercise_ids()
    return SIDES if session.legs and known and is_alternating(exercise(session.exercise)) else session.legs
