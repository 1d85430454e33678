"""How far the camera is tilted, read from the person who sits still in front of it.

No single line of a body is level, so four are joined: shoulders, hips, trunk, and the two
hanging shanks, each a plumb line but for the person's own habit. Their spread about the truth
differs, and so do their weights (rendered humans, 8 seated clips of ``phantom/dev``; the shanks
alone err by 2 degrees when one of them does not hang plumb).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from romtrack.types import FloatArray, PoseTrack

__all__ = ["camera_roll_deg"]

_SHOULDERS, _HIPS, _TRUNK, _SHANKS = 0.2, 0.2, 0.4, 0.2


def camera_roll_deg(track: PoseTrack, shank_tilts_deg: tuple[FloatArray, FloatArray]) -> FloatArray:
    """Return the camera's roll by each frame, (T,), + = the picture's content turns clockwise.

    Meaningful where the person sits upright with both shanks hanging; NaN where not found.
    ``shank_tilts_deg``: tilt of the left and the right shank in the picture, + = ankle toward
    the right edge.
    """
    shoulders = _slope_deg(track.point_px("right_shoulder"), track.point_px("left_shoulder"))
    hips = _slope_deg(track.point_px("right_hip"), track.point_px("left_hip"))
    across = _middle(track, "hip") - _middle(track, "shoulder")
    trunk = -np.degrees(np.arctan2(across[:, 0], across[:, 1]))
    shanks = -np.mean(shank_tilts_deg, axis=0)
    return np.asarray(_SHOULDERS * shoulders + _HIPS * hips + _TRUNK * trunk + _SHANKS * shanks)


def _slope_deg(right_px: FloatArray, left_px: FloatArray) -> FloatArray:
    """Return the slope of right->left (T, 2) against the picture's horizontal, + = left lower."""
    dx, dy = (left_px - right_px).T
    return np.asarray(np.degrees(np.arctan2(dy, dx)))


def _middle(track: PoseTrack, joint: str) -> FloatArray:
    return (track.point_px(f"left_{joint}") + track.point_px(f"right_{joint}")) / 2
