"""Sets as they advance by themselves, on a recorded track with three turns and a partial one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import PERFORMED, foreign, performed, reading_of, recorded
from replay import Player, ReplayEye, leave_all, rows

from romtrack.exercises import exercise as card_of
from romtrack.live import LiveSession, Plan
from romtrack.live.exercising import IDLE_S
from romtrack.store import open_repository
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from romtrack.types import SetRecord

PLAN = Plan(exercise="seated-resisted-ir", sides=("right",), sets=2, reps=3, rest_s=10.0)


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    yield f"sqlite:///{tmp_path / 'romtrack.db'}"
    leave_all()


def begun(url: str, plan: Plan = PLAN) -> Player:
    eye = ReplayEye(recorded("measure_heavyf_right").track)
    return Player(LiveSession(plan, eye, open_repository(url)), eye)


def everything(player: Player) -> list[int]:
    return rows(player.eye, 0, np.inf)


def test_sets_are_counted_with_a_rest_between(url: str) -> None:
    player = begun(url)
    player.hang(9)
    player.run(everything(player))
    assert player.phase() == "rest"
    player.hang(14)
    player.run(everything(player))
    assert player.phase() == "done"
    phases = [update.screen.phase for update in player.updates]
    assert list(dict.fromkeys(phases)) == ["position", "ready", "set", "rest", "done"]
    saved = player.session.save()
    assert [len(record.reps) for record in saved.sets] == [3, 3]
    assert [len(record.partials) for record in saved.sets] == [1, 1]
    assert player.spoken().count("2") == 2
    shown = {update.screen.phase for update in player.updates if update.screen.demonstration}
    assert shown == {"position", "ready", "set"}
    counted = [update.screen for update in player.updates if update.screen.big not in {"", "0"}]
    assert not any(screen.demonstration for screen in counted if screen.phase == "set")
    done = player.updates[-1].screen
    assert (done.big, done.unit) == ("6", "repetitions")
    (rest, *_) = (update.screen for update in player.updates if update.screen.phase == "rest")
    ranges = [rep.range_value for rep in saved.sets[0].reps]
    assert rest.advice == f"3 reps, {min(ranges):.0f}-{max(ranges):.0f}°, 1 not counted."
    with open_repository(url) as repository:
        assert repository.sessions() == [saved]


def followed(name: str, url: str) -> Player:
    """Show a performance: getting into position, waiting there for the set to begin, going on to the end."""
    known = performed(name)
    eye = ReplayEye(known.track)
    plan = Plan(exercise=known.exercise, sides=(known.side,), sets=1, reps=99)
    player = Player(LiveSession(plan, eye, open_repository(url)), eye)
    (start_s, *_), *_ = known.reps or known.holds
    before_s = start_s - 0.1 if known.reps else start_s + 0.8
    waiting = rows(eye, before_s - 0.5, before_s)
    player.run(rows(eye, 0, before_s))
    player.run(([*waiting, *reversed(waiting)] * 99)[: round(7 / player.step_s)])
    assert player.phase() == "set"
    player.run(rows(eye, before_s, np.inf))
    return player


@pytest.mark.parametrize("name", [name for name in PERFORMED if not name.startswith(("e_", "x_"))])
def test_every_exercise_is_followed_as_it_is_done(name: str, url: str) -> None:
    known, player = performed(name), followed(name, url)
    player.session.skip()
    saved = player.session.save()
    (record,) = saved.sets
    assert saved.quality.usable > 0.6
    assert len(record.reps) == len(known.reps)
    assert [fault.name for fault in record.faults] == [fault[0] for fault in known.faults]
    assert len(record.holds) == len(known.holds)
    for hold, (_, end_s) in zip(record.holds, known.holds, strict=True):
        assert player.clip_s(hold.end_s) == pytest.approx(end_s, abs=1.0)


def test_a_hold_is_counted_in_seconds(url: str) -> None:
    player = followed("pigeon_hold", url)
    screens = [update.screen for update in player.updates if update.screen.phase == "set"]
    assert screens[-1].unit == "of 99 seconds"
    seconds = [int(screen.big) for screen in screens]
    assert min(np.diff(seconds)) >= -1, "the end of a hold is seen a little later"
    player.session.skip()
    player.run([0])
    done = player.updates[-1].screen
    assert done.unit == "seconds"
    assert int(done.big) == pytest.approx(max(seconds), abs=1)


def test_a_set_waits_for_whoever_is_not_in_position_after_the_rest(url: str) -> None:
    player = begun(url)
    player.hang(9)
    player.run(everything(player))
    assert player.phase() == "rest"
    player.run([None] * round((PLAN.rest_s + 5) / player.step_s))
    assert player.phase() == "position"
    player.hang(8)
    assert player.phase() == "set"


def test_whoever_gets_up_has_ended_the_set(url: str) -> None:
    player = followed("pigeon_hold", url)
    player.run([None] * round((IDLE_S + 1) / player.step_s))
    assert player.phase() == "done"


def test_a_repetition_is_in_the_log_before_it_is_counted(url: str) -> None:
    player = begun(url)
    player.hang(9)
    counted = 0
    with open_repository(url) as reader:
        for update in player.play(everything(player)):
            if update.screen.phase == "set" and int(update.screen.big) > counted:
                counted = int(update.screen.big)
                (found,) = reader.open_sessions()
                assert len(found.session.sets[-1].reps) == counted
    assert counted == 2, "with the third the set is over"


def test_a_set_ends_when_nothing_moves_any_more(url: str) -> None:
    player = begun(url, Plan(exercise="seated-resisted-ir", sides=("right",), sets=1, reps=12))
    player.hang(9)
    player.run(everything(player))
    assert player.phase() == "set"
    player.hang(IDLE_S + 2)
    assert player.phase() == "done"
    assert [len(record.reps) for record in player.session.session.sets] == [3]


def test_before_the_first_repetition_a_set_waits(url: str) -> None:
    player = begun(url)
    player.hang(9 + 2 * IDLE_S)
    assert player.phase() == "set"


def test_a_laptop_asleep_is_no_repetition(url: str) -> None:
    player = begun(url)
    player.hang(9)
    player.run(rows(player.eye, 0, 4.2))  # at the end of the range
    player.now_s += 3600
    player.hang(3)
    (record,) = player.session.session.sets or (None,)
    assert record is None or record.reps == ()


def test_the_best_of_the_last_time_is_shown_for_that_leg(url: str) -> None:
    player = begun(url)
    player.hang(9)
    player.run(everything(player))
    best_deg = max(rep.range_value for rep in player.session.save().sets[0].reps)
    again = begun(url)
    again.hang(9)
    ready = next(update.screen for update in again.updates if update.screen.phase == "ready")
    assert ready.advice == f"3 repetitions. Best of last time: {best_deg:.0f} degrees."
    assert again.updates[-1].screen.phase == "set"
    assert again.updates[-1].screen.advice in ready.advice
    other = begun(url, replace(PLAN, sides=("left",)))
    other.hang(9)
    assert not any("last time" in update.screen.advice for update in other.updates)


def test_an_interrupted_set_is_kept_and_the_next_one_follows(url: str) -> None:
    player = begun(url)
    player.hang(9)
    player.run(everything(player))
    player.session.leave()
    with open_repository(url) as repository:
        (found,) = repository.open_sessions()
    eye = ReplayEye(player.eye.track)
    again = Player(LiveSession(PLAN, eye, open_repository(url), found), eye)
    again.hang(9)
    assert again.updates[-1].screen.title == "Right leg, set 2 of 2"
    again.run(everything(again))
    saved = again.session.save()
    assert [len(record.reps) for record in saved.sets] == [3, 3]
    assert saved.sets[0] == found.session.sets[0]


def in_turn(name: str, exercise: str, url: str) -> SetRecord | None:
    """Show somebody who stands ready for the set, then the whole of an unusual performance."""
    known = foreign(name)
    eye = ReplayEye(known.track)
    plan = Plan(exercise=exercise, sides=(known.side,), sets=1, reps=99)
    player = Player(LiveSession(plan, eye, open_repository(url)), eye)
    player.hang(9)
    player.run(everything(player))
    player.session.skip()
    return next(iter(player.session.session.sets), None)


@pytest.mark.parametrize(
    ("name", "exercise"),
    [
        ("own_lunge_in_turn", "lateral-lunge-reach"),
        ("own_lunge_slow_deep", "lateral-lunge-reach"),
        ("own_hydrant_in_turn", "fire-hydrant"),
    ],
)
def test_the_camera_counts_what_the_file_does(name: str, exercise: str, url: str) -> None:
    known, record = foreign(name), in_turn(name, exercise, url)
    assert record is not None
    whole = reading_of(known.track, card_of(exercise), known.side)
    assert len(record.reps) == sum(len(one.reps) for one in whole.sets)


@pytest.mark.parametrize(
    ("name", "exercise"),
    [
        ("donkey_kick_1", "fire-hydrant"),
        ("side_leg_raise_1", "clamshell"),
        ("knee_extension_1", "seated-resisted-ir"),
        ("knee_extension_2_side", "seated-resisted-ir"),
        ("cossack_squat_1", "lateral-lunge-reach"),
        ("bird_dog_3_in_turn", "pigeon"),
    ],
)
def test_another_movement_counts_no_more_than_in_a_file(name: str, exercise: str, url: str) -> None:
    record = in_turn(name, exercise, url)
    assert record is None or not (record.reps or record.holds or record.faults)


def test_what_stops_a_measurement_stops_the_counting(url: str) -> None:
    player = begun(url)
    player.hang(9)
    assert player.phase() == "set"
    track = player.eye.track
    image_px = track.image_px.copy()
    shoulders = [track.skeleton.index(f"{side}_shoulder") for side in SIDES]
    image_px[:, shoulders, 0] = image_px[:, shoulders, 0].mean(axis=1, keepdims=True)
    player.eye.track = replace(track, image_px=image_px)
    player.run(everything(player))
    assert not [rep for one in player.session.session.sets for rep in one.reps]
