"""Angles from recorded evidence against the truth: other bodies, a turned and a tilted camera."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Recorded, recorded

from romtrack.kinematics.hip_rotation import inward_sign
from romtrack.kinematics.view import assumed_camera
from romtrack.measure.seated import SeatedReading, measure_rotation, read_seated

NAMES = (
    "measure_elderly_left",
    "measure_heavyf_right",
    "measure_male_left_offset",
    "measure_slimf_right_both",
)


def seated(clip: Recorded) -> SeatedReading:
    return read_seated(clip.track, assumed_camera(clip.track.width_px, clip.track.height_px))


@pytest.mark.parametrize("name", NAMES)
def test_the_moving_leg_is_found_and_read_better_than_by_landmarks(name: str) -> None:
    clip = recorded(name)
    test = seated(clip)
    assert test.side == clip.side
    truth = clip.true_deg[clip.side]
    error = np.abs(test.signals[clip.side].value - truth)
    landmarks = np.abs(inward_sign(clip.side) * clip.track.evidence[clip.side].landmark_deg - truth)
    assert np.nanmean(error) < 1.8
    assert np.nanmean(error) < np.nanmean(landmarks)


def test_three_full_trials_are_accepted_and_the_partial_one_is_not() -> None:
    clip = recorded("measure_elderly_left")
    (internal,) = measure_rotation(seated(clip))
    assert [trial.accepted for trial in internal.trials].count(True) == 3
    assert len(internal.trials) == 4
    for trial in internal.trials:
        if trial.accepted:
            true_deg = np.interp(trial.peak_s, clip.track.time_s, clip.true_deg["left"])
            assert trial.peak_deg == pytest.approx(true_deg, abs=2)


def test_both_directions_are_reported_with_their_signs() -> None:
    internal, external = measure_rotation(seated(recorded("measure_slimf_right_both")))
    assert internal.value_deg is not None
    assert external.value_deg is not None
    assert internal.value_deg > 30
    assert external.value_deg < -25


def test_a_leg_that_does_not_hang_plumb_keeps_its_offset_visible() -> None:
    clip = recorded("measure_male_left_offset")
    (internal,) = measure_rotation(seated(clip))
    assert internal.reference == "gravity"
    assert internal.offset_deg == pytest.approx(float(clip.true_deg["left"][0]), abs=1.5)


def test_a_tilted_camera_is_read_off_the_person() -> None:
    assert seated(recorded("measure_elderly_left")).view.roll_deg == pytest.approx(3.0, abs=1.0)
