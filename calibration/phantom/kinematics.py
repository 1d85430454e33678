"""Forward kinematics: from a pose to the bones in the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .body import SUFFIX, Body
from .geometry import SIDES, FloatArray, Side, X, Y, Z, cross, frame, rot, sign, swing, unit
from .poses import Arm, Bones, Leg, Pose

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

THIGH_TWIST = (0.35, 0.8)  # share of the hip rotation that the skin of the upper and lower thigh follows
SPINE = (("spine05", 0.2), ("spine04", 0.45), ("spine03", 0.7), ("spine02", 0.85), ("spine01", 1.0))
NECK = (("neck01", 0.3), ("neck02", 0.5), ("neck03", 0.75), ("head", 1.0))
STRAIGHT_ELBOW = 0.05  # sine of the bend under which an elbow has no hinge

Rotations = dict[str, FloatArray]  # of bones, in the frame of the pelvis
Pivots = dict[str, tuple[str, FloatArray]]  # bones that hang on another one than their parent


def place(body: Body, pose: Pose) -> Bones:
    """Pose the skeleton of ``body``."""
    rotations, pivots = _trunk_and_legs(body, pose)
    bones = _forward(body, rotations, pivots)
    world = Bones(pose.pelvis @ bones.turns, bones.at @ pose.pelvis.T)
    shift = _shift(body, pose, world)
    for side in SIDES:
        if side in pose.arms:
            _arm(body, pose.arms[side], side, rotations, bones, pose.pelvis, shift)
    bones = _forward(body, rotations, pivots)
    return Bones(pose.pelvis @ bones.turns, bones.at @ pose.pelvis.T + shift)


def _shift(body: Body, pose: Pose, world: Bones) -> FloatArray:
    """Return by how much the turned skeleton has to be moved, metres."""
    hips = [world.at[body.index[f"upperleg01.{end}"]] for end in "LR"]
    middle: FloatArray = (hips[0] + hips[1]) / 2
    if pose.position is not None:
        return np.asarray(pose.position, float) - middle
    joint, (x, y) = pose.anchor
    at = middle if joint == "mid_hip" else body.joints(world.at)[joint]
    return np.array([x - at[0], y - at[1], -body.lowest(world)])


def _trunk_and_legs(body: Body, pose: Pose) -> tuple[Rotations, Pivots]:
    rotations: Rotations = {}
    pivots: Pivots = {}
    for side in SIDES:
        _leg(body, pose.legs[side], side, pose.pelvis, rotations, pivots)
    bend, side_bend, turn = pose.spine
    for bone, share in SPINE:
        rotations[bone] = rot(X, bend * share) @ rot(Y, side_bend * share) @ rot(Z, turn * share)
    nod, look = pose.head
    for bone, share in NECK:
        rotations[bone] = rotations["spine01"] @ rot(Z, look * share) @ rot(X, nod * share)
    return rotations, pivots


def _leg(body: Body, leg: Leg, side: Side, pelvis: FloatArray, rotations: Rotations, pivots: Pivots) -> None:
    """Add one leg's bones to ``rotations`` and ``pivots``."""
    end, sg = SUFFIX[side], sign(side)
    f, a, k = np.deg2rad([leg.flexion, leg.abduction, leg.knee])
    back = np.sin(f) * -Z + np.cos(f) * Y
    u = np.cos(a) * (np.sin(f) * -Y + np.cos(f) * -Z) + sg * np.sin(a) * X
    hip, knee, ankle = (body.head(f"{bone}.{end}") for bone in ("upperleg01", "lowerleg01", "foot"))
    rest_thigh, rest_shank = frame(knee - hip, Y), frame(ankle - knee, Y)

    def thigh_turned(degrees: float) -> FloatArray:
        turned: FloatArray = frame(u, rot(u, sg * degrees) @ back) @ rest_thigh.T
        return turned

    bend = rot(u, sg * leg.rotation) @ back
    s = np.cos(k) * u + np.sin(k) * bend
    q = -np.sin(k) * u + np.cos(k) * bend
    shank = frame(s, q) @ rest_shank.T
    upper, lower = f"upperleg01.{end}", f"upperleg02.{end}"
    rotations[upper] = thigh_turned(THIGH_TWIST[0] * leg.rotation)
    rotations[lower] = thigh_turned(THIGH_TWIST[1] * leg.rotation)
    rotations[f"lowerleg01.{end}"] = shank
    pivots[lower] = (upper, rotations[lower])
    pivots[f"lowerleg01.{end}"] = (upper, thigh_turned(leg.rotation))
    if leg.flat_foot is None:
        turned = rot(cross(s, q), leg.plantarflexion) @ rot(s, -sg * leg.foot_yaw)
        rotations[f"foot.{end}"] = turned @ shank
    else:
        rotations[f"foot.{end}"] = pelvis.T @ rot(Z, sg * leg.flat_foot)


def _forward(body: Body, rotations: Rotations, pivots: Pivots) -> Bones:
    turns = np.zeros((len(body.bones), 3, 3))
    at = np.zeros((len(body.bones), 3))
    for b in body.order:
        bone, parent = body.bones[b], body.parents[b]
        if parent < 0 or parent == b:
            turns[b], at[b] = rotations.get(bone, np.eye(3)), body.heads[b]
            continue
        turns[b] = rotations.get(bone, turns[parent])
        if bone in pivots:
            root, turn = pivots[bone]
            at[b] = at[body.index[root]] + turn @ (body.heads[b] - body.head(root))
        else:
            at[b] = at[parent] + turns[parent] @ (body.heads[b] - body.heads[parent])
    return Bones(turns, at)


def _arm(
    body: Body,
    arm: Arm,
    side: Side,
    rotations: Rotations,
    bones: Bones,
    pelvis: FloatArray,
    shift: FloatArray,
) -> None:
    """Add one arm's bone rotations (pelvis frame) to ``rotations``."""
    end = SUFFIX[side]

    def direction(v: ArrayLike) -> FloatArray:
        return pelvis.T @ np.asarray(v, float) if arm.world else np.asarray(v, float)

    first = body.index[f"upperarm01.{end}"]
    chest = bones.turns[body.parents[first]]
    at_rest = [body.head(f"{bone}.{end}") for bone in ("upperarm01", "lowerarm01", "wrist")]
    if arm.wrist is None:
        upper, fore = unit(direction(arm.upper)), unit(direction(arm.fore))
    else:
        target = np.asarray(arm.wrist, float)
        to = (pelvis.T @ (target - shift) if arm.world else target) - bones.at[first]
        upper, fore = _reach(at_rest, to, direction(arm.pole))
    turned = _elbow(at_rest, upper, fore, chest)
    rotations[f"upperarm01.{end}"], rotations[f"lowerarm01.{end}"] = turned
    if arm.hand is not None:
        fingers = turned[1] @ (body.head(f"finger3-1.{end}") - at_rest[2])
        rotations[f"wrist.{end}"] = swing(fingers, direction(arm.hand)) @ turned[1]


def _reach(at_rest: list[FloatArray], to: FloatArray, pole: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the directions of upper arm and forearm: the wrist comes ``to``, the elbow toward ``pole``."""
    shoulder, elbow, wrist = at_rest
    upper_m, fore_m = np.linalg.norm(elbow - shoulder), np.linalg.norm(wrist - elbow)
    d = np.clip(np.linalg.norm(to), abs(upper_m - fore_m) + 0.02, 0.995 * (upper_m + fore_m))
    to = unit(to)
    c = (upper_m**2 + d * d - fore_m**2) / (2 * upper_m * d)
    upper = c * to + np.sqrt(max(0.0, 1 - c * c)) * unit(pole - (pole @ to) * to)
    return upper, unit(d * to - upper_m * upper)


def _elbow(
    at_rest: list[FloatArray], upper: FloatArray, fore: FloatArray, chest: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the rotations of upper arm and forearm that point where asked, the hinge between them kept."""
    shoulder, elbow, wrist = at_rest
    a, b = elbow - shoulder, wrist - elbow
    rest_hinge, hinge = cross(a, b), cross(upper, fore)
    if np.linalg.norm(hinge) > STRAIGHT_ELBOW:
        return (
            frame(upper, cross(hinge, upper)) @ frame(a, cross(rest_hinge, a)).T,
            frame(fore, cross(hinge, fore)) @ frame(b, cross(rest_hinge, b)).T,
        )
    turned = swing(chest @ a, upper) @ chest
    return turned, swing(turned @ b, fore) @ turned
