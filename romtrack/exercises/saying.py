"""What a card says to people, in the language in force.

Why an attempt does not count (``Guard.otherwise``) stays as it is: it is kept, and retold where it is shown.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from romtrack.language import SOURCE, gettext, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from romtrack.exercises.model import Exercise

__all__ = ["said", "texts_of"]

_SAID: Final = frozenset(
    {"title", "camera", "movement", "steps", "muscles", "say", "why", "otherwise", "purpose"}
)
"""The keys of cards and ready plans whose texts belong into the catalogue."""


def texts_of(card: dict[str, Any]) -> Iterator[str]:
    """Return all texts of a card, or a ready plan, that belong into the catalogue."""
    for key, value in card.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from texts_of(one)
            elif key in _SAID:
                yield one
            elif key == "fault":
                yield one.replace("_", " ")


def said(card: Exercise) -> Exercise:
    """Return a card that speaks the language in force; what nobody translated stays as it is."""
    return card if spoken() == SOURCE else _said(card, spoken())


@lru_cache(maxsize=256)
def _said(card: Exercise, _language: str) -> Exercise:
    return replace(
        card,
        title=gettext(card.title),
        camera=gettext(card.camera),
        movement=gettext(card.movement),
        steps=tuple(map(gettext, card.steps)),
        muscles=tuple(map(gettext, card.muscles)),
        cues=tuple(replace(cue, say=gettext(cue.say)) for cue in card.cues),
        not_cued=tuple(replace(one, why=gettext(one.why)) for one in card.not_cued),
    )
