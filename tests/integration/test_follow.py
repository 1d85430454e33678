"""One person is followed through a real model: others may come, and the subject may go."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import SAMPLES

from romtrack.pose import BLAZEPOSE, SubjectFollower, open_estimator, open_finder
from romtrack.types import Frame
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from romtrack.types import FloatArray, Image

WIDTH, HEIGHT = 640, 480
HIPS = [BLAZEPOSE.index("left_hip"), BLAZEPOSE.index("right_hip")]


def images(clip: Path, count: int) -> list[Image]:
    with VideoReader(clip) as reader:
        return [frame.image for frame in islice(reader, count)]


@pytest.fixture(scope="module")
def subject() -> list[Image]:
    return images(SAMPLES / "seated_measure.mp4", 100)


@pytest.fixture(scope="module")
def somebody_else() -> list[Image]:
    return images(SAMPLES / "seated_resisted_ir.mp4", 100)


def hips(pictures: Iterable[Image]) -> FloatArray:
    """Return the followed person's hip centre in each picture, (N, 2), NaN in gaps."""
    found = []
    with SubjectFollower(open_estimator(), open_finder()) as follower:
        for count, picture in enumerate(pictures):
            pose = follower.detect(Frame(count / 25, picture))
            found.append(np.full(2, np.nan) if pose is None else pose.image_px[HIPS].mean(0))
    return np.array(found)


def pasted(picture: Image, person: Image, left: int) -> Image:
    """Put the middle of another picture, where its person sits, over ``picture``."""
    strip = person[:, 230:410]
    out = picture.copy()
    start, end = max(left, 0), min(left + strip.shape[1], WIDTH)
    if start < end:
        out[:, start:end] = strip[:, start - left : end - left]
    return out


def test_somebody_walking_through_does_not_take_the_track(
    subject: list[Image], somebody_else: list[Image]
) -> None:
    crossing = range(-180, 640, 11)
    pictures = subject[:15] + [
        pasted(mine, theirs, left)
        for mine, theirs, left in zip(subject[15:90], somebody_else, crossing, strict=False)
    ]
    pictures += subject[90:]
    found = hips(pictures)
    home = np.median(found[:10], axis=0)
    away = np.linalg.norm(found - home, axis=1)
    assert np.nanmax(away) < 45  # never on the other person, who crosses the whole picture
    assert np.isfinite(found[-5:]).all()  # and found again afterwards
    assert np.isnan(found).any()  # while hidden, a gap


def test_a_bystander_at_the_side_does_not_take_the_track(
    subject: list[Image], somebody_else: list[Image]
) -> None:
    pictures = subject[:12] + [
        pasted(mine, theirs, 470) for mine, theirs in zip(subject[12:60], somebody_else, strict=False)
    ]
    found = hips(pictures)
    assert np.linalg.norm(found - found[0], axis=1) == pytest.approx(0, abs=20)


def test_when_the_subject_leaves_and_somebody_else_stays_there_is_a_gap(
    subject: list[Image], somebody_else: list[Image]
) -> None:
    found = hips(subject[:15] + somebody_else)
    assert np.isfinite(found[:15]).all()
    assert np.isnan(found[20:]).all()


def test_the_subject_is_taken_up_again_after_an_absence(subject: list[Image]) -> None:
    room = np.full_like(subject[0], 128)
    found = hips(subject[:10] + [room] * 20 + subject[10:40])
    assert np.isnan(found[12:30]).all()
    assert np.isfinite(found[-20:]).all()


def test_light_that_changes_over_seconds_is_no_change_of_person(subject: list[Image]) -> None:
    dimmed = [
        np.clip(picture * np.linspace(1.0, gain, 3), 0, 255).astype(np.uint8)  # warmer, and darker
        for picture, gain in zip(subject[:75], np.linspace(1.0, 0.25, 75), strict=True)
    ]
    assert np.isfinite(hips(dimmed)).all()
