"""An exercise from a whole pose track: the working leg, the signals, the sets, and what to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from romtrack.reps.coach import coach_recording
from romtrack.reps.observe import in_position, landmark_signals, legs_in_picture, seen_from, track_body
from romtrack.types import SIDES, Notice, SetRecord, Side, SignalTrack, opposite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from romtrack.exercises import Exercise
    from romtrack.kinematics.body import Body
    from romtrack.types import FloatArray, PoseTrack

__all__ = ["ExerciseReading", "read_exercise_track"]

_CLEARLY: Final = 1.6  # times the range of the leg that was asked for: the other one worked
_CLEARLY_LEVEL: Final = 0.1  # above its level, torsos
_START_S: Final = 2.0
_OFTEN: Final = 0.5  # share of the frames


@dataclass(frozen=True, slots=True)
class ExerciseReading:
    """What was read of an exercise.

    side: the leg that was asked for, or that works; None when nothing is seen of it. signals: the
    exercise's own signal for each leg. sets: what was done. notices: what to do about the recording.
    """

    side: Side | None
    signals: Mapping[Side, SignalTrack]
    sets: tuple[SetRecord, ...]
    notices: tuple[Notice, ...] = ()


def read_exercise_track(
    track: PoseTrack, card: Exercise, side: Side | Literal["auto"] = "auto"
) -> ExerciseReading:
    """Count, time and cue an exercise that is read from landmarks; ``auto`` finds the working leg."""
    body = track_body(track)
    signals = {leg: landmark_signals(track, body, card, leg) for leg in SIDES}
    own = {leg: signals[leg][card.signal] for leg in SIDES}
    if not any(own[leg].ok.any() for leg in SIDES):
        return ExerciseReading(None, own, (), _about_view(track, body, card))
    working = _working(card, signals)
    asked = working if side == "auto" or card.kind == "alternating" else side
    wrong = asked != working and _is_clear(card, signals, working)
    if wrong:
        return ExerciseReading(asked, own, (), (*_about_view(track, body, card), _wrong_leg(asked)))
    sets = coach_recording(card, asked, signals[asked])
    about = (*_about_view(track, body, card), *_other_leg(card, asked, sets, signals))
    return ExerciseReading(asked, own, sets, about)


def _other_leg(
    card: Exercise,
    asked: Side,
    sets: tuple[SetRecord, ...],
    signals: Mapping[Side, Mapping[str, SignalTrack]],
) -> tuple[Notice, ...]:
    """Tell of repetitions that the other leg did in between; theirs are not counted."""
    if card.side is None or card.kind != "reps":
        return ()
    other = opposite(asked)
    mine = [rep for done in sets for rep in done.reps]
    theirs = [rep for done in coach_recording(card, other, signals[other]) for rep in done.reps]
    between = [rep for rep in theirs if not any(one.start_s < rep.peak_s < one.end_s for one in mine)]
    if not mine or not between:
        return ()
    text = (
        f"the {other} leg moved in between, {len(between)} times: that is not counted here; choose the "
        f"{other} leg for it (--side {other})."
    )
    return (Notice("other_leg", text),)


def _working(card: Exercise, signals: Mapping[Side, Mapping[str, SignalTrack]]) -> Side:
    """Return the working leg; the left one where the exercise does not tell the legs apart."""
    if card.side is None:
        return "left"
    measures = _measures(card, signals)
    return max(SIDES, key=lambda leg: measures[leg])


def _measures(card: Exercise, signals: Mapping[Side, Mapping[str, SignalTrack]]) -> dict[Side, float]:
    """Return for each leg how much it looks like the working one."""
    rule = card.side
    assert rule is not None  # noqa: S101  the callers ask
    return {leg: _measure(rule.by, signals[leg][rule.signal]) for leg in SIDES}


def _measure(by: Literal["range", "level", "start"], signal: SignalTrack) -> float:
    seen = signal.value[signal.ok]
    if not len(seen):
        return -np.inf
    if by == "range":
        return _range(seen)
    if by == "level":
        return float(np.median(seen))
    first_s = signal.time_s[signal.ok][0]
    return -float(np.median(signal.value[signal.ok & (signal.time_s < first_s + _START_S)]))


def _range(values: FloatArray) -> float:
    return float(np.subtract(*np.percentile(values, (98, 2))))


def _is_clear(card: Exercise, signals: Mapping[Side, Mapping[str, SignalTrack]], working: Side) -> bool:
    """Say whether it is beyond doubt that the other leg worked than the one that was asked for."""
    if card.side is None:
        return False
    measures = _measures(card, signals)
    mine, other = measures[opposite(working)], measures[working]
    return other > _CLEARLY * mine if card.side.by == "range" else other - mine > _CLEARLY_LEVEL


def _wrong_leg(asked: Side) -> Notice:
    did = opposite(asked)
    return Notice(
        "wrong_leg",
        f"the {did} leg did the movement, not the {asked} one: choose the {did} leg (--side {did}).",
    )


def _about_view(track: PoseTrack, body: Body, card: Exercise) -> tuple[Notice, ...]:
    """Return what to do about the set-up, in the frames in which the person is seen."""
    seen = track.detected
    if not seen.any():
        return ()
    size_px = (track.width_px, track.height_px)
    legs = legs_in_picture(track.image_px, track.visibility, size_px, track.skeleton, card.legs)
    found = []
    if np.mean(legs[seen]) < _OFTEN:
        found.append(Notice("legs_out_of_view", f"the legs are not well in view. {card.camera}"))
    elif card.kind != "hold" and np.mean(seen_from(body, card)[seen]) < _OFTEN:
        found.append(Notice("wrong_view", f"the camera sees this exercise from elsewhere. {card.camera}"))
    elif card.kind != "hold" and np.mean(in_position(track, body, card)[seen]) < _OFTEN:
        place = card.position.replace("_", " ")
        found.append(
            Notice("not_in_position", f"the person is mostly not in the position ({place}). {card.camera}")
        )
    return tuple(found)
