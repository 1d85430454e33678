"""Movements that are none of the exercises, and exercises done by both legs in turn: nothing is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import FOREIGN, PERFORMED, camera_of, foreign, performed, reading_of

from romtrack.errors import UsageError
from romtrack.exercises import exercise, exercise_ids
from romtrack.protocols.proposing import advise, choose, propose
from romtrack.reps import held_s
from romtrack.types import SIDES

if TYPE_CHECKING:
    from romtrack.exercises import Exercise
    from romtrack.types import PoseTrack, SetRecord

CARDS = [exercise(name) for name in exercise_ids()]
NONE_OF_THEM = [name for name in FOREIGN if not name.startswith("own_")]


def sets_of(track: PoseTrack, card: Exercise) -> tuple[SetRecord, ...]:
    with np.errstate(divide="ignore"):  # a shank seen end on
        return reading_of(track, card).sets


@pytest.mark.parametrize("name", NONE_OF_THEM)
def test_a_foreign_movement_is_no_repetition_of_any_exercise_and_looks_like_none(name: str) -> None:
    track = foreign(name).track
    for card in CARDS:
        with np.errstate(divide="ignore"):  # a shank seen end on
            reading = reading_of(track, card)
        sets = reading.sets
        assert not [rep for done in sets for rep in done.reps], card.id
        assert card.kind != "hold" or not held_s(sets), card.id
        assert not [one for one in reading.measurements if one.value_deg is not None], card.id
        # of a measurement, faults are why trials were refused, of which some movements have several
        assert card.kind == "measurement" or not [fault for done in sets for fault in done.faults], card.id
    assert not propose(track, camera_of(track))
    with pytest.raises(UsageError, match="--exercise"):
        choose(track, camera_of(track), "auto")
    assert not advise(track, CARDS[0], camera_of(track))


@pytest.mark.parametrize("name", PERFORMED)
def test_no_exercise_counts_for_another(name: str) -> None:
    done = performed(name)
    for card in CARDS:
        if card.reads is not None or card.id == done.exercise:
            continue
        sets = sets_of(done.track, card)
        assert not [rep for one in sets for rep in one.reps], card.id
        assert card.kind != "hold" or not held_s(sets), card.id


IN_TURN = {"lunge": "lateral-lunge-reach", "hydrant": "fire-hydrant", "deadlift": "single-leg-rdl-reach"}


@pytest.mark.parametrize("which", IN_TURN)
def test_of_legs_that_work_in_turn_only_those_of_the_one_asked_for_count(which: str) -> None:
    done = foreign(f"own_{which}_in_turn")
    reading = reading_of(done.track, exercise(IN_TURN[which]), done.side)
    own = [(start_s, end_s) for whose, start_s, end_s in done.reps if whose == "working"]
    counted = [rep for one in reading.sets for rep in one.reps]
    assert counted
    assert all(any(start_s < rep.peak_s < end_s for start_s, end_s in own) for rep in counted)


def test_all_lunges_of_the_leg_count_and_the_others_are_told() -> None:
    done = foreign("own_lunge_in_turn")
    assert done.side == "left"
    for whose, side in zip(("working", "other"), SIDES, strict=True):
        reading = reading_of(done.track, exercise("lateral-lunge-reach"), side)
        mine = [rep for rep in done.reps if rep[0] == whose]
        assert sum(len(one.reps) for one in reading.sets) == len(mine)
        assert "other_leg" in [notice.id for notice in reading.findings]


def test_a_lunge_that_comes_up_slowly_from_deep_is_in_sight_all_the_time() -> None:
    done = foreign("own_lunge_slow_deep")
    reading = reading_of(done.track, exercise("lateral-lunge-reach"), done.side)
    assert sum(len(one.reps) for one in reading.sets) == len(done.reps)


@pytest.mark.parametrize("name", ["own_pigeon_rising", "own_pigeon_rising_2"])
def test_a_pigeon_goes_on_while_the_trunk_comes_upright(name: str) -> None:
    done = foreign(name)
    reading = reading_of(done.track, exercise("pigeon"), done.side)
    (hold,) = [hold for one in reading.sets for hold in one.holds]
    ((start_s, end_s),) = done.holds
    assert (hold.start_s, hold.end_s) == pytest.approx((start_s, end_s), abs=1.0)
