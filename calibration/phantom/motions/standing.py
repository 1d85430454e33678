"""Standing: on one leg, in a squat, in a lunge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from calibration.phantom.geometry import SIDES, FloatArray, Style, X, lerp, other, rot, sign, smooth
from calibration.phantom.poses import Arm, Leg, Pose

from ._motion import both

if TYPE_CHECKING:
    from calibration.phantom.body import Body
    from calibration.phantom.geometry import Side

    from ._motion import Channels


def single_leg_rdl_reach(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """Hinge on the working leg; the other leg goes back, the opposite hand reaches for the foot."""
    p, sg = c("phase"), sign(side)
    pelvis = rot(X, 4 + style["peak"] * p)
    knee, tilt = np.deg2rad([6 + 14 * p, 4 + 4 * p])
    thigh_tilt = knee - tilt
    inward = -sg * 0.06
    stance = body.leg_from_directions(
        side,
        pelvis,
        (inward, -np.sin(thigh_tilt), -np.cos(thigh_tilt)),
        (inward, np.sin(tilt), -np.cos(tilt)),
        flat_foot=4.0,
    )
    rear = Leg(float(lerp(32.0, -4.0, p)), 2.0, 0.0, float(lerp(70.0, 8.0, p)), 10.0)
    return Pose(
        pelvis,
        anchor=(f"{side}_ankle", (sg * 0.03, 0.0)),
        legs={side: stance, other(side): rear},
        spine=(4 * p, 0.0, 0.0),
        head=(-4 - 26 * p, 0.0),
        arms=_reaching_arms(body, side, p),
    )


def _reaching_arms(body: Body, side: Side, p: float) -> dict[Side, Arm]:
    """Return one arm that goes from hanging to the foot, and one that goes back."""
    sg = sign(side)
    shoulder_z = body.leg + body.ankle_height + body.shoulder[2] - body.mid_hip[2]
    hang = np.array([-sg * (body.shoulder[0] + 0.07), -0.03 - 0.30 * p, 0.0])
    hang = hang + [0, 0, shoulder_z - 0.96 * body.arm]
    reach = np.array([sg * 0.03, 0.0, 0.0]) + [-sg * 0.02, -0.16, 0.16]
    q = float(np.clip(p, 0, 1))
    return {
        other(side): Arm(
            wrist=lerp(hang, reach, smooth(p)), pole=(-sg * 0.5, 0.8, 0.2), hand=(0, -0.25, -1), world=True
        ),
        side: Arm(
            upper=lerp((sg * 0.14, -0.05, -1), (sg * 0.35, 0.45, -0.6), q),
            fore=lerp((sg * 0.06, -0.16, -1), (sg * 0.25, 0.4, -0.7), q),
            world=True,
        ),
    }


def squat_sizes(rng: np.random.Generator) -> Style:
    """Draw how deep the squat is."""
    return {"hip_height": float(rng.uniform(0.44, 0.50))}


def squat_with_rotation(body: Body, _side: Side, c: Channels, style: Style) -> Pose:
    """Turn the chest in a deep squat.

    Channel depth: 0 standing, 1 deep squat; channel turn: -1..1, + = chest and left arm to the left and up.
    """
    d, turn = c("depth"), c("turn")
    up = body.leg + body.ankle_height
    position = np.array([0.0, 0.05 + 0.16 * d, lerp(up * 0.985, style["hip_height"] * up, d)])
    pelvis = rot(X, 3 + 30 * d)
    width = 0.20

    def leg(s: Side, k: int) -> Leg:
        ankle = (k * width, 0.0, body.ankle_height)
        return body.leg_reaching(s, pelvis, position, ankle, (k * 0.55, -1, 0.1), flat_foot=16.0)

    def arm(_: Side, k: int) -> Arm:
        raised = np.clip(turn * k, 0, 1.1)
        a = np.deg2rad(lerp(14.0, 172.0, raised))
        forward = 0.35 * d * (1 - raised) + 0.12 * np.sin(np.pi * np.clip(raised, 0, 1))
        v = np.array([k * np.sin(a), -forward, -np.cos(a)])
        return Arm(upper=v, fore=v + [-0.10 * k * (1 - raised), -0.18 * (1 - raised), 0], world=True)

    spine = (10 * d, 6 * turn, style["peak"] * turn)
    return Pose(
        pelvis,
        position,
        legs=both(leg),
        spine=spine,
        head=(-18 * d + 4 * abs(turn), 18 * turn),
        arms=both(arm),
    )


def lunge_sizes(rng: np.random.Generator) -> Style:
    """Draw how deep and how wide the lunge is."""
    return {"hip_height": float(rng.uniform(0.60, 0.66)), "width": float(rng.uniform(0.95, 1.02))}


def lateral_lunge(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """Step to the working side into a deep lunge; channel lift raises that knee after the push back."""
    p, lift, sg = c("phase"), float(np.clip(c("lift"), 0, 1.1)), sign(side)
    step = float(smooth(p / 0.5))
    depth = float(np.clip(smooth((p - 0.25) / 0.75) + max(0, p - 1) * 0.8, 0, 1.1))
    length, low = body.leg, body.ankle_height
    stance = np.array([-sg * 0.09, 0.0, low])
    width = style["width"] * length
    air = 4 * step * (1 - step)
    ankle = np.array(
        [sg * (-0.09 + 0.18 + (width - 0.18) * step), -0.02 - 0.06 * lift, low + 0.07 * air + 0.34 * lift]
    )
    pelvis = rot(X, 3 + 30 * depth)
    deep_x = -0.09 + width - 0.20 * length
    x = sg * (lerp(-0.03 * lift, (width - 0.18) / 2, step) * (1 - depth) + deep_x * depth)
    y = 0.03 + 0.17 * depth
    z = float(lerp(low + 0.985 * length, style["hip_height"] * length, depth))
    z = _within_reach(body, pelvis, np.array([x, y, z]), {other(side): stance, side: ankle})
    position = np.array([x, y, z])
    legs = {
        other(side): body.leg_reaching(
            other(side), pelvis, position, stance, (-sg * 0.15, -1, 0.1), flat_foot=6.0
        ),
        side: body.leg_reaching(
            side, pelvis, position, ankle, (sg * 0.32 * step, -1, 0.1 + lift), flat_foot=10.0
        ),
    }
    q = float(np.clip(depth, 0, 1))
    arms = both(
        lambda _, k: Arm(
            upper=lerp((k * 0.2, -0.05, -1), (k * 0.12, -0.85, -0.45), q),
            fore=lerp((k * 0.08, -0.15, -1), (-k * 0.55, -0.6, 0.12), q),
            world=True,
        )
    )
    spine = (8 * depth, -sg * 4 * depth, 0.0)
    return Pose(pelvis, position, legs=legs, spine=spine, head=(-20 * depth, 0.0), arms=arms)


def _within_reach(body: Body, pelvis: FloatArray, hips: FloatArray, feet: dict[Side, FloatArray]) -> float:
    """Return the height of the hips, lowered so far that both legs reach their feet."""
    z = float(hips[2])
    for side in SIDES:
        foot = feet[side]
        hip = body.hip_position(side, pelvis, (hips[0], hips[1], 0.0))
        reach = (0.992 * body.leg) ** 2 - (hip[0] - foot[0]) ** 2 - (hip[1] - foot[1]) ** 2
        z = min(z, foot[2] + float(np.sqrt(max(reach, 0.05))))
    return z
