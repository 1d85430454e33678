"""What a recording looks like: which exercise was done, or none of them, from position, view and movement."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from romtrack import units
from romtrack.errors import UsageError
from romtrack.exercises import exercise, exercise_ids
from romtrack.language import N_
from romtrack.measure.findings import Finding
from romtrack.protocols.reading import read
from romtrack.protocols.whereabouts import in_position, track_body
from romtrack.reps import held_s

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.exercises import Exercise
    from romtrack.types import CameraModel, PoseTrack, Rep, SetRecord, Side, SignalTrack

__all__ = ["Proposal", "advise", "choose", "propose", "sits_mostly"]

MEASURE, RESISTED = "seated-ir-measure", "seated-resisted-ir"
LIKELY: Final = 0.5  # confidence; under it none of the exercises is as likely
SEVERAL: Final = 3  # repetitions; fewer may be anything
SURE: Final = 4.0  # so many leave no doubt of their own
SURE_HOLD_S: Final = 10.0
_MOSTLY: Final = 0.5  # of the time in sight on a chair, before a turn of the hip is looked for
# Trials spend 0.57-0.67 of their time over 85 % of the range, repetitions 0.38-0.48 (72 rendered clips).
_HELD_SHARE, _END_SHARE = 0.52, 0.85


class Proposal(NamedTuple):
    """An exercise, and how sure it is that it was done, 0..1."""

    exercise: str
    confidence: float


def propose(
    track: PoseTrack, camera: CameraModel, side: Side | Literal["auto"] = "auto"
) -> tuple[Proposal, ...]:
    """Return the exercises that the track looks like, the most likely first; empty = like none of them.

    The confidence is the share of the time that is spent in position, times the share of the movements
    there that are whole repetitions; less where they are few, or another exercise explains them, too.
    """
    cards = [card for card in map(exercise, exercise_ids()) if card.reads is None]
    explained = {card.id: _explained(track, card, read(track, card, camera).sets) for card in cards}
    name, part = _rotation(track, camera, side)
    explained[name] = part
    total = sum(explained.values())
    found = [Proposal(name, part * part / total) for name, part in explained.items() if part > 0]
    likely = (proposal for proposal in found if proposal.confidence >= LIKELY)
    return tuple(sorted(likely, key=lambda proposal: -proposal.confidence))


def _explained(track: PoseTrack, card: Exercise, sets: Sequence[SetRecord]) -> float:
    """Return how much of what is seen is this exercise, 0..1."""
    if card.kind == "hold":
        return min(held_s(sets) / SURE_HOLD_S, 1.0)
    ranges = [rep.range_value for done in sets for rep in done.reps]
    if card.count is None or len(ranges) < SEVERAL:
        return 0.0
    whole = card.count.partial_share * median(ranges)
    others = sum(partial.range_value >= whole for done in sets for partial in done.partials)
    return _there(track, card) * len(ranges) / (len(ranges) + others) * min(len(ranges) / SURE, 1.0)


def _there(track: PoseTrack, card: Exercise) -> float:
    """Return the share of the time in sight that is spent in the exercise's position, 0..1."""
    seen = track.detected
    return float(np.mean(in_position(track, track_body(track), card)[seen])) if seen.any() else 0.0


def _rotation(track: PoseTrack, camera: CameraModel, side: Side | Literal["auto"]) -> tuple[str, float]:
    """Return which of the two that turn the hip on a chair it may be, and how much of the movement it is."""
    if track.shanks is None or not sits_mostly(track):
        return RESISTED, 0.0
    reading = read(track, exercise(MEASURE), camera, side)
    reps = [rep for done in reading.sets for rep in done.reps]
    if not reps or reading.signal is None:
        return RESISTED, 0.0
    held = median(_held_share(reading.signal, rep) for rep in reps) > _HELD_SHARE
    return MEASURE if held else RESISTED, _explained(track, exercise(MEASURE), reading.sets)


def sits_mostly(track: PoseTrack) -> bool:
    """Say whether what is done may turn the hip on a chair, which only the shanks tell."""
    return _there(track, exercise(MEASURE)) > _MOSTLY


def _held_share(signal: SignalTrack, rep: Rep) -> float:
    """Return the share of a repetition that is spent at its end."""
    during = (signal.time_s >= rep.start_s) & (signal.time_s <= rep.end_s)
    high = np.abs(signal.value[during] - rep.rest_value) > _END_SHARE * rep.range_value
    return float(np.mean(high))


def choose(track: PoseTrack, camera: CameraModel, side: Side | Literal["auto"]) -> tuple[Exercise, Finding]:
    """Return the exercise that the recording looks like, and what to say about that.

    Raises
    ------
    UsageError: it looks like none of them.
    """
    found = propose(track, camera, side)
    if not found:
        raise UsageError(
            "no exercise could be made out: name it with --exercise (romtrack exercises lists them)"
        )
    card = exercise(found[0].exercise)
    text = N_(
        "the exercise was not named; it looks like {exercise} ({title}; confidence {share}): if it is "
        "another, name it with --exercise."
    )
    share = units.rounded_percent(found[0].confidence)
    said = text.format(exercise=card.id, title=card.title, share=share)
    return card, Finding("exercise_proposed", "warning", said)


def advise(track: PoseTrack, card: Exercise, camera: CameraModel) -> tuple[Finding, ...]:
    """Say what else a recording looks like in which nothing of ``card`` was seen."""
    found = [one for one in propose(track, camera) if one.exercise != card.id]
    if not found:
        return ()
    other = exercise(found[0].exercise)
    text = N_(
        "nothing of {exercise} was seen; it looks like {title}: choose that exercise (--exercise {other})."
    )
    said = text.format(exercise=card.id, title=other.title, other=other.id)
    return (Finding("another_exercise", "warning", said),)
