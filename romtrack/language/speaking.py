"""Which language is in force: of each thread and task its own, English where nobody said."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["LANGUAGES", "PSEUDO", "SOURCE", "is_known", "preferred", "speak", "speaking", "spoken"]

SOURCE: Final = "en"
LANGUAGES: Final[Mapping[str, str]] = {SOURCE: "English", "de": "Deutsch", "es": "Español"}
"""What can be chosen: the code of each language, and its own name for itself."""

PSEUDO: Final = "xx"
"""English with brackets around all that went through the catalogue: what stands outside did not."""

_SPOKEN: Final[ContextVar[str]] = ContextVar("romtrack-language", default=SOURCE)


def is_known(language: str) -> bool:
    """Say whether texts can be had in a language."""
    return language in LANGUAGES or language == PSEUDO


def spoken() -> str:
    """Return the code of the language in force."""
    return _SPOKEN.get()


def speak(language: str) -> None:
    """Let a language be in force from now on, in this thread or task."""
    if not is_known(language):
        raise ValueError(f"{language!r} is no language of romtrack's; there are {', '.join(LANGUAGES)}")
    _SPOKEN.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let a language be in force meanwhile; also a decorator of functions."""
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        _SPOKEN.set(before)


def preferred(accepted: str | None) -> str:
    """Return the language for a browser: of those that it asks for (``de-AT,de;q=0.9``) the first known."""
    wanted = [_weighed(one) for one in (accepted or "").split(",")]
    for _, language in sorted(wanted, key=lambda one: -one[0]):
        if language in LANGUAGES:
            return language
    return SOURCE


def _weighed(accepted: str) -> tuple[float, str]:
    """Return how much a language is wanted, 0..1, and its code without the country."""
    tag, _, quality = accepted.partition(";q=")
    try:
        weight = float(quality or 1)
    except ValueError:
        weight = 0.0
    return weight, tag.strip().partition("-")[0].lower()
