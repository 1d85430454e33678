"""Restlessness, tremor and sway laid over a motion's pose."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .geometry import FloatArray, Side, other, sign

if TYPE_CHECKING:
    from .poses import Leg, Pose
    from .switches import Switches


class Moment(NamedTuple):
    """When it is: seconds, the motion's phase, and ten numbers that differ from clip to clip."""

    t: float
    phase: float
    phases: FloatArray


def wave(t: float, phase: float, low: float = 0.15, high: float = 0.7, n: int = 3) -> float:
    """Return a slow, irregular movement of size about 1; ``low`` and ``high``: its frequencies, Hz."""
    f = np.linspace(low, high, n)
    return float(np.sin(2 * np.pi * f * t + phase * np.arange(1, n + 1)).sum() / np.sqrt(n))


def tremor(at: Moment) -> float:
    """Return the shaking at the end of range, 0 elsewhere; its size is about 1."""
    end = float(np.clip((abs(at.phase) - 0.7) / 0.2, 0, 1))
    fast = np.sin(2 * np.pi * 5.3 * at.t + at.phases[0])
    return end * (float(fast) + 0.6 * float(np.sin(2 * np.pi * 3.1 * at.t + at.phases[1]))) / 1.2


def sit_restlessly(pose: Pose, side: Side, q: Switches, at: Moment) -> None:
    """Move a seated pose as the switches say."""
    t, phase, ph = at
    f, me, they = q.fidget, pose.legs[side], pose.legs[other(side)]
    me.rotation += q.tremor * tremor(at)
    b, s, turn = pose.spine
    s += -sign(side) * q.trunk_sway * phase
    if f:
        burst = max(0.0, wave(t, ph[2], 0.05, 0.2)) ** 2  # restless now and then
        b += f * (2.2 * wave(t, ph[3]) + 2 * burst * wave(t, ph[4], 0.4, 1.1))
        s += f * 1.8 * wave(t, ph[5])
        turn += f * (3 * wave(t, ph[6]) + 3 * burst * wave(t, ph[7], 0.4, 1.0))
        nod, look = pose.head
        look += f * (9 * wave(t, ph[9]) + 12 * burst * wave(t, ph[0], 0.3, 0.8))
        pose.head = (nod + f * 5 * wave(t, ph[8]), look)
        _fidgeting_legs(me, they, f, burst, at)
        drift = np.array([0.004 * wave(t, ph[1], 0.05, 0.3), 0.004 * wave(t, ph[2], 0.05, 0.3), 0])
        if pose.position is not None:
            pose.position = np.asarray(pose.position) + f * drift
        for k, arm in enumerate(pose.arms.values()):
            if arm.wrist is not None:
                hand = [0.012 * wave(t, ph[3] + k), 0.02 * wave(t, ph[4] + 2 * k)]
                hand.append(0.008 + 0.008 * wave(t, ph[5] + k))
                arm.wrist = np.asarray(arm.wrist, float) + f * np.array(hand)
    pose.spine = (b, s, turn)


def _fidgeting_legs(me: Leg, they: Leg, f: float, burst: float, at: Moment) -> None:
    t, phase, ph = at
    me.abduction += f * 1.2 * wave(t, ph[1], 0.1, 0.5)
    me.knee += f * 1.2 * wave(t, ph[2], 0.1, 0.6)
    me.rotation += f * 0.8 * wave(t, ph[3], 0.2, 0.8) * (1 - min(1.0, abs(phase)))
    me.plantarflexion += f * (5 * wave(t, ph[4], 0.2, 0.9) + 6 * abs(phase))
    me.foot_yaw += f * 4 * wave(t, ph[5], 0.1, 0.6)
    if they.flat_foot is not None:  # its foot stands on the floor
        return
    they.rotation += f * (1.6 * wave(t, ph[6]) + 3 * burst * wave(t, ph[7], 0.5, 1.4) + 1.5 * phase)
    they.abduction += f * 1.2 * wave(t, ph[8], 0.1, 0.4)
    they.knee += f * 1.8 * wave(t, ph[9], 0.1, 0.6)
    they.plantarflexion += f * 6 * wave(t, ph[0], 0.2, 1.0)


def stand_restlessly(pose: Pose, side: Side, q: Switches, at: Moment) -> None:
    """Move the pose of somebody on one leg who holds a chair: the standing foot and that hand stay."""
    t, phase, ph = at
    f, me, free = q.fidget, pose.legs[side], pose.arms[side]
    me.abduction += q.tremor * tremor(at)
    b, s, turn = pose.spine
    s += -sign(side) * q.trunk_sway * phase
    if f:
        lifted = min(1.0, 2 * abs(phase))
        b += f * 1.6 * wave(t, ph[3])
        s += f * 1.2 * wave(t, ph[5])
        turn += f * 2.5 * wave(t, ph[6])
        pose.head = (pose.head[0] + f * 5 * wave(t, ph[8]), pose.head[1] + f * 9 * wave(t, ph[9]))
        me.abduction += f * 0.8 * lifted * wave(t, ph[1], 0.1, 0.5)
        me.flexion += f * 1.5 * lifted * wave(t, ph[2], 0.1, 0.5)
        me.knee = max(0.0, me.knee + f * 1.5 * lifted * wave(t, ph[4], 0.1, 0.6))
        me.rotation += f * 3 * lifted * wave(t, ph[7], 0.1, 0.4)
        me.plantarflexion += f * 5 * lifted * wave(t, ph[0], 0.2, 0.9)
        upper, fore = ([wave(t, ph[k]), wave(t, ph[k + 1]), 0.0] for k in (2, 4))
        free.upper = np.asarray(free.upper, float) + f * 0.06 * np.array(upper)
        free.fore = np.asarray(free.fore, float) + f * 0.1 * np.array(fore)
    pose.spine = (b, s, turn)
