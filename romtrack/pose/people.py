"""Who is in the picture: choosing the subject, and noticing company."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from romtrack.kinematics.posture import is_seated
from romtrack.types import SIDES, Notice

if TYPE_CHECKING:
    from romtrack.pose.estimator import PeopleFinder
    from romtrack.types import FloatArray, Frame, Pose, Skeleton

__all__ = ["Census", "Choice", "choose_subject", "hips_and_trunk", "is_somebody", "legs_in_view"]

_LEG_VISIBILITY = 0.5  # of both knees and ankles: phantom people in clutter lack one of them
_COMPARABLE = 0.65  # of the subject's size: somebody who could be meant instead
_COMPANY = 0.5  # of the subject's size: somebody who may come into the way
_APART_TRUNKS = 0.6
_LEAST_TRUNK_PX = 1.0
_LOOK_EVERY_S = 5.0  # a look costs more than a frame
_OFTEN = 0.5  # share of the looks


class Choice(NamedTuple):
    """The subject among several people, and whether it is clear that they are meant."""

    subject: Pose
    clear: bool


def is_somebody(pose: Pose, skeleton: Skeleton, legs: int = 2) -> bool:
    """Say whether there is a person to follow: a trunk, and knee and ankle of so many legs."""
    return bool(np.isfinite(hips_and_trunk(pose, skeleton)[1])) and legs_in_view(pose, skeleton, legs)


def legs_in_view(pose: Pose, skeleton: Skeleton, legs: int = 2) -> bool:
    """Say whether knee and ankle of so many legs are seen."""
    joints = [[skeleton.index(f"{side}_{joint}") for joint in ("knee", "ankle")] for side in SIDES]
    return bool(np.count_nonzero((pose.visibility[joints] > _LEG_VISIBILITY).all(axis=1)) >= legs)


def hips_and_trunk(pose: Pose, skeleton: Skeleton) -> tuple[FloatArray, float]:
    """Return the middle of the hips (2,) and the length of the trunk, in pixels; NaN = not seen."""
    hips, shoulders = (
        (pose.image_px[skeleton.index(f"left_{joint}")] + pose.image_px[skeleton.index(f"right_{joint}")]) / 2
        for joint in ("hip", "shoulder")
    )
    length_px = float(np.hypot(*(shoulders - hips)))
    return hips, length_px if length_px >= _LEAST_TRUNK_PX else np.nan


def choose_subject(people: tuple[Pose, ...], skeleton: Skeleton, legs: int = 2) -> Choice | None:
    """Choose the person of a seated test: the largest one who sits, else the largest; None of nobody.

    Two seated people of like size leave it unclear who is meant.
    """
    seen = [pose for pose in people if is_somebody(pose, skeleton, legs)]
    if not seen:
        return None
    seated = [pose for pose in seen if bool(is_seated(pose.image_px, skeleton))]
    by_size = sorted(seated or seen, key=lambda pose: hips_and_trunk(pose, skeleton)[1], reverse=True)
    sizes = [hips_and_trunk(pose, skeleton)[1] for pose in by_size]
    return Choice(by_size[0], clear=len(sizes) == 1 or sizes[1] < _COMPARABLE * sizes[0])


class Census:
    """Looks now and then whether somebody else is in the picture; ``memory`` looks count (None = all)."""

    def __init__(self, finder: PeopleFinder, memory: int | None = None) -> None:
        self._finder = finder
        self._next_s = 0.0
        self._looks: deque[bool] = deque(maxlen=memory)

    def look(self, frame: Frame, subject: Pose) -> None:
        """Look at this frame if it is time to."""
        if frame.time_s < self._next_s:
            return
        self._next_s = frame.time_s + _LOOK_EVERY_S
        people = self._finder.find(frame)
        self._looks.append(any(self._is_company(pose, subject) for pose in people))

    def _is_company(self, pose: Pose, subject: Pose) -> bool:
        skeleton = self._finder.skeleton
        hips, trunk_px = hips_and_trunk(pose, skeleton)
        mine, my_trunk_px = hips_and_trunk(subject, skeleton)
        apart = float(np.hypot(*(hips - mine))) > _APART_TRUNKS * my_trunk_px
        return apart and trunk_px > _COMPANY * my_trunk_px and legs_in_view(pose, skeleton)

    def notice(self) -> Notice | None:
        """Return a warning when somebody else was often there."""
        if not self._looks or np.mean(self._looks) < _OFTEN:
            return None
        return Notice(
            "several_people",
            "somebody else is in the picture: the one followed is marked in the annotated video; "
            "film one person alone.",
        )
