"""The camera's roll from upright edges: what is of the room decides, and what is not is no certainty."""

from __future__ import annotations

import numpy as np
import pytest
from drawn_rooms import SKELETON, frame, room, sitter, upright_of
from hypothesis import given, settings
from hypothesis import strategies as st

from romtrack.kinematics.level import Level, camera_level, surroundings
from romtrack.kinematics.view import assumed_camera, within

BODY_SIGMA_DEG = 1.5


def body(roll_deg: float) -> Level:
    return Level(roll_deg, 0.0, BODY_SIGMA_DEG)


@pytest.mark.parametrize("roll_deg", [-6.0, -2.5, 0.0, 1.0, 4.0])
def test_the_room_is_read_exactly_and_for_certain(roll_deg: float) -> None:
    seen = surroundings(frame(room(roll_deg)), sitter(), SKELETON)
    level = camera_level(seen.upright_px, assumed_camera(640, 480), body(roll_deg + 0.8))
    assert level.roll_deg == pytest.approx(roll_deg, abs=0.3)
    assert level.sigma_deg < 0.8


@settings(max_examples=10)
@given(
    roll_deg=st.floats(-6, 6),
    off_deg=st.floats(-1.5, 1.5),
    half_px=st.integers(120, 210),
    grey=st.sampled_from([0, 110, 255]),
)
def test_bars_do_not_level_a_tilted_recording(
    roll_deg: float, off_deg: float, half_px: int, grey: int
) -> None:
    image = np.full((480, 854, 3), grey, np.uint8)
    image[:, 427 - half_px : 427 + half_px] = room(roll_deg)[:, 320 - half_px : 320 + half_px]
    seen = surroundings(frame(image), sitter(size_px=(854, 480), at_px=(427, 0)), SKELETON)
    camera = within(assumed_camera(854, 480), np.array(seen.content))
    level = camera_level(seen.upright_px, camera, body(roll_deg + off_deg))
    assert abs(level.roll_deg - roll_deg) < 2.5 * level.sigma_deg
    assert abs(level.roll_deg - roll_deg) < 1.8


def test_edges_along_the_pixels_alone_are_no_room_where_the_body_is_tilted() -> None:
    level = camera_level(upright_of(*(0.0,) * 8), assumed_camera(640, 480), body(4.0))
    assert level.roll_deg == 4.0
    assert level.sigma_deg > 1


def test_edges_along_the_pixels_are_a_room_where_the_body_is_upright() -> None:
    level = camera_level(upright_of(*(0.0,) * 8), assumed_camera(640, 480), body(0.6))
    assert level.roll_deg == pytest.approx(0.0, abs=0.1)


def test_where_edges_and_body_disagree_nothing_is_certain() -> None:
    clear, torn = (
        camera_level(upright_of(*(-2.0,) * 4), assumed_camera(640, 480), body(at)) for at in (2.0, -2.0)
    )
    assert torn.sigma_deg > 2 * clear.sigma_deg


def test_without_edges_the_body_is_all_there_is() -> None:
    assert camera_level(np.empty((0, 4)), assumed_camera(640, 480), body(2.0)) == body(2.0)
