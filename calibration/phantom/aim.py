"""Where the camera stands, and how it moves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .geometry import sign, smooth
from .optics import Camera, Lens
from .options import CAMERAS

if TYPE_CHECKING:
    from .performance import Performance

BUMP_S = 0.2  # that a knock takes


def lens_of(performance: Performance) -> Lens:
    """Return the lens that the options ask for."""
    options, q = performance.options, performance.switches
    return Lens.of(options.size_px, options.hfov or performance.motion.hfov, q.k1 if q else 0.0)


def aimed(performance: Performance, lens: Lens) -> Camera:
    """Return a camera that has the whole movement in the picture, or stands where it is asked to."""
    options, motion = performance.options, performance.motion
    swept = performance.swept()
    shake = np.zeros(3) if options.still_camera else performance.camera_rng.uniform(-1, 1, 3)
    yaw = CAMERAS[options.camera] if options.camera != "auto" else motion.yaw
    yaw = sign(performance.side) * yaw + (8 * shake[0] if options.cam_yaw is None else options.cam_yaw)
    height = motion.height * (1 + 0.15 * shake[1]) if options.cam_height is None else options.cam_height
    aside = np.array([performance.switches.aside if performance.switches else 0.0, 0, 0])
    if options.cam_distance:
        joints = performance.body.joints(performance.bones(0.0).at)
        knees = (joints["left_knee"] + joints["right_knee"]) / 2
        target = knees + [0, 0, 0.10] + aside
        return Camera.before(target, options.cam_distance, height, yaw, options.cam_roll)
    target = (swept.min(0) + swept.max(0)) / 2 + aside
    distance = 4.5
    for distance in np.arange(1.2, 4.5, 0.05):
        if lens.inside(Camera.before(target, distance, height, yaw, options.cam_roll), swept):
            break
    distance = float(distance) * (1.04 + 0.06 * shake[2])
    return Camera.before(target, distance, height, yaw, options.cam_roll)


def camera_at(performance: Performance, still: Camera, t: float) -> Camera:
    """Return where a camera that stood ``still`` is at time ``t``: knocked, or held in a hand."""
    q, seed = performance.switches, performance.options.seed
    if q is None or not q.moves_camera:
        return still
    h = q.handheld

    def wob(k: int) -> float:
        slow = np.sin(t * (2 * np.pi) * (0.31 + 0.17 * k) + 2.1 * k + seed)
        return float(slow + 0.5 * np.sin(t * 2 * np.pi * (0.83 + 0.29 * k) + seed * 1.3 + k))

    knock = float(smooth((t - bumped_at_s(performance)) / BUMP_S))
    distance = np.linalg.norm(still.target - still.eye)
    eye = still.eye + 0.008 * h * np.array([wob(0), wob(1), wob(2)])
    swayed = np.deg2rad(0.4) * h * distance * np.array([wob(3), 0, wob(4)])
    knocked = knock * distance * np.deg2rad(0.35 * q.bump) * np.array([0.6, 0, 1.0])
    target = still.target + swayed + knocked
    roll = still.roll + 0.4 * h * wob(5) + q.bump * knock
    moved = Camera.looking(eye, target, still.yaw, roll)
    ahead = target - eye
    return replace(moved, yaw=float(np.degrees(np.arctan2(-ahead[0], ahead[1]))))


def bumped_at_s(performance: Performance) -> float:
    """Return when the camera is knocked, seconds."""
    return 0.5 * performance.script.time
