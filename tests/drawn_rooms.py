"""Rooms drawn with known upright edges, and somebody sitting in them: pictures whose roll is known."""

from __future__ import annotations

import cv2
import numpy as np

from romtrack.types import SIDES, FloatArray, Frame, Image, Pose, Skeleton

JOINTS = ("shoulder", "hip", "knee", "ankle")
SKELETON = Skeleton("eight", tuple(f"{side}_{joint}" for joint in JOINTS for side in SIDES), ())
SIZE_PX = 640, 480
_AT = {"shoulder": (28, 150), "hip": (22, 250), "knee": (36, 290), "ankle": (36, 400)}


def room(roll_deg: float = 0.0, seed: int = 1, lean_deg: float = 0.0) -> Image:
    """Return a picture of furniture before a wall, turned clockwise.

    ``lean_deg``: of an edge at the picture's side, outward at the bottom, as the camera's pitch makes it.
    """
    rng = np.random.default_rng(seed)
    width, height = 1000, 800
    image = np.full((height, width, 3), 170, np.uint8)
    for _ in range(110):
        x, y = rng.uniform(0, width), rng.uniform(-60, height)
        size = rng.uniform(20, 130), rng.uniform(40, 260)
        corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * size + (x, y)
        corners[:, 0] += np.tan(np.radians(lean_deg * (x - width / 2) / 320)) * (corners[:, 1] - height / 2)
        cv2.fillPoly(
            image,
            [np.round(corners * 16).astype(np.int32)],
            rng.integers(70, 220, 3).tolist(),
            cv2.LINE_AA,
            4,
        )
    noisy = cv2.add(image, rng.normal(0, 3, image.shape).clip(0, 12).astype(np.uint8))
    return turned(np.asarray(noisy, np.uint8), roll_deg)


def turned(image: Image, roll_deg: float, size_px: tuple[int, int] = SIZE_PX) -> Image:
    """Return the middle of a picture, turned clockwise about it."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -roll_deg, 1)
    matrix[:, 2] += np.array(size_px) / 2 - (width / 2, height / 2)
    return np.asarray(cv2.warpAffine(image, matrix, size_px, borderMode=cv2.BORDER_REFLECT), np.uint8)


def sitter(
    time_s: float = 0.0, size_px: tuple[int, int] = SIZE_PX, at_px: tuple[float, float] = (320, 0)
) -> Pose:
    """Return somebody upright, with a mask about the joints; ``at_px``: the middle, and the upper edge."""
    points = np.array(
        [
            (at_px[0] + (out if side == "left" else -out), at_px[1] + y)
            for out, y in _AT.values()
            for side in SIDES
        ],
        dtype=np.float64,
    )
    mask = np.zeros(size_px[::-1], np.float32)
    (left, top), (right, bottom) = points.min(axis=0) - 20, points.max(axis=0) + 20
    mask[int(max(top, 0)) : int(bottom), int(left) : int(right)] = 1.0
    return Pose(time_s, *size_px, points, np.zeros((len(points), 3)), np.ones(len(points)), mask)


def frame(image: Image, time_s: float = 0.0) -> Frame:
    return Frame(time_s, image)


def upright_of(*leans_deg: float) -> FloatArray:
    """Return segments of a level camera without pitch: (N, 4)."""
    x = np.linspace(40, 600, len(leans_deg))
    lean = np.tan(np.radians(leans_deg))
    return np.column_stack((x - 60 * lean, np.full_like(x, 100), x + 60 * lean, np.full_like(x, 220)))
