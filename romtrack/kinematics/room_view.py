"""One picture of a room, small and grey, and finding it again in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping

    from romtrack.types import FloatArray, Image

__all__ = ["LEAST_CORNERS", "Matrix", "RoomView", "RoomViews", "found_in", "times"]

Matrix = NDArray[np.floating]
"""(2, 3): a turn, a growth and a shift, in pixels of the small picture."""

_CORNERS, LEAST_CORNERS = 80, 10
_QUALITY, _APART_PX = 0.004, 6
_AGREE = 0.4  # share of the corners that must move alike
_AGREE_PX = 0.8
_WINDOW_PX, _LEVELS = 11, 3


class RoomView(NamedTuple):
    """A picture to find again, where it is free to be seen, and where the stretch's first one is in it."""

    grey: Image
    free: Image
    room: Matrix

    def corners_px(self) -> FloatArray:
        """Return what can be found again, (N, 1, 2)."""
        found = cv2.goodFeaturesToTrack(self.grey, _CORNERS, _QUALITY, _APART_PX, mask=self.free)
        return np.empty((0, 1, 2), np.float32) if found is None else np.asarray(found, np.float32)


class RoomViews(NamedTuple):
    """What a watch saw of a room, so that another one's pictures can be set against it. Never to be kept.

    firsts: the first picture of each stretch, by its number, as far as they are remembered. last: the last
    one, and ``stretch``, to which it belongs. scale: of the small pictures.
    """

    firsts: Mapping[int, RoomView]
    last: RoomView | None
    stretch: int
    scale: float


def found_in(
    view: RoomView, corners_px: FloatArray, grey: Image, free: Image, guess: Matrix
) -> Matrix | None:
    """Return where the room is in ``grey``, None where too few corners of ``view`` move alike."""
    if len(corners_px) < LEAST_CORNERS or view.grey.shape != grey.shape:
        return None
    start = cv2.transform(corners_px, times(guess, _inverse(view.room))).astype(np.float32)
    now, status, _ = cv2.calcOpticalFlowPyrLK(
        view.grey,
        grey,
        corners_px,
        start,
        winSize=(_WINDOW_PX, _WINDOW_PX),
        maxLevel=_LEVELS,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )
    known = status.ravel().astype(bool) & _is_free(np.asarray(now, np.float32).reshape(-1, 2), free)
    if known.sum() < LEAST_CORNERS:
        return None
    step, inliers = cv2.estimateAffinePartial2D(
        corners_px[known], now[known], method=cv2.RANSAC, ransacReprojThreshold=_AGREE_PX
    )
    if step is None or inliers.mean() < _AGREE or inliers.sum() < LEAST_CORNERS:
        return None
    return times(np.asarray(step, np.float64), view.room)


def _is_free(points_px: FloatArray, free: Image) -> NDArray[np.bool_]:
    """Return which points (N, 2) lie in the picture and outside the person."""
    height, width = free.shape
    x, y = np.nan_to_num(points_px, nan=-1.0).clip(-1, max(height, width)).round().astype(int).T
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    return np.asarray(inside & (free[y.clip(0, height - 1), x.clip(0, width - 1)] > 0))


def times(second: Matrix, first: Matrix) -> Matrix:
    """Return the (2, 3) matrix of ``first`` and then ``second``."""
    return np.asarray(second @ np.vstack((first, (0.0, 0.0, 1.0))))


def _inverse(matrix: Matrix) -> Matrix:
    return np.asarray(cv2.invertAffineTransform(matrix))
