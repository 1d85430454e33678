"""A recording in which the camera is knocked, sways or is put elsewhere reads as if it had not been."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import Recorded, recorded

from romtrack.kinematics.view import assumed_camera
from romtrack.measure.measuring import measure
from romtrack.measure.seated import read_seated
from romtrack.measure.setup import check_recording
from romtrack.types import SIDES, FloatArray, Measurement, PoseTrack, RoomMotion, ShankEvidence

if TYPE_CHECKING:
    from romtrack.measure.findings import Finding
    from romtrack.measure.reading import QuantityReading

CLIP = recorded("measure_elderly_left")
TILTS = ("landmark_deg", "mask_deg", "shaft_deg", "outer_deg")


def read(track: PoseTrack) -> tuple[QuantityReading, Measurement]:
    reading = read_seated(track, assumed_camera(track.width_px, track.height_px))
    return reading, measure(reading)[0]


def turned(points_px: FloatArray, turn_deg: FloatArray, x_px: FloatArray) -> FloatArray:
    """Turn points (T, K, 2) clockwise about the upper left corner, and shift them."""
    cos, sin = np.cos(np.radians(turn_deg))[:, None], np.sin(np.radians(turn_deg))[:, None]
    x, y = points_px[..., 0], points_px[..., 1]
    return np.stack((cos * x - sin * y + x_px[:, None], sin * x + cos * y), axis=-1)


def seen_by(clip: Recorded, turn_deg: FloatArray, x_px: FloatArray, stretch: FloatArray) -> PoseTrack:
    """Return the track as a camera sees it that turns the picture, and knows that."""
    track = clip.track

    def of_shank(shank: ShankEvidence) -> ShankEvidence:
        line = np.stack((shank.mask_x_px, shank.mask_y_px), axis=-1)[:, None]
        x, y = turned(line, turn_deg, x_px)[:, 0].T
        tilts = {name: getattr(shank, name) - turn_deg for name in TILTS}
        return replace(shank, mask_x_px=x, mask_y_px=y, **tilts)

    known = stretch == 0
    room = RoomMotion(
        np.where(known, turn_deg, 0.0),
        np.ones(len(track)),
        np.where(known, x_px, 0.0),
        np.zeros(len(track)),
        stretch.astype(np.int64),
    )
    edges = track.upright_px.reshape(1, -1, 2)
    later = [turned(edges, turn_deg[-1:], x_px[-1:]).reshape(-1, 4)] * int(stretch[-1])
    return replace(
        track,
        image_px=turned(track.image_px, turn_deg, x_px),
        shanks={side: of_shank(track.shank(side)) for side in SIDES},
        upright_px=np.concatenate((track.upright_px, *later)),
        upright_of=np.repeat(np.arange(1 + len(later)), len(track.upright_px)),
        room=room,
    )


def moved(track: PoseTrack) -> list[Finding]:
    return [one for one in check_recording(track, "left", 3.0) if one.id == "camera_moved"]


TIME_S = CLIP.track.time_s
STAYS = np.zeros(len(TIME_S))
BEFORE, UNMOVED = read(CLIP.track)
BETWEEN_S = (UNMOVED.trials[1].end_s + UNMOVED.trials[2].start_s) / 2


@pytest.mark.parametrize("knock_deg", [-5.0, 1.0, 2.5])
def test_trials_after_a_knock_read_as_without_it(knock_deg: float) -> None:
    knock = np.where(TIME_S > BETWEEN_S, knock_deg, 0.0)
    reading, found = read(seen_by(CLIP, knock, 3 * knock, STAYS))
    assert [trial.peak_deg for trial in found.trials] == pytest.approx(
        [trial.peak_deg for trial in UNMOVED.trials], abs=0.05
    )
    assert [trial.accepted for trial in found.trials] == [trial.accepted for trial in UNMOVED.trials]
    assert found.sigma_deg == pytest.approx(UNMOVED.sigma_deg, abs=0.05)
    assert reading.rest_deg == pytest.approx(BEFORE.rest_deg, abs=0.05)


def test_a_recording_held_in_the_hand_reads_as_one_that_stands() -> None:
    sway = 1.5 * np.sin(2 * np.pi * 0.7 * TIME_S)
    _, found = read(seen_by(CLIP, sway, 8 * sway, STAYS))
    assert found.value_deg == pytest.approx(UNMOVED.value_deg, abs=0.05)


def test_another_view_has_its_own_level_and_keeps_the_earlier_trials() -> None:
    later = (TIME_S > BETWEEN_S).astype(float)
    track = seen_by(CLIP, 4.0 * later, 20.0 * later, later)
    _, found = read(track)
    assert [trial.accepted for trial in found.trials] == [trial.accepted for trial in UNMOVED.trials]
    assert found.value_deg == pytest.approx(UNMOVED.value_deg, abs=1.0)
    (notice,) = moved(track)
    assert "2 views" in notice.advice


def test_a_turn_in_which_the_view_changes_is_no_trial() -> None:
    middle_s = UNMOVED.trials[2].peak_s
    later = (middle_s < TIME_S).astype(float)
    _, found = read(seen_by(CLIP, 4.0 * later, 20.0 * later, later))
    assert sum(trial.accepted for trial in found.trials) < sum(trial.accepted for trial in UNMOVED.trials)


def test_when_the_camera_moved_is_said_and_nothing_of_one_that_stands() -> None:
    knock = np.where(TIME_S > BETWEEN_S, 2.5, 0.0)
    (notice,) = moved(seen_by(CLIP, knock, STAYS, STAYS))
    assert notice.severity == "warning"
    assert (
        f"first at {TIME_S[np.argmax(knock > 0)]:.1f} s; the picture turned by 2.5 degrees" in notice.advice
    )
    assert moved(seen_by(CLIP, STAYS, STAYS, STAYS)) == []


@pytest.mark.parametrize(
    ("column", "factor", "covered"),
    [("uneven", 1.0, False), ("uneven", 4.0, True), ("upper_px", 0.5, True)],
)
def test_what_covers_the_shank_is_said_and_makes_the_angle_less_sure(
    column: str,
    factor: float,
    covered: bool,  # noqa: FBT001  a case of the test
) -> None:
    shank = replace(CLIP.track.shank("left"), uneven=np.full(len(TIME_S), 0.035))
    at_rest = np.arange(len(TIME_S)) < len(TIME_S) / 2
    changed = getattr(shank, column) * np.where(at_rest | (column == "uneven"), factor, 1.0)
    evidence = {**(CLIP.track.shanks or {}), "left": replace(shank, **{column: changed})}
    track = replace(CLIP.track, shanks=evidence)
    reading, _ = read(track)
    said = {finding.id for finding in check_recording(track, "left", reading.view.roll_deg)}
    assert ("shank_hidden" in said) is covered
    before, after = (float(np.nanmedian(one.signals["left"].sigma)) for one in (BEFORE, reading))
    assert (after > before + 1) is covered


def test_evidence_of_an_earlier_romtrack_lacks_what_it_did_not_keep() -> None:
    columns = np.ones((len(fields(ShankEvidence)) - 1, 4))
    assert np.isnan(ShankEvidence.recorded(columns).uneven).all()
