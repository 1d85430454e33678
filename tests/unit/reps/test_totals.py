"""Levels that decide, and what sets come to, in words."""

from __future__ import annotations

from dataclasses import replace

from romtrack.exercises import exercise
from romtrack.reps import done_text, dose_reached, levels_of, range_text
from romtrack.types import Hold, Partial, Rep, SetRecord

TURN = Rep("left", "arms_turn", "torso", 1.0, 2.0, 3.0, 0.1, 2.5, 2.4, 2.0)
REPS = SetRecord(1.0, 30.0, tuple(replace(TURN, range_value=2.4 + 0.1 * at) for at in range(8)))
HELD = SetRecord(0.0, 40.0, holds=(Hold("left", 0.0, 19.5, 0.3), Hold("left", 25.0, 40.0, 0.3)))


def values(card: str, *sets: SetRecord) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for level in levels_of(exercise(card), sets):
        found.setdefault(level.meaning, []).append(round(level.value, 3))
    return found


def test_levels_lie_about_the_persons_own_rest() -> None:
    assert values("squat-with-rotation", REPS) == {"least that counts": [1.0, -0.8], "rest": [0.1]}
    fewer = replace(TURN, rest_value=1.7)
    assert values("lateral-lunge-reach", SetRecord(1.0, 3.0, (fewer,))) == {
        "least that counts": [1.4],
        "rest": [1.7],
    }


def test_partial_attempts_tell_rest_where_nothing_counted() -> None:
    short = Partial("left", "knee_rise", "torso", 1.0, 2.0, 3.0, -0.2, -0.1, 0.1, "short")
    assert values("clamshell", SetRecord(1.0, 3.0, partials=(short,)))["rest"] == [-0.2]
    assert values("clamshell") == {}


def test_a_hold_has_the_levels_of_its_card() -> None:
    assert values("pigeon") == {"a hold begins": [0.63], "a hold ends": [0.69]}


def test_what_was_done_in_words() -> None:
    assert done_text([REPS, REPS]) == "16 reps"
    assert done_text([SetRecord(1.0, 3.0, (TURN,))]) == "1 rep"
    assert done_text([HELD]) == "held 34.5 s"
    assert done_text([]) == "0 reps"


def test_ranges_have_the_unit_in_words() -> None:
    assert range_text(REPS.reps) == "from 77% of the best"
    assert range_text([replace(TURN, unit="deg", range_value=29.6)]) == "30°"


def test_the_dose_is_that_of_one_set() -> None:
    assert dose_reached(exercise("squat-with-rotation"), REPS) == "reached: 8 of 8 repetitions"
    assert dose_reached(exercise("clamshell"), REPS) == "not reached: 8 of 20 repetitions"
    assert dose_reached(exercise("pigeon"), HELD) == "reached: 34.5 of 30 s held"
