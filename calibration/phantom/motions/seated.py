"""Sitting on a chair: hip rotation with the shanks hanging free."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from calibration.phantom.faults import LEAN_OF_BEND
from calibration.phantom.geometry import Style, X, Y, other, rot, sign
from calibration.phantom.poses import Arm, Leg, Pose

from ._motion import both

if TYPE_CHECKING:
    from calibration.phantom.body import Body
    from calibration.phantom.geometry import FloatArray, Side

    from ._motion import Channels

TUCKED_KNEE, TUCKED_POINT = 118.0, 18.0  # of a foot under the chair, toes on the floor: knee, plantarflexion
RESTING_LEAN, RESTING_TOES = 6.0, 8.0  # of a foot on the floor: how far before the knee, toes out


def sizes(rng: np.random.Generator) -> Style:
    """Draw how somebody sits."""
    return {
        "flexion": float(rng.uniform(86, 90)),
        "knee": float(rng.uniform(85, 91)),
        "slump": float(rng.uniform(0, 5)),
        "arms": str(rng.choice(["thighs", "sides", "thighs", "crossed"])),
    }


def seated(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """Return somebody who sits, some air under the feet, and turns one hip."""
    sg, fault, size = sign(side), style.get("fault"), style.get("fault_size", 0.0) * c("fault")
    phase = c("phase")
    angle = style.get("rest_offset", 0.0) + phase * (style["peak"] if phase > 0 else style["peak_outward"])
    drift = size * style.get("drift", -1) if fault == "knee_drift" else 0.0
    hike = size if fault == "pelvic_hike" else 0.0
    lean = LEAN_OF_BEND * size if fault == "trunk_lean" else 0.0
    pelvis = rot(Y, -sg * hike)
    seat = np.array([0.0, 0.0, body.shank + body.ankle_height + style.get("air", 0.045)])
    pivot = body.hip_position(other(side), np.eye(3), seat)
    legs = {
        side: Leg(
            style["flexion"],
            style.get("abduction", 3.0) + drift,
            angle,
            style["knee"],
            style.get("point", 8.0),
        ),
        other(side): _waiting_leg(body, style),
    }
    spine = (style["slump"], sg * (hike * 0.8 - lean), 0)
    arms = both(lambda _, k: _arm(body, k, style))
    return Pose(pelvis, pivot + pelvis @ (seat - pivot), legs=legs, spine=spine, arms=arms)


def _waiting_leg(body: Body, style: Style) -> Leg:
    """Return the other leg: it hangs, its foot is tucked under the chair, or rests on the floor."""
    out, turn = style.get("abduction_other", 4.0), style.get("rest_offset_other", 0.0)
    flexion, foot = style.get("flexion_other", 90.0), style.get("other_foot", "hanging")
    if foot == "tucked":
        return Leg(flexion, out, turn, TUCKED_KNEE, TUCKED_POINT)
    if foot == "resting":
        lean = np.deg2rad(RESTING_LEAN)
        drop = style.get("air", 0.045) + body.shank * (1 - np.cos(lean))
        thigh = 90 - float(np.degrees(np.arcsin(drop / body.thigh)))  # so far down that the sole is level
        return Leg(thigh, out, turn, thigh - RESTING_LEAN, flat_foot=RESTING_TOES)
    return Leg(flexion, out, turn, style.get("knee_other", 88.0), 0.0)


def _arm(body: Body, k: int, style: Style) -> Arm:
    """Return where the style puts the hand of side ``k``."""
    hip: FloatArray = body.mid_hip + k * body.hip_half * X
    where = style["arms"]
    if where == "thighs":
        thick = style.get("thick", 0.115 if body.name == "heavy_female" else 0.095)
        wrist = hip + [0.0, -0.40 * body.thigh, thick]
        return Arm(wrist=wrist, pole=(k * 0.7, 0.7, -0.2), hand=(-k * 0.15, -1, -0.08))
    if where == "knees":
        wrist = hip + [k * 0.02, -0.72 * body.thigh, style["thick"]]
        return Arm(wrist=wrist, pole=(k * 0.7, 0.7, -0.2), hand=(-k * 0.1, -1, -0.35))
    if where == "edge":
        wrist = hip + [k * (0.10 + style["thick"]), -0.16, -0.03]
        return Arm(wrist=wrist, pole=(k * 0.5, 1.0, 0.1), hand=(-k * 0.25, -0.2, -1))
    if where == "sides":
        wrist = hip + [k * 0.16, -0.02, 0.02]
        return Arm(wrist=wrist, pole=(k * 0.3, 1.0, 0), hand=(0, -0.25, -1))
    wrist = hip + [-k * 0.16, -0.20, 0.33]  # crossed
    return Arm(wrist=wrist, pole=(k, 0.2, -1), hand=(-k, -0.2, 0.2))
