"""A plan, and how it felt, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.exercises import exercise, exercise_ids
from romtrack.types import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.types import Pain, PlanItem, Weekday

__all__ = [
    "item_dose_text",
    "item_text",
    "legs_text",
    "pain_text",
    "stop_texts",
    "title_text",
    "weekdays_text",
]

_LEGS: Final = {"left": "left leg", "right": "right leg", "both": "each leg"}


def title_text(item: PlanItem) -> str:
    """Return what is done; the id of a card that is not here any more."""
    return exercise(item.exercise).title if item.exercise in exercise_ids() else item.exercise


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


def pain_text(pain: Pain) -> str:
    """Return what was said of pain; empty where nothing was."""
    said = [
        f"{level} {when}"
        for level, when in ((pain.before, "before"), (pain.after, "after"))
        if level is not None
    ]
    said += ["sharp"] * pain.sharp
    return ", ".join(said)


def stop_texts(pain: Pain) -> tuple[str, ...]:
    """Return why to stop, and what to do then, a sentence each; none where nothing asks for it."""
    if not pain.says_stop:
        return ()
    why = "a sharp pain is a sign to stop, not to push through" if pain.sharp else "it hurts more than before"
    return (
        f"Stop here for today: {why}.",
        "Choose a gentler exercise, and have a physiotherapist or doctor look at the hip when it stays.",
    )
