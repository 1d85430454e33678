"""The truth's angles against analytic geometry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest
from phantom_people import filmed, performance, value

from calibration.phantom.body import Body
from calibration.phantom.geometry import SIDES, FloatArray, Side, X, Y, Z, other, rot, sign
from calibration.phantom.kinematics import place
from calibration.phantom.poses import Arm, Leg, Pose
from calibration.phantom.truth import Joints, angles, rotation_about_thigh
from romtrack.validation.truth import Truth, read_truth

if TYPE_CHECKING:
    from pathlib import Path

LEVEL = np.eye(3)


def skeleton(thighs: dict[Side, FloatArray], shanks: dict[Side, FloatArray], pelvis: FloatArray) -> Joints:
    """Return joints of somebody whose thighs and shanks are 40 cm long and point as asked."""
    joints: Joints = {}
    for side in SIDES:
        hip = pelvis @ (sign(side) * 0.1 * X)
        joints[f"{side}_hip"] = hip
        joints[f"{side}_knee"] = hip + 0.4 * thighs[side]
        joints[f"{side}_ankle"] = hip + 0.4 * thighs[side] + 0.4 * shanks[side]
        joints[f"{side}_shoulder"] = pelvis @ (sign(side) * 0.2 * X + 0.5 * Z)
    return joints


def aside(side: Side, degrees: float) -> FloatArray:
    """Return the direction of a leg that points down and ``degrees`` to its own side, in the world."""
    a = np.radians(degrees)
    return np.array([sign(side) * np.sin(a), 0, -np.cos(a)])


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("hike_deg", [-8.0, 0.0, 12.0])
@pytest.mark.parametrize("lift_deg", [0.0, 10.0, 40.0])
def test_abduction_is_the_thigh_against_gravity_less_the_pelvis_tilt(
    side: Side, hike_deg: float, lift_deg: float
) -> None:
    pelvis = rot(Y, -sign(side) * hike_deg)  # + lifts the working side
    leg = aside(side, lift_deg)
    joints = skeleton({side: leg, other(side): -Z}, {side: leg, other(side): -Z}, pelvis)
    found = angles(joints, pelvis)
    assert value(found, f"hip_abduction_{side}") == pytest.approx(lift_deg - hike_deg, abs=0.01)
    assert value(found, "pelvis_roll") == pytest.approx(sign(side) * hike_deg, abs=0.01)
    assert value(found, "thigh_angle") == pytest.approx(lift_deg, abs=0.01)
    assert value(found, f"knee_flexion_{side}") == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("turn_deg", [-30.0, 0.0, 42.0])
def test_rotation_is_the_shank_against_gravity_seen_along_the_thigh(side: Side, turn_deg: float) -> None:
    shank = rot(-Y, sign(side) * turn_deg) @ -Z  # the thigh points ahead (-Y); + takes the foot outward
    joints = skeleton({side: -Y, other(side): -Y}, {side: shank, other(side): -Z}, LEVEL)
    found = angles(joints, LEVEL)
    assert value(found, f"hip_rot_gravity_{side}") == pytest.approx(turn_deg, abs=0.01)
    assert value(found, f"hip_rot_joint_{side}") == pytest.approx(turn_deg, abs=0.01)
    assert np.sign((joints[f"{side}_ankle"] - joints[f"{side}_knee"])[0]) == sign(side) * np.sign(turn_deg)


def test_no_rotation_is_invented_where_there_is_none() -> None:
    straight = skeleton(dict.fromkeys(SIDES, -Y), dict.fromkeys(SIDES, -Y), LEVEL)
    assert rotation_about_thigh(straight, "left", -Z) is None
    hanging = skeleton(dict.fromkeys(SIDES, -Z), dict.fromkeys(SIDES, Y), LEVEL)
    assert rotation_about_thigh(hanging, "left", -Z) is None


@pytest.mark.parametrize("name", ["elderly", "body_004", "body_029"])
def test_a_pose_reads_as_it_was_asked_for(name: str) -> None:
    body, pelvis = Body(name), rot(Z, 20) @ rot(Y, 7) @ rot(X, -5)
    asked = {"left": Leg(35, 22, -18, 60), "right": Leg(80, -4, 25, 95)}
    legs: dict[Side, Leg] = {side: asked[side] for side in get_args(Side)}
    bones = place(body, Pose(pelvis, (0.1, 0.2, 0.9), legs=legs))
    found = angles(body.joints(bones.at), bones.turns[body.index["root"]])
    for side, leg in legs.items():
        read = [value(found, f"{part}_{side}") for part in ("hip_flexion", "hip_abduction", "hip_rot_joint")]
        assert read == pytest.approx([leg.flexion, leg.abduction, leg.rotation], abs=0.02)
        assert value(found, f"knee_flexion_{side}") == pytest.approx(leg.knee, abs=0.02)
    assert value(found, "pelvis_yaw") == pytest.approx(20, abs=0.3)


def test_feet_and_hands_reach_where_they_are_put() -> None:
    body = Body("body_011")
    hips = np.array([0.0, 0.0, 0.9 * (body.leg + body.ankle_height)])
    feet: dict[Side, FloatArray] = {"left": np.array([0.2, 0.1, 0.09]), "right": np.array([-0.1, -0.2, 0.09])}
    legs = {side: body.leg_reaching(side, LEVEL, hips, foot, (0, -1, 0.1)) for side, foot in feet.items()}
    hand = hips + np.array([0.35, -0.2, 0.1])
    arms: dict[Side, Arm] = {"left": Arm(wrist=hand, pole=(0.5, 1, 0), world=True)}
    joints = body.joints(place(body, Pose(LEVEL, hips, legs=legs, arms=arms)).at)
    for side, foot in feet.items():
        assert joints[f"{side}_ankle"] == pytest.approx(foot, abs=1e-6)
    assert joints["left_wrist"] == pytest.approx(hand, abs=1e-6)


def test_romtrack_reads_the_truth_that_is_written(tmp_path: Path) -> None:
    who = performance("seated_ir_measure", "--body slim_female --side right --seed 4 --outward")
    truth, _, _ = filmed(who, 40)
    path = tmp_path / "clip.gt.json"
    path.write_text(truth.text({}), encoding="utf-8")
    read = read_truth(path)
    assert isinstance(read, Truth)
    assert read.true_deg is not None
    assert (read.exercise, read.side, len(read.reps)) == ("seated-ir-measure", "right", 6)
    peak = max(rep["peak_deg"] for rep in json.loads(path.read_text())["reps"])
    assert 27 < peak < 47
    assert np.nanmax(read.true_deg) == pytest.approx(peak, abs=3)
