"""Bars, pictures in pictures and windows around a recording are found; what is in a room is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from drawn_rooms import SKELETON, frame, room, sitter

from romtrack.kinematics.level import surroundings

if TYPE_CHECKING:
    from romtrack.types import Image


def found(image: Image, at_px: tuple[float, float] = (320, 0)) -> list[float]:
    height, width = image.shape[:2]
    return list(surroundings(frame(image), sitter(size_px=(width, height), at_px=at_px), SKELETON).content)


@pytest.mark.parametrize("roll_deg", [0.0, -5.0])
def test_a_recording_that_fills_the_picture_has_no_borders(roll_deg: float) -> None:
    assert found(room(roll_deg)) == [0, 0, 640, 480]


@pytest.mark.parametrize("grey", [0, 255])
@pytest.mark.parametrize("width_px", [280, 400])
def test_bars_beside_a_recording_are_left_out(grey: int, width_px: int) -> None:
    image = np.full((480, 854, 3), grey, np.uint8)
    first = (854 - width_px) // 2
    image[:, first : first + width_px] = room(4.0)[:, 320 - width_px // 2 : 320 + width_px // 2]
    assert found(image, (427, 0)) == pytest.approx([first, 0, first + width_px, 480], abs=2)


def test_blurred_and_dimmed_sides_are_left_out() -> None:
    recording = room(3.0)[:, 140:500]
    wide = cv2.resize(recording, (854, 1139))[330:810]
    image = np.asarray(0.5 * cv2.GaussianBlur(wide, (0, 0), 12), np.uint8)
    image[:, 247:607] = recording
    assert found(image, (427, 0)) == pytest.approx([247, 0, 607, 480], abs=2)


def test_bars_above_and_below_are_left_out() -> None:
    image = np.zeros((640, 640, 3), np.uint8)
    image[80:560] = room(-3.0)
    assert found(image, (320, 80)) == pytest.approx([0, 80, 640, 560], abs=2)


@pytest.mark.parametrize(("left", "top"), [(10, 10), (300, 10), (150, 100)])
def test_a_recording_in_a_window_on_a_desk_top_is_found(left: int, top: int) -> None:
    image = np.full((600, 960, 3), 30, np.uint8)
    image[:40] = 240
    for row in range(60, 600, 45):
        cv2.putText(image, "Edit  View  00:12:31", (row, row), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (250, 250, 250))
    image[top : top + 480, left : left + 640] = room(4.0)
    assert found(image, (left + 320, top)) == pytest.approx([left, top, left + 640, top + 480], abs=2)
