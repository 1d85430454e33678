"""What of a text did not go through the catalogue: in the false language that stands outside of brackets."""

from __future__ import annotations

import re

__all__ = ["untranslated"]

_TRANSLATED = re.compile(r"⟦[^⟦⟧]*⟧")
_NEUTRAL = re.compile(r"\d+|\b(?:s|h|ms|cm|MB|romtrack)\b|:material/\w+:|[^\w]|_")


def untranslated(text: str, *names: str) -> str:
    """Return the words of a text that nobody could translate: no numbers, units and ``names``."""
    left = _TRANSLATED.sub(" ", text)
    for name in names:
        left = left.replace(name, " ")
    return " ".join(_NEUTRAL.sub(" ", left).split())
