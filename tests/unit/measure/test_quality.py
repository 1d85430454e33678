"""What is said about who was there, and when: nobody, somebody who stands, time without pictures."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import recorded

from romtrack.kinematics.view import assumed_camera
from romtrack.measure.findings import NO_PERSON
from romtrack.measure.measuring import measure
from romtrack.measure.quality import judge_quality
from romtrack.measure.seated import read_seated
from romtrack.measure.setup import check_recording, is_empty
from romtrack.types import SIDES, PoseTrack, ShankEvidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.types import FloatArray, Quality

TRACK = recorded("measure_elderly_left").track
SLOW = "few_frames"  # the recording has 12.5 frames a second


def seen_in(rows: list[int], track: PoseTrack = TRACK) -> PoseTrack:
    """Return the track with the person in these frames alone."""
    gone = np.setdiff1d(np.arange(len(track)), rows)
    image, world = track.image_px.copy(), track.world_m.copy()
    image[gone], world[gone] = np.nan, np.nan
    return replace(track, image_px=image, world_m=world)


def rows_of(track: PoseTrack, rows: NDArray[np.intp], time_s: FloatArray) -> PoseTrack:
    """Return some frames of a track at other times."""
    evidence = {
        side: ShankEvidence(*(getattr(track.shank(side), f.name)[rows] for f in fields(ShankEvidence)))
        for side in SIDES
    }
    return replace(
        track,
        time_s=time_s,
        image_px=track.image_px[rows],
        world_m=track.world_m[rows],
        visibility=track.visibility[rows],
        shanks=evidence,
    )


def standing(track: PoseTrack, *, away: bool = False) -> PoseTrack:
    image = track.image_px.copy()
    lower = [track.skeleton.index(f"{side}_{joint}") for joint in ("knee", "ankle") for side in SIDES]
    image[:, lower, 1] += 100
    if away:
        image[..., 0] = track.width_px - image[..., 0]
    return replace(track, image_px=image)


def judged(track: PoseTrack) -> Quality:
    reading = read_seated(track, assumed_camera(track.width_px, track.height_px))
    return judge_quality(track, reading.signal, (), check_recording(track, reading.side, 0.0))


def ids(quality: Quality) -> list[str]:
    return [warning.id for warning in quality.warnings]


@pytest.mark.parametrize("rows", [[], [7], [7, 90, 200]])
def test_a_person_in_a_frame_here_and_there_is_nobody(rows: list[int]) -> None:
    track = seen_in(rows)
    assert is_empty(track)
    assert check_recording(track, "left", 0.0) == (NO_PERSON,)
    quality = judged(track)
    assert (quality.detected, quality.usable, ids(quality)) == (0.0, 0.0, ["no_person"])
    for measured in measure(read_seated(track, assumed_camera(640, 480)), setup=[NO_PERSON]):
        assert [warning.id for warning in measured.warnings] == ["no_person"]


def test_phantoms_with_their_backs_to_the_camera_are_nobody() -> None:
    turned = TRACK.image_px.copy()
    turned[..., 0] = TRACK.width_px - turned[..., 0]
    assert ids(judged(seen_in([3, 4], replace(TRACK, image_px=turned)))) == ["no_person"]


def test_somebody_who_is_there_for_a_trial_in_a_long_recording_is_somebody() -> None:
    rows = np.arange(len(TRACK))
    late = rows_of(TRACK, rows, np.where(rows < 120, TRACK.time_s, TRACK.time_s + 3 * rows))
    track = seen_in(rows[:120].tolist(), late)
    assert not is_empty(track)


@pytest.mark.parametrize("away", [False, True])
def test_of_somebody_who_stands_only_that_is_said(away: bool) -> None:  # noqa: FBT001
    assert ids(judged(standing(TRACK, away=away))) == ["not_seated", SLOW]


def test_somebody_who_stands_most_of_the_time_is_told_only_that() -> None:
    """What the few frames show in which they seem to sit, while they get up, does not matter."""
    stands = standing(TRACK)
    image = stands.image_px.copy()
    seats = TRACK.image_px[:20].copy()
    seats[..., 0] = TRACK.width_px - seats[..., 0]
    image[:20] = seats
    found = check_recording(replace(stands, image_px=image), "left", 0.0)
    assert [finding.id for finding in found] == ["not_seated", SLOW]


def test_a_jump_of_the_clock_is_nobody_lost() -> None:
    rows = np.arange(len(TRACK))
    jumped = rows_of(TRACK, rows, TRACK.time_s + np.where(rows > 150, 7.0, 0.0))
    quality = judged(jumped)
    assert "person_lost" not in ids(quality)
    (notice,) = (warning for warning in quality.warnings if warning.id == "frames_missing")
    assert "7.1 s" in notice.text


def test_pictures_without_the_person_are_time_lost() -> None:
    step_s = float(np.median(np.diff(TRACK.time_s)))
    away = round(2.0 / step_s)
    track = seen_in([*range(100), *range(100 + away, len(TRACK))])
    (notice,) = (warning for warning in judged(track).warnings if warning.id == "person_lost")
    assert f"{(away + 1) * step_s:.1f} s" in notice.text
    assert "frames_missing" not in ids(judged(track))


def test_both_are_told_apart_in_one_recording() -> None:
    rows = np.arange(len(TRACK))
    jumped = rows_of(TRACK, rows, TRACK.time_s + np.where(rows > 150, 7.0, 0.0))
    track = seen_in([*range(140), *range(165, len(TRACK))], jumped)
    said = {warning.id: warning.text for warning in judged(track).warnings}
    assert "7.1 s" in said["frames_missing"]
    assert float(said["person_lost"].split(" for ")[1].split(" ")[0]) == pytest.approx(25 * 0.08, abs=0.1)
