"""A camera that is knocked, held in the hand, or put elsewhere: the room tells, and the person does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from drawn_rooms import frame, room, sitter, turned

from romtrack.kinematics.room import RoomWatch, has_moved

if TYPE_CHECKING:
    from romtrack.types import FloatArray, RoomMotion

WIDE = [room(0.0, seed) for seed in (1, 7)]


def watched(rolls_deg: FloatArray, shift_px: float = 0.0, view: FloatArray | None = None) -> RoomMotion:
    """Look at 15 pictures a second of a room that turns, in which somebody waves a leg."""
    watch, times_s = RoomWatch(), np.arange(len(rolls_deg)) / 15
    big = [np.pad(image, ((160, 160), (180, 180), (0, 0)), mode="reflect") for image in WIDE]
    for number, (time_s, roll_deg) in enumerate(zip(times_s, rolls_deg, strict=True)):
        image = turned(big[0 if view is None else int(view[number])], float(roll_deg))
        image = np.roll(image, round(shift_px * (roll_deg != 0)), axis=1)
        waving = 250 + round(60 * np.sin(time_s * 3))
        image[130:430, waving : waving + 120] = (90, 60, 200)
        pose = sitter(float(time_s))
        assert pose.mask is not None
        pose.mask[:] = 0
        pose.mask[130:430, waving : waving + 120] = 1
        watch.look(frame(image, float(time_s)), pose)
    return watch.motion(times_s)


def test_a_camera_that_stands_has_not_moved() -> None:
    motion = watched(np.zeros(45))
    assert np.abs(motion.turned_deg).max() < 0.05
    assert not has_moved(motion, 640).any()


@pytest.mark.parametrize("knock_deg", [1.0, -2.5, 5.0])
def test_a_knock_is_seen_when_it_happens_and_how_far_it_turns(knock_deg: float) -> None:
    rolls_deg = np.where(np.arange(60) < 30, 0.0, knock_deg)
    motion = watched(rolls_deg, shift_px=6.0)
    still = np.abs(np.arange(60) - 29.5) > 2
    assert motion.turned_deg[still] == pytest.approx(rolls_deg[still], abs=0.1)
    assert 27 <= int(has_moved(motion, 640).argmax()) <= 32
    assert motion.stretch.max() == 0


def test_a_hand_that_sways_is_followed() -> None:
    rolls_deg = 1.2 * np.sin(np.arange(75) / 15 * 2 * np.pi * 0.6)
    assert watched(rolls_deg).turned_deg == pytest.approx(rolls_deg, abs=0.25)


def test_another_view_is_another_stretch_and_the_first_one_is_known_again() -> None:
    view = np.repeat([0, 1, 0], 30)
    motion = watched(np.zeros(90), view=view)
    assert motion.stretch[[0, 55, 89]].tolist() == [0, 1, 0]


def test_what_cannot_be_looked_at_has_not_moved() -> None:
    watch = RoomWatch()
    assert watch.motion(np.arange(3) / 15).stretch.tolist() == [0, 0, 0]
    grey = np.full((480, 640, 3), 128, np.uint8)
    for time_s in np.arange(10) / 15:
        watch.look(frame(grey, float(time_s)), sitter(float(time_s)))
    assert not has_moved(watch.motion(np.arange(10) / 15), 640).any()


def test_a_recording_of_ever_other_views_does_not_keep_them_all() -> None:
    watch = RoomWatch()
    for number in range(12):
        image = room(0.0, seed=20 + number)
        for time_s in 2.0 * number + np.arange(0, 2, 0.5):
            watch.look(frame(image, float(time_s)), None)
    motion = watch.motion(np.arange(0, 24, 0.5))
    assert motion.stretch.max() >= 10
    assert np.all(np.diff(motion.stretch) >= 0)
