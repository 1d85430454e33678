"""What somebody looks like in one picture: where, how large, in which colours.

Cameras turn up their gain and change their white balance while they film, and clouds pass. So colours are
taken in the light of the picture, as if its mean were grey: a drift of exposure by a half is no other shirt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from romtrack.types import SIDES

if TYPE_CHECKING:
    from romtrack.types import FloatArray, Frame, Pose, Skeleton

__all__ = ["Appearance", "appearance", "hips_and_trunk", "is_somebody", "legs_in_view"]

_LEG_VISIBILITY = 0.5  # of both knees and ankles: phantom people in clutter lack one of them
_LEAST_TRUNK_PX = 1.0
_MEAN_GREY = 110.0


@dataclass(slots=True)
class Appearance:
    """Where the person is, how large, and in what colours."""

    hips_px: FloatArray
    trunk_px: float
    colours: FloatArray
    time_s: float

    def away(self, other: Appearance) -> float:
        """Return the distance to where ``other`` is, in trunks of ``other``."""
        return float(np.hypot(*(self.hips_px - other.hips_px))) / other.trunk_px

    def growth(self, other: Appearance) -> float:
        """Return by how much the sizes differ, 1 = not at all."""
        return max(self.trunk_px / other.trunk_px, other.trunk_px / self.trunk_px)

    def unlike(self, other: Appearance) -> float:
        """Return how different the colours are, 0..1 (Bhattacharyya distance)."""
        return float(cv2.compareHist(self.colours, other.colours, cv2.HISTCMP_BHATTACHARYYA))


def appearance(frame: Frame, pose: Pose, skeleton: Skeleton) -> Appearance:
    """Return what the person of ``pose`` looks like in ``frame``."""
    corners = ("left_shoulder", "right_shoulder", "right_hip", "left_hip")
    outline = pose.image_px[[skeleton.index(corner) for corner in corners]]
    return Appearance(*hips_and_trunk(pose.image_px, skeleton), _colours(frame, outline), pose.time_s)


def is_somebody(pose: Pose, skeleton: Skeleton, legs: int = 0) -> bool:
    """Say whether there is a person to follow: a trunk, and knee and ankle of so many legs."""
    return bool(np.isfinite(hips_and_trunk(pose.image_px, skeleton)[1])) and legs_in_view(
        pose, skeleton, legs
    )


def legs_in_view(pose: Pose, skeleton: Skeleton, legs: int = 2) -> bool:
    """Say whether knee and ankle of so many legs are seen."""
    joints = [[skeleton.index(f"{side}_{joint}") for joint in ("knee", "ankle")] for side in SIDES]
    return bool(np.count_nonzero((pose.visibility[joints] > _LEG_VISIBILITY).all(axis=1)) >= legs)


def hips_and_trunk(image_px: FloatArray, skeleton: Skeleton) -> tuple[FloatArray, float]:
    """Return the middle of the hips (2,) and the length of the trunk of a pose's keypoints (K, 2), pixels.

    NaN = not seen.
    """
    hips, shoulders = (
        (image_px[skeleton.index(f"left_{joint}")] + image_px[skeleton.index(f"right_{joint}")]) / 2
        for joint in ("hip", "shoulder")
    )
    length_px = float(np.hypot(*(shoulders - hips)))
    return hips, length_px if length_px >= _LEAST_TRUNK_PX else np.nan


def _colours(frame: Frame, outline_px: FloatArray) -> FloatArray:
    """Return the share of hue x saturation x value bins inside a polygon (N, 2), by every other pixel."""
    image = frame.image[::2, ::2]
    light = np.maximum(image[::4, ::4].mean(axis=(0, 1)), 1.0)
    height, width = image.shape[:2]
    corners = np.clip(outline_px / 2, 0, (width - 1, height - 1)).astype(np.int32)
    x, y, w, h = cv2.boundingRect(corners)
    grey_world = np.minimum(image[y : y + h, x : x + w] * (_MEAN_GREY / light), 255)
    patch = cv2.cvtColor(grey_world.astype(np.uint8), cv2.COLOR_RGB2HSV)
    inside = np.zeros((h, w), dtype=np.uint8)
    cv2.fillPoly(inside, [corners - (x, y)], 255)
    counts = cv2.calcHist([patch], [0, 1, 2], inside, [8, 4, 4], [0, 180, 0, 256, 0, 256])
    return np.asarray(counts / max(float(counts.sum()), 1.0), dtype=np.float32)
