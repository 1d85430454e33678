"""How a leg sits and what its line errs by: the same for a leg and its mirror image, told by what is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from conftest import recorded

from romtrack.kinematics.learned import SIGMA_TERMS, Seat, relations, sigma_terms
from romtrack.kinematics.leg import leg_habit, leg_rotation
from romtrack.kinematics.leg_cues import CUES, hanging_frames, leg_cues
from romtrack.kinematics.view import View, assumed_camera
from romtrack.types import SIDES, PoseTrack, ShankEvidence, Skeleton, opposite

CLIP = recorded("measure_elderly_left")
VIEW = View(
    assumed_camera(CLIP.track.width_px, CLIP.track.height_px), yaw_deg=4.0, bearing_deg=1.0, roll_deg=1.5
)
MIRRORED_VIEW = replace(VIEW, yaw_deg=-4.0, bearing_deg=-1.0, roll_deg=-1.5)
HALF = CLIP.track.width_px


def mirrored(track: PoseTrack) -> PoseTrack:
    """Return what a mirror would have shown: left is right."""
    names = track.skeleton.keypoints
    other = [names.index(_other(name)) for name in names]
    image_px = track.image_px[:, other] * (-1, 1) + (HALF, 0)
    shanks = {side: _turned(track.shank(opposite(side))) for side in SIDES}
    return replace(
        track,
        image_px=image_px,
        world_m=track.world_m[:, other] * (-1, 1, 1),
        visibility=track.visibility[:, other],
        shanks=shanks,
    )


def _other(name: str) -> str:
    if name.startswith("left"):
        return name.replace("left", "right")
    return name.replace("right", "left") if name.startswith("right") else name


def _turned(shank: ShankEvidence) -> ShankEvidence:
    tilts = {name: -getattr(shank, f"{name}_deg") for name in ("landmark", "mask", "shaft", "outer")}
    return replace(
        shank, mask_x_px=HALF - shank.mask_x_px, **{f"{name}_deg": tilt for name, tilt in tilts.items()}
    )


def test_the_mirror_image_of_a_leg_reads_the_same() -> None:
    seen = leg_rotation(CLIP.track, "left", VIEW)
    turned = leg_rotation(mirrored(CLIP.track), "right", MIRRORED_VIEW)
    assert turned.value == pytest.approx(seen.value, abs=1e-6, nan_ok=True)
    assert turned.sigma == pytest.approx(seen.sigma, abs=1e-6, nan_ok=True)


def with_feet(track: PoseTrack, left_down_px: float, right_down_px: float) -> PoseTrack:
    """Return the track with feet, whose toes are so far under their heels."""
    feet = ("left_heel", "left_foot_index", "right_heel", "right_foot_index")
    down_px = {"left_foot_index": left_down_px, "right_foot_index": right_down_px}
    places = [track.skeleton.index(f"{foot.split('_', maxsplit=1)[0]}_ankle") for foot in feet]
    below = np.array([(0.0, down_px.get(foot, 0.0)) for foot in feet])
    return replace(
        track,
        skeleton=Skeleton("twelve", (*track.skeleton.keypoints, *feet), ()),
        image_px=np.concatenate((track.image_px, track.image_px[:, places] + below), axis=1),
        world_m=np.concatenate((track.world_m, track.world_m[:, places]), axis=1),
        visibility=np.concatenate((track.visibility, track.visibility[:, places]), axis=1),
    )


def test_toes_that_hang_under_a_tucked_foot_say_nothing_of_the_leg_that_is_measured() -> None:
    own, other_foot = (CUES.index(f"picture {other}heel>{other}foot_index y") for other in ("", "-"))
    level = replace(VIEW, roll_deg=0.0)
    tucked, alike, flat = (
        leg_cues(with_feet(CLIP.track, 12.0, right_px), "left", level, 80.0) for right_px in (40.0, 12.0, 4.0)
    )
    assert tucked == pytest.approx(alike, nan_ok=True)
    assert np.nanmedian(flat[:, other_foot]) < np.nanmedian(flat[:, own])  # a foot on the floor is believed


def test_cues_do_not_change_with_the_size_of_the_picture() -> None:
    track = CLIP.track
    shank = track.shank("left")
    pixels = ("mask_x_px", "mask_y_px", "upper_px", "lower_px", "margin_px", "length_px")
    larger = replace(shank, **{name: 2 * getattr(shank, name) for name in pixels})
    double = replace(
        track,
        width_px=2 * track.width_px,
        height_px=2 * track.height_px,
        image_px=2 * track.image_px,
        shanks={"left": larger, "right": track.shank("right")},
    )
    view = replace(VIEW, camera=assumed_camera(double.width_px, double.height_px))
    assert leg_cues(double, "left", view, 160.0) == pytest.approx(
        leg_cues(track, "left", VIEW, 80.0), abs=1e-5, nan_ok=True
    )


def test_the_seat_is_read_while_the_leg_hangs() -> None:
    hanging = hanging_frames(CLIP.track, "left", VIEW)
    assert 0.2 < hanging.mean() < 0.8
    turned = np.abs(CLIP.true_deg["left"]) > 20
    assert not hanging[turned].any()


def test_frames_one_by_one_read_as_the_recording_does() -> None:
    habit = leg_habit(CLIP.track, "left", VIEW)
    whole = leg_rotation(CLIP.track, "left", VIEW, habit)
    for row in (3, 60, 120):
        one = leg_rotation(CLIP.track.rows(row, row + 1), "left", VIEW, habit)
        assert one.value[0] == pytest.approx(whole.value[row], abs=1e-9)
        assert one.sigma[0] == pytest.approx(whole.sigma[row], abs=1e-9)


def test_a_leg_without_feet_or_depth_is_still_read() -> None:
    track = CLIP.track
    assert not any("heel" in name for name in track.skeleton.keypoints)  # these recordings keep no feet
    blind = replace(track, world_m=np.full_like(track.world_m, np.nan))
    found, usual = leg_rotation(blind, "left", VIEW), leg_rotation(track, "left", VIEW)
    assert np.isfinite(found.value[usual.ok]).all()
    assert np.nanmedian(np.abs(found.value - usual.value)) < 4


@pytest.mark.parametrize("term", ["aside", "outward", "roll", "hem"])
def test_sigma_grows_with_what_is_not_known(term: str) -> None:
    signal, habit = leg_rotation(CLIP.track, "left", VIEW), leg_habit(CLIP.track, "left", VIEW)
    view, nothing = VIEW, np.zeros(len(signal.time_s))
    usual = np.array(habit.seat.usual)
    seat = Seat(0.0, 0.0, habit.seat.usual)
    before = relations().sigma_deg(sigma_terms(signal, view, seat, nothing, relations()))
    if term == "aside":
        seat = Seat(30.0, 0.0, usual)
    elif term == "outward":
        signal = replace(signal, value=-np.abs(signal.value) - 20)
    elif term == "roll":
        view = replace(view, roll_sigma_deg=4.0)
        signal = replace(signal, sigma=np.hypot(signal.sigma, 4.0))
    else:
        usual[CUES.index("width above the ankle")] += 0.2
        seat = Seat(0.0, 0.0, usual)
    more = relations().sigma_deg(sigma_terms(signal, view, seat, nothing, relations()))
    assert np.nanmedian(more) > 1.02 * np.nanmedian(before), SIGMA_TERMS
