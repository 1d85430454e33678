"""What a session comes to: one thing to keep, one to change, and only what the records hold."""

from __future__ import annotations

from dataclasses import replace

from sessions import partial, rep

from romtrack.exercises import exercise
from romtrack.reps import to_change, to_keep
from romtrack.types import Fault, Hold, SetRecord

RESISTED, PIGEON = exercise("seated-resisted-ir"), exercise("pigeon")
WHOLE = SetRecord(0.0, 60.0, tuple(rep(4.0 * at, 30.0 + at % 2) for at in range(12)))
NOTHING = "The camera saw nothing to change."


def test_a_clean_whole_session_has_form_to_keep_and_nothing_to_change() -> None:
    assert to_keep(RESISTED, [WHOLE, WHOLE]) == "Keep your form: in 24 repetitions nothing was to be told."
    assert to_change(RESISTED, [WHOLE, WHOLE]) == NOTHING


def test_the_fault_that_was_told_most_often_is_the_one_thing_to_change() -> None:
    drift, lean = (Fault(name, "left", 1.0, 2.0, 9.0) for name in ("knee_drift", "trunk_lean"))
    faulty = replace(WHOLE, faults=(drift, lean, drift), partials=(partial(50.0),))
    said = to_change(RESISTED, [faulty])
    cue = next(cue.say for cue in RESISTED.cues if cue.fault == "knee_drift")
    assert said == f"Change one thing: {cue} It was told 2 times."
    assert to_keep(RESISTED, [faulty]) == "Keep the amount: every set was whole."


def test_what_was_too_small_comes_before_what_became_smaller() -> None:
    tired = replace(WHOLE, reps=tuple(rep(4.0 * at, 40.0 - at) for at in range(12)))
    assert "rest longer" in to_change(RESISTED, [tired])
    small = replace(tired, partials=(partial(50.0), partial(53.0)))
    assert to_change(RESISTED, [small]) == ("Change one thing: go the whole way. 2 were too small to count.")


def test_who_becomes_quicker_is_told_to_take_their_time() -> None:
    hurried = replace(WHOLE, reps=tuple(rep(4.0 * at, 30.0, lasts_s=3.0 - 0.1 * at) for at in range(12)))
    assert "all quicker than the first" in to_change(RESISTED, [hurried])


def test_a_short_set_is_told_with_the_least_of_the_dose() -> None:
    short = replace(WHOLE, reps=WHOLE.reps[:3], faults=(Fault("knee_drift", "left", 1.0, 2.0, 9.0),))
    assert to_keep(RESISTED, [short]) == "Keep the range of your best one: 31 degrees."
    assert "do at least 10 repetitions in each set" in to_change(RESISTED, [replace(short, faults=())])


def test_who_did_nothing_is_praised_for_nothing() -> None:
    nothing = SetRecord(0.0, 60.0)
    assert to_keep(RESISTED, [nothing]) == to_keep(PIGEON, [nothing]) == ""
    assert to_change(RESISTED, [nothing]) != NOTHING


def test_a_hold_is_summed_up_in_seconds() -> None:
    short, whole = (SetRecord(0.0, 90.0, holds=(Hold("left", 0.0, end_s, 0.3),)) for end_s in (20.0, 31.0))
    assert to_change(PIGEON, [short]) == "Change one thing: hold it for at least 30 seconds."
    assert to_keep(PIGEON, [whole]) == "Keep the amount: every set was whole."
    assert to_change(PIGEON, [whole]) == NOTHING
