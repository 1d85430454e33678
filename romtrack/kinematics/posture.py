"""How the body is held, read from the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from romtrack.sane import direction_deg, known, known_points, median_of, ratio
from romtrack.types import SIDES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.types import FloatArray, Side, Skeleton

__all__ = [
    "Posture",
    "Stance",
    "hike_deg",
    "is_seated",
    "neutral_stance",
    "posture",
    "seat_shares",
    "stance",
]

# Drop from hips to knees over the length of the shank. A thigh that points at the camera is short:
# seated 0.1-0.7, standing 1.0 (rendered humans, cameras 0.5-1.0 m high).
_STANDING = 0.85
_SITTING = ("shoulder", "hip", "knee", "ankle")
_LYING = 0.5  # a shank that drops by less than this share of its length does not hang
# Breadth of the shoulders over the length of the trunk: 0.6 to 1.1 from the front and from 25 degrees beside
# it, at most 0.3 from the side (rendered humans).
_FROM_THE_FRONT = 0.45
# A trunk that leans takes along the shoulder line, by 1.5 times as much, and 0.47 of that leaks into
# the hip landmarks. What the shoulders do not explain is the pelvis: a hike of 10 degrees turns the
# hip line by 5 and leans the trunk back by 2. Fit to 24 faulty trials of 4 bodies, rendered.
_FARTHEST_DEG = 80.0  # no hip turns so far; the tangent grows no more beyond it
_SHOULDERS_IN_HIPS, _SHOULDERS_IN_TRUNK = 0.47, 0.67
_HIKE_OF_HIPS, _HIKE_OF_TRUNK = 0.62, -2.0


class Stance(NamedTuple):
    """How the body stands in an upright picture: numbers of one frame, or columns (T,).

    knee_x, knee_y, ankle_x, ankle_y: of the working leg from the middle of the hips, pixels, x toward
    the working side, y down. seat_y: the height of the higher knee. shank_px: knee to ankle.
    hips_deg, shoulders_deg: slope of the lines, + = the working side is higher. trunk_deg: mid-hip to
    mid-shoulder against the vertical, + = toward the working side.
    """

    knee_x: FloatArray
    knee_y: FloatArray
    ankle_x: FloatArray
    ankle_y: FloatArray
    seat_y: FloatArray
    shank_px: FloatArray
    hips_deg: FloatArray
    shoulders_deg: FloatArray
    trunk_deg: FloatArray


class Posture(NamedTuple):
    """What the body does besides turning the hip, relative to the hang; one frame, or columns (T,).

    knee_drift: of the pivot, shank lengths, + = outward. foot_rise: shank lengths, beyond what the turn of
    the shank lifts it: a knee that is stretched, or lifted. pelvic_hike_deg: + = the working side rises.
    trunk_lean_deg: + = toward the working side. shank_deg: turn of knee->ankle by the landmarks,
    + = outward: less exact than the hip's rotation, but steady in a mask that flickers.
    """

    knee_drift: FloatArray
    foot_rise: FloatArray
    pelvic_hike_deg: FloatArray
    trunk_lean_deg: FloatArray
    shank_deg: FloatArray


def is_seated(image_px: FloatArray, skeleton: Skeleton) -> NDArray[np.bool_]:
    """Return whether the thighs point at the camera and the shanks down, (...) from (..., K, 2) pixels.

    Seen from the front, that is: from the side no turn of the hip can be seen. False where the person
    is not seen.
    """
    breadth, hang, drop = seat_shares(image_px, skeleton)
    return np.asarray((breadth > _FROM_THE_FRONT) & (hang > _LYING) & (drop < _STANDING))


def seat_shares(image_px: FloatArray, skeleton: Skeleton) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return what tells how somebody sits, (...) each from (..., K, 2) pixels.

    The breadth of the shoulders over the length of the trunk; how far the shanks drop, and how far the
    thighs do, over the length of the shanks.
    """
    shoulder, hip, knee, ankle = np.moveaxis(_pairs(image_px, skeleton), -3, 0)
    trunk = shoulder.mean(axis=-2) - hip.mean(axis=-2)
    breadth = np.abs(shoulder[..., 0, 0] - shoulder[..., 1, 0])
    shank = ankle - knee
    length = np.hypot(shank[..., 0], shank[..., 1]).sum(-1)
    drop = (knee - hip)[..., 1].sum(-1)
    return (
        ratio(breadth, np.hypot(trunk[..., 0], trunk[..., 1])),
        ratio(shank[..., 1].sum(-1), length),
        ratio(drop, length),
    )


def _pairs(image_px: FloatArray, skeleton: Skeleton) -> FloatArray:
    """Return shoulders, hips, knees and ankles, (..., 4, 2, 2): the joint, the side, x and y."""
    places = [[skeleton.index(f"{side}_{joint}") for side in SIDES] for joint in _SITTING]
    return known_points(image_px[..., places, :])


def stance(image_px: FloatArray, skeleton: Skeleton, side: Side, roll_deg: float) -> Stance:
    """Return how the body stands, (...) from (..., K, 2) pixels; ``side`` works.

    ``roll_deg``: of the camera, + = the picture's content turns clockwise.
    """
    turn = _upright(side, roll_deg)

    def point(name: str) -> FloatArray:
        return np.asarray(known_points(image_px[..., skeleton.index(name), :]) @ turn)

    other: Side = "right" if side == "left" else "left"
    hips, shoulders = ((point(f"{side}_{j}") + point(f"{other}_{j}")) / 2 for j in ("hip", "shoulder"))
    knee, ankle = point(f"{side}_knee") - hips, point(f"{side}_ankle") - hips
    trunk = shoulders - hips
    return Stance(
        knee_x=knee[..., 0],
        knee_y=knee[..., 1],
        ankle_x=ankle[..., 0],
        ankle_y=ankle[..., 1],
        seat_y=np.minimum(knee[..., 1], point(f"{other}_knee")[..., 1] - hips[..., 1]),
        shank_px=np.hypot(*np.moveaxis(ankle - knee, -1, 0)),
        hips_deg=_rise_deg(point(f"{other}_hip"), point(f"{side}_hip")),
        shoulders_deg=_rise_deg(point(f"{other}_shoulder"), point(f"{side}_shoulder")),
        trunk_deg=direction_deg(trunk[..., 0], -trunk[..., 1]),
    )


def _upright(side: Side, roll_deg: float) -> FloatArray:
    """Return what takes the camera's roll back from points (..., 2) and turns x toward the working side."""
    cos, sin = np.cos(np.radians(roll_deg)), np.sin(np.radians(roll_deg))
    return np.asarray([[cos, -sin], [sin, cos]] * np.array((1.0 if side == "left" else -1.0, 1.0)))


def _rise_deg(inner: FloatArray, outer: FloatArray) -> FloatArray:
    """Return how much higher ``outer`` is than ``inner``, (..., 2) each, as a slope in degrees."""
    dx, dy = np.moveaxis(outer - inner, -1, 0)
    return direction_deg(-dy, dx)


def neutral_stance(stances: Stance, hanging: NDArray[np.bool_]) -> Stance:
    """Return the median stance of the hang: columns (T,), of which ``hanging`` (T,) are it."""
    return Stance(*(np.asarray(median_of(column[hanging])) for column in stances))


def posture(now: Stance, neutral: Stance, rotation_deg: FloatArray, rest_deg: float) -> Posture:
    """Return what the body does beside turning the hip: ``now`` against the hang.

    The knee's landmark slides along the shank as the leg turns, so the pivot is where the line of the
    shank passes the height of the seat. ``rotation_deg``: of the hip, ``rest_deg`` in the hang.
    """
    hips, shoulders, trunk = (
        np.asarray(here - there) for here, there in zip(now[-3:], neutral[-3:], strict=True)
    )
    pivot = _pivot_x(now, neutral.seat_y, rotation_deg) - _pivot_x(neutral, neutral.seat_y, rest_deg)
    return Posture(
        knee_drift=ratio(pivot, neutral.shank_px),
        foot_rise=ratio(_hangs_to_y(neutral) - _hangs_to_y(now), neutral.shank_px),
        pelvic_hike_deg=hike_deg(hips, shoulders, trunk),
        trunk_lean_deg=trunk,
        shank_deg=_shank_deg(now) - _shank_deg(neutral),
    )


def hike_deg(hips_deg: FloatArray, shoulders_deg: FloatArray, trunk_deg: FloatArray) -> FloatArray:
    """Return the rise of the pelvis on the working side, from lines of the body as ``Stance`` has them."""
    return np.asarray(
        _HIKE_OF_HIPS * (hips_deg - _SHOULDERS_IN_HIPS * shoulders_deg)
        + _HIKE_OF_TRUNK * (trunk_deg + _SHOULDERS_IN_TRUNK * shoulders_deg)
    )


def _pivot_x(at: Stance, height_y: FloatArray, rotation_deg: FloatArray | float) -> FloatArray:
    turn_deg = np.clip(known(np.asarray(rotation_deg)), -_FARTHEST_DEG, _FARTHEST_DEG)
    return np.asarray(at.knee_x + np.tan(np.radians(turn_deg)) * (height_y - at.knee_y))


def _hangs_to_y(at: Stance) -> FloatArray:
    """Return where the foot would be if the shank hung from its knee, as long as it is seen."""
    return np.asarray(at.knee_y + at.shank_px)


def _shank_deg(at: Stance) -> FloatArray:
    return direction_deg(at.ankle_x - at.knee_x, at.ankle_y - at.knee_y)
