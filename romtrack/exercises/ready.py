"""The plans there are, ready to be followed: as data beside the cards, whose doses they take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from romtrack.errors import ExerciseError
from romtrack.exercises.loader import exercise_ids
from romtrack.exercises.reading import read_card
from romtrack.types import Weekday  # noqa: TC001  the reader resolves it

__all__ = ["ReadyItem", "ReadyPlan", "ready_plans"]


@dataclass(frozen=True, slots=True)
class ReadyItem:
    """An exercise of a ready plan, with its days."""

    exercise: str
    weekdays: tuple[Weekday, ...]

    def __post_init__(self) -> None:
        if self.exercise not in exercise_ids():
            raise ExerciseError(f"exercise: there is no {self.exercise!r}")
        if not self.weekdays or len(set(self.weekdays)) < len(self.weekdays):
            raise ExerciseError("weekdays: one at least, and none twice")


@dataclass(frozen=True, slots=True)
class ReadyPlan:
    """A plan that somebody can take over; ``purpose``: what it is for, in a sentence."""

    title: str
    purpose: str
    sources: tuple[str, ...]
    items: tuple[ReadyItem, ...]


@cache
def ready_plans() -> tuple[ReadyPlan, ...]:
    """Return them by title."""
    cards = (
        card for card in (files("romtrack.exercises") / "plans").iterdir() if card.name.endswith(".toml")
    )
    return tuple(sorted((read_card(card, ReadyPlan) for card in cards), key=lambda plan: plan.title))
