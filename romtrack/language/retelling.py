"""What was kept in English, said in the language in force."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from romtrack.language.places import decimal_mark
from romtrack.language.speaking import SOURCE, speaking, spoken
from romtrack.language.texts import gettext, ngettext, sources

__all__ = ["retold"]

_NAME: Final = re.compile(r"\\\{(\w+)\\\}")  # of a value, in an escaped text
_LEAST_LETTERS: Final = 6  # of a text around its values: fewer are found in anything
_JOINTS: Final = (": ", "; ")  # between sentences that were kept as one
_DECIMAL: Final = re.compile(r"(?<=\d)\.(?=\d)")


class _Template(NamedTuple):
    """A text with values in it, in both ``forms`` where it is counted, and what it looks like with them."""

    forms: tuple[str, ...]
    pattern: re.Pattern[str]
    letters: int


def retold(text: str) -> str:
    """Return what was kept in English in the language in force; what nobody translated stays as it is."""
    return text if spoken() == SOURCE else _retold(text, spoken())


@lru_cache(maxsize=512)
def _retold(text: str, language: str) -> str:
    with speaking(language):
        found = _known(text)
    return text if found is None else found


def _known(text: str) -> str | None:
    """Return a text retold, None where it is not of the catalogue."""
    if text in sources():
        return gettext(text)
    return _of_template(text) or _of_parts(text)


def _of_template(text: str) -> str | None:
    for template in _templates():
        found = template.pattern.fullmatch(text)
        if found is not None:
            return _put(template.forms, found.groupdict())
    return None


def _put(forms: tuple[str, ...], values: dict[str, str]) -> str:
    """Return a text in the language in force, with values that were found in its English."""
    said: dict[str, object] = {name: _value(value) for name, value in values.items() if name != "count"}
    if len(forms) > 1 and values.get("count", "").isdigit():
        return ngettext(forms[0], forms[1], int(values["count"]), **said)
    return gettext(forms[0], **said)


def _value(text: str) -> str:
    """Return a value retold: a text of the catalogue, or a number by the marks of its place."""
    return _known(text) or _DECIMAL.sub(decimal_mark(), text)


def _of_parts(text: str) -> str | None:
    """Return sentences retold that were kept as one, if all are known."""
    for joint in _JOINTS:
        head, found, tail = text.partition(joint)
        if found:
            parts = _known(head), _known(tail)
            if None not in parts:
                return joint.join(filter(None, parts))
    return None


@cache
def _templates() -> tuple[_Template, ...]:
    """Return all texts with values in them, those that say most first."""
    found = [_template(forms, at) for forms in sources().values() for at in range(len(forms))]
    return tuple(sorted(filter(None, found), key=lambda one: -one.letters))


def _template(forms: tuple[str, ...], at: int) -> _Template | None:
    pattern, values = _NAME.subn(r"(?P<\1>.+?)", re.escape(forms[at]))
    letters = sum(map(str.isalpha, re.sub(r"\{\w+\}", "", forms[at])))
    if not values or letters < _LEAST_LETTERS:
        return None
    return _Template(forms, re.compile(pattern, re.DOTALL), letters)
