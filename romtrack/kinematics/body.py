"""The body in the picture as exercises look at it: points by name, lengths by the trunk, angles."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from romtrack.sane import direction_deg, known, known_points

if TYPE_CHECKING:
    from romtrack.types import FloatArray, Skeleton

__all__ = ["Body", "TorsoScale", "angle_deg", "incline_deg", "tilt_deg"]

_SCALE_S = 20.0  # a person who comes nearer has another scale after so long
_LEAST_TORSO_PX = 1.0  # shoulders on the hips are no trunk
_SCALE_QUANTILE = 0.8  # a trunk that bends toward the camera looks shorter, never longer


@dataclass(frozen=True, slots=True)
class Body:
    """Landmarks of one frame, (K, 2), or of many, (T, K, 2), in pixels.

    torso_px: the scale of lengths, () or (T,).
    """

    image_px: FloatArray
    skeleton: Skeleton
    torso_px: FloatArray

    def __post_init__(self) -> None:
        object.__setattr__(self, "image_px", known_points(self.image_px))
        object.__setattr__(self, "torso_px", known(np.asarray(self.torso_px), _LEAST_TORSO_PX))

    def point(self, keypoint: str) -> FloatArray:
        """Return a keypoint, (..., 2), x right, y down, in torsos."""
        here = self.image_px[..., self.skeleton.index(keypoint), :]
        return np.asarray(here / self.torso_px[..., None])

    def middle(self, joint: str) -> FloatArray:
        """Return the middle between the left and the right ``joint``, (..., 2), in torsos."""
        return (self.point(f"left_{joint}") + self.point(f"right_{joint}")) / 2


class TorsoScale:
    """The length of the trunk in the picture (mid-shoulder to mid-hip), from what was seen so far."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque()
        self._ordered: list[float] = []

    def update(self, time_s: float, image_px: FloatArray, skeleton: Skeleton) -> float:
        """Take one frame, (K, 2), NaN = nobody; return the scale in pixels, NaN before anybody came."""
        at = [
            skeleton.index(f"{side}_{joint}") for joint in ("shoulder", "hip") for side in ("left", "right")
        ]
        points = known_points(image_px[at])
        length = float(np.hypot(*(points[:2].mean(0) - points[2:].mean(0))))
        if length >= _LEAST_TORSO_PX:
            self._seen.append((time_s, length))
            insort(self._ordered, length)
        while self._seen and time_s - self._seen[0][0] > _SCALE_S and len(self._seen) > 1:
            _, old = self._seen.popleft()
            del self._ordered[bisect_left(self._ordered, old)]
        if not self._ordered:
            return np.nan
        return self._ordered[int(_SCALE_QUANTILE * (len(self._ordered) - 1))]


def tilt_deg(vector: FloatArray) -> FloatArray:
    """Return how far a vector (..., 2) that hangs down leans, degrees, + = to the picture's right."""
    return direction_deg(vector[..., 0], vector[..., 1])


def incline_deg(vector: FloatArray) -> FloatArray:
    """Return the angle of a vector (..., 2) against straight up, degrees, 0..180."""
    return np.abs(direction_deg(vector[..., 0], -vector[..., 1]))


def angle_deg(first: FloatArray, corner: FloatArray, second: FloatArray) -> FloatArray:
    """Return the angle at ``corner`` between two points, (..., 2) each, degrees, 0..180."""
    one, two = first - corner, second - corner
    across = one[..., 0] * two[..., 1] - one[..., 1] * two[..., 0]
    return np.abs(direction_deg(across, np.sum(one * two, axis=-1)))
