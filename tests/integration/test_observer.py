"""One observer for a file and for the camera: the same pictures say the same."""

from __future__ import annotations

from dataclasses import fields
from itertools import islice

import numpy as np
import pytest
from conftest import SAMPLES

from romtrack.exercises import exercise
from romtrack.live import CameraEye
from romtrack.pose import open_estimator, open_finder
from romtrack.tracking import Look, Observer
from romtrack.tracking.rooms import RoomRecord
from romtrack.types import SIDES, Frame, ShankEvidence
from romtrack.video import VideoReader

FRAMES = 25


def frames() -> list[Frame]:
    with VideoReader(SAMPLES / "seated_measure.mp4") as reader:
        return list(islice(reader, FRAMES))


def by_file(card: str) -> list[Look]:
    with open_finder() as finder, open_estimator() as estimator:
        observer = Observer(estimator, finder, exercise(card), RoomRecord(estimator.skeleton))
        return list(observer.over(frame for frame in frames()))


def by_camera(card: str) -> list[Look]:
    eye = CameraEye(exercise(card))
    looks = [eye.look(frame, begun=True) for frame in frames()]
    eye.close()
    return looks


@pytest.mark.parametrize("card", ["seated-ir-measure", "clamshell"])
def test_a_file_and_the_camera_see_the_same(card: str) -> None:
    for file, camera in zip(by_file(card), by_camera(card), strict=True):
        assert file.pose is not None
        assert camera.pose is not None
        np.testing.assert_array_equal(file.pose.image_px, camera.pose.image_px)
        assert (file.time_s, file.company, file.moved) == (camera.time_s, camera.company, camera.moved)
        if card == "clamshell":  # needs nothing of the shanks
            assert (file.shanks, camera.shanks) == (None, None)
            continue
        assert file.shanks is not None
        assert camera.shanks is not None
        for side in SIDES:
            one, other = file.shanks[side], camera.shanks[side]
            for name in (column.name for column in fields(ShankEvidence)):
                np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
