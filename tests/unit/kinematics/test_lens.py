"""A track through a known lens reads as through none; one of a rolled camera as of a level one."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from conftest import camera_of, performed, recorded

from romtrack.exercises import exercise
from romtrack.kinematics.lens import straightened
from romtrack.protocols import read
from romtrack.types import SIDES, CameraModel, FloatArray, PoseTrack

LENS = (-0.22, 0.06, 0.001, -0.0008, 0.0)
_TILTS = ("mask_deg", "landmark_deg", "shaft_deg", "outer_deg")


def through(track: PoseTrack, camera: CameraModel) -> PoseTrack:
    """Return the track as a camera with distortion and roll would have seen it."""

    def seen(points_px: FloatArray) -> FloatArray:
        rays = (points_px.reshape(-1, 2) - (camera.cx_px, camera.cy_px)) / (camera.fx_px, camera.fy_px)
        roll = np.radians(camera.roll_deg or 0.0)
        cos, sin = np.cos(roll), np.sin(roll)
        turned = np.column_stack((rays @ (cos, -sin), rays @ (sin, cos), np.ones(len(rays))))
        matrix = np.array([[camera.fx_px, 0, camera.cx_px], [0, camera.fy_px, camera.cy_px], [0, 0, 1.0]])
        lens = np.array(camera.distortion or (0.0,) * 5)
        found = cv2.projectPoints(turned.reshape(-1, 1, 3), np.zeros(3), np.zeros(3), matrix, lens)[0]
        return np.asarray(found.reshape(points_px.shape))

    shanks = {}
    for side in SIDES:
        old = track.shank(side)
        knee, ankle = track.point_px(f"{side}_knee"), track.point_px(f"{side}_ankle")
        points = dict.fromkeys(_TILTS, (knee + ankle) / 2)
        points["mask_deg"] = np.column_stack((old.mask_x_px, old.mask_y_px))
        tilts = {}
        for name, at in points.items():
            angle = np.radians(getattr(old, name))
            along = 10 * np.column_stack((np.sin(angle), np.cos(angle)))
            x, y = (seen(at + along) - seen(at - along)).T
            tilts[name] = np.degrees(np.arctan2(x, y))
        x_px, y_px = seen(points["mask_deg"]).T
        grown = np.linalg.norm(seen(ankle) - seen(knee), axis=1) / np.linalg.norm(ankle - knee, axis=1)
        sizes = {name: grown * getattr(old, name) for name in ("upper_px", "lower_px", "length_px")}
        shanks[side] = replace(old, mask_x_px=x_px, mask_y_px=y_px, **tilts, **sizes)
    turn = np.radians(camera.roll_deg or 0.0)
    turned_m = np.array([[np.cos(turn), np.sin(turn), 0], [-np.sin(turn), np.cos(turn), 0], [0, 0, 1.0]])
    return replace(
        track,
        image_px=seen(track.image_px),
        world_m=track.world_m @ turned_m,
        upright_px=seen(track.upright_px.reshape(-1, 2, 2)).reshape(-1, 4),
        shanks={"left": shanks["left"], "right": shanks["right"]},
    )


@pytest.mark.parametrize(
    ("lens", "roll_deg"), [(LENS, None), ((), 5.0), (LENS, -5.0)], ids=["distorted", "rolled", "both"]
)
@pytest.mark.parametrize(
    ("name", "card"),
    [("measure_heavyf_right", "seated-ir-measure"), ("abduction_elderly_left", "standing-abduction-measure")],
)
def test_what_a_profile_knows_makes_no_difference(
    name: str, card: str, lens: tuple[float, ...], roll_deg: float | None
) -> None:
    track = recorded(name).track
    plain = replace(camera_of(track), source="profile", roll_deg=None if roll_deg is None else 0.0)
    profile = replace(plain, distortion=lens, roll_deg=roll_deg)
    level = read(track, exercise(card), plain)
    seen = read(through(track, profile), exercise(card), profile)
    assert seen.side == level.side
    for side in SIDES:
        assert seen.own[side].value == pytest.approx(level.own[side].value, abs=0.1, nan_ok=True)
    for mine, theirs in zip(seen.measurements, level.measurements, strict=True):
        assert mine.value_deg == pytest.approx(theirs.value_deg, abs=0.1)
        assert [one.reasons for one in mine.trials] == [one.reasons for one in theirs.trials]
    assert seen.roll_deg == pytest.approx(level.roll_deg + (roll_deg or 0.0), abs=0.1)


def test_what_is_not_known_of_a_lens_makes_a_difference() -> None:
    track = recorded("measure_heavyf_right").track
    plain = camera_of(track)
    bent = through(track, replace(plain, distortion=LENS))
    here, there = (read(one, exercise("seated-ir-measure"), plain) for one in (track, bent))
    assert np.nanmax(np.abs(there.own["right"].value - here.own["right"].value)) > 0.3


def test_an_exercise_of_a_rolled_camera_counts_as_of_a_level_one() -> None:
    done = performed("squat_with_rotation")
    camera = replace(camera_of(done.track), source="profile", roll_deg=5.0)
    bare = replace(done.track, shanks=None)
    turned = np.radians(5.0)
    cos, sin = np.cos(turned), np.sin(turned)
    middle = (camera.cx_px, camera.cy_px)
    image_px = (bare.image_px - middle) @ np.array([[cos, sin], [-sin, cos]]) + middle
    straight, _ = straightened(replace(bare, image_px=image_px), camera)
    assert straight.image_px == pytest.approx(bare.image_px, abs=1e-6, nan_ok=True)
    card = exercise(done.exercise)
    here, there = read(bare, card, camera_of(bare)), read(replace(bare, image_px=image_px), card, camera)
    assert [rep for one in there.sets for rep in one.reps]
    assert sum(len(one.reps) for one in here.sets) == sum(len(one.reps) for one in there.sets)


def test_a_profile_of_pictures_of_another_shape_is_refused() -> None:
    from romtrack.errors import UsageError  # noqa: PLC0415
    from romtrack.kinematics.view import assumed_camera, camera_for  # noqa: PLC0415

    profile = replace(assumed_camera(1280, 720), source="profile")
    assert camera_for(640, 360, profile).fx_px == pytest.approx(profile.fx_px / 2)
    with pytest.raises(UsageError, match="another shape"):
        camera_for(640, 480, profile)
