"""What spellings of a person's name share."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["EARLIEST_BIRTH", "LONGEST_NAME", "name_key"]

EARLIEST_BIRTH: Final = 1900
LONGEST_NAME: Final = 200
"""Characters of a name; more than that was not typed as one."""


def name_key(name: str) -> str:
    """Return a name without what differs by accident: case, how an accent is written, spaces around it."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())
