"""What the sequences of a live session have in common: a phase, and what is to be heard."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from romtrack.live.screen import Phase, Sound

if TYPE_CHECKING:
    from typing import Literal

    from romtrack.live.look import Look
    from romtrack.live.reading import Angle
    from romtrack.live.screen import Screen
    from romtrack.types import Side

__all__ = ["Flow"]


class Flow(ABC):
    """A sequence that advances by itself, look by look; it begins with finding a position."""

    def __init__(self) -> None:
        self._phase: Phase = "position"
        self._now_s = 0.0
        self._roll_deg = float("nan")
        self._said = ""
        self._sounds: list[Sound] = []

    @abstractmethod
    def step(self, look: Look, angles: dict[Side, Angle]) -> None:
        """Take the next look."""

    @abstractmethod
    def screen(self) -> Screen:
        """Return what is to be seen now."""

    @abstractmethod
    def interrupt(self) -> None:
        """Allow for time that is missing, in which person or camera may have moved."""

    @abstractmethod
    def skip(self) -> None:
        """Leave what is being done as it is, and go on to the next."""

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self._phase == "done"

    @property
    def begun(self) -> bool:
        """Whether the person has found their place."""
        return self._phase != "position"

    def take_sounds(self) -> tuple[Sound, ...]:
        """Return what is to be heard since the last time."""
        sounds, self._sounds = self._sounds, []
        return tuple(sounds)

    def _hear(self, kind: Literal["say", "tone"], what: str) -> None:
        self._sounds.append(Sound(kind, what))

    def _say(self, text: str) -> None:
        """Speak what was not spoken last."""
        if text and text != self._said:
            self._said = text
            self._hear("say", text)
