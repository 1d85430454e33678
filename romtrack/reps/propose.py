"""What a recording looks like: which exercise was done, from position and movement."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from romtrack.reps.observe import in_position, track_body
from romtrack.reps.recording import read_exercise_track

if TYPE_CHECKING:
    from collections.abc import Iterable

    from romtrack.exercises import Exercise
    from romtrack.types import PoseTrack

__all__ = ["Proposal", "propose"]

_ENOUGH_REPS = 3  # so many repetitions leave no doubt
_ENOUGH_HOLD_S = 10.0


class Proposal(NamedTuple):
    """An exercise, and how sure it is that it was done, 0..1."""

    exercise: str
    confidence: float


def propose(track: PoseTrack, cards: Iterable[Exercise]) -> tuple[Proposal, ...]:
    """Return the exercises that the track looks like, the most likely first.

    The confidence is the share of the movement that one exercise explains, less where there were
    few repetitions.
    """
    explained = {card.id: _explained(track, card) for card in cards}
    total = sum(explained.values())
    found = [Proposal(name, min(part, 1.0) * part / total) for name, part in explained.items() if part > 0]
    return tuple(sorted(found, key=lambda proposal: -proposal.confidence))


def _explained(track: PoseTrack, card: Exercise) -> float:
    """Return how much of what is seen is this exercise, 0..1."""
    reading = read_exercise_track(track, card)
    if reading.side is None:
        return 0.0
    if card.kind == "hold":
        held_s = sum(hold.end_s - hold.start_s for done in reading.sets for hold in done.holds)
        return min(held_s / _ENOUGH_HOLD_S, 1.0)
    reps = sum(len(done.reps) for done in reading.sets)
    seen = track.detected
    there = float(np.mean(in_position(track_body(track), card)[seen]))
    return there * min(reps / _ENOUGH_REPS, 1.0)
