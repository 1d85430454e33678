"""Standing with one hand on a chair: one straight leg lifts sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from calibration.phantom.faults import LEAN_OF_BEND
from calibration.phantom.geometry import Style, X, Y, lerp, other, rot, sign, smooth
from calibration.phantom.poses import Arm, Leg, Pose

if TYPE_CHECKING:
    from calibration.phantom.body import Body
    from calibration.phantom.geometry import FloatArray, Side

    from ._motion import Channels

FOOT_OUT_M = 0.09  # each ankle from the middle
PELVIS_PITCH = 3.0
SHIFTED_AT = 0.4  # share of the range at which the weight is over the standing foot
STRETCHED_ARM = 0.84  # share of the arm's length from the shoulder down to the hand on the chair


def sizes(rng: np.random.Generator) -> Style:
    """Draw how somebody stands and lifts the leg, and the chair.

    Degrees: ``stance`` and ``stance_shifted`` (abduction of the standing leg before and after the weight is
    over it), ``tilt`` (the pelvis at the end of range, + = working side up: nobody keeps it level to the
    degree), ``forward`` (flexion of the lifted hip), ``bend`` (of its knee), ``toes_out``. Metres:
    ``support_*``. ``arm_out``: how far the free arm hangs off the body (tangent).
    """
    return {
        "stance": float(rng.uniform(1, 5)),
        "stance_shifted": float(rng.uniform(-4, 0)),
        "tilt": float(rng.uniform(-2, 2)),
        "forward": float(rng.uniform(0, 5)),
        "bend": float(rng.uniform(2, 6)),
        "toes_out": float(rng.uniform(2, 10)),
        "arm_out": float(rng.uniform(0.12, 0.3)),
        "support_out": float(rng.uniform(0.16, 0.24)),
        "support_back": float(rng.uniform(-0.14, 0.02)),
        "support_height": float(rng.uniform(0.84, 0.96)),
        "support_facing": str(rng.choice(["outward", "ahead"])),
    }


def support_point(body: Body, side: Side, style: Style) -> FloatArray:
    """Return the top of the chair's back beside the standing leg, metres (world)."""
    k = sign(other(side))
    shoulder_z = body.leg + body.ankle_height + body.shoulder[2] - body.mid_hip[2]
    height = max(style["support_height"], shoulder_z - STRETCHED_ARM * body.arm)
    return np.array([k * (body.shoulder[0] + style["support_out"]), style["support_back"], height])


def standing_hip_abduction(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """Lift the straight leg sideways; the weight goes over the standing foot first."""
    p, sg, stance = c("phase"), sign(side), other(side)
    fault, size = style.get("fault"), style.get("fault_size", 0.0) * c("fault")
    hike = style["tilt"] * p + (size if fault == "pelvic_hike" else 0.0)
    lean = LEAN_OF_BEND * size if fault == "trunk_lean" else 0.0
    pelvis = rot(Y, -sg * hike) @ rot(X, PELVIS_PITCH)
    shifted: float = smooth(abs(p) / SHIFTED_AT)
    out = np.deg2rad(lerp(style["stance"], style["stance_shifted"], shifted))
    down: tuple[Any, ...] = (-sg * np.sin(out), -0.02, -np.cos(out))
    straight: tuple[Any, ...] = (down[0], 0.03, down[2])
    legs = {
        stance: body.leg_from_directions(stance, pelvis, down, straight, flat_foot=style["toes_out"]),
        side: Leg(
            style["forward"],
            style["stance"] + style["peak"] * p,
            0.0,
            style["bend"],
            8.0 * max(0.0, p),
            style["toes_out"] * 0.6,
        ),
    }
    return Pose(
        pelvis,
        anchor=(f"{stance}_ankle", (-sg * FOOT_OUT_M, 0.0)),
        legs=legs,
        spine=(0.0, sg * (hike * 0.8 - lean), 0.0),
        arms=_arms(body, side, p, style),
    )


def _arms(body: Body, side: Side, p: float, style: Style) -> dict[Side, Arm]:
    """Return one hand on the chair; the other arm hangs and makes way for the leg."""
    sg = sign(side)
    hand = support_point(body, side, style) + [0.0, 0.02, 0.035]
    aside = style["arm_out"] + 0.008 * style["peak"] * p
    return {
        other(side): Arm(wrist=hand, pole=(-sg * 0.7, 0.7, -0.1), hand=(0, -1, -0.25), world=True),
        side: Arm(upper=(sg * aside, -0.05, -1), fore=(sg * (aside - 0.12), -0.15, -1), world=True),
    }
