"""Holds, form cues and sets on signals whose course is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from romtrack.errors import ExerciseError
from romtrack.exercises import Cue, Exercise, Guard, HoldRule, exercise
from romtrack.reps import Coach, Event
from romtrack.reps.form import CueWatch
from romtrack.reps.holds import HoldTimer
from romtrack.types import Hold, Partial, Rep

RULE = HoldRule("hip_height", "torso", "below", enter=0.6, leave=0.7, least_s=3.0, wobble_s=1.0)
LEAN = Cue("lean", "trunk_lean", "deg", "away", limit=5.0, persist_s=0.3, say="Sit upright.")


def held(levels: list[tuple[float, float]], rule: HoldRule = RULE) -> list[Hold]:
    """Return the holds in levels that last so long each, at 20 samples a second."""
    timer, time_s, found = HoldTimer(rule, "left"), 0.0, []
    for level, lasts_s in levels:
        for _ in range(round(lasts_s * 20)):
            found.append(timer.update(time_s, level))
            time_s += 0.05
    return [hold for hold in (*found, timer.finish()) if hold is not None]


def test_a_hold_lasts_from_when_it_settled_to_when_it_was_left() -> None:
    (hold,) = held([(1.0, 2), (0.65, 1), (0.3, 10), (1.0, 3)])
    assert (hold.start_s, hold.end_s) == pytest.approx((3.0, 13.0), abs=0.1)
    assert hold.median_value == 0.3


def test_a_wobble_is_a_pause_and_a_longer_one_the_end() -> None:
    assert len(held([(0.3, 5), (0.9, 0.8), (0.3, 5)])) == 1
    assert len(held([(0.3, 5), (0.9, 1.5), (0.3, 5)])) == 2


def test_between_the_thresholds_a_hold_goes_on_and_none_begins() -> None:
    assert len(held([(0.3, 5), (0.65, 4), (0.3, 5)])) == 1
    assert not held([(1.0, 1), (0.65, 20)])


def test_a_short_hold_and_one_out_of_sight_are_none() -> None:
    assert not held([(1.0, 1), (0.3, 2.5), (1.0, 3)])
    assert [round(hold.end_s - hold.start_s) for hold in held([(0.3, 5), (np.nan, 4), (0.3, 6)])] == [5, 6]


def test_both_ends_of_a_swing_are_holds_of_their_own() -> None:
    ends = replace(RULE, direction="away", enter=0.4, leave=0.3)
    assert [hold.median_value for hold in held([(0.8, 5), (-0.8, 5)], ends)] == [0.8, -0.8]


def watched(cue: Cue, course: list[tuple[float, float, bool]], reps: int = 0) -> CueWatch:
    """Feed (level, seconds, whether a repetition is under way); a repetition ends with each that is."""
    watch, time_s = CueWatch(cue, "left"), 0.0
    for level, lasts_s, away in course:
        for _ in range(round(lasts_s * 20)):
            watch.update(time_s, level, resting=not away, away=away)
            time_s += 0.05
        if away and reps:
            watch.repetition_ended()
    return watch


def after(watch: CueWatch, level: float) -> CueWatch:
    """Feed half a second of another repetition."""
    for step in range(10):
        watch.update(10 + step / 20, level, resting=False, away=True)
    return watch


def test_a_cue_waits_persists_and_clears_with_hysteresis() -> None:
    rest = (2.0, 2.0, False)
    assert not watched(LEAN, [rest, (8.0, 0.2, True)]).active
    assert watched(LEAN, [rest, (8.0, 0.6, True)]).active
    assert watched(LEAN, [rest, (8.0, 0.6, True), (6.5, 1.0, True)]).active
    assert not watched(LEAN, [rest, (8.0, 0.6, True), (5.0, 0.2, True)]).active
    assert not watched(LEAN, [rest, (8.0, 5.0, False)]).active  # at rest nothing is a fault


def test_what_is_the_persons_own_is_learned_from_a_repetition() -> None:
    own = replace(LEAN, own=4.0)
    rest = (0.0, 2.0, False)
    assert not watched(own, [rest, (8.0, 1.0, True)]).active
    assert watched(own, [rest, (10.0, 1.0, True)]).active
    steady = [rest, (3.0, 1.0, True), (0.0, 1.0, False)]
    assert not after(watched(own, steady, reps=1), 7.5).active
    assert after(watched(own, steady, reps=1), 9.0).active


def test_before_it_has_settled_a_cue_is_silent() -> None:
    late = replace(LEAN, settle_reps=1)
    rest, leaning = (0.0, 2.0, False), (12.0, 1.0, True)
    assert not watched(late, [rest, leaning]).active
    assert after(watched(late, [rest, leaning, rest], reps=1), 12.0).active


def swings(card: Exercise, heights: list[float], **levels: float) -> list[Rep | Partial]:
    """Feed swings of the counted signal, other signals at the level given for the peak."""
    assert card.count is not None
    coach, time_s = Coach(card, "left"), 0.0
    events: list[Event] = []
    for height in [0.0, *heights]:
        for share in (1 - np.cos(np.linspace(0, 2 * np.pi, 60))) / 2:
            values = {name: levels.get(name, 0.0) * share for name in card.signals}
            values[card.count.signal] = height * share
            events += coach.update(time_s, values)
            time_s += 0.05
    return [event for event in (*events, *coach.finish()) if isinstance(event, Rep | Partial)]


def test_an_attempt_that_moves_something_else_is_another_movement() -> None:
    card = replace(exercise("clamshell"), cues=())
    strict = replace(card, guards=(Guard("feet_gap", "torso", "above", "a kick", at_most=0.1),))
    assert all(isinstance(event, Rep) for event in swings(strict, [0.5, 0.5], feet_gap=0.05))
    kicks = swings(strict, [0.5, 0.5], feet_gap=0.3)
    assert [event.reason for event in kicks if isinstance(event, Partial)] == ["a kick", "a kick"]


def test_the_dose_is_counted_down() -> None:
    card = replace(exercise("clamshell"), cues=())
    coach = Coach(card, "left")
    for step in range(60 * 20):
        share = (1 - np.cos(2 * np.pi * step / 60)) / 2
        coach.update(step / 20, dict.fromkeys(card.signals, 0.0) | {"knee_rise": 0.5 * share})
    progress = coach.progress
    assert (progress.number, progress.sets, progress.target) == (1, 2, 20.0)
    assert progress.done == pytest.approx(19, abs=1)
    for step in range(20 * 20):
        coach.update(60 + step / 20, dict.fromkeys(card.signals, 0.0))
    assert (coach.progress.number, coach.progress.done) == (2, 0.0)
    assert coach.progress.resting_s == pytest.approx(20, abs=1.5)


def test_limits_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ExerciseError, match="leave"):
        replace(RULE, leave=0.5)
    with pytest.raises(ExerciseError, match="own, limit"):
        replace(LEAN, own=6.0)
    with pytest.raises(ExerciseError, match="at_least, at_most"):
        Guard("feet_gap", "torso", "above", "a kick")
