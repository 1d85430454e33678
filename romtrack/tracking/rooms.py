"""The room of a recording: how it moves in the picture, and its upright edges behind the person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from romtrack.kinematics.level import surroundings
from romtrack.kinematics.room import RoomWatch, put_back

if TYPE_CHECKING:
    from romtrack.kinematics.level import Surroundings
    from romtrack.types import FloatArray, Frame, Pose, PoseTrack, Skeleton

__all__ = ["RoomRecord"]


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

    def with_room(self, track: PoseTrack) -> PoseTrack:
        """Return the track with what was seen of the room."""
        if not self._seen:
            return track
        content = next(content for _, (_, content) in self._seen.values())
        edges = {
            number: self._edges(time_s, found.upright_px) for number, (time_s, found) in self._seen.items()
        }
        return replace(
            track,
            upright_px=np.concatenate([*edges.values()]),
            upright_of=np.repeat([*edges], [len(found) for found in edges.values()]),
            room=self._watch.motion(track.time_s),
            content_px=None if content == (0, 0, track.width_px, track.height_px) else np.array(content),
        )

    def _edges(self, time_s: float, seen_px: FloatArray) -> FloatArray:
        """Return edges (N, 4) that were seen then, where they are in the first picture of their stretch."""
        return put_back(seen_px.reshape(1, -1, 2), self._watch.motion(np.array([time_s]))).reshape(-1, 4)
