"""Movements that are none of the exercises: ``python -m calibration.foreign_motions OUT [NAME ...]``.

From the checkout, in the environment of the phantom (``phantom/requirements.txt``). OUT gets a clip and its
truth for each line of ``CLIPS`` (or those whose name begins with one of NAME), about twenty minutes on one
core; ``tests/data/record_foreign.py`` makes the small recordings of ``tests/data/foreign`` of them. The
alternating and slow performances of the exercises that the phantom itself does not have are here, too.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from calibration.phantom.geometry import (
    SIDES,
    FloatArray,
    Side,
    Style,
    X,
    Y,
    Z,
    lerp,
    other,
    rot,
    sign,
    smooth,
    unit,
)
from calibration.phantom.motions import MOTIONS, Channels, Motion, PoseAt, both, lying, seated
from calibration.phantom.motions._motion import Stance, no_sizes
from calibration.phantom.motions.floor import (
    all_fours_pitch,
    fire_hydrant,
    hands_on_floor,
    kneeling_leg,
    pigeon_hold,
)
from calibration.phantom.motions.standing import lateral_lunge, single_leg_rdl_reach
from calibration.phantom.poses import Arm, Leg, Pose

if TYPE_CHECKING:
    from calibration.phantom.body import Body
    from calibration.phantom.timeline import Script, Written

ROOT = Path(__file__).parents[1]
Vector = tuple[float, float, float]
Sizes = Callable[[np.random.Generator], Style]


# ---- when -----------------------------------------------------------------------------------------
def in_turn(script: Script, reps: int, rep_s: float) -> None:
    """Repetitions to the working side (phase to 1) and to the other (to -1) in turn."""
    script.wait(2)
    for at in range(reps):
        script.rep(
            (1 if at % 2 == 0 else -1) * script.jitter(0.1),
            rep_s * script.jitter(0.15),
            direction="other" if at % 2 else "working",
        )
        script.wait(script.rng.uniform(0.1, 0.4))
    script.wait(2)


def steps(script: Script, reps: int, rep_s: float) -> None:
    """Step with one leg after the other, without a rest; channel ``way`` goes from 0 to 1 meanwhile."""
    script.wait(1)
    began = script.time
    for at in range(2 * reps):
        script.rep(1 if at % 2 == 0 else -1, rep_s * script.jitter(0.1), hold=0.0)
    script.keys["way"] = [(began, 0.0), (script.time, 1.0)]
    script.wait(1)


def plain(script: Script, reps: int, rep_s: float) -> None:
    """Do the same again and again, nothing partial between."""
    script.wait(2)
    for _ in range(reps):
        script.rep(script.jitter(0.08), rep_s * script.jitter(0.12))
        script.wait(script.rng.uniform(0.1, 0.4))
    script.wait(2)


def kept_up(script: Script, reps: int, _rep_s: float) -> None:
    """One hand, then the other (phase to -1), then the first goes where it goes, and stays there for 3 s."""
    script.wait(2)
    for at in range(reps):
        whose = "other" if at % 2 else "working"
        script.rep(-1 if at % 2 else 1, 4.6 * script.jitter(0.05), hold=3.0, direction=whose)
        script.wait(script.rng.uniform(0.6, 1.2))
    script.wait(1)


def fold_and_rise(script: Script, _reps: int, rep_s: float) -> None:
    """Into the pigeon, held; there the trunk comes upright for some seconds (``rise``), folds again; out."""
    script.wait(2)
    script.move("phase", 1, 0.5 * rep_s)
    start_s = script.time
    for _ in range(2):
        script.wait(4)
        script.move("rise", 1, 1.5)
        script.wait(3)
        script.move("rise", 0, 1.5)
    script.wait(3)
    script.holds.append({"start_s": start_s, "end_s": script.time})
    script.move("phase", 0, 0.5 * rep_s)
    script.wait(2)


# ---- standing -------------------------------------------------------------------------------------
def hanging_arms() -> dict[Side, Arm]:
    """Both arms beside the body."""
    return both(lambda _, k: Arm(upper=(k * 0.2, -0.05, -1), fore=(k * 0.08, -0.15, -1), world=True))


def arms_ahead(share: float) -> dict[Side, Arm]:
    """Both arms from beside the body (0) to straight ahead (1)."""
    q = float(np.clip(share, 0, 1))
    return both(
        lambda _, k: Arm(
            upper=lerp((k * 0.2, -0.05, -1), (k * 0.1, -1, -0.1), q),
            fore=lerp((k * 0.08, -0.15, -1), (-k * 0.05, -1, 0.0), q),
            world=True,
        )
    )


def standing(
    legs: dict[Side, Leg],
    *,
    pelvis: FloatArray | None = None,
    spine: Vector = (0.0, 0.0, 0.0),
    head: tuple[float, float] = (0.0, 0.0),
    arms: dict[Side, Arm] | None = None,
    at: tuple[float, float] = (0.0, 0.0),
) -> Pose:
    """Upright on whichever foot is lower."""
    turned, hang = rot(X, 3) if pelvis is None else pelvis, arms or hanging_arms()
    return Pose(turned, anchor=("mid_hip", at), legs=legs, spine=spine, head=head, arms=hang)


def lifts(c: Channels, side: Side) -> dict[Side, float]:
    """How far each leg is lifted where the phase says which."""
    return {side: max(c("phase"), 0.0), other(side): max(-c("phase"), 0.0)}


def straight(**more: float) -> Leg:
    """Return a standing leg."""
    return Leg(**{"flexion": 2.0, "abduction": 3.0, "knee": 4.0, "flat_foot": 6.0, **more})


def on_feet(
    body: Body,
    at: Vector,
    feet: dict[Side, Vector],
    pitch: float,
    *,
    spine: Vector = (0.0, 0.0, 0.0),
    head: tuple[float, float] = (0.0, 0.0),
    arms: dict[Side, Arm] | None = None,
) -> Pose:
    """Both feet (x outward, y, z above the sole's height) where they are, the hips as low as they must be."""
    pelvis, low, hips = rot(X, pitch), body.ankle_height, np.array(at, float)
    ankles = {s: np.array([sign(s) * x, y, low + z]) for s, (x, y, z) in feet.items()}
    for s, ankle in ankles.items():
        hip = body.hip_position(s, pelvis, (hips[0], hips[1], 0.0))
        reach = (0.992 * body.leg) ** 2 - (hip[0] - ankle[0]) ** 2 - (hip[1] - ankle[1]) ** 2
        hips[2] = min(hips[2], ankle[2] + float(np.sqrt(max(reach, 0.02))))
    legs = {
        s: body.leg_reaching(s, pelvis, hips, ankle, (sign(s) * 0.2, -1, 0.1), flat_foot=8.0)
        for s, ankle in ankles.items()
    }
    return Pose(pelvis, hips, legs=legs, spine=spine, head=head, arms=arms or hanging_arms())


def squat(body: Body, _side: Side, c: Channels, _style: Style) -> Pose:
    """Down to thighs level and up."""
    p, top = c("phase"), body.leg + body.ankle_height
    hips = (0.0, 0.05 + 0.22 * p, float(lerp(0.985 * top, 0.50 * top, p)))
    feet = dict.fromkeys(SIDES, (0.19, 0.0, 0.0))
    return on_feet(
        body, hips, feet, 3 + 34 * p, spine=(8 * p, 0.0, 0.0), head=(-20 * p, 0.0), arms=arms_ahead(p)
    )


def cossack_squat(body: Body, side: Side, c: Channels, _style: Style) -> Pose:
    """Feet wide apart all the time; over one foot, then over the other."""
    p, top = c("phase"), body.leg + body.ankle_height
    d = abs(p)
    hips = (sign(side) * 0.30 * body.leg * p, 0.03 + 0.15 * d, float(lerp(top, 0.55 * top, d)))
    feet = dict.fromkeys(SIDES, (0.46 * body.leg, 0.0, 0.0))
    return on_feet(
        body, hips, feet, 3 + 28 * d, spine=(6 * d, 0.0, 0.0), head=(-16 * d, 0.0), arms=arms_ahead(d)
    )


def curtsy_lunge(body: Body, side: Side, c: Channels, _style: Style) -> Pose:
    """Step behind the other foot, across, and bend both knees."""
    p, top = float(np.clip(c("phase"), 0, 1.1)), body.leg + body.ankle_height
    step, depth = float(smooth(p / 0.6)), float(smooth((p - 0.2) / 0.8))
    feet = {
        other(side): (0.09, 0.0, 0.0),
        side: (
            float(lerp(0.09, -0.28, step)),
            float(lerp(0.0, 0.42, step)),
            0.2 * step * (1 - step) + 0.05 * step,
        ),
    }
    hips = (-sign(side) * 0.08 * step, 0.04 + 0.10 * step, float(lerp(0.99 * top, 0.66 * top, depth)))
    return on_feet(body, hips, feet, 4 + 12 * depth, arms=arms_ahead(0.5 * depth))


def forward_lunge(body: Body, side: Side, c: Channels, _style: Style) -> Pose:
    """Step ahead, and bend both knees."""
    p, top = float(np.clip(c("phase"), 0, 1.1)), body.leg + body.ankle_height
    step, depth = float(smooth(p / 0.6)), float(smooth((p - 0.2) / 0.8))
    feet = {
        side: (0.1, -0.62 * step, 0.3 * step * (1 - step)),
        other(side): (0.1, 0.14 * step, 0.07 * depth),
    }
    hips = (0.0, 0.04 - 0.22 * step, float(lerp(0.99 * top, 0.62 * top, depth)))
    return on_feet(body, hips, feet, 4 + 6 * depth)


def stand_up(body: Body, _side: Side, c: Channels, style: Style) -> Pose:
    """Up from the chair and down again."""
    p, top = float(np.clip(c("phase"), 0, 1)), body.leg + body.ankle_height
    seat = np.array([0.0, 0.0, 0.97 * (body.shank + body.ankle_height) + 0.02])
    feet = dict.fromkeys(SIDES, (0.13, -0.92 * body.thigh, 0.0))
    there = lerp(seat, (0.0, -0.84 * body.thigh, 0.985 * top), p) + 0.12 * np.sin(np.pi * p) * np.array(
        [0, -1.0, 0]
    )
    lean = 34 * np.sin(np.pi * p**0.8)
    arms = hanging_arms() if style.get("arms") == "sides" else arms_ahead(0.55 + 0.3 * np.sin(np.pi * p))
    return on_feet(body, tuple(there), feet, 2 + lean, spine=(6.0, 0.0, 0.0), arms=arms)


def side_kick(_body: Body, side: Side, c: Channels, _style: Style) -> Pose:
    """Swing the straight leg out to the side, the trunk a little away."""
    p, sg = c("phase"), sign(side)
    legs = {other(side): straight(abduction=3.0 - 9 * p), side: Leg(4, 5 + 52 * p, 0, 5, 8)}
    return standing(legs, pelvis=rot(Y, -sg * 9 * p), spine=(2.0, -sg * 10 * p, 0.0))


def hip_extension(_body: Body, side: Side, c: Channels, _style: Style) -> Pose:
    """Move the straight leg back, the trunk nearly upright."""
    p = c("phase")
    return standing(
        {other(side): straight(flexion=2 + 8 * p), side: Leg(2 - 28 * p, 4, 0, 5, 15)},
        pelvis=rot(X, 3 + 8 * p),
    )


def leg_curl(_body: Body, side: Side, c: Channels, _style: Style) -> Pose:
    """Bring the heel to the seat, the thigh where it is."""
    return standing({other(side): straight(), side: Leg(3, 3, 0, 5 + 95 * c("phase"), 20)})


def good_morning(_body: Body, _side: Side, c: Channels, _style: Style) -> Pose:
    """Tip the trunk forward over both legs."""
    p = c("phase")
    legs = both(lambda _s, _k: straight(flexion=6 + 66 * p, knee=6 + 8 * p))
    return standing(legs, pelvis=rot(X, 4 + 62 * p), head=(-22 * p, 0.0))


def march(_body: Body, side: Side, c: Channels, _style: Style) -> Pose:
    """One knee up to the hip, then the other."""
    up = lifts(c, side)
    return standing({s: straight(flexion=2 + 85 * q, knee=4 + 88 * q) for s, q in up.items()})


def side_bend(_body: Body, side: Side, c: Channels, _style: Style) -> Pose:
    """Bend the trunk to one side and to the other."""
    return standing(
        both(lambda _s, _k: straight(abduction=8.0)), spine=(0.0, sign(side) * 38 * c("phase"), 0.0)
    )


def jumping_jack(_body: Body, _side: Side, c: Channels, _style: Style) -> Pose:
    """Legs apart and arms up, and back."""
    p = float(np.clip(c("phase"), 0, 1.1))
    angle = np.radians(lerp(10, 165, p))

    def reach(_: Side, k: int) -> Arm:
        upper = np.array([k * np.sin(angle), -0.08, -np.cos(angle)])
        return Arm(upper=upper, fore=upper + [-k * 0.1, 0, 0.05], world=True)

    return standing(both(lambda _s, _k: straight(abduction=3 + 22 * p)), arms=both(reach))


def walk(_body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """Walk across the picture, or toward the camera."""
    p, way = c("phase"), c("way")
    stride = {side: p, other(side): -p}
    legs = {
        s: Leg(6 + 24 * q, 3, 0, 8 + 40 * max(q, 0.0) * (1 - max(q, 0.0)) * 2, 0) for s, q in stride.items()
    }
    arms = both(
        lambda s, k: Arm(upper=(k * 0.2, 0.35 * stride[s], -1), fore=(k * 0.1, 0.35 * stride[s] - 0.3, -1))
    )
    across = style["side_view"]
    at = (-1.0 + 2.0 * way, 0.0) if across else (0.0, 1.0 - 1.8 * way)
    return standing(legs, pelvis=rot(Z, 90 if across else 0) @ rot(X, 4), arms=arms, at=at)


# ---- sitting on a chair ---------------------------------------------------------------------------
def on_chair(body: Body, legs: dict[Side, Leg], style: Style, arms: dict[Side, Arm] | None = None) -> Pose:
    """Sit upright, shanks as ``legs`` say."""
    seat = np.array([0.0, 0.0, body.shank + body.ankle_height + 0.045])
    rest = both(
        lambda _, k: Arm(
            wrist=body.mid_hip + [k * (body.hip_half + 0.16), -0.02, 0.02],
            pole=(k * 0.3, 1.0, 0),
            hand=(0, -0.25, -1),
        )
    )
    return Pose(np.eye(3), seat, legs=legs, spine=(style["slump"], 0, 0), arms=arms or rest)


def hanging(**more: float) -> Leg:
    """Return a leg that hangs from the seat."""
    return Leg(**{"flexion": 89.0, "abduction": 6.0, "knee": 88.0, **more})


def knee_extension(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """Swing the shank up until the knee is straight."""
    return on_chair(body, {other(side): hanging(), side: hanging(knee=88 - 78 * c("phase"))}, style)


def seated_march(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """One knee up, then the other."""
    up = lifts(c, side)
    return on_chair(body, {s: hanging(flexion=89 + 32 * q, knee=88 + 6 * q) for s, q in up.items()}, style)


def seated_arms(body: Body, _side: Side, c: Channels, style: Style) -> Pose:
    """Both arms up and down, the legs still."""
    angle = np.radians(lerp(25, 165, float(np.clip(c("phase"), 0, 1.1))))

    def reach(_: Side, k: int) -> Arm:
        ahead = np.array([k * 0.5 * np.sin(angle), -np.sin(angle), -np.cos(angle)])
        return Arm(upper=ahead, fore=ahead)

    return on_chair(body, both(lambda _s, _k: hanging()), style, both(reach))


HANDS_REST = {"upper": (0.2, -0.05, -1.0), "fore": (0.08, -0.6, -0.8)}
HANDS_UP: dict[str, dict[str, Vector]] = {  # where a hand is taken, for the left side
    "straight": {"upper": (0.2, -0.2, 0.95), "fore": (0.05, -0.15, 1.0)},
    "bent": {"upper": (0.9, -0.3, 0.25), "fore": (0.05, -0.15, 1.0)},  # of a shoulder that goes no higher
    "ahead": {"upper": (0.2, -0.85, 0.5), "fore": (0.05, -0.35, 1.0)},
    "crown": {"upper": (0.75, -0.4, 0.55), "fore": (-0.75, 0.15, 0.65)},  # scratches the head
    "face": {"upper": (0.4, -0.85, -0.3), "fore": (-0.45, 0.25, 0.85)},  # the glasses, the nose
    "nape": {"upper": (0.75, 0.1, 0.65), "fore": (-0.7, 0.45, 0.2)},
    "waves": {"upper": (0.5, -0.3, -0.8), "fore": (0.6, -0.5, 0.7)},  # beside the shoulder
}


def arm_lifted(where: str, share: float, k: int) -> Arm:
    """Return the arm of side ``k`` on its way from the lap (0), past the side, to a place of HANDS_UP (1)."""
    past = {"upper": (0.8, -0.45, -0.4), "fore": (0.5, -0.8, 0.2)}
    ways = (HANDS_REST, past, HANDS_UP[where])
    low, high, q = (*ways[:2], 2 * share) if share < 0.5 else (*ways[1:], 2 * share - 1)  # noqa: PLR2004  halfway
    upper, fore = (lerp(low[part], high[part], q) * (k, 1, 1) for part in ("upper", "fore"))
    return Arm(upper=upper, fore=fore)


def one_hand(where: str) -> PoseAt:
    """Return what takes one hand somewhere while somebody sits: the working side's, or the other one's."""

    def pose(body: Body, side: Side, c: Channels, style: Style) -> Pose:
        share = lifts(c, side)
        arms = both(lambda s, k: arm_lifted(where, min(share[s], 1.0), k))
        return on_chair(body, both(lambda _s, _k: hanging()), style, arms)

    return pose


def hand_up_standing(_body: Body, side: Side, c: Channels, _style: Style) -> Pose:
    """One hand up, on both feet."""
    share = lifts(c, side)
    arms = both(lambda s, k: arm_lifted("straight", min(share[s], 1.0), k))
    return standing(both(lambda _s, _k: straight()), arms=arms)


def knees_apart(body: Body, _side: Side, c: Channels, style: Style) -> Pose:
    """Both knees open and close."""
    return on_chair(body, both(lambda _s, _k: hanging(abduction=5 + 26 * c("phase"))), style)


def ankle_circles(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """Only the foot moves."""
    return on_chair(body, {other(side): hanging(), side: hanging(plantarflexion=40 * c("phase") - 10)}, style)


# ---- on all fours ---------------------------------------------------------------------------------
def four_legged(body: Body, side: Side, leg: Leg, arms: dict[Side, Arm], back: float = 2.0) -> Pose:
    """Hands and the other knee on the floor."""
    pelvis = rot(X, all_fours_pitch(body, back))
    legs = {side: leg, other(side): kneeling_leg(body, other(side), pelvis, back)}
    anchor = (other(side) + "_knee", (-sign(side) * body.hip_half, 0.0))
    return Pose(pelvis, anchor=anchor, legs=legs, spine=(0.0, 0.0, 0.0), head=(-22.0, 0.0), arms=arms)


def donkey_kick(body: Body, side: Side, c: Channels, _style: Style) -> Pose:
    """Lift the bent leg back and up."""
    pelvis, a = rot(X, all_fours_pitch(body, 2)), np.radians(-2 + 92 * max(c("phase"), 0.0))
    thigh, shank = (0, np.sin(a), -np.cos(a)), (0, np.cos(a), np.sin(a) + 0.02)
    leg = body.leg_from_directions(side, pelvis, thigh, shank, plantarflexion=20.0)
    return four_legged(body, side, leg, hands_on_floor(body))


def bird_dog(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """One leg back and the opposite arm ahead; ``in_turn`` changes legs."""
    working = side if c("phase") >= 0 else other(side)
    p = abs(c("phase"))
    pelvis, a = rot(X, all_fours_pitch(body, 2)), np.radians(-2 + 86 * p)
    leg = body.leg_from_directions(
        working, pelvis, (0, np.sin(a), -np.cos(a)), (0, 1, 0.02), plantarflexion=40.0
    )
    arms = hands_on_floor(body)
    if style.get("arm", True):
        from_floor = np.array(arms[other(working)].wrist)
        ahead = from_floor + p * np.array([0, -0.82 * body.arm, 0.9 * body.arm])
        arms[other(working)] = Arm(
            wrist=ahead, pole=(-sign(working) * 0.5, 0.9, -0.3), hand=(0, -1, 0), world=True
        )
    return four_legged(body, working, leg, arms)


def cat_cow(body: Body, _side: Side, c: Channels, _style: Style) -> Pose:
    """Round the back, and hollow it."""
    p = c("phase")
    pelvis = rot(X, all_fours_pitch(body, 2) - 14 * p)
    legs = both(lambda s, _k: kneeling_leg(body, s, pelvis, 2))
    anchor = ("left_knee", (body.hip_half, 0.0))
    return Pose(
        pelvis,
        anchor=anchor,
        legs=legs,
        spine=(44 * p, 0.0, 0.0),
        head=(-22 + 30 * p, 0.0),
        arms=hands_on_floor(body),
    )


def down_dog(body: Body, _side: Side, c: Channels, _style: Style) -> Pose:
    """From all fours the knees leave the floor and the hips go up and back."""
    p = float(np.clip(c("phase"), 0, 1.1))
    pelvis = rot(X, lerp(all_fours_pitch(body, 2), 128.0, p))
    t, s = np.radians(lerp(2, -14, p)), np.radians(lerp(0, 74, p))
    thigh, shank = (0, -np.sin(t), -np.cos(t)), (0, np.cos(s), -np.sin(s) + 0.02)
    legs = both(
        lambda s, _k: body.leg_from_directions(s, pelvis, thigh, shank, plantarflexion=float(lerp(55, 0, p)))
    )
    anchor = ("left_ankle", (body.hip_half, 0.42))
    return Pose(
        pelvis, anchor=anchor, legs=legs, head=(float(lerp(-22, 10, p)), 0.0), arms=hands_on_floor(body)
    )


# ---- lying ----------------------------------------------------------------------------------------
def supine(side: Side, legs: dict[Side, Leg], tilt: float = 0.0, height: float | None = None) -> Pose:
    """Lie on the back across the picture, the working leg toward the camera; ``tilt``: of a raised pelvis."""
    sg = sign(side)
    pelvis = rot(Y, sg * tilt) @ np.stack([-sg * Y, -Z, sg * X], 1)
    arms = both(
        lambda _, k: Arm(
            upper=np.array([-sg - 0.3 * k * sg * 0.25, 0, -0.15]),
            fore=np.array([-sg, -k * sg * 0.2, 0.0]),
            world=True,
        )
    )
    position = None if height is None else np.array([0.0, 0.0, height])
    return Pose(pelvis, position, legs=legs, arms=arms, head=(8.0, 0.0))


def straight_leg_raise(_body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """On the back, one straight leg up; the other lies, or stands bent."""
    rest = Leg(42, 3, 0, 84, 10) if style["other_bent"] else Leg(2, 3, 0, 3, 15)
    return supine(side, {side: Leg(2 + 62 * c("phase"), 3, 0, 4, 5), other(side): rest})


def heel_slide(_body: Body, side: Side, c: Channels, _style: Style) -> Pose:
    """On the back, one heel slides to the seat and away."""
    p = float(np.clip(c("phase"), 0, 1.1))
    return supine(side, {side: Leg(4 + 46 * p, 3, 0, 8 + 92 * p, 10), other(side): Leg(2, 3, 0, 3, 15)})


def bridge(body: Body, side: Side, c: Channels, _style: Style) -> Pose:
    """On the back with both feet on the floor, the hips go up."""
    p = float(np.clip(c("phase"), 0, 1.1))
    trunk = body.shoulder[2] - body.mid_hip[2]
    tilt = float(np.degrees(np.arcsin(min(0.26 * p / trunk, 0.9))))
    legs = both(lambda _s, _k: Leg(46 - 34 * p, 5, 0, 92 + 8 * p, 5))
    return supine(side, legs, tilt, 0.11 + 0.26 * p)


def side_leg_raise(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """On the side, the straight upper leg lifts."""

    def top(base: FloatArray) -> tuple[FloatArray, FloatArray]:
        lift, f = np.radians(-6 + 42 * c("phase")), np.radians(8.0)
        out = np.cos(lift) * (base @ np.array([0.0, -np.sin(f), -np.cos(f)])) + np.sin(lift) * Z
        return out, unit(out - 0.02 * Y)

    return lying.side_lying(body, side, style, top, 0.0)


def side_lying_kick(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """On the side, the straight upper leg swings ahead and back, level."""

    def top(base: FloatArray) -> tuple[FloatArray, FloatArray]:
        f = np.radians(2 + 58 * c("phase"))
        out = base @ np.array([0.0, -np.sin(f), -np.cos(f)]) + 0.1 * Z
        return unit(out), unit(out - 0.02 * Z)

    return lying.side_lying(body, side, style, top, 0.0)


# ---- sitting on the floor -------------------------------------------------------------------------
def long_sitting_bend(body: Body, side: Side, c: Channels, _style: Style) -> Pose:
    """Legs straight ahead on the floor; one knee bends, the heel slides to the seat."""
    p = float(np.clip(c("phase"), 0, 1.1))
    pelvis, hips = rot(X, -8), np.array([0.0, 0.0, 0.105])
    reach = {side: lerp(0.985, 0.42, p), other(side): 0.985}
    legs = {
        s: body.leg_reaching(
            s, pelvis, hips, (sign(s) * 0.13, -q * body.leg, 0.06), (0, -0.3, 1), plantarflexion=8.0
        )
        for s, q in reach.items()
    }
    arms = both(
        lambda _, k: Arm(
            wrist=(k * 0.29, 0.22, 0.07), pole=(k * 0.6, 1.0, 0.2), hand=(k * 0.5, 0.45, -0.75), world=True
        )
    )
    return Pose(pelvis, hips, legs=legs, spine=(6.0, 0.0, 0.0), arms=arms)


# ---- exercises as the tool does not do them -------------------------------------------------------
def by_turns(pose: PoseAt) -> PoseAt:
    """Do the exercise with one side, then the other: a phase below 0 is the other side's."""

    def either(body: Body, side: Side, c: Channels, style: Style) -> Pose:
        working = side if c("phase") >= 0 else other(side)
        return pose(body, working, lambda name: abs(c("phase")) if name == "phase" else c(name), style)

    return either


def rising_pigeon(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """Do the pigeon; ``rise`` brings the trunk upright over the folded leg."""
    pose = pigeon_hold(body, side, c, style)
    rise = c("rise")
    if rise > 0:
        before = pose.pelvis
        pose.pelvis = rot(X, -26 * rise) @ before
        for s, leg in pose.legs.items():
            turned = before @ _thigh(leg, s)
            shank = before @ _shank(leg, s)
            pose.legs[s] = body.leg_from_directions(
                s, pose.pelvis, turned, shank, plantarflexion=leg.plantarflexion
            )
        pose.spine = (float(lerp(pose.spine[0], -14, rise)), 0.0, 0.0)
        prop = both(lambda _, k: Arm(upper=(k * 0.25, -0.45, -1), fore=(k * 0.05, -0.35, -1), world=True))
        pose.arms = prop if rise > 0.5 else pose.arms  # noqa: PLR2004
    return pose


def _thigh(leg: Leg, side: Side) -> FloatArray:
    f, a = np.radians([leg.flexion, leg.abduction])
    thigh: FloatArray = np.cos(a) * (np.sin(f) * -Y + np.cos(f) * -Z) + sign(side) * np.sin(a) * X
    return thigh


def _shank(leg: Leg, side: Side) -> FloatArray:
    f, k, u = np.radians(leg.flexion), np.radians(leg.knee), _thigh(leg, side)
    bend = rot(u, sign(side) * leg.rotation) @ (np.sin(f) * -Z + np.cos(f) * Y)
    shank: FloatArray = np.cos(k) * u + np.sin(k) * bend
    return shank


def _motion(
    pose: PoseAt,
    rep_s: float,
    yaw: float,
    height: float,
    script: Written = plain,
    *,
    reps: int = 4,
    stance: Stance = "free",
    sizes: Sizes = no_sizes,
) -> Motion:
    return Motion(
        pose,
        lambda _angles, _side: None,
        (38, 52),
        rep_s,
        yaw,
        height,
        script,
        reps,
        stance=stance,
        sizes=sizes,
    )


FOREIGN: dict[str, Motion] = {
    "squat": _motion(squat, 2.8, 0, 0.9),
    "cossack_squat": _motion(cossack_squat, 3.2, 0, 0.9, in_turn, reps=6),
    "curtsy_lunge": _motion(curtsy_lunge, 3.0, 0, 0.9),
    "forward_lunge": _motion(forward_lunge, 3.0, 0, 0.9),
    "side_kick": _motion(side_kick, 2.2, 0, 0.9),
    "hip_extension": _motion(hip_extension, 2.2, 80, 0.9),
    "leg_curl": _motion(leg_curl, 2.2, 80, 0.9),
    "good_morning": _motion(good_morning, 3.0, 80, 0.9),
    "march": _motion(march, 1.6, 0, 0.9, in_turn, reps=6),
    "side_bend": _motion(side_bend, 2.4, 0, 0.9, in_turn, reps=6),
    "jumping_jack": _motion(jumping_jack, 1.4, 0, 0.9, reps=7),
    "walk": _motion(walk, 0.6, 0, 0.9, steps, reps=6),
    "stand_up": _motion(stand_up, 3.0, 0, 0.9, stance="chair", sizes=seated.sizes),
    "knee_extension": _motion(knee_extension, 2.4, 0, 0.7, stance="chair", sizes=seated.sizes),
    "seated_march": _motion(seated_march, 1.8, 0, 0.7, in_turn, reps=6, stance="chair", sizes=seated.sizes),
    "seated_arms": _motion(seated_arms, 2.4, 0, 0.7, stance="chair", sizes=seated.sizes),
    "knees_apart": _motion(knees_apart, 2.2, 0, 0.7, stance="chair", sizes=seated.sizes),
    "ankle_pumps": _motion(ankle_circles, 1.6, 0, 0.7, stance="chair", sizes=seated.sizes),
    **{
        f"hand_{where}": _motion(one_hand(where), 4.6, 0, 0.7, kept_up, stance="chair", sizes=seated.sizes)
        for where in HANDS_UP
    },
    "hand_standing": _motion(hand_up_standing, 4.6, 0, 0.9, kept_up),
    "donkey_kick": _motion(donkey_kick, 2.4, 45, 0.8),
    "bird_dog": _motion(bird_dog, 2.8, 45, 0.8),
    "bird_dog_in_turn": _motion(bird_dog, 2.8, 45, 0.8, in_turn, reps=6),
    "cat_cow": _motion(cat_cow, 3.0, 45, 0.8, in_turn, reps=6),
    "down_dog": _motion(down_dog, 3.2, 45, 0.8),
    "straight_leg_raise": _motion(straight_leg_raise, 2.6, 0, 0.65),
    "heel_slide": _motion(heel_slide, 2.6, 0, 0.65),
    "bridge": _motion(bridge, 2.6, 0, 0.65),
    "side_leg_raise": _motion(side_leg_raise, 2.4, 0, 0.65, sizes=lying.sizes),
    "side_lying_kick": _motion(side_lying_kick, 2.4, 0, 0.65, sizes=lying.sizes),
    "long_sitting_bend": _motion(long_sitting_bend, 2.6, 80, 0.8),
    "lunge_in_turn": replace(MOTIONS["lateral_lunge"], pose=by_turns(lateral_lunge), script=in_turn),
    "hydrant_in_turn": replace(MOTIONS["fire_hydrant"], pose=by_turns(fire_hydrant), script=in_turn),
    "deadlift_in_turn": replace(
        MOTIONS["single_leg_rdl_reach"], pose=by_turns(single_leg_rdl_reach), script=in_turn
    ),
    "rising_pigeon": replace(MOTIONS["pigeon_hold"], pose=rising_pigeon, script=fold_and_rise),
}

# name, motion, body, side, further options: bodies, sides and cameras change from clip to clip.
CLIPS: tuple[tuple[str, str, str, str, str], ...] = (
    ("squat_1", "squat", "body_003", "left", ""),
    ("squat_2_side", "squat", "female", "right", "--camera side"),
    ("cossack_squat_1", "cossack_squat", "body_011", "left", ""),
    ("cossack_squat_2", "cossack_squat", "slim_female", "right", "--cam-yaw 12"),
    ("curtsy_lunge_1", "curtsy_lunge", "body_020", "right", ""),
    ("curtsy_lunge_2", "curtsy_lunge", "male", "left", "--cam-yaw -12"),
    ("forward_lunge_1", "forward_lunge", "body_007", "left", ""),
    ("forward_lunge_2_side", "forward_lunge", "elderly", "right", "--camera side"),
    ("side_kick_1", "side_kick", "body_015", "right", ""),
    ("side_kick_2_side", "side_kick", "female", "left", "--camera side"),
    ("side_kick_3_diagonal", "side_kick", "body_024", "left", "--camera front45"),
    ("hip_extension_1_side", "hip_extension", "body_001", "left", ""),
    ("leg_curl_1_side", "leg_curl", "heavy_female", "right", ""),
    ("good_morning_1_side", "good_morning", "body_009", "left", ""),
    ("march_1", "march", "body_012", "left", ""),
    ("march_2_side", "march", "male", "right", "--camera side"),
    ("side_bend_1", "side_bend", "body_018", "left", ""),
    ("jumping_jack_1", "jumping_jack", "body_004", "left", ""),
    ("jumping_jack_2", "jumping_jack", "slim_female", "right", "--cam-yaw 15"),
    ("walk_1_across", "walk", "body_022", "left", ""),
    ("walk_2_toward", "walk", "elderly", "right", ""),
    ("stand_up_1", "stand_up", "body_006", "left", ""),
    ("stand_up_2_side", "stand_up", "heavy_female", "right", "--camera side"),
    ("stand_up_3_diagonal", "stand_up", "body_017", "left", "--camera front45"),
    ("knee_extension_1", "knee_extension", "body_002", "left", ""),
    ("knee_extension_2_side", "knee_extension", "male", "right", "--camera side"),
    ("knee_extension_3_side", "knee_extension", "body_013", "left", "--camera side"),
    ("knee_extension_4_diagonal", "knee_extension", "body_025", "right", "--camera front45"),
    ("seated_march_1", "seated_march", "body_008", "left", ""),
    ("seated_march_2_side", "seated_march", "female", "right", "--camera side"),
    ("seated_arms_1", "seated_arms", "body_019", "left", ""),
    ("seated_arms_2", "seated_arms", "slim_female", "right", "--cam-yaw 15"),
    ("knees_apart_1", "knees_apart", "body_027", "left", ""),
    ("ankle_pumps_1", "ankle_pumps", "body_010", "right", ""),
    ("donkey_kick_1", "donkey_kick", "body_005", "left", ""),
    ("donkey_kick_2", "donkey_kick", "female", "right", "--cam-yaw 12"),
    ("donkey_kick_3_side", "donkey_kick", "body_016", "left", "--camera side"),
    ("bird_dog_1", "bird_dog", "body_021", "left", ""),
    ("bird_dog_2", "bird_dog", "male", "right", ""),
    ("bird_dog_3_in_turn", "bird_dog_in_turn", "body_014", "left", "--cam-yaw -10"),
    ("bird_dog_4_in_turn_side", "bird_dog_in_turn", "slim_female", "right", "--camera side"),
    ("cat_cow_1", "cat_cow", "body_023", "right", ""),
    ("cat_cow_2_side", "cat_cow", "female", "left", "--camera side"),
    ("down_dog_1", "down_dog", "body_000", "left", ""),
    ("straight_leg_raise_1", "straight_leg_raise", "body_026", "left", ""),
    ("straight_leg_raise_2_bent", "straight_leg_raise", "elderly", "right", ""),
    ("heel_slide_1", "heel_slide", "body_028", "right", ""),
    ("bridge_1", "bridge", "body_029", "left", ""),
    ("side_leg_raise_1", "side_leg_raise", "body_003", "left", ""),
    ("side_leg_raise_2", "side_leg_raise", "heavy_female", "right", "--cam-yaw 12"),
    ("side_lying_kick_1", "side_lying_kick", "body_011", "right", ""),
    ("long_sitting_bend_1_side", "long_sitting_bend", "body_007", "left", ""),
    ("long_sitting_bend_2_front", "long_sitting_bend", "male", "right", "--camera front"),
    ("long_sitting_bend_3_diagonal", "long_sitting_bend", "body_012", "right", "--camera front45"),
    ("bird_dog_5", "bird_dog", "body_001", "right", "--seed 1931 --clothes 31 --cam-yaw 10"),
    ("bird_dog_6_in_turn", "bird_dog_in_turn", "body_027", "right", "--seed 1932 --clothes 32 --cam-yaw 0"),
    ("knee_extension_5", "knee_extension", "body_004", "right", "--seed 1945 --clothes 45 --cam-yaw 0"),
    ("own_lunge_in_turn", "lunge_in_turn", "female", "left", ""),
    ("own_lunge_slow_deep", "lateral_lunge", "body_015", "right", "--tempo 2"),
    ("own_hydrant_in_turn", "hydrant_in_turn", "male", "left", ""),
    ("own_deadlift_in_turn", "deadlift_in_turn", "slim_female", "left", ""),
    ("own_pigeon_rising", "rising_pigeon", "body_004", "left", ""),
    ("own_pigeon_rising_2", "rising_pigeon", "female", "right", ""),
    ("hand_straight_1", "hand_straight", "elderly", "left", ""),
    ("hand_straight_2", "hand_straight", "body_012", "right", "--cam-yaw 15"),
    ("hand_straight_3", "hand_straight", "heavy_female", "left", "--cam-yaw -12"),
    ("hand_bent_1", "hand_bent", "body_023", "left", ""),
    ("hand_bent_2", "hand_bent", "elderly", "right", "--cam-yaw 10"),
    ("hand_ahead_1", "hand_ahead", "body_007", "left", ""),
    ("hand_ahead_2", "hand_ahead", "slim_female", "right", "--cam-yaw -15"),
    ("hand_standing_1", "hand_standing", "body_015", "left", ""),
    ("hand_crown_1", "hand_crown", "male", "left", ""),
    ("hand_crown_2", "hand_crown", "body_019", "right", "--cam-yaw 15"),
    ("hand_face_1", "hand_face", "female", "left", ""),
    ("hand_face_2", "hand_face", "body_026", "right", "--cam-yaw -12"),
    ("hand_nape_1", "hand_nape", "body_003", "left", ""),
    ("hand_waves_1", "hand_waves", "elderly", "right", ""),
)


def with_more(sizes: Sizes, *, side_view: bool, other_bent: bool) -> Sizes:
    """Return what draws the sizes of a motion and says what the movements of this file ask for, too."""

    def draw(rng: np.random.Generator) -> Style:
        drawn = sizes(rng)
        rng.integers(2)  # what is drawn after it makes the recordings of tests/data/foreign
        return {**drawn, "side_view": side_view, "other_bent": other_bent, "arm": True}

    return draw


def main(words: list[str]) -> None:
    """Render what is not there yet, one process a clip."""
    if not words:
        sys.exit("error: usage: python -m calibration.foreign_motions OUT [NAME ...]")
    out, wanted = Path(words[0]).absolute(), tuple(words[1:])
    out.mkdir(parents=True, exist_ok=True)
    for at, (name, motion, body, side, more) in enumerate(CLIPS):
        if (out / f"{name}.gt.json").exists() or (wanted and not name.startswith(wanted)):
            continue
        fixed = f"--motion {motion} --body {body} --side {side} --seed {500 + at} --fps 8 --size 400x300"
        worn = f"--clothes {at}" if body.startswith("body_") else f"--outfit {at % 3}"
        options = [*fixed.split(), *worn.split(), *more.split(), "--out", str(out / f"{name}.mp4")]
        command = [sys.executable, "-m", "calibration.foreign_motions", "--one", *options]
        subprocess.run(command, cwd=ROOT, check=True)


def one(words: list[str]) -> None:
    """Render one clip, as the phantom's command line does."""
    side_view = not any("toward" in word for word in words)
    other_bent = any("bent" in word for word in words)
    MOTIONS.update(
        {
            name: replace(motion, sizes=with_more(motion.sizes, side_view=side_view, other_bent=other_bent))
            for name, motion in {**MOTIONS, **FOREIGN}.items()
        }
    )
    from calibration.phantom import render  # noqa: PLC0415  all but this does without OpenGL

    render.main(words)


if __name__ == "__main__":
    one(sys.argv[2:]) if sys.argv[1:2] == ["--one"] else main(sys.argv[1:])
