"""How the camera sees the person: field of view, turn and tilt, and what they do to the angle.

The reading is the angle between the shank and gravity in the plane perpendicular to the thigh.
Seen from straight ahead that is the angle in the picture. From the side it is not: the picture
line of the shank is a plane through the camera, and the shank is the direction in that plane
perpendicular to the thigh, or, where the knee is not bent by a right angle, so far from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from romtrack.errors import UsageError
from romtrack.sane import direction_deg, known, known_points, ratio
from romtrack.types import CameraModel, FloatArray

__all__ = [
    "Thigh",
    "View",
    "assumed_camera",
    "bearing_deg",
    "body_yaw_deg",
    "camera_for",
    "down_direction",
    "rectified_tilt_deg",
    "thigh_turn_deg",
    "within",
]

# What the model's hip line shows of a true turn: a straight line over 53 rendered clips, yaw -25..25.
_YAW_OFFSET_DEG, _YAW_GAIN = 2.2, 0.88
_LEAST_SHANK_PX = 1.0
_TURN_STEPS, _MOST_SINE = 12, 0.9
THIGH_SHANKS = 0.9  # length of the thigh over that of the shank, hip's landmark to knee's
_ROUNDED_PX = 1.5  # of a height that follows from the width: pictures are made smaller to whole pixels
ASSUMED_FIELD_OF_VIEW_DEG = 65.0  # along the longer edge: laptop cameras have 60-78, phones about 65


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera is, seen from the person.

    Attributes
    ----------
    yaw_deg: how far the pelvis is turned from the line of sight, + = left hip farther away.
    bearing_deg: where the person is, + = to the right of the optical axis.
    roll_deg: + = the picture's content turns clockwise. pitch_deg: - = the camera looks down.
    roll_sigma_deg: standard uncertainty of the roll; it goes into the angle whole.
    """

    camera: CameraModel
    yaw_deg: float = 0.0
    bearing_deg: float = 0.0
    roll_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_sigma_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Thigh:
    """How one leg sits before the camera.

    turn_deg: how far the thigh, level, points to the right of the optical axis, toward the camera.
    lean_deg: of the shank, + = the foot is forward, the knee bent by so much less than a right angle.
    """

    turn_deg: float
    lean_deg: float = 0.0


def assumed_camera(width_px: float, height_px: float) -> CameraModel:
    """Return a typical camera for a picture of this size; used until a profile exists."""
    half_edge_px = max(width_px, height_px, 1) / 2
    focal_px = half_edge_px / np.tan(np.radians(ASSUMED_FIELD_OF_VIEW_DEG / 2))
    return CameraModel(round(width_px), round(height_px), focal_px, focal_px, width_px / 2, height_px / 2)


def camera_for(width_px: int, height_px: int, profile: CameraModel | None = None) -> CameraModel:
    """Return the camera that took pictures of this size: the profile's, or else a typical one.

    Raises
    ------
    UsageError: the profile is of pictures of another shape.
    """
    if profile is None:
        return assumed_camera(width_px, height_px)
    across, down = width_px / profile.width_px, height_px / profile.height_px
    if abs(across * profile.height_px - height_px) > _ROUNDED_PX:
        raise UsageError(
            f"the camera's profile is of pictures of {profile.width_px} x {profile.height_px}, another "
            f"shape than {width_px} x {height_px}: record as it was calibrated, or calibrate again"
        )
    return replace(
        profile,
        width_px=width_px,
        height_px=height_px,
        fx_px=profile.fx_px * across,
        fy_px=profile.fy_px * down,
        cx_px=profile.cx_px * across,
        cy_px=profile.cy_px * down,
    )


def within(camera: CameraModel, content_px: FloatArray | None) -> CameraModel:
    """Return the camera of a recording that is a part of the picture: left, top, right, bottom (4,).

    A camera that is known, or a recording that fills the picture (None), stays as it is.
    """
    if content_px is None or camera.source != "assumed":
        return camera
    left, top, right, bottom = content_px.tolist()
    alone = assumed_camera(right - left, bottom - top)
    return replace(
        camera,
        fx_px=alone.fx_px,
        fy_px=alone.fy_px,
        cx_px=(left + right) / 2,
        cy_px=(top + bottom) / 2,
    )


def bearing_deg(x_px: FloatArray, camera: CameraModel) -> FloatArray:
    """Return how far to the right of the optical axis picture columns (T,) are."""
    return np.asarray(np.degrees(np.arctan2(known(x_px) - camera.cx_px, camera.fx_px)))


def body_yaw_deg(left_hip_m: FloatArray, right_hip_m: FloatArray) -> FloatArray:
    """Return how far the pelvis is turned from the camera, (T,) from hip joints (T, 3) in metres.

    + = the left hip is farther away (z grows away from the camera).
    """
    across = known_points(left_hip_m) - known_points(right_hip_m)
    return (direction_deg(across[..., 2], across[..., 0]) - _YAW_OFFSET_DEG) / _YAW_GAIN


def thigh_turn_deg(
    hip_px: FloatArray, knee_px: FloatArray, shank_px: FloatArray, camera: CameraModel, roll_deg: float
) -> FloatArray:
    """Return how far the thigh points to the right of the optical axis, toward the camera, (T,).

    From where hip and knee (T, 2) are in the picture and how long the shank (T,) is there, which tells
    how far away the knee is; all of legs that hang.
    """
    cos, sin = np.cos(np.radians(roll_deg)), np.sin(np.radians(roll_deg))
    hip, knee = (
        ((known_points(point) - (camera.cx_px, camera.cy_px)) @ (cos, sin)) / camera.fx_px
        for point in (hip_px, knee_px)
    )
    knee_away = camera.fy_px / known(shank_px, _LEAST_SHANK_PX)  # everything in shank lengths
    sine = np.zeros_like(shank_px)
    for _ in range(_TURN_STEPS):
        hip_away = knee_away + THIGH_SHANKS * np.sqrt(1 - sine**2)
        sine = np.clip((knee * knee_away - hip * hip_away) / THIGH_SHANKS, -_MOST_SINE, _MOST_SINE)
    return np.asarray(np.degrees(np.arcsin(sine)))


def down_direction(roll_deg: FloatArray | float, pitch_deg: FloatArray | float) -> FloatArray:
    """Return straight down in camera coordinates (x right, y down, z away), (3, ...)."""
    roll, pitch = np.radians(roll_deg), np.radians(pitch_deg)
    level = np.cos(pitch)
    return np.asarray(
        np.stack(np.broadcast_arrays(-np.sin(roll) * level, np.cos(roll) * level, -np.sin(pitch)))
    )


def rectified_tilt_deg(
    x_px: FloatArray, y_px: FloatArray, tilt_deg: FloatArray, view: View, thigh: Thigh | None = None
) -> FloatArray:
    """Return the tilt of the shank in the plane perpendicular to the thigh, degrees, (T,).

    The picture line runs through (x_px, y_px) with the tilt ``tilt_deg`` against the picture's
    vertical; gravity is where roll and pitch put it. + = toward the person's left. ``thigh``: how the leg
    sits; without it, as the body does, the knee at a right angle.
    """
    camera, seat = view.camera, _of_body(view) if thigh is None else thigh
    reach_px = camera.fy_px * 0.1
    x_px, y_px, tilt_deg = (known(np.asarray(each, dtype=np.float64)) for each in (x_px, y_px, tilt_deg))
    tilt = np.radians(tilt_deg)
    here = _ray(x_px, y_px, camera)
    plane = _cross(here, _ray(x_px + np.sin(tilt) * reach_px, y_px + np.cos(tilt) * reach_px, camera))
    down, ahead, left = _frame(view.roll_deg, view.pitch_deg, seat.turn_deg)
    across = _cross(plane, ahead)  # in the plane of the picture line, perpendicular to the thigh
    along = _cross(plane, across)  # in that plane, too, as far along the thigh as it goes
    wide, size = np.sqrt(_dot(across, across)), np.sqrt(_dot(along, along))
    upright = np.sign(_dot(across, down))
    lean = np.sin(np.radians(seat.lean_deg)) * ratio(size, _dot(along, ahead))
    share, lean = np.sqrt(np.maximum(1 - lean * lean, 0.0)), np.clip(lean, -1, 1)
    toward_left, downward = (
        upright * share * ratio(_dot(across, axis), wide) + lean * ratio(_dot(along, axis), size)
        for axis in (left, down)
    )
    return direction_deg(toward_left, downward)


def _of_body(view: View) -> Thigh:
    return Thigh(view.yaw_deg - view.bearing_deg)


# Vectors by their components: what NumPy's own products cost on single frames is all overhead.
_Vector = tuple[FloatArray | float, FloatArray | float, FloatArray | float]


def _ray(x_px: FloatArray, y_px: FloatArray, camera: CameraModel) -> _Vector:
    return (x_px - camera.cx_px) / camera.fx_px, (y_px - camera.cy_px) / camera.fy_px, 1.0


@lru_cache(maxsize=16)
def _frame(roll_deg: float, pitch_deg: float, turn_deg: float) -> tuple[_Vector, _Vector, _Vector]:
    """Return the unit vectors down, hip->knee and toward the person's left."""
    down = down_direction(roll_deg, pitch_deg)
    thigh = _level(down, turn_deg)
    vectors = (down, thigh, np.cross(thigh, down))
    found = [tuple(vector.tolist()) for vector in vectors]
    return found[0], found[1], found[2]


def _level(down: FloatArray, turn_deg: float) -> FloatArray:
    """Return the unit vector hip->knee: level, back along the line of sight, turned."""
    turn = np.radians(turn_deg)
    away = np.array((0.0, 0.0, 1.0)) - down[2] * down
    away /= np.linalg.norm(away)
    return np.asarray(np.sin(turn) * np.cross(down, away) - np.cos(turn) * away)


def _cross(a: _Vector, b: _Vector) -> _Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _dot(a: _Vector, b: _Vector) -> FloatArray:
    return np.asarray(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])
