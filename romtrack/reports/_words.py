"""Texts of the report: names, shares and times as people read them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.charts.words import signal_in_words
from romtrack.exercises import cue_text, dose_text, exercise, exercise_ids, fault_text
from romtrack.language import N_, gettext

if TYPE_CHECKING:
    from datetime import datetime

    from romtrack.types import Partial, Rep, Session, Side

__all__ = [
    "LEGS",
    "about",
    "cue",
    "fault",
    "happened",
    "moment",
    "plain",
    "seconds",
    "sentence",
    "takes_turns",
    "title_of",
]

LEGS: Final[dict[Side, str]] = {"left": N_("left leg"), "right": N_("right leg")}


def title_of(session: Session) -> str:
    """Return the exercise's name for people."""
    known = session.exercise in exercise_ids()
    return exercise(session.exercise).title if known else plain(session.exercise)


def about(session: Session) -> dict[str, str | bool]:
    """Return what the exercise reads and asks for, in words."""
    if session.exercise not in exercise_ids():
        return {"signal": "", "dose": "", "held": False}
    card = exercise(session.exercise)
    return {
        "signal": signal_in_words(card.signal),
        "dose": dose_text(card),
        "held": card.count is None,
    }


def cue(fault: str, exercise_id: str) -> str:
    """Return what the exercise says about a form fault."""
    return cue_text(fault, exercise(exercise_id)) if exercise_id in exercise_ids() else fault_text(fault)


def fault(name: str) -> str:
    """Return the name of a form fault, with a capital."""
    return _upper(fault_text(name))


def takes_turns(session: Session) -> bool:
    """Return whether both legs are named in it."""
    moved: list[Rep | Partial] = []
    for done in session.sets:
        moved += (*done.reps, *done.partials)
    return len({each.side for each in moved}) > 1


def plain(name: str) -> str:
    """Return ``knee_drift`` as Knee drift."""
    return _upper(name.replace("_", " ").replace("-", " "))


def sentence(text: str) -> str:
    """Return ``text`` with a capital and a full stop."""
    text = _upper(text.strip())
    return text if not text or text[-1] in ".!?" else f"{text}."


def seconds(value: float) -> str:
    """Return seconds to a tenth; a rounding that the eye can still find in the video."""
    return units.number(value) if math.isfinite(value) else gettext(units.UNKNOWN)


def moment(when: datetime) -> str:
    """Return a date and time with its zone, in no country's short form."""
    zone = when.strftime("%z")
    name = "UTC" if zone == "+0000" else f"UTC{zone[:3]}:{zone[3:5]}"
    return f"{units.day_and_time(when)} ({name})"


def happened(session: Session) -> str:
    """Return when a session was recorded, or that nobody knows it."""
    if session.recorded_at is None:
        when = moment(session.analysed_at)
        return gettext("analysed {when}; when it was recorded is not known", when=when)
    return moment(session.recorded_at)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
