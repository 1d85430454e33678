"""What a live session sees with: the observer of one person, before the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from romtrack.kinematics.level import surroundings
from romtrack.kinematics.room import RoomWatch
from romtrack.pose import open_estimator, open_finder
from romtrack.tracking import Look, Observer

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.exercises import Exercise
    from romtrack.types import FloatArray, Frame, Pose, Skeleton

__all__ = ["CameraEye", "Eye", "Look"]

_REMEMBERED: Final = 3  # looks for company: who left is forgotten
_RECONSIDER_EVERY_S: Final = 1.0  # while the position guide runs; a look costs more than a frame


class Eye(Protocol):
    """Looks at one frame after the other."""

    @property
    def skeleton(self) -> Skeleton:
        """The keypoints of the poses."""
        ...

    @property
    def clear(self) -> bool:
        """Whether it is clear whom it follows."""
        ...

    def look(self, frame: Frame, *, begun: bool) -> Look:
        """Look at the next frame; until it has ``begun``, another person may turn out to be meant."""
        ...

    def upright_px(self) -> FloatArray:
        """Return the room's upright edges in the frame looked at last, (N, 4)."""
        ...

    def close(self) -> None:
        """Release the pose model."""
        ...


class CameraEye:
    """An observer before the camera, for which only now counts.

    Who left is forgotten, and where the camera is once it has been moved is where it belongs.
    """

    def __init__(self, card: Exercise, model: Path | None = None) -> None:
        self._room = RoomWatch()
        finder = open_finder(model)
        self._observer = Observer(open_estimator(model), finder, card, self._room, memory=_REMEMBERED)
        self._begun, self._reconsidered_s = False, -np.inf
        self._last: tuple[Frame, Pose] | None = None

    @property
    def skeleton(self) -> Skeleton:
        """The keypoints of the poses."""
        return self._observer.follower.skeleton

    @property
    def clear(self) -> bool:
        """Whether it is clear whom it follows."""
        return self._observer.follower.clear

    def look(self, frame: Frame, *, begun: bool) -> Look:
        """Find the followed person, and examine the picture where they are in it."""
        self._begun = self._begun or begun  # whoever rests between two sets is not somebody else
        if not self._begun and frame.time_s - self._reconsidered_s >= _RECONSIDER_EVERY_S:
            self._reconsidered_s = frame.time_s
            self._observer.follower.reconsider(frame)
        pose = self._observer.follow(frame)
        if pose is None:
            height_px, width_px = frame.image.shape[:2]
            return Look(frame.time_s, width_px, height_px, glimpsed=self._observer.follower.glimpsed)
        self._last = frame, pose
        seen = self._observer.examine(frame, pose)
        if seen.moved:
            self._room.restart()
        return seen

    def upright_px(self) -> FloatArray:
        """Return the room's upright edges behind the person as last seen."""
        if self._last is None:
            raise RuntimeError("nobody has been seen yet")
        self._room.restart()
        return surroundings(*self._last, self.skeleton).upright_px

    def close(self) -> None:
        """Release the pose model."""
        self._observer.follower.close()
