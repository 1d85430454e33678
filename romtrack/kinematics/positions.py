"""The positions that exercises are done in, read from the picture, and where the camera sees them from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from romtrack.kinematics.body import incline_deg
from romtrack.kinematics.posture import is_seated
from romtrack.sane import direction_deg
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from romtrack.kinematics.body import Body
    from romtrack.types import FloatArray

__all__ = ["POSITIONS", "VIEWS", "Placing", "Position", "PositionRule", "thigh_drop"]

Position = Literal[
    "seated", "side_lying", "floor_sitting", "all_fours", "floor_split", "standing", "deep_squat"
]

_AWAY_S: Final = 0.7  # as long as an excursion may be out of sight: after that, the position is taken anew


def _trunk_deg(body: Body) -> FloatArray:
    return incline_deg(body.middle("shoulder") - body.middle("hip"))


def _hips_over_feet(body: Body) -> FloatArray:
    """Return the height of the hips over the lower foot, torsos."""
    feet = np.maximum(body.point("left_ankle")[..., 1], body.point("right_ankle")[..., 1])
    return np.asarray(feet - body.middle("hip")[..., 1])


def _hips_upright_deg(body: Body) -> FloatArray:
    """Return how steep the line of the hips stands, degrees, 0..90."""
    dx, dy = np.moveaxis(np.abs(body.point("left_hip") - body.point("right_hip")), -1, 0)
    return direction_deg(dy, dx)


def _facing(body: Body) -> FloatArray:
    """Return how broad the shoulders are in the picture, torsos; + = the person faces the camera."""
    return np.asarray(body.point("left_shoulder")[..., 0] - body.point("right_shoulder")[..., 0])


def thigh_drop(body: Body) -> FloatArray:
    """Return how far the knee lies under the hip, of the leg that drops more, in lengths of its shank."""
    drops = []
    for side in SIDES:
        hip, knee, ankle = (body.point(f"{side}_{joint}") for joint in ("hip", "knee", "ankle"))
        shank = np.maximum(np.linalg.norm(ankle - knee, axis=-1), 0.1)
        drops.append((knee - hip)[..., 1] / shank)
    return np.asarray(np.maximum(*drops))


def _seated(body: Body) -> NDArray[np.bool_]:
    return np.asarray(is_seated(body.image_px, body.skeleton))


def _side_lying(body: Body, least_deg: float = 50.0) -> NDArray[np.bool_]:
    """Say whether one hip and one shoulder lie over the other: on the back they are at one place."""
    shoulders = np.abs(body.point("left_shoulder") - body.point("right_shoulder"))
    stacked = (shoulders[..., 1] > 0.3) & (shoulders[..., 1] > shoulders[..., 0])  # noqa: PLR2004
    hands = body.middle("wrist")[..., 1] - body.middle("shoulder")[..., 1]
    low = (_trunk_deg(body) > 60) & (_hips_over_feet(body) < 0.7) & (hands < 0.6)  # noqa: PLR2004
    return np.asarray(low & stacked & (_hips_upright_deg(body) > least_deg))


def _side_lying_rolled(body: Body) -> NDArray[np.bool_]:
    return _side_lying(body, 25.0)


def _floor_sitting(body: Body) -> NDArray[np.bool_]:
    return np.asarray((_trunk_deg(body) < 45) & (_hips_over_feet(body) < 0.85))  # noqa: PLR2004


def _all_fours(body: Body, least_knees: float = 0.3) -> NDArray[np.bool_]:
    hands = body.middle("wrist")[..., 1] - body.middle("shoulder")[..., 1]
    knees = body.middle("knee")[..., 1] - body.middle("hip")[..., 1]
    low = (_hips_over_feet(body) < 1.0) & (knees > least_knees)
    return np.asarray(low & (_trunk_deg(body) > 60) & (hands > 0.5))  # noqa: PLR2004


def _all_fours_far_back(body: Body) -> NDArray[np.bool_]:
    """Say the same of somebody whose hips have come down to the heels."""
    return _all_fours(body, -0.1)


def _legs_split(body: Body) -> NDArray[np.bool_]:
    """Say whether the knees are far apart and the hips down between them: a knee that carries is below."""
    left, right = body.point("left_knee"), body.point("right_knee")
    apart = np.abs(left[..., 0] - right[..., 0])
    below = np.maximum(left[..., 1], right[..., 1]) - body.middle("hip")[..., 1]
    return np.asarray((_hips_over_feet(body) < 0.85) & (apart > 0.4) & (below < 0.5))  # noqa: PLR2004


def _floor_split(body: Body) -> NDArray[np.bool_]:
    hands = body.middle("wrist")[..., 1] - body.middle("shoulder")[..., 1]
    return np.asarray(_legs_split(body) & (_trunk_deg(body) > 30) & (hands > 0.3))  # noqa: PLR2004


def _standing(body: Body) -> NDArray[np.bool_]:
    """Say whether one leg at least is under the body: on a chair the hips are as high over the feet."""
    return np.asarray((thigh_drop(body) > 0.75) & (_hips_over_feet(body) > 1.0))  # noqa: PLR2004


def _on_feet(body: Body) -> NDArray[np.bool_]:
    return np.asarray(_hips_over_feet(body) > 0.3)  # noqa: PLR2004


def _deep_squat(body: Body) -> NDArray[np.bool_]:
    """Say whether the hips are about as high as the knees, in shanks: low down the trunk looks short."""
    shanks = body.middle("ankle")[..., 1] - body.middle("knee")[..., 1]
    thighs = body.middle("knee")[..., 1] - body.middle("hip")[..., 1]
    return np.asarray((_trunk_deg(body) < 50) & (shanks > 0.5) & (np.abs(thighs) < 0.6 * shanks))  # noqa: PLR2004


class PositionRule(NamedTuple):
    """A position: where somebody has come into it, and where the movements done in it do not leave it."""

    enters: Callable[[Body], NDArray[np.bool_]]
    stays: Callable[[Body], NDArray[np.bool_]]


# Limits lie between what rendered people show in their exercise and outside it: 10 exercises, 5 bodies,
# the advised cameras; trunk inclination, steepness of the hip line, heights in torsos.
POSITIONS: dict[Position, PositionRule] = {
    "seated": PositionRule(_seated, _seated),
    "side_lying": PositionRule(_side_lying, _side_lying_rolled),
    "floor_sitting": PositionRule(_floor_sitting, _floor_sitting),
    "all_fours": PositionRule(_all_fours, _all_fours_far_back),
    "floor_split": PositionRule(_floor_split, _legs_split),
    "standing": PositionRule(_standing, _on_feet),
    "deep_squat": PositionRule(_deep_squat, _deep_squat),
}


def _from_the_front(body: Body) -> NDArray[np.bool_]:
    """Say so of somebody upright; how somebody lies before the camera is part of the position."""
    return np.asarray((_facing(body) > _FROM_THE_FRONT) | (_trunk_deg(body) > 60))  # noqa: PLR2004


# Breadth of the shoulders, torsos: 0.6 to 1.1 from the front (25 degrees aside, too), 0.4 to 0.8 from 45
# degrees, -0.2 to 0.4 from the side (rendered people in all exercises).
_FROM_THE_FRONT: Final = 0.45
VIEWS: dict[str, Callable[[Body], NDArray[np.bool_]]] = {
    "front": _from_the_front,
    "diagonal": lambda body: np.asarray(_facing(body) > 0.3),  # noqa: PLR2004
    "side": lambda body: np.asarray(np.abs(_facing(body)) < _FROM_THE_FRONT),
}
"""Whether the camera stands where an exercise wants it."""


class Placing:
    """Whether somebody is in position, frame by frame: come into it once, they stay while they move."""

    def __init__(self) -> None:
        self._last_s = -np.inf

    def update(self, time_s: float, *, enters: bool, stays: bool) -> bool:
        """Take one frame; return whether the person is in position."""
        inside = enters or (stays and time_s - self._last_s <= _AWAY_S)
        if inside:
            self._last_s = time_s
        return inside
