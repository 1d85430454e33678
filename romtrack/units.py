"""Quantities as people read them: the one place that writes a number beside its unit, or a date.

All of them are written as it is usual where the language in force is spoken.

No number is written as a minus zero: what rounds to nothing has no sign.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from romtrack.language import N_, date_text, decimal_mark, gettext

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = [
    "amount",
    "counted",
    "day",
    "day_and_time",
    "degrees",
    "figure",
    "megabytes",
    "minus_signed",
    "month",
    "number",
    "percent",
    "percentage",
    "period",
    "plus_minus",
    "rounded",
    "rounded_percent",
    "seconds",
    "size",
    "span",
    "unit_text",
]

UNKNOWN: Final = N_("unknown")
_UNITS: Final = {"deg": N_("degrees")}
_LENGTHS: Final = {"torso": N_("{share} of the trunk's length"), "shank": N_("{share} of the shank's length")}
_ALL: Final = 1e-9  # a share so little under a whole percent is the whole one, but for its arithmetic


def number(value: float, digits: int = 1, *, signed: bool = False) -> str:
    """Return a number with so many digits after its point; ``signed``: with a plus, too, but for nothing."""
    plain = f"{value:z.{digits}f}"
    return _local(f"+{plain}" if signed and value > 0 and float(plain) else plain)


def figure(value: float, digits: int = 6) -> str:
    """Return a number as somebody wrote it down, in a card or an option: 2 and not 2.0.

    digits: how many there are at most, before and after the point.
    """
    return _local(f"{value:z.{digits}g}")


def _local(number: str) -> str:
    return number.replace(".", decimal_mark())


def minus_signed(text: str) -> str:
    """Return a number with a true minus instead of a hyphen."""
    return text.replace("-", "\N{MINUS SIGN}")


def span(low: float, high: float) -> str:
    """Return ``2-3``, or ``2`` where both are the same."""
    return figure(low) if low == high else f"{figure(low)}-{figure(high)}"


def unit_text(unit: str) -> str:
    """Return ``deg`` as degrees, and so on; an unknown unit as it is."""
    return gettext(_UNITS[unit]) if unit in _UNITS else unit


def rounded(value: float, unit: str) -> str:
    """Return a value rounded to what it can mean in its unit, where the unit stands elsewhere."""
    if not math.isfinite(value):
        return gettext(UNKNOWN)
    return minus_signed(number(value, 1 if unit == "deg" else 2))


def amount(value: float, unit: str) -> str:
    """Return a value with its unit, rounded to what it can mean; a length is a share of the body's part."""
    text = rounded(value, unit)
    if not math.isfinite(value):
        return text
    if unit in _LENGTHS:
        return gettext(_LENGTHS[unit], share=minus_signed(rounded_percent(value)))
    return f"{text}°" if unit == "deg" else f"{text} {unit_text(unit)}"


def degrees(value: float, digits: int = 1, *, signed: bool = False) -> str:
    """Return an angle, ``signed`` as a change is."""
    return f"{number(value, digits, signed=signed)}°"


def plus_minus(sigma: float) -> str:
    """Return a standard uncertainty, to be set after its value."""
    return f"±{number(sigma)}"


def seconds(value_s: float, digits: int = 1) -> str:
    """Return a time to a tenth: what the eye can still find in the video."""
    return f"{number(value_s, digits)} s"


def period(start_s: float, end_s: float) -> str:
    """Return from when to when something lasted."""
    return gettext("{start} to {end}", start=number(start_s), end=seconds(end_s))


def size(width_px: int, height_px: int) -> str:
    """Return how large a picture is."""
    return gettext("{width} x {height} pixels", width=width_px, height=height_px)


def percentage(share: float) -> str:
    """Return a share 0..1 in percent, cut, so that 100 means all."""
    return str(math.floor(100 * share + _ALL))


def percent(share: float) -> str:
    """Return a share with its sign, cut as ``percentage`` is."""
    return f"{percentage(share)} %" if math.isfinite(share) else gettext(UNKNOWN)


def rounded_percent(share: float) -> str:
    """Return a share to the nearest percent: where nobody asks whether it is all."""
    return f"{share:z.0%}"


def counted(count: int, noun: str) -> str:
    """Return so many of something: ``1 rep``, ``2 reps``; the last word of ``noun`` takes the s."""
    return f"{count} {noun}{'s' * (count != 1)}"


def megabytes(count: float) -> str:
    """Return so many bytes in megabytes, to a hundredth."""
    return f"{number(count / 1e6, 2)} MB"


def day(when: datetime | date) -> str:
    """Return a date as it is written everywhere, in no country's short form."""
    return date_text(when, "yMMMd") or f"{when.day} {when:%b %Y}"


def month(when: date) -> str:
    """Return a month with its year."""
    return date_text(when, "yMMMM") or f"{when:%B %Y}"


def stamp(when: datetime) -> str:
    """Return a moment (UTC) as it stands in names of files, which sort by it."""
    return f"{when:%Y%m%dT%H%M%SZ}"


def day_and_time(when: datetime) -> str:
    """Return a date with its time of day."""
    return f"{day(when)}, {time_of_day(when)}"


def time_of_day(when: datetime) -> str:
    """Return hours and minutes."""
    return f"{when:%H:%M}"
