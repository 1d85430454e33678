"""How numbers and dates are written where a language is spoken; in English ``romtrack.units`` decides."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from romtrack.language.speaking import LANGUAGES, SOURCE, spoken

if TYPE_CHECKING:
    from datetime import date

__all__ = ["date_text", "decimal_mark"]


def decimal_mark() -> str:
    """Return what stands before the tenths."""
    return _decimal_mark(spoken())


@cache
def _decimal_mark(language: str) -> str:
    if language not in LANGUAGES or language == SOURCE:
        return "."
    from babel.numbers import get_decimal_symbol  # noqa: PLC0415  as in texts.py

    return get_decimal_symbol(language)


def date_text(when: date, parts: str) -> str | None:
    """Return a date by its parts (CLDR's letters, as ``yMMMd``) in their place's order; None = English."""
    language = spoken()
    if language not in LANGUAGES or language == SOURCE:
        return None
    from babel.dates import format_skeleton  # noqa: PLC0415  as in texts.py

    return format_skeleton(parts, when, locale=language)
