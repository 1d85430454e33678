"""Whether the camera moves: the room behind the person, followed from picture to picture.

Corners of the room outside the person are found again by optical flow, and one turn, growth and
shift explains where most of them went. A camera that is knocked turns the room at once, one that is held
in the hand all the time; both are known to a few hundredths of a degree. Where the room is not
found again, the camera looks at something else: a new stretch begins.
"""

from __future__ import annotations

from array import array
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from romtrack.kinematics.room_view import RoomView, RoomViews, found_in
from romtrack.types import SIDES, RoomMotion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.kinematics.room_view import Matrix
    from romtrack.types import FloatArray, Frame, Image, Pose, PoseTrack, ShankEvidence

__all__ = [
    "RoomWatch",
    "has_moved",
    "moved_on",
    "put_back",
    "steadied",
    "still",
    "stretches",
    "turn_and_shift",
]

LOOK_EVERY_S = 0.1  # hands sway with up to some 3 Hz
LOST_S = 1.0  # the room not found again for so long: another view
# A camera that stands turns by under 0.01 degrees, in a dim room by 0.2, and shifts by 0.002 of the picture;
# one that is held in the hand turns by 0.4 and more (18 rendered clips).
MOVED_DEG, MOVED_SHARE = 0.3, 0.006
_LONGEST_PX = 320  # of the small picture that is looked at
_MANY_CORNERS = 25
_PERSON = 0.2  # mask probability
_MARGIN_PX = 6  # about the person
_VIEWS = 8  # so many are known again
_ROW = 6  # time, the four numbers of the motion, the stretch
_TILTS = ("landmark_deg", "mask_deg", "shaft_deg", "outer_deg")
_SIZES = ("upper_px", "lower_px", "length_px")


class RoomWatch:
    """Looks at pictures in the order of time, at most every 0.1 s."""

    def __init__(self) -> None:
        self._scale = 1.0
        self.restart()

    def restart(self) -> None:
        """Forget what was seen: the room as it is seen next is where it belongs."""
        self._bases: dict[int, tuple[RoomView, FloatArray]] = {}
        self._last: RoomView | None = None
        self._next_s = self._found_s = -np.inf
        self._stretch = 0
        self._rows = array("d")

    @property
    def stretch(self) -> int:
        """The number of the view that was seen last."""
        return self._stretch

    @property
    def views(self) -> RoomViews:
        """What was seen, for whoever goes on from here."""
        firsts = {number: base for number, (base, _) in self._bases.items()}
        return RoomViews(firsts, self._last, self._stretch, self._scale)

    def look(self, frame: Frame, pose: Pose | None) -> None:
        """Take the next picture; ``pose`` with the mask of the person in it, None = nobody."""
        if frame.time_s < self._next_s:
            return
        self._next_s = frame.time_s + LOOK_EVERY_S
        grey, free = self._small(frame, pose)
        room = self._find(grey, free)
        if room is None and frame.time_s - self._found_s > LOST_S:
            room = self._new_stretch(grey, free)
        if room is None:
            return
        self._found_s = frame.time_s
        self._last = RoomView(grey, free, room)
        self._rows.extend((frame.time_s, *self._moved(room), self._stretch))

    def _find(self, grey: Image, free: Image) -> Matrix | None:
        """Return where the room is now, by the stretch's first picture or else by the last one."""
        if self._last is None:
            return None
        found = found_in(*self._bases[self._stretch], grey, free, self._last.room)
        if found is not None:
            return found
        return found_in(self._last, self._last.corners_px(), grey, free, self._last.room)

    def _new_stretch(self, grey: Image, free: Image) -> Matrix | None:
        """Go back to an earlier view, or begin another one; None where there is too little to tell it by."""
        for number, (base, corners_px) in self._bases.items():
            found = found_in(base, corners_px, grey, free, base.room)
            if found is not None:
                self._stretch = number
                return found
        base = RoomView(grey, free, np.eye(2, 3))
        corners_px = base.corners_px()
        if self._bases and min(len(corners_px), len(self._bases[self._stretch][1])) < _MANY_CORNERS:
            return None
        self._stretch = max(self._bases, default=-1) + 1
        self._bases[self._stretch] = base, corners_px
        if len(self._bases) > _VIEWS:
            del self._bases[min(self._bases)]
        return base.room

    def motion(self, time_s: FloatArray) -> RoomMotion:
        """Return where the room was at these times, (T,) rising."""
        if not self._rows:
            return still(len(time_s))
        seen_s, *values, stretch = np.array(self._rows).reshape(-1, _ROW).T
        before = np.clip(np.searchsorted(seen_s, time_s, side="right") - 1, 0, None)
        of = stretch[before]
        columns = [np.full(len(time_s), np.nan) for _ in range(4)]
        for number in np.unique(of):
            rows, seen = of == number, stretch == number
            for column, known in zip(columns, values, strict=True):
                column[rows] = np.interp(time_s[rows], seen_s[seen], known[seen])
        turned_deg, grown, x_px, y_px = columns
        return RoomMotion(turned_deg, grown, x_px, y_px, of.astype(np.int64))

    @property
    def moved(self) -> bool:
        """Whether the room is no longer where it was first."""
        if self._last is None:
            return False
        turned_deg, _, x_px, y_px = self._moved(self._last.room)
        shift_px = float(np.hypot(x_px, y_px)) * self._scale
        return self._stretch > 0 or abs(turned_deg) > MOVED_DEG or shift_px > MOVED_SHARE * _LONGEST_PX

    def _small(self, frame: Frame, pose: Pose | None) -> tuple[Image, Image]:
        """Return a small grey picture, and where the room is free to be seen in it (255)."""
        height, width = frame.image.shape[:2]
        self._scale = min(_LONGEST_PX / max(height, width), 1.0)
        size = round(width * self._scale), round(height * self._scale)
        small = cv2.resize(frame.image, size, interpolation=cv2.INTER_AREA)
        grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
        if pose is None or pose.mask is None:
            return np.asarray(grey, np.uint8), np.full(grey.shape, 255, np.uint8)
        mask = cv2.resize(pose.mask.astype(np.float32, copy=False), size, interpolation=cv2.INTER_AREA)
        about = np.ones((2 * _MARGIN_PX + 1,) * 2, np.uint8)
        person = cv2.dilate((mask > _PERSON).astype(np.uint8), about)
        return np.asarray(grey, np.uint8), np.asarray(255 * (1 - person), np.uint8)

    def _moved(self, room: Matrix) -> tuple[float, float, float, float]:
        return turn_and_shift(room, self._scale)


def turn_and_shift(room: Matrix, scale: float) -> tuple[float, float, float, float]:
    """Return turn (degrees), growth and shift (pixels of the picture) of a matrix of the small picture."""
    cos, sin = room[0, 0], room[1, 0]
    x_px, y_px = room[:, 2] / scale
    return float(np.degrees(np.arctan2(sin, cos))), float(np.hypot(sin, cos)), float(x_px), float(y_px)


def still(frames: int) -> RoomMotion:
    """Return the motion of a camera that does not move."""
    zero, one = np.zeros(frames), np.ones(frames)
    return RoomMotion(zero, one, zero, zero, np.zeros(frames, np.int64))


def moved_on(motion: RoomMotion, before: RoomMotion) -> RoomMotion:
    """Return a motion against the picture from which ``before`` (1,) leads to the one it is told against."""
    cos, sin = np.cos(np.radians(motion.turned_deg)), np.sin(np.radians(motion.turned_deg))
    return RoomMotion(
        motion.turned_deg + before.turned_deg,
        motion.grown * before.grown,
        motion.grown * (cos * before.x_px - sin * before.y_px) + motion.x_px,
        motion.grown * (sin * before.x_px + cos * before.y_px) + motion.y_px,
        np.full_like(motion.stretch, before.stretch[0]),
    )


def stretches(track: PoseTrack) -> list[PoseTrack]:
    """Return the parts of a track in which the camera looks at one room, in the order of time."""
    if track.room is None or not len(track):
        return [track]
    ends = [0, *(np.flatnonzero(np.diff(track.room.stretch)) + 1).tolist(), len(track)]
    return [track.rows(first, last) for first, last in pairwise(ends)]


def has_moved(room: RoomMotion, longest_px: int) -> NDArray[np.bool_]:
    """Return in which frames the room is not where it was in the first one, (T,)."""
    shift_px = np.hypot(room.x_px - room.x_px[:1], room.y_px - room.y_px[:1])
    turned_deg = np.abs(room.turned_deg - room.turned_deg[:1])
    return np.asarray((turned_deg > MOVED_DEG) | (shift_px > MOVED_SHARE * longest_px))


def steadied(track: PoseTrack) -> PoseTrack:
    """Return a track of one stretch as a camera would have seen it that stays where it was at first."""
    room = track.room
    if room is None or not has_moved(room, max(track.width_px, track.height_px)).any():
        return track
    return replace(
        track,
        image_px=put_back(track.image_px, room),
        shanks=track.shanks and {side: _shank_put_back(track.shank(side), room) for side in SIDES},
        room=still(len(track)),
    )


def put_back(points_px: FloatArray, room: RoomMotion) -> FloatArray:
    """Return points (T, K, 2) where they would be seen in the first picture."""
    cos, sin = np.cos(np.radians(room.turned_deg)), np.sin(np.radians(room.turned_deg))
    x, y = points_px[..., 0] - room.x_px[:, None], points_px[..., 1] - room.y_px[:, None]
    turned = np.stack((cos[:, None] * x + sin[:, None] * y, cos[:, None] * y - sin[:, None] * x), axis=-1)
    return np.asarray(turned / room.grown[:, None, None], dtype=points_px.dtype)


def _shank_put_back(shank: ShankEvidence, room: RoomMotion) -> ShankEvidence:
    line = put_back(np.stack((shank.mask_x_px, shank.mask_y_px), axis=-1)[:, None], room)[:, 0]
    turned = {name: getattr(shank, name) + room.turned_deg for name in _TILTS}
    sizes = {name: getattr(shank, name) / room.grown for name in _SIZES}
    return replace(shank, mask_x_px=line[:, 0], mask_y_px=line[:, 1], **turned, **sizes)
