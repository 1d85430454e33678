"""The named signals: what exercises count, time and cue, one number a frame.

All but the hip's rotation are taken from the landmarks in the picture, in the plane that the
exercise's camera looks at: the model's depth is guessed, and measured to mislead (a true turn of
the shoulders by 45 degrees reads 10-18, thighs that point at the camera are off by 15-90).
Lengths are in torsos (mid-shoulder to mid-hip).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from romtrack.kinematics.body import Body, angle_deg, incline_deg, tilt_deg
from romtrack.kinematics.posture import hike_deg
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.language import N_
from romtrack.types import opposite

if TYPE_CHECKING:
    from collections.abc import Callable

    from romtrack.kinematics.positions import Position
    from romtrack.types import FloatArray, QuantityName, Side

__all__ = ["SIGNALS", "BodySegment", "Signal", "signals_in"]


BodySegment = Literal["trunk", "pelvis", "arms", "thigh", "shank", "leg", "free leg", "feet"]


@dataclass(frozen=True, slots=True)
class Signal:
    """A named signal.

    unit: ``deg``, ``torso`` (mid-shoulder to mid-hip) or ``shank``. segment: of the body, where it is
    seen. meaning: one line for people.
    reliability: what is known of it. of: the number from landmarks, for one working side, (...) from
    (..., K, 2); None where it needs more than landmarks. quantity: it then comes from the reading of
    this one, in the position in which that can be measured.
    """

    unit: str
    segment: BodySegment
    meaning: str
    reliability: str
    of: Callable[[Body, Side], FloatArray] | None = None
    quantity: QuantityName | None = None

    def is_given(self, position: Position) -> bool:
        """Say whether it can be read of somebody in ``position``."""
        return self.quantity is None or QUANTITIES[self.quantity].position == position


def _outward(side: Side) -> int:
    """Return +1 where outward is to the picture's right of somebody who faces the camera."""
    return 1 if side == "left" else -1


def _lift(body: Body, side: Side, joint: str) -> FloatArray:
    """Return how much higher the working side's joint is than the other's."""
    return np.asarray(body.point(f"{opposite(side)}_{joint}")[..., 1] - body.point(f"{side}_{joint}")[..., 1])


def _gap(body: Body, joint: str) -> FloatArray:
    return np.asarray(np.linalg.norm(body.point(f"left_{joint}") - body.point(f"right_{joint}"), axis=-1))


def _knee_rise(body: Body, side: Side) -> FloatArray:
    return np.asarray(body.point(f"{side}_hip")[..., 1] - body.point(f"{side}_knee")[..., 1])


def _ankle_rise(body: Body, side: Side) -> FloatArray:
    return np.asarray(body.point(f"{side}_hip")[..., 1] - body.point(f"{side}_ankle")[..., 1])


def _ankle_lift(body: Body, side: Side) -> FloatArray:
    return _lift(body, side, "ankle")


def _foot_rise(body: Body, side: Side) -> FloatArray:
    knee, ankle = (body.point(f"{side}_{joint}") for joint in ("knee", "ankle"))
    hanging_y = knee[..., 1] + np.linalg.norm(ankle - knee, axis=-1)
    return np.asarray(body.point(f"{opposite(side)}_ankle")[..., 1] - hanging_y)


def _feet_gap(body: Body, _side: Side) -> FloatArray:
    return _gap(body, "ankle")


def _thigh_out(body: Body, side: Side) -> FloatArray:
    return _outward(side) * tilt_deg(body.point(f"{side}_knee") - body.point(f"{side}_hip"))


def _hip_angle(body: Body, side: Side) -> FloatArray:
    return angle_deg(*(body.point(f"{side}_{joint}") for joint in ("shoulder", "hip", "knee")))


def _knee_angle(body: Body, side: Side) -> FloatArray:
    return angle_deg(*(body.point(f"{side}_{joint}") for joint in ("hip", "knee", "ankle")))


def _feet_sweep(body: Body, side: Side) -> FloatArray:
    return np.asarray(2 * _outward(side) * (body.middle("ankle") - body.middle("knee"))[..., 0])


def _trunk_incline(body: Body, _side: Side) -> FloatArray:
    return incline_deg(body.middle("shoulder") - body.middle("hip"))


def _free_leg_lift(body: Body, side: Side) -> FloatArray:
    free = opposite(side)
    return 180.0 - incline_deg(body.point(f"{free}_ankle") - body.point(f"{free}_hip"))


def _arms_turn(body: Body, _side: Side) -> FloatArray:
    return np.asarray(body.point("right_wrist")[..., 1] - body.point("left_wrist")[..., 1])


def _hip_height(body: Body, _side: Side) -> FloatArray:
    feet = np.maximum(body.point("left_ankle")[..., 1], body.point("right_ankle")[..., 1])
    return np.asarray(feet - body.middle("hip")[..., 1])


def _hips_over_hands(body: Body, _side: Side) -> FloatArray:
    return np.asarray(body.middle("wrist")[..., 1] - body.middle("hip")[..., 1])


def _foot_place(body: Body, side: Side) -> FloatArray:
    return _outward(side) * body.point(f"{side}_ankle")[..., 0]


def _knee_forward(body: Body, side: Side) -> FloatArray:
    hips = body.middle("hip")[..., 0]
    ahead = np.sign(body.middle("shoulder")[..., 0] - hips)
    return np.asarray(ahead * (body.point(f"{side}_knee")[..., 0] - hips))


def _reach(body: Body, _side: Side) -> FloatArray:
    shoulders, hips = body.middle("shoulder")[..., 0], body.middle("hip")[..., 0]
    return np.asarray(np.sign(shoulders - hips) * (body.middle("wrist")[..., 0] - shoulders))


def _nearness(body: Body, side: Side) -> FloatArray:
    return -_lift(body, side, "knee")


def _slope_deg(body: Body, side: Side, joint: str) -> FloatArray:
    """Return how much the working side's joint is higher than the other's, as a slope in degrees."""
    across = body.point(f"{side}_{joint}") - body.point(f"{opposite(side)}_{joint}")
    return tilt_deg(np.stack((-across[..., 1], _outward(side) * across[..., 0]), axis=-1))


def _trunk_lean(body: Body, side: Side) -> FloatArray:
    """Return the lean of the trunk toward the working side, against the picture's vertical."""
    trunk = body.middle("shoulder") - body.middle("hip")
    return np.asarray(_outward(side) * tilt_deg(trunk * (1.0, -1.0)))


def _pelvic_hike(body: Body, side: Side) -> FloatArray:
    """Return the rise of the pelvis, up to a constant, as ``posture`` tells it from lines of the body."""
    hips, shoulders = (_slope_deg(body, side, joint) for joint in ("hip", "shoulder"))
    return hike_deg(hips, shoulders, _trunk_lean(body, side))


def _trunk_roll(body: Body, side: Side) -> FloatArray:
    """Return how far the trunk of somebody who lies on the side is rolled, degrees, up to a constant.

    The pelvis' own landmarks hardly move when it rolls; the upper shoulder and the head, which roll
    with it, do. Weights: ridge regression on 95 repetitions of 16 rendered clips (5 bodies, 32 rolled by
    18-20 degrees), each judged without its own clip: clean -5..2, rolled 9..24 degrees.
    """
    shoulder, other, hip = (
        body.point(f"{side}_shoulder"),
        body.point(f"{opposite(side)}_shoulder"),
        body.point(f"{side}_hip"),
    )
    along = _outward(side) * ((shoulder - hip)[..., 0] * -14.5 + (shoulder - other)[..., 0] * -73.0)
    return np.asarray(61.5 * shoulder[..., 1] + 67.0 * body.point("nose")[..., 1] + along)


_PLANE = "in the picture plane: good from the advised camera"

SIGNALS: dict[str, Signal] = {
    "hip_rotation": Signal(
        "deg",
        "shank",
        N_("rotation of the hip, + = internal"),
        "see calibration/ACCURACY.md",
        quantity="hip_rotation",
    ),
    "hip_abduction": Signal(
        "deg",
        "leg",
        N_("abduction of the hip, + = outward"),
        "see calibration/ACCURACY.md",
        quantity="hip_abduction",
    ),
    "knee_drift": Signal(
        "shank",
        "thigh",
        N_("sideways travel of the knee from the hang, + = outward"),
        "good to 0.08",
        quantity="hip_rotation",
    ),
    "pelvic_hike": Signal(
        "deg",
        "pelvis",
        N_("rise of the pelvis on the working side from rest"),
        "seated reads about 0.8 of a true hike; elsewhere only against rest",
        _pelvic_hike,
    ),
    "trunk_lean": Signal(
        "deg",
        "trunk",
        N_("lean of the trunk from rest, + = toward the working side"),
        "good to 3 where a quantity is read; elsewhere against the picture's vertical",
        _trunk_lean,
    ),
    "knee_rise": Signal("torso", "thigh", N_("height of the working knee over its hip"), _PLANE, _knee_rise),
    "ankle_lift": Signal(
        "torso", "shank", N_("height of the working ankle over the other one"), _PLANE, _ankle_lift
    ),
    "foot_rise": Signal(
        "torso",
        "shank",
        N_("height of the working ankle over the other one if its shank hung, as long as it is seen"),
        _PLANE,
        _foot_rise,
    ),
    "ankle_rise": Signal(
        "torso", "shank", N_("height of the working ankle over its hip"), _PLANE, _ankle_rise
    ),
    "feet_gap": Signal("torso", "feet", N_("distance between the ankles"), _PLANE, _feet_gap),
    "thigh_out": Signal(
        "deg",
        "thigh",
        N_("tilt of the working thigh, + = outward"),
        "about half the true angle from 45 degrees",
        _thigh_out,
    ),
    "hip_angle": Signal("deg", "thigh", N_("shoulder, hip, knee of the working side"), _PLANE, _hip_angle),
    "knee_angle": Signal(
        "deg",
        "leg",
        N_("hip, knee, ankle of the working side"),
        "changes with the view: only against itself",
        _knee_angle,
    ),
    "trunk_roll": Signal(
        "deg",
        "trunk",
        N_("roll of the trunk, lying on the side, + = forward"),
        "from shoulder and head: only against rest; a raised head reads as a roll",
        _trunk_roll,
    ),
    "feet_sweep": Signal(
        "torso", "feet", N_("both feet beside both knees, + = toward the working side"), _PLANE, _feet_sweep
    ),
    "trunk_incline": Signal("deg", "trunk", N_("trunk against upright"), _PLANE, _trunk_incline),
    "free_leg_lift": Signal("deg", "free leg", N_("free leg against hanging down"), _PLANE, _free_leg_lift),
    "arms_turn": Signal("torso", "arms", N_("left wrist over the right one"), _PLANE, _arms_turn),
    "hip_height": Signal(
        "torso", "pelvis", N_("height of the hips over the lower foot"), _PLANE, _hip_height
    ),
    "hips_over_hands": Signal(
        "torso", "pelvis", N_("height of the hips over the hands"), _PLANE, _hips_over_hands
    ),
    "nearness": Signal(
        "torso",
        "thigh",
        N_("working knee below the other one in the picture: nearer to the camera"),
        _PLANE,
        _nearness,
    ),
    "reach": Signal("torso", "arms", N_("hands ahead of the shoulders"), _PLANE, _reach),
    "foot_place": Signal("torso", "feet", N_("place of the working foot, + = outward"), _PLANE, _foot_place),
    "knee_forward": Signal(
        "torso", "thigh", N_("working knee ahead of the hips, seen from the side"), _PLANE, _knee_forward
    ),
}
"""All signals by name; cards may use no others."""


def signals_in(position: Position) -> tuple[str, ...]:
    """Return the names of all signals that can be read of somebody in ``position``."""
    return tuple(name for name, signal in SIGNALS.items() if signal.is_given(position))
