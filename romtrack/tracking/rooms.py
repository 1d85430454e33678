"""The room of a recording: how it moves in the picture, and its upright edges behind the person.

Pieces of a recording that were followed apart each begin with a picture of their own. Joined, that picture is
found again in what was seen before, by the same rules as within a piece, so that a camera that stands has one
view over all of them.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack.kinematics.level import surroundings
from romtrack.kinematics.room import RoomWatch, moved_on, put_back, still, turn_and_shift
from romtrack.kinematics.room_view import RoomView, RoomViews, found_in, times
from romtrack.types import RoomMotion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from romtrack.kinematics.content import Content
    from romtrack.kinematics.level import Surroundings
    from romtrack.kinematics.room_view import Matrix
    from romtrack.types import FloatArray, Frame, Pose, PoseTrack, Skeleton

__all__ = ["NOTHING", "RoomRecord", "RoomSeen", "joined_rooms"]

_HERE = np.eye(2, 3)


class RoomSeen(NamedTuple):
    """What was seen of the room.

    motion: in every frame. edges_px: upright ones (N, 4) of each stretch, where they are in its first
    picture. content: the part of the picture that is the recording; None = nobody was seen.
    """

    motion: RoomMotion
    edges_px: Mapping[int, FloatArray]
    content: Content | None
    views: RoomViews

    def upon(self, track: PoseTrack) -> PoseTrack:
        """Return a track with what was seen of the room."""
        if self.content is None:
            return track
        whole = self.content == (0, 0, track.width_px, track.height_px)
        return replace(
            track,
            upright_px=np.concatenate([*self.edges_px.values()]),
            upright_of=np.repeat([*self.edges_px], [len(found) for found in self.edges_px.values()]),
            room=self.motion,
            content_px=None if whole else np.array(self.content),
        )


NOTHING: Final = RoomSeen(still(0), {}, None, RoomViews({}, None, 0, 1.0))
"""What was seen of the room where no picture was looked at."""


class RoomRecord:
    """Watches the room, and remembers its edges in the first picture of each view that shows the person."""

    def __init__(self, skeleton: Skeleton) -> None:
        self._skeleton = skeleton
        self._watch = RoomWatch()
        self._seen: dict[int, tuple[float, Surroundings]] = {}

    @property
    def moved(self) -> bool:
        """Whether the room is no longer where it was first."""
        return self._watch.moved

    def look(self, frame: Frame, pose: Pose | None) -> None:
        """Take the next picture."""
        self._watch.look(frame, pose)
        if pose is not None and self._watch.stretch not in self._seen:
            self._seen[self._watch.stretch] = frame.time_s, surroundings(frame, pose, self._skeleton)

    def seen(self, time_s: FloatArray) -> RoomSeen:
        """Return what was seen of the room in the frames at these times, (T,)."""
        edges_px = {
            number: _put_back(found.upright_px, self._watch.motion(np.array([at_s])))
            for number, (at_s, found) in self._seen.items()
        }
        content = next((found.content for _, found in self._seen.values()), None)
        return RoomSeen(self._watch.motion(time_s), edges_px, content, self._watch.views)


def joined_rooms(parts: Iterable[RoomSeen]) -> RoomSeen:
    """Return what was seen in all pieces of a recording, one after the other, as if by one watch."""
    house = _House()
    motions, edges_px, content = [], dict[int, "FloatArray"](), None
    for part in parts:
        motion, places = house.take(part)
        motions.append(motion)
        for number, found in part.edges_px.items():
            place = places[number]
            edges_px.setdefault(int(place.stretch[0]), _put_back(found, place))
        content = part.content if content is None else content
    columns = (np.concatenate([getattr(one, c.name) for one in motions]) for c in fields(RoomMotion))
    return RoomSeen(RoomMotion(*columns), edges_px, content, house.views)


class _House:
    """All rooms that the pieces so far have shown, by the number of their stretch in the whole."""

    def __init__(self) -> None:
        self.views = RoomViews({}, None, 0, 1.0)

    def take(self, part: RoomSeen) -> tuple[RoomMotion, dict[int, RoomMotion]]:
        """Take the next piece; return its motion, and where each of its stretches begins, in the whole."""
        if part.views.last is None:  # no picture was looked at
            return part.motion, {}
        firsts = {**self.views.firsts}
        numbers = {*part.motion.stretch.tolist(), *part.edges_px, part.views.stretch}
        found: dict[int, tuple[int, Matrix]] = {}
        for number in sorted(numbers):
            first = part.views.firsts.get(number)
            place = self._find(first, firsts, goes_on=number == min(numbers))
            found[number] = place or (max(firsts, default=-1) + 1, _HERE)
            if place is None and first is not None:
                firsts[found[number][0]] = first
        stretch, room = found[part.views.stretch]
        last = part.views.last._replace(room=times(part.views.last.room, room))
        self.views = RoomViews(firsts, last, stretch, part.views.scale)
        places = {number: _placed(*place, part.views.scale) for number, place in found.items()}
        return _moved_on(part.motion, places), places

    def _find(
        self, view: RoomView | None, firsts: Mapping[int, RoomView], *, goes_on: bool
    ) -> tuple[int, Matrix] | None:
        """Return in which stretch a picture is, and where that one's first picture is in it."""
        if view is None:
            return None
        for number, base, guess in self._candidates(firsts, goes_on=goes_on):
            room = found_in(base, base.corners_px(), view.grey, view.free, guess)
            if room is not None:
                return number, room
        return None

    def _candidates(
        self, firsts: Mapping[int, RoomView], *, goes_on: bool
    ) -> Iterator[tuple[int, RoomView, Matrix]]:
        """Yield pictures in which the room may be found again: those of the last stretch first."""
        last, stretch = self.views.last, self.views.stretch
        if goes_on and last is not None:
            if stretch in firsts:
                yield stretch, firsts[stretch], last.room
            yield stretch, last, last.room
        for number, first in firsts.items():
            yield number, first, first.room


def _placed(number: int, room: Matrix, scale: float) -> RoomMotion:
    turned_deg, grown, x_px, y_px = (np.array([value]) for value in turn_and_shift(room, scale))
    return RoomMotion(turned_deg, grown, x_px, y_px, np.array([number]))


def _moved_on(motion: RoomMotion, places: Mapping[int, RoomMotion]) -> RoomMotion:
    """Return the motion of a piece against the first pictures of the whole."""
    columns = {column.name: getattr(motion, column.name).copy() for column in fields(RoomMotion)}
    for number, place in places.items():
        rows = motion.stretch == number
        part = moved_on(RoomMotion(**{name: column[rows] for name, column in columns.items()}), place)
        for name, column in columns.items():
            column[rows] = getattr(part, name)
    return RoomMotion(**columns)


def _put_back(edges_px: FloatArray, motion: RoomMotion) -> FloatArray:
    """Return edges (N, 4) where they are in the first picture of their stretch."""
    return put_back(edges_px.reshape(1, -1, 2), motion).reshape(-1, 4)
