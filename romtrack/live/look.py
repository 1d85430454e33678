"""What one frame of the camera shows: the person followed so far, both shanks, and company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from romtrack.kinematics.level import surroundings
from romtrack.kinematics.room import RoomWatch
from romtrack.kinematics.shank import shank_evidence
from romtrack.pose import Census, SubjectFollower, open_estimator, open_finder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from romtrack.exercises import Exercise
    from romtrack.types import FloatArray, Frame, Pose, ShankEvidence, Side, Skeleton

__all__ = ["CameraEye", "Eye", "Look"]

_REMEMBERED: Final = 3  # looks for company: who left is forgotten
_RECONSIDER_EVERY_S: Final = 1.0  # while the position guide runs; a look costs more than a frame


@dataclass(frozen=True, slots=True)
class Look:
    """One frame: the person in it and what it says about both shanks; None = nobody.

    moved: the camera is no longer where it was.
    """

    time_s: float
    width_px: int
    height_px: int
    pose: Pose | None = None
    evidence: Mapping[Side, ShankEvidence] | None = None
    company: bool = False
    moved: bool = False


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
    """The pose model, following the one person who does the exercise of ``card``."""

    def __init__(self, card: Exercise, model: Path | None = None) -> None:
        finder = open_finder(model)
        self._follower = SubjectFollower(open_estimator(model), finder, card)
        self._census = Census(finder, _REMEMBERED)
        self._room = RoomWatch()
        self._begun, self._reconsidered_s = False, -np.inf
        self._last: tuple[Frame, Pose] | None = None

    @property
    def skeleton(self) -> Skeleton:
        """The keypoints of the poses."""
        return self._follower.skeleton

    @property
    def clear(self) -> bool:
        """Whether it is clear whom it follows."""
        return self._follower.clear

    def look(self, frame: Frame, *, begun: bool) -> Look:
        """Find the followed person and measure both shanks."""
        self._begun = self._begun or begun  # whoever rests between two sets is not somebody else
        if not self._begun and frame.time_s - self._reconsidered_s >= _RECONSIDER_EVERY_S:
            self._reconsidered_s = frame.time_s
            self._follower.reconsider(frame)
        pose = self._follower.detect(frame)
        height_px, width_px = frame.image.shape[:2]
        if pose is None:
            return Look(frame.time_s, width_px, height_px)
        self._last = frame, pose
        self._census.look(frame, pose)
        evidence = shank_evidence(frame, pose, self.skeleton)
        company = self._census.notice() is not None
        return Look(frame.time_s, width_px, height_px, pose, evidence, company, self._has_moved(frame, pose))

    def _has_moved(self, frame: Frame, pose: Pose) -> bool:
        """Say once that the camera has moved; where it is then is where it belongs."""
        self._room.look(frame, pose)
        moved = self._room.moved
        if moved:
            self._room.restart()
        return moved

    def upright_px(self) -> FloatArray:
        """Return the room's upright edges behind the person as last seen."""
        if self._last is None:
            raise RuntimeError("nobody has been seen yet")
        self._room.restart()
        return surroundings(*self._last, self.skeleton).upright_px

    def close(self) -> None:
        """Release the pose model."""
        self._follower.close()
