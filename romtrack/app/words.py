"""Texts that several pages share, and texts of others made safe to show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.exercises import exercise, exercise_ids
from romtrack.kinematics.quantities import hip_name
from romtrack.language import N_, gettext, retold
from romtrack.trends import happened_text, range_deg
from romtrack.types import HandMeasurement

if TYPE_CHECKING:
    from romtrack.errors import RomtrackError
    from romtrack.types import Direction, Measured, Measurement, Session, Side, Summary

__all__ = [
    "DISCLAIMER",
    "duration",
    "error_text",
    "escaped",
    "hip_title",
    "moment",
    "sentence",
    "title_of",
    "value_text",
    "what_measured",
]

DISCLAIMER: Final = N_(
    "Approximate: ± is one standard uncertainty. Not a medical device, and not medical advice."
)
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")
_TURNS: Final = re.compile(r"[\u200f\u202a-\u202e\u0590-\u08ff]")  # written from the right, or saying so
_MINUTE_S: Final = 60


def escaped(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is, on one line, and turns nothing around it."""
    plain = _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    return f"\u2068{plain}\u2069" if _TURNS.search(plain) else plain


def title_of(exercise_id: str) -> str:
    """Return the title of an exercise, the id where its card is not here any more."""
    return exercise(exercise_id).title if exercise_id in exercise_ids() else exercise_id


def sentence(text: str) -> str:
    """Return ``text`` with a capital and a full stop, safe to show."""
    text = " ".join(text.split())
    text = text[:1].upper() + text[1:]
    return escaped(text if text.endswith((".", "!", "?")) else f"{text}.")


def error_text(error: RomtrackError) -> str:
    """Return what is wrong and what to do, as a sentence in the language in force, safe to show."""
    return sentence(retold(str(error)))


def hip_title(side: Side, direction: Direction) -> str:
    """Return the hip and the direction, with a capital."""
    name = hip_name(side, direction)
    return name[:1].upper() + name[1:]


def what_measured(measured: Measurement | Measured | HandMeasurement) -> str:
    """Return the hip and the direction."""
    return hip_title(measured.side, measured.direction)


def value_text(measured: Measurement | Measured | HandMeasurement) -> str:
    """Return the magnitude with its uncertainty if that is known, or that there is none."""
    size = range_deg(measured)
    if size is None:
        return gettext("No number")
    value = units.amount(size, "deg")
    sigma_deg = None if isinstance(measured, HandMeasurement) else measured.sigma_deg
    return value if sigma_deg is None else f"{value} ± {units.amount(sigma_deg, 'deg')}"


def moment(session: Session | Summary | Measured) -> str:
    """Return when a session was, at its own place, or that only its analysis has a date."""
    return happened_text(session.when)


def duration(seconds: float) -> str:
    """Return a time to wait in words."""
    whole = max(round(seconds), 1)
    if whole < _MINUTE_S:
        return f"{whole} s"
    return gettext("{minutes} min {seconds} s", minutes=whole // _MINUTE_S, seconds=whole % _MINUTE_S)
