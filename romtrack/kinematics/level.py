"""How the camera is tilted: read from the upright lines of the room, guided by the person.

Edges of walls, doors, shelves and furniture stand upright. In the picture of a tilted camera
they turn with its roll and run together with its pitch, so that one roll and one pitch explain
all of them. The body alone tells less: no line of it is level for certain, and a shank that hangs
a little inward or outward looks like a tilted camera. So the body gives the expectation and the
room decides. On 53 rendered scenes the room's roll was off by 0.12 degrees on average and 0.6 at
worst, its pitch by 0.8 on average; the body's roll by 0.7, 2 at worst.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from romtrack.kinematics.view import down_direction
from romtrack.sane import direction_deg, known_points, median_of, ratio

if TYPE_CHECKING:
    from romtrack.types import CameraModel, FloatArray, Frame, Pose, PoseTrack

__all__ = ["Level", "body_level", "camera_level", "upright_segments"]

_SHORTEST = 0.05  # of the picture's height
_LEAN_DEG = 22.0  # of a segment from the picture's vertical: farther is nothing upright
_PERSON = 0.2  # mask probability
_MARGIN = 0.03  # of the picture's height, about the person
_LONGEST = 0.3  # of the picture's height: a longer segment weighs no more
_FIT_DEG = 0.8  # how well an upright segment fits
_BODY_ROLL_DEG, _BODY_PITCH_DEG = 1.5, 4.0  # standard errors of what the body tells
_BODY_WEIGHT = 0.03  # of the expectation, beside segments in picture heights
_SUPPORTED = 0.25  # picture heights of fitting segments that make the room's word certain
_ROOM_SIGMA_DEG, _BODY_SIGMA_DEG = 0.3, 1.0
_STEEPEST_DEG = 60.0  # no camera that films a test is tilted farther, whatever a body that does not sit says
_ROLLS_DEG = np.arange(-12.0, 12.1, 0.3)
_PITCHES_DEG = np.arange(-25.0, 25.1, 1.0)


class Level(NamedTuple):
    """How the camera is tilted.

    roll_deg: + = the picture's content turns clockwise. pitch_deg: - = looking down.
    sigma_deg: standard uncertainty of the roll.
    """

    roll_deg: float
    pitch_deg: float
    sigma_deg: float


def upright_segments(frame: Frame, pose: Pose) -> FloatArray:
    """Return the nearly upright straight edges outside the person, (N, 4): x1, y1, x2, y2 in pixels."""
    height = frame.image.shape[0]
    found = cv2.createLineSegmentDetector().detect(cv2.cvtColor(frame.image, cv2.COLOR_RGB2GRAY))[0]
    if found is None or pose.mask is None:
        return np.empty((0, 4))
    segments = np.asarray(found, dtype=np.float64).reshape(-1, 4)
    middles = ((segments[:, :2] + segments[:, 2:]) / 2).astype(int)
    size = 2 * round(_MARGIN * height) + 1
    person = cv2.dilate((pose.mask > _PERSON).astype(np.uint8), np.ones((size, size), np.uint8))
    long = _lengths(segments) > _SHORTEST * height
    upright = np.abs(np.degrees(_leans(segments))) < _LEAN_DEG
    behind = person[middles[:, 1], middles[:, 0]] == 0
    return np.asarray(segments[long & upright & behind])


def body_level(
    track: PoseTrack, shank_tilts_deg: tuple[FloatArray, FloatArray], camera: CameraModel
) -> Level:
    """Return what the person's body tells of the camera, over frames in which both shanks hang.

    Roll: shoulders, hips, trunk and shanks joined. Pitch: how far the thighs, which point at the
    camera, drop in the picture. Constants: a fit to rendered humans.
    """
    shoulders = _slope_deg(track.point_px("right_shoulder"), track.point_px("left_shoulder"))
    hips = _slope_deg(track.point_px("right_hip"), track.point_px("left_hip"))
    hip, shoulder, knee, ankle = (_middle(track, joint) for joint in ("hip", "shoulder", "knee", "ankle"))
    trunk = -direction_deg(hip[:, 0] - shoulder[:, 0], hip[:, 1] - shoulder[:, 1])
    shanks = -np.mean(shank_tilts_deg, axis=0)
    roll = 0.2 * shoulders + 0.2 * hips + 0.4 * trunk + 0.2 * shanks + 0.4
    below_axis = np.degrees(np.arctan((knee[:, 1] - camera.cy_px) / camera.fy_px))
    drop = np.degrees(np.arctan(0.9 * ratio(knee[:, 1] - hip[:, 1], ankle[:, 1] - knee[:, 1])))
    pitch = 1.06 * (below_axis - drop) + 6.2
    roll_deg, pitch_deg = (
        float(np.clip(median_of(each, 0.0), -_STEEPEST_DEG, _STEEPEST_DEG)) for each in (roll, pitch)
    )
    return Level(roll_deg, pitch_deg, _BODY_SIGMA_DEG)


def camera_level(segments_px: FloatArray, camera: CameraModel, expected: Level) -> Level:
    """Return the roll and pitch that explain the upright edges of the room, (N, 4), best.

    Without enough edges that agree, the expectation stands.
    """
    whole = segments_px[np.isfinite(known_points(segments_px)).all(axis=1)]
    if not len(whole):
        return expected
    room = _Room(whole, camera, expected)
    coarse = room.best(_ROLLS_DEG, _PITCHES_DEG)
    fine = room.best(coarse[0] + np.arange(-0.4, 0.41, 0.05), coarse[1] + np.arange(-1.2, 1.21, 0.2))
    if room.support(*fine) < _SUPPORTED:
        return expected
    return Level(*fine, _ROOM_SIGMA_DEG)


class _Room:
    """The edges of a room, and how well a tilt of the camera explains them."""

    def __init__(self, segments_px: FloatArray, camera: CameraModel, expected: Level) -> None:
        middle = (segments_px[:, :2] + segments_px[:, 2:]) / 2
        self._x = (middle[:, 0] - camera.cx_px) / camera.fx_px
        self._y = (middle[:, 1] - camera.cy_px) / camera.fy_px
        self._lean = _leans(segments_px)
        self._weight = np.minimum(_lengths(segments_px) / camera.height_px, _LONGEST)
        self._expected = expected

    def best(self, rolls_deg: FloatArray, pitches_deg: FloatArray) -> tuple[float, float]:
        """Return the best roll and pitch of a grid."""
        roll, pitch = np.meshgrid(rolls_deg, pitches_deg, indexing="ij")
        strange = (roll - self._expected.roll_deg) ** 2 / _BODY_ROLL_DEG**2
        strange += (pitch - self._expected.pitch_deg) ** 2 / _BODY_PITCH_DEG**2
        at = np.argmax(self.support(roll, pitch) - _BODY_WEIGHT * strange)
        return float(roll.flat[at]), float(pitch.flat[at])

    def support(self, roll_deg: FloatArray | float, pitch_deg: FloatArray | float) -> FloatArray:
        """Return the length of the edges that fit, in picture heights; the shape of the arguments."""
        down = np.asarray(down_direction(roll_deg, pitch_deg))[..., None]
        lean = np.arctan2(down[0] - self._x * down[2], down[1] - self._y * down[2])
        misfit = np.degrees(lean - self._lean) / _FIT_DEG
        return np.asarray(np.sum(self._weight * np.exp(-0.5 * misfit**2), axis=-1))


def _leans(segments_px: FloatArray) -> FloatArray:
    """Return each segment's angle from the picture's vertical, radians, + = lower end to the right."""
    dx, dy = (segments_px[:, 2:] - segments_px[:, :2]).T
    return np.asarray((np.arctan2(dx, dy) + np.pi / 2) % np.pi - np.pi / 2)


def _lengths(segments_px: FloatArray) -> FloatArray:
    return np.asarray(np.hypot(*(segments_px[:, 2:] - segments_px[:, :2]).T))


def _slope_deg(right_px: FloatArray, left_px: FloatArray) -> FloatArray:
    """Return the slope of right->left (T, 2) against the picture's horizontal, + = left lower."""
    dx, dy = (left_px - right_px).T
    return direction_deg(dy, dx)


def _middle(track: PoseTrack, joint: str) -> FloatArray:
    return (track.point_px(f"left_{joint}") + track.point_px(f"right_{joint}")) / 2
