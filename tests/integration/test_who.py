"""Several people in the picture: followed is who does the exercise, wherever the others are."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from conftest import SAMPLES, written

from romtrack.pose import open_estimator
from romtrack.settings import Place, Settings
from romtrack.tracking import track_person
from romtrack.types import Frame, PoseTrack
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

    from romtrack.types import FloatArray, Image

RATE_HZ = 12.5


class Silent:
    """Shows no progress."""

    def begin(self, stage: str, expected_frames: int | None) -> None:
        """Show nothing."""

    def step(self) -> None:
        """Show nothing."""


def pictures(clip: Path, seconds: float, start_s: float = 0.0) -> list[Image]:
    with VideoReader(clip) as reader:
        step = round((reader.expected_frames or 0) / (reader.expected_duration_s or 1.0) / RATE_HZ)
        first = round(start_s * RATE_HZ * step)
        return [frame.image for frame in islice(reader, first, first + round(seconds * RATE_HZ) * step, step)]


def video(path: Path, images: list[Image]) -> Path:
    return written(path, (Frame(count / RATE_HZ, image) for count, image in enumerate(images)))


def seated_pair(neighbour_scale: float) -> list[Image]:
    """Return somebody who turns a hip, on the left, and somebody else who only sits, on the right."""
    mine = pictures(SAMPLES / "seated_measure.mp4", 4.5, 2.0)
    still = pictures(SAMPLES / "seated_resisted_ir.mp4", 1.0)[0]
    large = cv2.resize(still, None, fx=neighbour_scale, fy=neighbour_scale)
    top, left = (large.shape[0] - 480) // 2, large.shape[1] // 2 - 160
    right = large[top : top + 480, left : left + 320]
    return [np.hstack((image[:, 160:480], right)) for image in mine]


def mask(image: Image) -> FloatArray:
    with open_estimator() as estimator:
        pose = estimator.detect(Frame(0.0, image))
    assert pose is not None
    assert pose.mask is not None
    return pose.mask


def hips_x(track: PoseTrack) -> FloatArray:
    at = [track.skeleton.index(f"{side}_hip") for side in ("left", "right")]
    return np.asarray(track.image_px[:, at, 0].mean(1))


@pytest.mark.parametrize("neighbour_scale", [1.0, 1.25])
def test_of_two_who_sit_the_one_is_followed_who_turns_a_hip(neighbour_scale: float, tmp_path: Path) -> None:
    clip = video(tmp_path / "two.mp4", seated_pair(neighbour_scale))
    followed = track_person(clip, Settings(), Silent())
    assert (followed.by, followed.clear) == ("movement", True)
    assert np.mean(followed.track.detected) > 0.95
    assert np.nanmax(hips_x(followed.track)) < 320


def test_a_helper_who_kneels_behind_is_not_followed(phantom: Path, tmp_path: Path) -> None:
    patient = pictures(phantom / "clamshell.mp4", 3.0)
    helper = pictures(phantom / "measure_elderly_left.mp4", 0.1)[0]
    mine, theirs = mask(patient[0]), mask(helper)
    shrink = np.array([[0.85, 0, 48], [0, 0.85, 16]])
    behind, shape = (cv2.warpAffine(one, shrink, (640, 480)) for one in (helper, theirs))
    shape[235:] = 0  # no legs: they are behind the patient
    shown = ((shape > 0.5) & (mine < 0.5))[..., None]
    clip = video(tmp_path / "helper.mp4", [np.where(shown, behind, image) for image in patient])
    followed = track_person(clip, Settings("clamshell"), Silent())
    alone = track_person(video(tmp_path / "alone.mp4", patient), Settings("clamshell"), Silent())
    assert np.mean(followed.track.detected) > 0.95
    assert hips_x(followed.track) == pytest.approx(np.median(hips_x(alone.track)), abs=25)


def test_the_person_who_is_pointed_at_is_followed(here: Callable[..., Run], tmp_path: Path) -> None:
    clip = video(tmp_path / "two.mp4", seated_pair(1.0)[:25])
    followed = track_person(clip, Settings(person_at=Place(480, 250)), Silent())
    assert (followed.by, followed.clear) == ("pointed", True)
    assert np.nanmin(hips_x(followed.track)) > 320
    mirrored = track_person(clip, Settings(person_at=Place(480, 250), mirrored=True), Silent())
    assert np.nanmax(hips_x(mirrored.track)) < 320
    run = here(tmp_path / "out", "analyze", clip, "--no-log", "--no-video", "--person-at", "5,5")
    assert run.code == 2
    assert "nobody is seen at 5,5" in run.stderr
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("place", "says"), [("480", "no place in the picture"), ("1,2@99", "ends before 99 s")]
)
def test_a_place_that_makes_no_sense_is_one_line(
    here: Callable[..., Run], tmp_path: Path, place: str, says: str
) -> None:
    run = here(tmp_path / "out", "analyze", SAMPLES / "seated_measure.mp4", "--no-log", "--person-at", place)
    assert (run.code, run.stderr.count("\n")) == (2, 1)
    assert says in run.stderr
