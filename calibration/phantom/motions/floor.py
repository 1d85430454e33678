"""Sitting on the floor and on all fours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from calibration.phantom.geometry import Style, X, Z, lerp, other, rot, sign, unit
from calibration.phantom.poses import Arm, Leg, Pose

from ._motion import both

if TYPE_CHECKING:
    from calibration.phantom.body import Body
    from calibration.phantom.geometry import FloatArray, Side

    from ._motion import Channels


def resting_elevation(body: Body, rotation: float) -> float:
    """Return the thigh's elevation, degrees, at which a leg bent by 90 and so turned touches the floor."""
    upright = body.shank * np.cos(np.deg2rad(rotation))
    reach = np.hypot(body.thigh, upright)
    return float(np.degrees(np.arctan2(upright, body.thigh) - np.arcsin(0.03 / reach)))


def ninety_ninety(body: Body, side: Side, c: Channels, _style: Style) -> Pose:
    """Swing from one side to the other.

    Phase 0: working leg in front (external rotation); 1: behind (internal rotation); between, knees up.
    """
    p = float(np.clip(c("phase"), -0.05, 1.1))
    between = np.sin(np.pi * np.clip(p, 0, 1))
    pelvis = rot(Z, sign(side) * 12 * (1 - 2 * p)) @ rot(X, 6 - 18 * between)
    legs = {}
    for s, q in ((side, p), (other(side), 1 - p)):
        rotation = -82 + 164 * q
        azimuth = lerp(32, 72, q) - 14 * between
        elevation = resting_elevation(body, rotation)
        legs[s] = body.leg_from_gravity(
            s, pelvis, float(azimuth), elevation, rotation, 90.0, plantarflexion=8.0
        )
    arms = both(
        lambda _, k: Arm(
            wrist=(k * 0.29, 0.20, 0.07), pole=(k * 0.6, 1.0, 0.2), hand=(k * 0.5, 0.45, -0.75), world=True
        )
    )
    head = (-4 + 6 * between, 0.0)
    return Pose(
        pelvis, anchor=("mid_hip", (0.0, 0.0)), legs=legs, spine=(4.0, 0.0, 0.0), head=head, arms=arms
    )


# ---- on all fours --------------------------------------------------------------------------------
def _palm_y(body: Body, ahead: float = 0.0) -> float:
    return float(-(body.shoulder[2] - body.mid_hip[2]) * 0.97 - ahead)


def hands_on_floor(body: Body, ahead: float = 0.0) -> dict[Side, Arm]:
    """Return arms with the palms under the shoulders (knees at y = 0), ``ahead`` metres further."""
    y, width = _palm_y(body, ahead), body.shoulder[0] + 0.02
    return both(
        lambda _, k: Arm(
            wrist=(k * width, y, 0.035), pole=(k * 0.5, 0.9, 0.15), hand=(k * 0.1, -1, -0.12), world=True
        )
    )


def all_fours_pitch(body: Body, back: float) -> float:
    """Return the pelvis pitch, degrees, that keeps the palms within reach.

    The hips are ``back`` degrees behind the knees.
    """
    t = np.deg2rad(back)
    hip = np.array([body.thigh * np.sin(t), 0.05 + body.thigh * np.cos(t)])
    hand = np.array([_palm_y(body), 0.035])
    trunk = body.shoulder[2] - body.mid_hip[2]
    pitches = np.arange(58.0, 100.0, 0.25)
    shoulders = hip + trunk * np.stack([-np.sin(np.deg2rad(pitches)), np.cos(np.deg2rad(pitches))], 1)
    miss = np.abs(np.linalg.norm(shoulders - hand, axis=1) - 0.97 * body.arm)
    return float(pitches[np.argmin(miss + 0.002 * np.abs(pitches - 80))])


def kneeling_leg(body: Body, side: Side, pelvis: FloatArray, back: float) -> Leg:
    """Return a leg that kneels, the thigh ``back`` degrees behind the vertical over the knee."""
    t = np.deg2rad(back)
    thigh = (0, -np.sin(t), -np.cos(t))
    return body.leg_from_directions(side, pelvis, thigh, (0, 1, 0.02), plantarflexion=55.0)


def quadruped_rockback(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """Move the hips back toward the heels; hands, knees and feet stay."""
    back = 2 + style["peak"] * c("phase")
    pelvis = rot(X, all_fours_pitch(body, back))
    return Pose(
        pelvis,
        anchor=(f"{other(side)}_knee", (-sign(side) * body.hip_half, 0.0)),
        legs=both(lambda s, _: kneeling_leg(body, s, pelvis, back)),
        spine=(6 * c("phase"), 0.0, 0.0),
        head=(-22.0, 0.0),
        arms=hands_on_floor(body),
    )


def fire_hydrant(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """Lift the bent leg sideways."""
    pelvis = rot(X, all_fours_pitch(body, 2)) @ rot(Z, -sign(side) * 4 * c("phase"))
    leg = kneeling_leg(body, side, pelvis, 2)
    leg.abduction += style["peak"] * c("phase")
    return Pose(
        pelvis,
        anchor=(f"{other(side)}_knee", (-sign(side) * body.hip_half, 0.0)),
        legs={side: leg, other(side): kneeling_leg(body, other(side), pelvis, 2)},
        spine=(0.0, 0.0, 0.0),
        head=(-22.0, 0.0),
        arms=hands_on_floor(body),
    )


def pigeon_sizes(rng: np.random.Generator) -> Style:
    """Draw how far the trunk folds forward."""
    return {"fold": float(rng.uniform(38, 48))}


def pigeon_hold(body: Body, side: Side, c: Channels, style: Style) -> Pose:
    """Bring the working shank across in front, slide the other leg back, fold the trunk forward."""
    p = float(np.clip(c("phase"), 0, 1.1))
    sg, back = sign(side), other(side)
    pelvis = rot(X, float(lerp(all_fours_pitch(body, 2), style["fold"], p)))
    tilt = np.deg2rad(lerp(-2, 82, p))
    thigh = unit([-0.06 * sg * p, np.sin(tilt), -np.cos(tilt)])
    rear = body.leg_from_directions(back, pelvis, thigh, (-0.03 * sg * p, 1, 0.01), plantarflexion=52.0)
    knee = np.array([-sg * body.hip_half, 0.42 * p, 0.068])
    position = knee - body.thigh * thigh - pelvis @ (-sg * body.hip_half * X)
    front = _front_leg(body, side, pelvis, body.hip_position(side, pelvis, position)[2], p, style)
    head = (float(lerp(-22, -20, p)), 0.0)
    legs = {side: front, back: rear}
    arms = hands_on_floor(body, 0.10 * p)
    return Pose(pelvis, position, legs=legs, spine=(18 * p, 0.0, 0.0), head=head, arms=arms)


def _front_leg(body: Body, side: Side, pelvis: FloatArray, hip_z: float, p: float, style: Style) -> Leg:
    """Return the leg in front, bent just enough for the foot to pass above the floor."""
    azimuth, elevation, rotation = 32 * p, float(lerp(-88, -2, p)), -(style["peak"] + 6) * p
    point = float(lerp(52, 15, p))
    u = np.deg2rad(elevation)
    drop = -np.cos(u) * np.cos(np.deg2rad(rotation))  # height gained a metre along the bent part of the shank
    bend = float(lerp(92, 84, p))
    for wanted in np.arange(bend, 150, 1.0):
        bend, k = float(wanted), np.deg2rad(wanted)
        foot_z = hip_z + body.thigh * np.sin(u) + body.shank * (np.cos(k) * np.sin(u) + np.sin(k) * drop)
        if foot_z > lerp(0.075, 0.02, p * p):
            break
    return body.leg_from_gravity(side, pelvis, azimuth, elevation, rotation, bend, plantarflexion=point)
