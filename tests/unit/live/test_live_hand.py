"""A hand that is held above the head, on recorded tracks of rendered people who sit before the camera."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import FOREIGN, PERFORMED, foreign, performed
from replay import BLACK, Player, ReplayEye, leave_all, rows

from romtrack.live import LiveSession, Plan
from romtrack.live.hand import RaisedHand
from romtrack.store import open_repository
from romtrack.types import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from romtrack.types import FloatArray, PoseTrack

MEANT_S = 2.0
UP = "hand_bent_2"  # one hand, then the other, 3 s each; the shoulder goes no higher than level


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    yield f"sqlite:///{tmp_path / 'romtrack.db'}"
    leave_all()


def held_s(track: PoseTrack) -> FloatArray:
    """Return how long a hand has been up, frame by frame, (T,)."""
    eye, hand = ReplayEye(track), RaisedHand(track.skeleton)
    held = []
    for row, time_s in enumerate(track.time_s):
        eye.row = row
        held.append(hand.update(eye.look(Frame(float(time_s), BLACK), begun=True)))
    return np.array(held)


def test_either_hand_is_seen_for_as_long_as_it_is_up() -> None:
    known = foreign(UP)
    held = held_s(known.track)
    time_s = known.track.time_s
    for _, start_s, end_s in known.reps:
        during = held[(time_s >= start_s) & (time_s <= end_s)]
        assert during.max() == pytest.approx(3.3, abs=0.4)  # and a part of the way there and back
    ups = np.flatnonzero((held[1:] >= MEANT_S) & (held[:-1] < MEANT_S))
    assert len(ups) == len(known.reps)
    assert held[0] == held[-1] == 0


@pytest.mark.parametrize("name", [name for name in FOREIGN if name != UP])
def test_no_other_movement_is_a_hand_that_is_held_up(name: str) -> None:
    assert held_s(foreign(name).track).max() < 1.0


@pytest.mark.parametrize("name", [name for name in PERFORMED if "squat" not in name])
def test_no_exercise_is_a_hand_that_is_held_up(name: str) -> None:
    assert held_s(performed(name).track).max() < 1.0


def test_a_hand_that_is_not_seen_for_a_moment_is_still_up_and_soon_is_not() -> None:
    track = foreign(UP).track
    up = int(np.flatnonzero(held_s(track) >= 1.0)[0])
    for gap, still in ((2, True), (6, False)):
        detected = track.detected.copy()
        image_px = track.image_px.copy()
        image_px[up : up + gap] = np.nan
        lost = held_s(replace(track, image_px=image_px))
        assert detected[up]
        assert (lost[up + gap] > 1.0) == still


def test_both_hands_up_mean_nothing() -> None:
    track = foreign(UP).track
    left, right = (track.skeleton.index(f"{side}_wrist") for side in ("left", "right"))
    nose = track.skeleton.index("nose")
    image_px = track.image_px.copy()
    image_px[:, left] = image_px[:, nose] - (80, 60)
    assert held_s(replace(track, image_px=image_px)).max() > 5
    image_px[:, right] = image_px[:, nose] - (-80, 60)
    assert held_s(replace(track, image_px=image_px)).max() == 0


def test_a_session_tells_of_it_but_not_in_a_pause(url: str) -> None:
    eye = ReplayEye(foreign(UP).track)
    player = Player(LiveSession(Plan(sides=("left",)), eye, open_repository(url)), eye)
    assert max(update.hand_s for update in player.run(rows(eye, 0, 7))) > MEANT_S
    player.session.pause()
    assert max(update.hand_s for update in player.run(rows(eye, 2, 7))) == 0


def test_an_arm_that_the_exercise_lifts_means_nothing_while_it_is_counted(url: str) -> None:
    known = performed("e_squat_with_rotation_1_heavy_female")
    assert held_s(known.track).max() > MEANT_S
    eye = ReplayEye(known.track)
    plan = Plan(exercise=known.exercise, sides=(known.side,), reps=99)
    player = Player(LiveSession(plan, eye, open_repository(url)), eye)
    player.hang(8)
    player.run(rows(eye, 0, np.inf))
    assert player.phase() == "set"
    assert max(update.hand_s for update in player.updates) == 0
