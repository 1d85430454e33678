"""Ground-truth angles of a posed skeleton, computed from the 3D joint centres. All in degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .geometry import SIDES, FloatArray, Side, Z, cross, sign, unit

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Joints = dict[str, FloatArray]
Angles = dict[str, float | None]

STRAIGHT_KNEE = 0.17  # sine of 10 degrees: the shank says nothing about rotation
UNSEEN_DIRECTION = 0.2  # sine of 12 degrees: the thigh points along what it is measured against


def rotation_about_thigh(joints: Joints, side: Side, reference: ArrayLike) -> float | None:
    """Return the angle of the shank from direction ``reference``, both seen along the thigh.

    + = internal rotation (foot lateral). None where the thigh is within 12 degrees of ``reference``
    or the knee is within 10 degrees of straight: the angle is not defined there.
    """
    towards = np.asarray(reference, float)
    thigh = unit(joints[f"{side}_knee"] - joints[f"{side}_hip"])
    shank = unit(joints[f"{side}_ankle"] - joints[f"{side}_knee"])
    s, g = shank - (shank @ thigh) * thigh, towards - (towards @ thigh) * thigh
    if np.linalg.norm(s) < STRAIGHT_KNEE or np.linalg.norm(g) < UNSEEN_DIRECTION:
        return None
    return float(sign(side) * np.degrees(np.arctan2(thigh @ cross(g, s), g @ s)))


def angles(joints: Joints, pelvis: FloatArray) -> Angles:
    """Return every angle of one frame, to the hundredth; ``README.md`` defines them."""
    found: Angles = {}
    for side in SIDES:
        found |= _leg(joints, pelvis, side)
    found |= _pelvis(pelvis)
    found |= _trunk(joints, pelvis)
    left, right = (unit(joints[f"{side}_knee"] - joints[f"{side}_hip"]) for side in SIDES)
    found["thigh_angle"] = _between(left, right)
    return {name: None if value is None else round(value, 2) for name, value in found.items()}


def _between(a: FloatArray, b: FloatArray) -> float:
    return float(np.degrees(np.arccos(np.clip(a @ b, -1, 1))))


def _leg(joints: Joints, pelvis: FloatArray, side: Side) -> Angles:
    """Return the angles of one leg; flexion and abduction are those of the thigh in the pelvis' own frame."""
    up = pelvis[:, 2]
    thigh = unit(joints[f"{side}_knee"] - joints[f"{side}_hip"])
    shank = unit(joints[f"{side}_ankle"] - joints[f"{side}_knee"])
    u = pelvis.T @ thigh
    flexion = np.arctan2(-u[1], -u[2])
    back = pelvis @ np.array([0.0, np.cos(flexion), -np.sin(flexion)])
    return {
        f"hip_rot_gravity_{side}": rotation_about_thigh(joints, side, -Z),
        f"hip_rot_pelvis_{side}": rotation_about_thigh(joints, side, -up),
        f"hip_rot_joint_{side}": rotation_about_thigh(joints, side, back),
        f"hip_flexion_{side}": float(np.degrees(flexion)),
        f"hip_abduction_{side}": float(np.degrees(np.arcsin(np.clip(sign(side) * u[0], -1, 1)))),
        f"knee_flexion_{side}": _between(thigh, shank),
    }


def _pelvis(pelvis: FloatArray) -> Angles:
    left, forward, up = pelvis[:, 0], -pelvis[:, 1], pelvis[:, 2]
    return {
        "pelvis_roll": float(np.degrees(np.arcsin(np.clip(left[2], -1, 1)))),
        "pelvis_pitch": float(np.degrees(np.arctan2(-forward[2], up[2]))),
        "pelvis_yaw": float(np.degrees(np.arctan2(left[1], left[0]))),
    }


def _trunk(joints: Joints, pelvis: FloatArray) -> Angles:
    left = pelvis[:, 0]
    shoulders, hips = ([joints[f"{side}_{joint}"] for side in SIDES] for joint in ("shoulder", "hip"))
    trunk = (shoulders[0] + shoulders[1] - hips[0] - hips[1]) / 2
    yaw = np.arctan2(left[1], left[0])
    ahead = np.array([np.sin(yaw), -np.cos(yaw), 0])
    leftward = np.array([np.cos(yaw), np.sin(yaw), 0])
    axis = unit(trunk)
    across = shoulders[0] - shoulders[1]
    s, h = across - (across @ axis) * axis, left - (left @ axis) * axis
    return {
        "trunk_lean_forward": float(np.degrees(np.arctan2(trunk @ ahead, trunk[2]))),
        "trunk_lean_left": float(np.degrees(np.arctan2(trunk @ leftward, trunk[2]))),
        "trunk_turn": float(np.degrees(np.arctan2(axis @ cross(h, s), h @ s))),
    }
