"""A plan, and how it felt, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.exercises import exercise, exercise_ids
from romtrack.language import N_, gettext, ngettext
from romtrack.types import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.types import Pain, PlanItem, Weekday

__all__ = [
    "day_abbreviated",
    "day_initials",
    "day_name",
    "item_dose_text",
    "item_text",
    "legs_text",
    "pain_text",
    "stop_texts",
    "title_text",
    "weekdays_text",
]

_DAYS: Final[dict[Weekday, tuple[str, str, str]]] = {
    "monday": (N_("Monday"), N_("Mon"), N_("Mo")),
    "tuesday": (N_("Tuesday"), N_("Tue"), N_("Tu")),
    "wednesday": (N_("Wednesday"), N_("Wed"), N_("We")),
    "thursday": (N_("Thursday"), N_("Thu"), N_("Th")),
    "friday": (N_("Friday"), N_("Fri"), N_("Fr")),
    "saturday": (N_("Saturday"), N_("Sat"), N_("Sa")),
    "sunday": (N_("Sunday"), N_("Sun"), N_("Su")),
}
"""Of each day its name in full, in about three letters and in two."""

_TOGETHER: Final = N_("both sides together")
_LEGS: Final = {"left": N_("left leg"), "right": N_("right leg"), "both": N_("each leg")}


def title_text(item: PlanItem) -> str:
    """Return what is done; the id of a card that is not here any more."""
    return exercise(item.exercise).title if item.exercise in exercise_ids() else item.exercise


def day_name(day: Weekday) -> str:
    """Return a weekday in full."""
    return gettext(_DAYS[day][0])


def day_abbreviated(day: Weekday) -> str:
    """Return a weekday in about three letters."""
    return gettext(_DAYS[day][1])


def day_initials(day: Weekday) -> str:
    """Return a weekday in two letters, for the head of a calendar."""
    return gettext(_DAYS[day][2])


def legs_text(item: PlanItem) -> str:
    """Return with which legs it is done."""
    known = item.exercise in exercise_ids()
    together = item.side == "both" and known and exercise(item.exercise).dose.per != "side"
    return gettext(_TOGETHER if together else _LEGS[item.side])


def item_dose_text(item: PlanItem) -> str:
    """Return how much is to be done, with which legs."""
    if item.reps is None:
        amount = gettext("{seconds} s held", seconds=units.figure(item.hold_s or 0.0))
    elif item.exercise in exercise_ids() and exercise(item.exercise).kind == "measurement":
        amount = ngettext("{count} trial", "{count} trials", item.reps)
    else:
        amount = ngettext("{count} repetition", "{count} repetitions", item.reps)
    if item.sets == 1:
        return f"{amount}, {legs_text(item)}"
    return gettext("{sets} sets of {amount}, {legs}", sets=item.sets, amount=amount, legs=legs_text(item))


def weekdays_text(weekdays: Sequence[Weekday]) -> str:
    """Return the days, in the order of the week."""
    if len(set(weekdays)) == len(WEEKDAYS):
        return gettext("every day")
    return ", ".join(day_name(day) for day in WEEKDAYS if day in weekdays)


def item_text(item: PlanItem) -> str:
    """Return how much is to be done on which days."""
    return f"{item_dose_text(item)}; {weekdays_text(item.weekdays)}"


def pain_text(pain: Pain) -> str:
    """Return what was said of pain; empty where nothing was."""
    said = [] if pain.before is None else [gettext("{level} before", level=pain.before)]
    said += [] if pain.after is None else [gettext("{level} after", level=pain.after)]
    said += [gettext("sharp")] * pain.sharp
    return ", ".join(said)


def stop_texts(pain: Pain) -> tuple[str, ...]:
    """Return why to stop, and what to do then, a sentence each; none where nothing asks for it."""
    if not pain.says_stop:
        return ()
    sharp = N_("Stop here for today: a sharp pain is a sign to stop, not to push through.")
    more = N_("Stop here for today: it hurts more than before.")
    return (
        gettext(sharp if pain.sharp else more),
        gettext(
            "Choose a gentler exercise, and have a physiotherapist or doctor look at the hip when it stays."
        ),
    )
