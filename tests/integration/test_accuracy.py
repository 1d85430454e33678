"""Angles from recorded evidence against the truth: other bodies, a turned and a tilted camera."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import Recorded, recorded

from romtrack.kinematics.hip_rotation import inward_sign
from romtrack.kinematics.view import assumed_camera
from romtrack.measure.acceptance import KNEE_DRIFT, PARTIAL, PELVIC_HIKE, TRUNK_LEAN
from romtrack.measure.measuring import measure
from romtrack.measure.seated import read_seated

if TYPE_CHECKING:
    from romtrack.measure.reading import QuantityReading

NAMES = (
    "measure_elderly_left",
    "measure_heavyf_right",
    "measure_male_left_offset",
    "measure_slimf_right_both",
)


def seated(clip: Recorded) -> QuantityReading:
    return read_seated(clip.track, assumed_camera(clip.track.width_px, clip.track.height_px))


@pytest.mark.parametrize("name", NAMES)
def test_the_moving_leg_is_found_and_read_better_than_by_landmarks(name: str) -> None:
    clip = recorded(name)
    test = seated(clip)
    assert test.side == clip.side
    truth = clip.true_deg[clip.side]
    error = np.abs(test.signals[clip.side].value - truth)
    landmarks = np.abs(inward_sign(clip.side) * clip.track.shank(clip.side).landmark_deg - truth)
    assert np.nanmean(error) < 1.8
    assert np.nanmean(error) < np.nanmean(landmarks)


def test_three_full_trials_are_accepted_and_the_partial_one_is_not() -> None:
    clip = recorded("measure_elderly_left")
    (internal,) = measure(seated(clip))
    assert [trial.accepted for trial in internal.trials].count(True) == 3
    assert len(internal.trials) == 4
    for trial in internal.trials:
        if trial.accepted:
            true_deg = np.interp(trial.peak_s, clip.track.time_s, clip.true_deg["left"])
            assert trial.peak_deg == pytest.approx(true_deg, abs=2)


@pytest.mark.parametrize("variant", ["tucked", "resting", "sweep"])
def test_wherever_the_other_foot_is_and_in_a_sweep_all_trials_are_read(variant: str) -> None:
    clip = recorded(f"variant_{variant}")
    test = seated(clip)
    error = test.signals[clip.side].value - clip.true_deg[clip.side]
    assert np.nanmean(np.abs(error)) < 2
    assert test.view.roll_deg == pytest.approx(2.0 if variant == "sweep" else 0.0, abs=0.5)
    trials = [trial for one in measure(test) for trial in one.trials]
    ways = ["internal", "internal", *["external"] * (2 if variant == "sweep" else 1)]
    assert [trial.direction for trial in trials if trial.accepted] == ways
    assert len(trials) == len(ways)
    for trial in trials:
        true_deg = np.interp(trial.peak_s, clip.track.time_s, clip.true_deg[clip.side])
        assert trial.peak_deg == pytest.approx(true_deg, abs=4.5)


def test_both_directions_are_reported_with_their_signs() -> None:
    internal, external = measure(seated(recorded("measure_slimf_right_both")))
    assert internal.value_deg is not None
    assert external.value_deg is not None
    assert internal.value_deg > 30
    assert external.value_deg < -25


def test_a_leg_that_does_not_hang_plumb_keeps_its_offset_visible() -> None:
    clip = recorded("measure_male_left_offset")
    (internal,) = measure(seated(clip))
    assert internal.reference == "gravity"
    assert internal.offset_deg == pytest.approx(float(clip.true_deg["left"][0]), abs=1.5)


def test_a_tilted_camera_is_read_off_the_person() -> None:
    assert seated(recorded("measure_elderly_left")).view.roll_deg == pytest.approx(3.0, abs=1.0)


@pytest.mark.parametrize("name", NAMES)
def test_no_clean_trial_is_refused_for_how_the_body_is_held(name: str) -> None:
    trials = [trial for one in measure(seated(recorded(name))) for trial in one.trials]
    assert sum(trial.accepted for trial in trials) >= 3
    assert {reason for trial in trials for reason in trial.reasons} <= {PARTIAL}


@pytest.mark.parametrize(("out_shanks", "found"), [(0.25, [KNEE_DRIFT]), (-0.25, [KNEE_DRIFT]), (0.0, [])])
def test_a_leg_that_is_shifted_in_one_trial_is_a_knee_that_drifts(
    out_shanks: float, found: list[str]
) -> None:
    clip = recorded("measure_elderly_left")
    (before,) = measure(seated(clip))
    last = before.trials[-1]
    (after,) = measure(seated(shifted(clip, out_shanks, last.start_s, last.end_s)))
    assert list(after.trials[-1].reasons) == found
    assert [trial.reasons for trial in after.trials[:-1]] == [trial.reasons for trial in before.trials[:-1]]


def shifted(clip: Recorded, out_shanks: float, start_s: float, end_s: float) -> Recorded:
    """Return the recording with the left leg moved outward, growing and shrinking within the time."""
    track = clip.track
    evidence = track.shank("left")
    share = np.interp(track.time_s, (start_s, start_s + 1, end_s - 1, end_s), (0, 1, 1, 0))
    out_px = share * out_shanks * float(np.nanmedian(evidence.length_px))
    image_px = track.image_px.copy()
    for joint in ("left_knee", "left_ankle"):
        image_px[:, track.skeleton.index(joint), 0] += out_px
    left = replace(evidence, mask_x_px=evidence.mask_x_px + out_px)
    moved = replace(track, image_px=image_px, shanks={**(track.shanks or {}), "left": left})
    return replace(clip, track=moved)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("fault_measure_pelvic_hike", PELVIC_HIKE), ("fault_measure_trunk_lean", TRUNK_LEAN)],
)
def test_trials_with_a_fault_are_refused_for_that_fault(name: str, reason: str) -> None:
    (internal,) = measure(seated(recorded(name)))
    trials = [trial.reasons for trial in internal.trials if PARTIAL not in trial.reasons]
    assert trials == [(), (reason,), (reason,)]  # the first one is done well
    assert internal.value_deg is None  # one trial is left
