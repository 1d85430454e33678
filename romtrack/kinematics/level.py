"""How the camera is tilted: read from the upright lines of the room, guided by the person.

Edges of walls, doors, shelves and furniture stand upright. In the picture of a tilted camera
they turn with its roll and run together with its pitch, so that one roll and one pitch explain
all of them. The body alone tells less: no line of it is level for certain, and a shank that hangs
a little inward or outward looks like a tilted camera. So the body gives the expectation and the
room decides. On 53 rendered scenes the room's roll was off by 0.12 degrees on average and 0.6 at
worst, its pitch by 0.8 on average; the body's roll by 0.7, 2 at worst; among people who differ in
rooms that look lived in by 0.5 and 1.1, 2 and 3.6 at worst.

Not every upright line is of the room. What runs exactly along the pixels may have been put into
the picture (bars, windows, captions): it counts little, unless all else agrees with it. What can
be said for other tilts than the best one, by edges and body, is the spread of the roll.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from romtrack.kinematics.content import Content, along_pixels, content_of
from romtrack.kinematics.view import THIGH_SHANKS, down_direction
from romtrack.sane import direction_deg, known_points, median_of, ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.types import CameraModel, FloatArray, Frame, Pose, PoseTrack, Skeleton

__all__ = [
    "Level",
    "Surroundings",
    "body_level",
    "body_slopes_deg",
    "camera_level",
    "surroundings",
    "thighs_drop_deg",
]

_SHORTEST = 0.05  # of the picture's height
_LEAN_DEG = 22.0  # of a segment from the picture's vertical: farther is nothing upright
_PERSON = 0.2  # mask probability
_MARGIN = 0.03  # of the picture's height, about the person
_AROUND, _HEAD = 0.02, 0.15  # of the picture's height, about the joints and above the shoulders
_BORDER_PX = 2.0
_LONGEST = 0.3  # of the picture's height: a longer segment weighs no more
_FIT_DEG = 0.8  # how well an upright segment fits
# What the body tells of the roll: shares of the slopes of shoulders, hips, trunk and shanks, and what they
# are off together; and of the pitch: what is made of how far the thighs seem to drop.
BODY_ROLL_SHARES, BODY_ROLL_OFFSET_DEG = (0.2, 0.2, 0.4, 0.2), 0.4
BODY_PITCH_GAIN, BODY_PITCH_OFFSET_DEG = 1.06, 6.2
BODY_ROLL_DEG, BODY_PITCH_DEG = 1.5, 4.0  # standard errors of what the body tells
_BODY_WEIGHT = 0.03  # of the expectation, beside segments in picture heights
_SUPPORTED = 0.25  # picture heights of fitting segments that make the room's word heard
_ALONG_PIXELS = 0.1  # weight of segments that may not be of the room
# So near is what all segments tell to what those tell that are of the room for certain, and to the body.
_ALIKE_DEG, _ALIKE_BODY_DEG = 1.0, 2.0
_FARTHEST_DEG = 4.5  # the room's word from the body's, three standard errors: then it is no room
# Picture heights of fitting segments that make a tilt e times as likely: where all agree, and where not.
# Set on 264 pictures of 22 rooms and people, turned by up to 6 degrees and with all kinds of things around
# them: 73 and 92 % are within one and two sigma of the truth, of the pictures alone 84 and 98 %.
_LIKELIER, _LIKELIER_APART = 0.1, 0.25
_LEAST_SIGMA_DEG = 0.25
KNOWN_ROLL_SIGMA_DEG = 0.1  # of a board that was set up level
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


class Surroundings(NamedTuple):
    """What a picture shows beside the person.

    upright_px: nearly upright straight edges of the room, (N, 4): x1, y1, x2, y2. content: the part of the
    picture that is the recording.
    """

    upright_px: FloatArray
    content: Content


def surroundings(frame: Frame, pose: Pose, skeleton: Skeleton) -> Surroundings:
    """Return what ``frame`` shows outside the person, and inside the recording."""
    height, width = frame.image.shape[:2]
    grey = np.asarray(cv2.cvtColor(frame.image, cv2.COLOR_RGB2GRAY), np.uint8)
    found = cv2.createLineSegmentDetector().detect(grey)[0]
    whole = Content(0.0, 0.0, width, height)
    if found is None or pose.mask is None:
        return Surroundings(np.empty((0, 4)), whole)
    segments = np.asarray(found, dtype=np.float64).reshape(-1, 4)
    content = content_of(grey, segments, _about(pose, skeleton))
    middles = (segments[:, :2] + segments[:, 2:]) / 2
    size = 2 * round(_MARGIN * height) + 1
    person = cv2.dilate((pose.mask > _PERSON).astype(np.uint8), np.ones((size, size), np.uint8))
    long = _lengths(segments) > _SHORTEST * (content.bottom - content.top)
    upright = np.abs(np.degrees(_leans(segments))) < _LEAN_DEG
    column, row = middles.astype(int).T
    behind = person[row, column] == 0
    return Surroundings(segments[long & upright & behind & _is_inside(middles, content, whole)], content)


def _about(pose: Pose, skeleton: Skeleton) -> Content:
    """Return a box about the person's trunk and legs, as far as they are in the picture."""
    joints = [
        skeleton.index(f"{side}_{joint}")
        for side in ("left", "right")
        for joint in ("shoulder", "hip", "knee", "ankle")
    ]
    margin = _AROUND * pose.height_px
    (left, top), (right, bottom) = (pose.image_px[joints].min(axis=0), pose.image_px[joints].max(axis=0))
    return Content(
        left - margin, top - _HEAD * pose.height_px, right + margin, min(bottom, pose.height_px - margin)
    )


def _is_inside(points_px: FloatArray, content: Content, whole: Content) -> NDArray[np.bool_]:
    """Return which points (N, 2) lie in the recording, and not on its borders."""
    if content == whole:
        return np.ones(len(points_px), dtype=bool)
    x, y = points_px.T
    within = (x > content.left + _BORDER_PX) & (x < content.right - _BORDER_PX)
    return np.asarray(within & (y > content.top) & (y < content.bottom))


def body_level(
    track: PoseTrack, shank_tilts_deg: tuple[FloatArray, FloatArray], camera: CameraModel
) -> Level:
    """Return what the person's body tells of the camera, over frames in which both shanks hang.

    Roll: shoulders, hips, trunk and shanks joined. Pitch: how far the thighs, which point at the
    camera, drop in the picture. Constants: a fit to rendered humans (``calibration/fits/level.py``).
    """
    shoulders, hips, trunk, shanks = (
        share * slope
        for share, slope in zip(BODY_ROLL_SHARES, body_slopes_deg(track, shank_tilts_deg), strict=True)
    )
    roll = shoulders + hips + trunk + shanks + BODY_ROLL_OFFSET_DEG
    pitch = BODY_PITCH_GAIN * thighs_drop_deg(track, camera) + BODY_PITCH_OFFSET_DEG
    roll_deg, pitch_deg = (
        float(np.clip(median_of(each, 0.0), -_STEEPEST_DEG, _STEEPEST_DEG)) for each in (roll, pitch)
    )
    return Level(roll_deg, pitch_deg, BODY_ROLL_DEG)


def body_slopes_deg(
    track: PoseTrack, shank_tilts_deg: tuple[FloatArray, FloatArray]
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return how far shoulders, hips, trunk and shanks turn in the picture, (T,) each, + = clockwise."""
    shoulders = _slope_deg(track.point_px("right_shoulder"), track.point_px("left_shoulder"))
    hips = _slope_deg(track.point_px("right_hip"), track.point_px("left_hip"))
    hip, shoulder = _middle(track, "hip"), _middle(track, "shoulder")
    trunk = -direction_deg(hip[:, 0] - shoulder[:, 0], hip[:, 1] - shoulder[:, 1])
    return shoulders, hips, trunk, np.asarray(-np.mean(shank_tilts_deg, axis=0))


def thighs_drop_deg(track: PoseTrack, camera: CameraModel) -> FloatArray:
    """Return how far the knees are under the optical axis, less how far the thighs seem to drop, (T,)."""
    hip, knee, ankle = (_middle(track, joint) for joint in ("hip", "knee", "ankle"))
    below_axis = np.degrees(np.arctan((knee[:, 1] - camera.cy_px) / camera.fy_px))
    seen = ratio(knee[:, 1] - hip[:, 1], ankle[:, 1] - knee[:, 1])
    return np.asarray(below_axis - np.degrees(np.arctan(THIGH_SHANKS * seen)))


def camera_level(segments_px: FloatArray, camera: CameraModel, expected: Level) -> Level:
    """Return the roll and pitch that explain the upright edges of the room, (N, 4), best.

    Without enough edges that agree, the expectation stands. A roll that the camera's profile knows is not
    looked for.
    """
    if camera.roll_deg is not None:
        return _with_known_roll(segments_px, camera, expected)
    whole = segments_px[np.isfinite(known_points(segments_px)).all(axis=1)]
    if not len(whole):
        return expected
    doubtful = along_pixels(whole, 0)
    room = _Room(whole, camera, expected, np.where(doubtful, _ALONG_PIXELS, 1.0))
    by_all = _Room(whole, camera, expected).finest()
    alike = abs(room.finest()[0] - by_all[0]) < _ALIKE_DEG
    apart_deg = abs(by_all[0] - expected.roll_deg)
    best = by_all if alike else room.finest(_LIKELIER_APART / 2)
    heard = room.support(*best) >= _SUPPORTED or (alike and apart_deg < BODY_ROLL_DEG)
    if not heard or abs(best[0] - expected.roll_deg) > _FARTHEST_DEG:
        best = expected.roll_deg, expected.pitch_deg
    likelier = _LIKELIER if alike and apart_deg < _ALIKE_BODY_DEG else _LIKELIER_APART
    return Level(*best, room.spread_deg(best[0], likelier))


def _with_known_roll(segments_px: FloatArray, camera: CameraModel, expected: Level) -> Level:
    """Return the pitch that explains the edges best beside the roll of the profile."""
    roll_deg = camera.roll_deg or 0.0
    estimated = camera_level(
        segments_px, replace(camera, roll_deg=None), expected._replace(roll_deg=roll_deg)
    )
    return estimated._replace(roll_deg=roll_deg, sigma_deg=KNOWN_ROLL_SIGMA_DEG)


class _Room:
    """The edges of a room, and how well a tilt of the camera explains them."""

    def __init__(
        self, segments_px: FloatArray, camera: CameraModel, expected: Level, weight: FloatArray | float = 1.0
    ) -> None:
        middle = (segments_px[:, :2] + segments_px[:, 2:]) / 2
        self._x = (middle[:, 0] - camera.cx_px) / camera.fx_px
        self._y = (middle[:, 1] - camera.cy_px) / camera.fy_px
        self._lean = _leans(segments_px)
        self._weight = weight * np.minimum(_lengths(segments_px) / camera.height_px, _LONGEST)
        self._expected = expected

    def finest(self, body_weight: float = _BODY_WEIGHT) -> tuple[float, float]:
        """Return the best roll and pitch; ``body_weight``: of the expectation, in picture heights."""
        roll_deg, pitch_deg = self._best(_ROLLS_DEG, _PITCHES_DEG, body_weight)
        rolls_deg, pitches_deg = np.arange(-0.4, 0.41, 0.05), np.arange(-1.2, 1.21, 0.2)
        return self._best(roll_deg + rolls_deg, pitch_deg + pitches_deg, body_weight)

    def _best(
        self, rolls_deg: FloatArray, pitches_deg: FloatArray, body_weight: float
    ) -> tuple[float, float]:
        """Return the best roll and pitch of a grid."""
        roll, pitch = np.meshgrid(rolls_deg, pitches_deg, indexing="ij")
        at = np.argmax(self.support(roll, pitch) - body_weight * self._strange(roll, pitch))
        return float(roll.flat[at]), float(pitch.flat[at])

    def _strange(self, roll_deg: FloatArray, pitch_deg: FloatArray) -> FloatArray:
        """Return how far tilts are from what the body tells, in its standard errors, squared."""
        roll = (roll_deg - self._expected.roll_deg) ** 2 / BODY_ROLL_DEG**2
        return np.asarray(roll + (pitch_deg - self._expected.pitch_deg) ** 2 / BODY_PITCH_DEG**2)

    def spread_deg(self, roll_deg: float, likelier: float) -> float:
        """Return how far the roll may be from ``roll_deg``: root mean square over tilts, by likelihood."""
        roll, pitch = np.meshgrid(_ROLLS_DEG, _PITCHES_DEG[::2], indexing="ij")
        likely = self.support(roll, pitch) / likelier - 0.5 * self._strange(roll, pitch)
        weight = np.exp(likely - likely.max())
        square = float(np.sum(weight * (roll - roll_deg) ** 2) / np.sum(weight))
        return float(np.hypot(np.sqrt(square), _LEAST_SIGMA_DEG))

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
