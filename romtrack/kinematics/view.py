"""How the camera sees the person: field of view, turn and tilt, and what they do to the angle.

The reading is the angle between the shank and gravity in the plane perpendicular to the thigh.
Seen from straight ahead that is the angle in the picture. From the side it is not: the picture
line of the shank is a plane through the camera, and the shank is the direction in that plane
perpendicular to the thigh (knee at a right angle).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from romtrack.types import CameraModel, FloatArray

__all__ = [
    "View",
    "assumed_camera",
    "bearing_deg",
    "body_yaw_deg",
    "down_direction",
    "rectified_tilt_deg",
    "thigh_turn_deg",
]

# What the model's hip line shows of a true turn: a straight line over 53 rendered clips, yaw -25..25.
_YAW_OFFSET_DEG, _YAW_GAIN = 2.2, 0.88
_TURN_STEPS, _MOST_SINE = 12, 0.9
THIGH_SHANKS = 0.9  # length of the thigh over that of the shank, hip's landmark to knee's
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


def assumed_camera(width_px: int, height_px: int) -> CameraModel:
    """Return a typical camera for a picture of this size; used until a profile exists."""
    half_edge_px = max(width_px, height_px) / 2
    focal_px = half_edge_px / np.tan(np.radians(ASSUMED_FIELD_OF_VIEW_DEG / 2))
    return CameraModel(width_px, height_px, focal_px, focal_px, width_px / 2, height_px / 2)


def bearing_deg(x_px: FloatArray, camera: CameraModel) -> FloatArray:
    """Return how far to the right of the optical axis picture columns (T,) are."""
    return np.asarray(np.degrees(np.arctan2(x_px - camera.cx_px, camera.fx_px)))


def body_yaw_deg(left_hip_m: FloatArray, right_hip_m: FloatArray) -> FloatArray:
    """Return how far the pelvis is turned from the camera, (T,) from hip joints (T, 3) in metres.

    + = the left hip is farther away (z grows away from the camera).
    """
    across = left_hip_m - right_hip_m
    return (np.degrees(np.arctan2(across[..., 2], across[..., 0])) - _YAW_OFFSET_DEG) / _YAW_GAIN


def thigh_turn_deg(
    hip_px: FloatArray, knee_px: FloatArray, shank_px: FloatArray, camera: CameraModel, roll_deg: float
) -> FloatArray:
    """Return how far the thigh points to the right of the optical axis, toward the camera, (T,).

    From where hip and knee (T, 2) are in the picture and how long the shank (T,) is there, which tells
    how far away the knee is; all of legs that hang.
    """
    cos, sin = np.cos(np.radians(roll_deg)), np.sin(np.radians(roll_deg))
    hip, knee = (
        ((point - (camera.cx_px, camera.cy_px)) @ (cos, sin)) / camera.fx_px for point in (hip_px, knee_px)
    )
    knee_away = camera.fy_px / shank_px  # everything in shank lengths
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


def rectified_tilt_deg(x_px: FloatArray, y_px: FloatArray, tilt_deg: FloatArray, view: View) -> FloatArray:
    """Return the tilt of the shank in the plane perpendicular to the thigh, degrees, (T,).

    The picture line runs through (x_px, y_px) with the tilt ``tilt_deg`` against the picture's
    vertical; gravity is where roll and pitch put it. + = toward the person's left.
    """
    camera = view.camera
    along = np.stack((np.sin(np.radians(tilt_deg)), np.cos(np.radians(tilt_deg))), axis=-1)
    here = np.stack((x_px, y_px), axis=-1)
    plane = np.cross(_ray(here, camera), _ray(here + along * camera.fy_px * 0.1, camera))
    down = down_direction(view.roll_deg, view.pitch_deg)
    thigh = _thigh(view, down)
    left = np.cross(thigh, down)
    shank = np.cross(plane, thigh)
    shank = shank * np.sign(_dot(shank, down))[..., None]
    return np.degrees(np.arctan2(_dot(shank, left), _dot(shank, down)))


def _ray(point_px: FloatArray, camera: CameraModel) -> FloatArray:
    x = (point_px[..., 0] - camera.cx_px) / camera.fx_px
    y = (point_px[..., 1] - camera.cy_px) / camera.fy_px
    return np.stack((x, y, np.ones_like(x)), axis=-1)


def _thigh(view: View, down: FloatArray) -> FloatArray:
    """Return the unit vector hip->knee: level, back along the line of sight, turned by the yaw."""
    turn = np.radians(view.yaw_deg - view.bearing_deg)
    away = np.array((0.0, 0.0, 1.0)) - down[2] * down
    away /= np.linalg.norm(away)
    return np.asarray(np.sin(turn) * np.cross(down, away) - np.cos(turn) * away)


def _dot(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(np.sum(a * b, axis=-1))
