"""Following one person: a pose that belongs to somebody else is a gap, not a measurement.

The pose model follows whoever fills its region of interest, and after a loss takes whoever it
finds first. So each pose is compared with the person followed so far: where the hips are, how
large the trunk is, and the colours of its clothes. While the person is lost, the picture
outside the place where they were last seen is hidden from the model, so that it looks for them
and not for a bystander.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import cv2
import numpy as np

from romtrack.pose.people import choose_subject, hips_and_trunk, is_somebody
from romtrack.types import Frame

if TYPE_CHECKING:
    from types import TracebackType

    from romtrack.pose.estimator import PeopleFinder, PoseEstimator
    from romtrack.types import FloatArray, Pose, Skeleton

__all__ = ["SubjectFollower"]

_STEP_TRUNKS = 0.6  # farthest move of the hips from one frame to the next
_GROWTH = 1.5  # largest change of the trunk's length from one frame to the next
_RETURN_TRUNKS = 1.2  # how near to the last place a lost person must reappear
_COLOUR = 0.55  # Bhattacharyya distance of the clothes above which it is somebody else
_STRANGE_FRAMES = 5  # so many frames in a row of other colours are a change of person
_LEARN = 0.1  # share of each frame in the remembered look: a trunk that bends takes on other shades
_WINDOW_TRUNKS = (2.0, 3.5)  # half-width and half-height of the place left visible when lost
_FORGET_S = 3.0  # after this long the lost person may reappear anywhere
_HIDDEN_GREY = 127


@dataclass(slots=True)
class _Look:
    """Where the person is, how large, and in what colours."""

    hips_px: FloatArray
    trunk_px: float
    colours: FloatArray
    time_s: float


class SubjectFollower:
    """Wrap an estimator so that it returns the poses of one person only.

    The person is chosen by ``choose_subject`` when the first one comes into view with so many legs.

    Attributes
    ----------
    clear: False when somebody else could have been meant as well.
    """

    def __init__(self, estimator: PoseEstimator, finder: PeopleFinder, legs: int = 2) -> None:
        self._estimator = estimator
        self._finder = finder
        self._legs = legs
        self.clear = True
        self._known: _Look | None = None
        self._lost = False
        self._strange = 0

    @property
    def skeleton(self) -> Skeleton:
        """The keypoints of the estimator's poses."""
        return self._estimator.skeleton

    def detect(self, frame: Frame) -> Pose | None:
        """Return the followed person's pose, or None when they cannot be seen."""
        pose = self._estimator.detect(self._without_bystanders(frame))
        if pose is None or not is_somebody(pose, self.skeleton, self._legs):
            self._lost = self._known is not None
            return None
        look = _look(frame, pose, self.skeleton)
        if self._known is None:
            self._known = self._choose(frame, look)
        self._lost = not self._is_same(look)
        if self._lost:
            return None
        self._remember(look)
        return pose

    def _choose(self, frame: Frame, first: _Look) -> _Look:
        """Return the look of the subject among all who are there."""
        choice = choose_subject(self._finder.find(frame), self.skeleton, self._legs)
        if choice is None:
            return first
        self.clear = choice.clear
        return _look(frame, choice.subject, self.skeleton)

    def _without_bystanders(self, frame: Frame) -> Frame:
        """Hide all but the place where a lost person was last seen."""
        known = self._known
        if not self._lost or known is None or frame.time_s - known.time_s > _FORGET_S:
            return frame
        reach = np.array(_WINDOW_TRUNKS) * known.trunk_px
        size = np.array(frame.image.shape[1::-1])
        (left, top), (right, bottom) = (
            np.clip(known.hips_px + sign * reach, 0, size).astype(int) for sign in (-1, 1)
        )
        image = np.full_like(frame.image, _HIDDEN_GREY)
        image[top:bottom, left:right] = frame.image[top:bottom, left:right]
        return Frame(frame.time_s, image)

    def _is_same(self, look: _Look) -> bool:
        known = self._known
        assert known is not None  # noqa: S101  set by the caller
        away = float(np.hypot(*(look.hips_px - known.hips_px))) / known.trunk_px
        growth = max(look.trunk_px / known.trunk_px, known.trunk_px / look.trunk_px)
        colour = cv2.compareHist(look.colours, known.colours, cv2.HISTCMP_BHATTACHARYYA)
        if not self._lost:
            self._strange = self._strange + 1 if colour > _COLOUR else 0
            return away < _STEP_TRUNKS and growth < _GROWTH and self._strange < _STRANGE_FRAMES
        anywhere = look.time_s - known.time_s > _FORGET_S
        return colour < _COLOUR and (anywhere or (away < _RETURN_TRUNKS and growth < _GROWTH))

    def _remember(self, look: _Look) -> None:
        assert self._known is not None  # noqa: S101  set by the caller
        if self._strange:
            look.colours = self._known.colours
        else:
            look.colours = (1 - _LEARN) * self._known.colours + _LEARN * look.colours
        self._known = look

    def close(self) -> None:
        """Close the estimator and the finder."""
        self._estimator.close()
        self._finder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _look(frame: Frame, pose: Pose, skeleton: Skeleton) -> _Look:
    corners = ("left_shoulder", "right_shoulder", "right_hip", "left_hip")
    outline = pose.image_px[[skeleton.index(corner) for corner in corners]]
    return _Look(*hips_and_trunk(pose, skeleton), _colours(frame, outline), pose.time_s)


def _colours(frame: Frame, outline_px: FloatArray) -> FloatArray:
    """Return the share of hue x saturation x value bins inside a polygon (N, 2), by every other pixel."""
    image = frame.image[::2, ::2]
    height, width = image.shape[:2]
    corners = np.clip(outline_px / 2, 0, (width - 1, height - 1)).astype(np.int32)
    x, y, w, h = cv2.boundingRect(corners)
    patch = cv2.cvtColor(np.ascontiguousarray(image[y : y + h, x : x + w]), cv2.COLOR_RGB2HSV)
    inside = np.zeros((h, w), dtype=np.uint8)
    cv2.fillPoly(inside, [corners - (x, y)], 255)
    counts = cv2.calcHist([patch], [0, 1, 2], inside, [8, 4, 4], [0, 180, 0, 256, 0, 256])
    return np.asarray(counts / max(float(counts.sum()), 1.0), dtype=np.float32)
