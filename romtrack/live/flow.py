"""What the sequences of a live session have in common: phases that follow each other, and a voice."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, Final, Protocol

from romtrack.live.screen import Sound

if TYPE_CHECKING:
    from romtrack.live.look import Look
    from romtrack.live.reading import Angles
    from romtrack.live.screen import PhaseName, Screen

__all__ = ["Flow", "Phase", "Stage", "Voice"]


PATIENCE_S: Final = 8.0
_LETTERS_A_S, _BREATH_S = 18.0, 0.2  # of a voice at its usual speed; espeak-ng in tests/campaigns


class Voice:
    """What is to be heard; now_s: the time of the look that it is about."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._since_s, self._until_s = 0.0, -math.inf
        self._said = ""
        self._sounds: list[Sound] = []

    def tone(self, name: str) -> None:
        """Sound a tone."""
        self._sounds.append(Sound("tone", name))

    def say(self, text: str, more: str = "") -> None:
        """Speak a sentence, unless it was the last one; with ``more``, in any case."""
        if more or (text and text != self._said):
            self._said = text
            self.remark(f"{text}{more}")

    def remark(self, text: str) -> None:
        """Speak in between: what was said last may not be said again all the same."""
        self._since_s, self._until_s = self.now_s, self.now_s + _BREATH_S + len(text) / _LETTERS_A_S
        self._sounds.append(Sound("say", text))

    def count(self, number: int) -> None:
        """Sound the tone of a repetition, and speak its number unless something else is being said."""
        self.tone("count")
        self._since_s = self.now_s
        self._sounds.append(Sound("count", str(number)))

    @property
    def waits(self) -> bool:
        """Whether nothing has been said for so long that the person may wonder what to do."""
        return self.now_s - self._since_s >= PATIENCE_S

    @property
    def is_heard(self) -> bool:
        """Whether there was the time to hear what was said last."""
        return self.now_s >= self._until_s

    def bear(self) -> None:
        """Begin to wait anew: what was asked for is being done."""
        self._since_s = self.now_s

    def take(self) -> tuple[Sound, ...]:
        """Return what is to be heard since the last time."""
        sounds, self._sounds = self._sounds, []
        return tuple(sounds)


class Phase(ABC):
    """A part of a sequence; it holds what only that part needs."""

    name: ClassVar[PhaseName]

    @property
    def heeds_hand(self) -> bool:
        """Whether a hand that is held up is none of the movements that are made here."""
        return True

    @abstractmethod
    def step(self, look: Look, angles: Angles) -> Phase:
        """Take the next look; return the phase that is on then, mostly this one."""

    @abstractmethod
    def skip(self) -> Phase:
        """Leave what is being done as it is; return the phase that is next."""

    @abstractmethod
    def screen(self) -> Screen:
        """Return what is to be seen now."""


class Stage(Protocol):
    """What the phases of one sequence share."""

    voice: Voice
    now_s: float

    def see(self, look: Look) -> None:
        """Take the next look, before the phase does."""
        ...


class Flow(ABC):
    """A sequence that advances by itself, look by look; it begins with finding a position."""

    def __init__(self, stage: Stage, first: Phase) -> None:
        self._stage, self._phase = stage, first

    def step(self, look: Look, angles: Angles) -> None:
        """Take the next look."""
        self._stage.see(look)
        self._phase = self._phase.step(look, angles)

    def skip(self) -> None:
        """Leave what is being done as it is, and go on to the next."""
        self._phase = self._phase.skip()

    @abstractmethod
    def interrupt(self) -> None:
        """Allow for time that is missing, in which person or camera may have moved."""

    def screen(self) -> Screen:
        """Return what is to be seen now."""
        return self._phase.screen()

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self._phase.name == "done"

    @property
    def heeds_hand(self) -> bool:
        """Whether a hand that is held up means anything now."""
        return self._phase.heeds_hand

    @property
    def begun(self) -> bool:
        """Whether the person has found their place."""
        return self._phase.name != "position"

    def take_sounds(self) -> tuple[Sound, ...]:
        """Return what is to be heard since the last time."""
        return self._stage.voice.take()
