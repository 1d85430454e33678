"""A plan in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.exercises import exercise, exercise_ids
from romtrack.types import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.types import PlanItem, Weekday

__all__ = ["item_dose_text", "item_text", "legs_text", "weekdays_text"]

_LEGS: Final = {"left": "left leg", "right": "right leg", "both": "each leg"}


def legs_text(item: PlanItem) -> str:
    """Return with which legs it is done."""
    known = item.exercise in exercise_ids()
    together = item.side == "both" and known and exercise(item.exercise).dose.per != "side"
    return exercise(item.exercise).dose.per if together else _LEGS[item.side]


def item_dose_text(item: PlanItem) -> str:
    """Return how much is to be done, with which legs."""
    if item.reps is None:
        amount = f"{units.figure(item.hold_s or 0.0)} s held"
    else:
        is_measured = item.exercise in exercise_ids() and exercise(item.exercise).kind == "measurement"
        amount = units.counted(item.reps, "trial" if is_measured else "repetition")
    sets = "" if item.sets == 1 else f"{item.sets} sets of "
    return f"{sets}{amount}, {legs_text(item)}"


def weekdays_text(weekdays: Sequence[Weekday]) -> str:
    """Return the days, in the order of the week."""
    if len(set(weekdays)) == len(WEEKDAYS):
        return "every day"
    return ", ".join(day.capitalize() for day in WEEKDAYS if day in weekdays)


def item_text(item: PlanItem) -> str:
    """Return how much is to be done on which days."""
    return f"{item_dose_text(item)}; {weekdays_text(item.weekdays)}"
