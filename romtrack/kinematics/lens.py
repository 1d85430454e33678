"""What a track would be had an ideal camera taken it: no distortion, and level as far as its roll is known.

Everything that is read of a picture is a point or the tilt of a line through one. Points are taken back
through the lens and turned about the optical axis; a line goes along by two of its points, a width by
how much the leg beside it grows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from romtrack.sane import known, ratio
from romtrack.types import SIDES

if TYPE_CHECKING:
    from romtrack.types import CameraModel, FloatArray, PoseTrack, ShankEvidence, Side

__all__ = ["straight_points", "straightened"]

_STEPS, _EXACT = 50, 1e-9
_FARTHEST_RAY = 20.0  # tangent of the angle to the optical axis: 87 degrees
_MISSED_PX = 0.1
_REACH_PX = 10.0  # half of a line's piece that is taken through the lens


def straightened(track: PoseTrack, camera: CameraModel) -> tuple[PoseTrack, CameraModel]:
    """Return the track as the ideal camera sees it, and that camera; as they are where nothing is known."""
    if not camera.distortion and not camera.roll_deg:
        return track, camera
    content = track.content_px
    straight = replace(
        track,
        image_px=straight_points(track.image_px, camera),
        world_m=_upright(track.world_m, camera),
        shanks=track.shanks and {side: _evidence(track, side, camera) for side in SIDES},
        upright_px=straight_points(track.upright_px.reshape(-1, 2, 2), camera).reshape(-1, 4),
        content_px=None if content is None else straight_points(content.reshape(2, 2), camera).reshape(4),
    )
    known = camera.roll_deg is not None
    return straight, replace(camera, distortion=(), roll_deg=0.0 if known else None)


def straight_points(points_px: FloatArray, camera: CameraModel) -> FloatArray:
    """Return points (..., 2) as the ideal camera sees them; missing where the lens can have shown none."""
    if not camera.distortion and not camera.roll_deg:
        return points_px
    flat = known(points_px).reshape(-1, 1, 2).astype(np.float64)
    seen = np.isfinite(flat).all(axis=(1, 2))
    if camera.distortion and seen.any():
        flat[seen] = _undistorted(flat[seen], camera)
    return np.asarray(_level(flat.reshape(points_px.shape), camera))


def _undistorted(seen_px: FloatArray, camera: CameraModel) -> FloatArray:
    """Return points (N, 1, 2) without the lens' distortion; NaN where going back misses the point.

    A distortion can be undone as far as it was fitted; beyond some radius no point, or several, lead there.
    """
    matrix = np.array(
        [[camera.fx_px, 0, camera.cx_px], [0, camera.fy_px, camera.cy_px], [0, 0, 1]], dtype=np.float64
    )
    until = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, _STEPS, _EXACT)
    lens = np.array(camera.distortion, dtype=np.float64)
    rays = cv2.undistortPointsIter(seen_px, matrix, lens, np.eye(3), np.eye(3), until).reshape(-1, 2)
    rays = known(np.asarray(rays, dtype=np.float64), -_FARTHEST_RAY, _FARTHEST_RAY)
    there = np.isfinite(rays).all(axis=1)
    again = np.full_like(rays, np.nan)
    if there.any():
        ahead = cv2.convertPointsToHomogeneous(rays[there])
        again[there] = cv2.projectPoints(ahead, np.zeros(3), np.zeros(3), matrix, lens)[0].reshape(-1, 2)
    missed_px = np.linalg.norm(again - seen_px.reshape(-1, 2), axis=1, keepdims=True)
    ideal_px = rays * (camera.fx_px, camera.fy_px) + (camera.cx_px, camera.cy_px)
    return np.where(missed_px < _MISSED_PX, ideal_px, np.nan).reshape(seen_px.shape)


def _level(points_px: FloatArray, camera: CameraModel) -> FloatArray:
    """Return points (..., 2) turned back by the camera's roll, about the optical axis."""
    roll = np.radians(camera.roll_deg or 0.0)
    cos, sin = np.cos(roll), np.sin(roll)
    x, y = ((points_px - (camera.cx_px, camera.cy_px)) / (camera.fx_px, camera.fy_px)).T
    back = np.stack((cos * x + sin * y, cos * y - sin * x)).T
    return np.asarray(back * (camera.fx_px, camera.fy_px) + (camera.cx_px, camera.cy_px))


def _upright(points_m: FloatArray, camera: CameraModel) -> FloatArray:
    """Return points in space (..., 3) turned back by the camera's roll."""
    roll = np.radians(camera.roll_deg or 0.0)
    cos, sin = np.cos(roll), np.sin(roll)
    return np.asarray(points_m @ np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]]))


def _evidence(track: PoseTrack, side: Side, camera: CameraModel) -> ShankEvidence:
    """Return what is known of one shank as the ideal camera sees it."""
    found = track.shank(side)
    knee, ankle = track.point_px(f"{side}_knee"), track.point_px(f"{side}_ankle")
    middle, on_mask = (knee + ankle) / 2, np.stack((found.mask_x_px, found.mask_y_px), axis=-1)
    mask_x, mask_y = straight_points(on_mask, camera).T
    before, after = (np.linalg.norm(one - other, axis=-1) for one, other in (
        (knee, ankle), (straight_points(knee, camera), straight_points(ankle, camera))
    ))  # fmt: skip
    grown = ratio(after, before)
    tilts = {
        name: _tilt_deg(getattr(found, name), at, camera)
        for name, at in (
            ("mask_deg", on_mask), ("landmark_deg", middle), ("shaft_deg", middle), ("outer_deg", middle)
        )
    }  # fmt: skip
    sizes = {name: grown * getattr(found, name) for name in ("upper_px", "lower_px", "length_px")}
    return replace(found, mask_x_px=mask_x, mask_y_px=mask_y, **tilts, **sizes)


def _tilt_deg(tilt_deg: FloatArray, at_px: FloatArray, camera: CameraModel) -> FloatArray:
    """Return the tilt of the line through a point (T, 2), against the vertical of the ideal picture."""
    along = _REACH_PX * np.stack((np.sin(np.radians(tilt_deg)), np.cos(np.radians(tilt_deg))), axis=-1)
    x, y = (straight_points(at_px + along, camera) - straight_points(at_px - along, camera)).T
    return np.asarray(np.degrees(np.arctan2(x, y)))
