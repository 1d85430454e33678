"""Lying on the side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from calibration.phantom.geometry import FloatArray, Style, Y, Z, other, rot, sign, unit
from calibration.phantom.poses import Arm, Pose

if TYPE_CHECKING:
    from collections.abc import Callable

    from calibration.phantom.body import Body
    from calibration.phantom.geometry import Side

    from ._motion import Channels

Directions = tuple[FloatArray, FloatArray]  # of a thigh and a shank, in the world


def sizes(rng: np.random.Generator) -> Style:
    """Draw how hips and knees are bent."""
    return {"flexion": float(rng.uniform(42, 52)), "knee": float(rng.uniform(84, 92))}


def side_lying(
    body: Body, side: Side, style: Style, top: Callable[[FloatArray], Directions], roll: float
) -> Pose:
    """Return somebody who lies on the other side, hips and knees bent, the lower arm under the head.

    ``top(base pelvis)`` gives the upper leg's directions; ``roll``: pelvis rolled backward, degrees.
    """
    sg = sign(side)
    base = rot(Y, -90 * sg)
    pelvis = base @ rot(Z, sg * roll)
    thigh, shank = top(base)
    f = np.deg2rad(style["flexion"])
    k = f - np.deg2rad(style["knee"])
    down = np.deg2rad(5.0)

    def flat(angle: float) -> FloatArray:
        level: FloatArray = base @ np.array([0.0, -np.sin(angle), -np.cos(angle)])
        return level

    lower_thigh = np.cos(down) * flat(f) - np.sin(down) * Z
    legs = {
        side: body.leg_from_directions(side, pelvis, thigh, shank, plantarflexion=10.0),
        other(side): body.leg_from_directions(
            other(side), pelvis, lower_thigh, flat(k) - 0.02 * Z, plantarflexion=10.0
        ),
    }
    return Pose(
        pelvis,
        anchor=(f"{other(side)}_hip", (0.0, 0.0)),
        legs=legs,
        spine=(4.0, -sg * 4.0, 0.0),
        head=(4.0, 0.0),
        arms=_arms(side, base @ Z),
    )


def _arms(side: Side, head_end: FloatArray) -> dict[Side, Arm]:
    return {
        side: Arm(
            upper=-0.75 * Y - 0.35 * head_end + 0.25 * Z,
            fore=-0.55 * Y + 0.1 * head_end - 0.75 * Z,
            hand=-0.5 * Y + 0.6 * head_end - 0.25 * Z,
            world=True,
        ),
        other(side): Arm(
            upper=-0.45 * Y + head_end + 0.03 * Z, fore=0.75 * Y + 0.55 * head_end + 0.18 * Z, world=True
        ),
    }


def stacked_leg(base: FloatArray, style: Style, rotation: float = 0.0) -> Directions:
    """Return the upper leg's directions: knee resting on the lower knee, ``rotation`` internal."""
    f, k, drop = np.deg2rad([style["flexion"], style["knee"], 16.0])
    thigh = unit(np.cos(drop) * (base @ np.array([0.0, -np.sin(f), -np.cos(f)])) - np.sin(drop) * Z)
    back = base @ np.array([0.0, np.cos(f), -np.sin(f)])
    back = unit(back - (back @ thigh) * thigh)
    up = unit(Z - (Z @ thigh) * thigh)
    t = np.deg2rad(rotation - 5)  # the foot sags onto the lower one
    bend = np.cos(t) * back + np.sin(t) * up
    return thigh, np.cos(k) * thigh + np.sin(k) * bend


def sidelying_ir(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """Keep the knees together and lift the upper foot (internal rotation of the upper hip)."""
    roll = style.get("fault_size", 0.0) * c("fault")
    turn = style["peak"] * c("phase")
    return side_lying(body, side, style, lambda base: stacked_leg(base, style, turn), roll)


def clamshell(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """Keep the feet together and open the upper knee: the leg turns about the line from hip to ankle."""
    size = style.get("fault_size", 0.0) * c("fault")
    roll = size if style.get("fault") == "pelvis_roll" else 0.0
    lift = size if style.get("fault") == "feet_apart" else 0.0

    def top(base: FloatArray) -> Directions:
        thigh, shank = stacked_leg(base, style)
        axis = unit(body.thigh * thigh + body.shank * shank)
        opened = rot(axis, style["peak"] * c("phase"))
        if (opened @ thigh)[2] < thigh[2]:
            opened = opened.T
        turn = rot(Y if axis[0] < 0 else -Y, lift) @ opened
        if roll:
            turn = rot(base @ Z, sign(side) * roll * 0.6) @ turn
        return turn @ thigh, turn @ shank

    return side_lying(body, side, style, top, roll)
