"""The levels of a signal that decide: from where a movement counts, while what a position is held."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from romtrack.language import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.exercises import CountRule, Exercise, HoldRule
    from romtrack.types import SetRecord

__all__ = ["LevelLine", "levels_of"]


class LevelLine(NamedTuple):
    """A level of the exercise's signal. short: its name where there is hardly room; meaning: in words."""

    short: str
    meaning: str
    value: float


def levels_of(card: Exercise, sets: Sequence[SetRecord]) -> tuple[LevelLine, ...]:
    """Return the levels of ``card.signal``: rest and the least that counts, or where a hold begins and ends.

    Rest is the person's own, so without any movement there is no level of a counted signal.
    """
    if card.count is not None:
        return _counting(card.count, sets)
    assert card.hold is not None  # noqa: S101  the card was checked
    return _holding(card.hold)


def _counting(rule: CountRule, sets: Sequence[SetRecord]) -> tuple[LevelLine, ...]:
    reps = [rep.rest_value for done in sets for rep in done.reps]
    rests = reps or [partial.rest_value for done in sets for partial in done.partials]
    if not rests:
        return ()
    rest = median(rests)
    signs = {"increase": (1,), "decrease": (-1,), "both": (1, -1)}[rule.direction]
    least = (LevelLine(N_("least"), N_("least that counts"), rest + sign * rule.least) for sign in signs)
    return (*least, LevelLine(N_("rest"), N_("rest"), rest))


def _holding(rule: HoldRule) -> tuple[LevelLine, ...]:
    signs = (1, -1) if rule.direction == "away" else (1,)
    begin = (LevelLine(N_("hold"), N_("a hold begins"), sign * rule.enter) for sign in signs)
    end = (LevelLine("", N_("a hold ends"), sign * rule.leave) for sign in signs)
    return (*begin, *end)
