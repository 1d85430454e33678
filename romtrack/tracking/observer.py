"""What each picture shows of the one person who is followed: the same for a recording and for the camera."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from romtrack.kinematics.shank import shank_evidence
from romtrack.pose import Census, Subject, SubjectFollower

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from romtrack.exercises import Exercise
    from romtrack.pose import PeopleFinder, PoseEstimator
    from romtrack.types import Frame, Pose, ShankEvidence, Side

__all__ = ["Look", "Observer"]

_IN_FLIGHT: Final = 3


@dataclass(frozen=True, slots=True)
class Look:
    """One frame: the person in it and what it says about both shanks; None = nobody.

    shanks: None as well where the exercise needs none of it. company: somebody else was often there.
    moved: the camera is no longer where it was. glimpsed: live, where ``pose`` is None, somebody of whom too
    little of the legs is seen.
    """

    time_s: float
    width_px: int
    height_px: int
    pose: Pose | None = None
    shanks: Mapping[Side, ShankEvidence] | None = None
    company: bool = False
    moved: bool = False
    glimpsed: Pose | None = None


class Room(Protocol):
    """Who watches the room behind the person."""

    @property
    def moved(self) -> bool:
        """Whether it is no longer where it was first."""
        ...

    def look(self, frame: Frame, pose: Pose | None) -> None:
        """Take the next picture."""
        ...


class Observer:
    """Follows the one person who does an exercise, and asks each picture about them, in the order of time.

    Parameters
    ----------
    card: the exercise (None: not known). It decides whom to follow, and what the pictures are asked.
    subject: who is meant; else they are chosen when the first one comes into view.
    memory: so many looks for company count (None = all).
    """

    def __init__(  # noqa: PLR0913, PLR0917  what it looks with, and what for
        self,
        estimator: PoseEstimator,
        finder: PeopleFinder,
        card: Exercise | None,
        room: Room,
        subject: Subject = Subject(None),  # noqa: B008  immutable
        memory: int | None = None,
    ) -> None:
        self.follower = SubjectFollower(estimator, finder, card, subject)
        self.census = Census(finder, memory, card)
        self.shanks = card is None or card.needs_shanks
        self._room = room

    def follow(self, frame: Frame) -> Pose | None:
        """Return the followed person's pose, with their mask; None = they cannot be seen."""
        return self.follower.detect(frame)

    def examine(self, frame: Frame, pose: Pose | None) -> Look:
        """Ask a picture about the person who was found in it."""
        height_px, width_px = frame.image.shape[:2]
        self._room.look(frame, pose)
        if pose is None:
            return Look(frame.time_s, width_px, height_px)
        self.census.look(frame, pose)
        return Look(
            frame.time_s,
            width_px,
            height_px,
            pose,
            shank_evidence(frame, pose, self.follower.skeleton) if self.shanks else None,
            company=self.census.company,
            moved=self._room.moved,
        )

    def over(self, frames: Generator[Frame], from_s: float = 0.0) -> Generator[Look]:
        """Follow on the caller's thread and examine on another, in order and a few frames apart.

        Frames before ``from_s`` only let the person be found.
        """
        pending: deque[Future[Look]] = deque()
        with closing(frames), ThreadPoolExecutor(max_workers=1, thread_name_prefix="examine") as executor:
            for frame in frames:
                pose = self.follow(frame)
                if frame.time_s < from_s:
                    self.follower.partly = 0
                    continue
                pending.append(executor.submit(self.examine, frame, pose))
                if len(pending) > _IN_FLIGHT:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
