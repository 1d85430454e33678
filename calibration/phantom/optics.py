"""The lens and the camera: where a world point falls in the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .geometry import FloatArray, unit

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def look_at(eye: ArrayLike, target: ArrayLike, up: ArrayLike = (0, 0, 1), roll: float = 0.0) -> FloatArray:
    """Return the matrix from world to camera (OpenGL: looks along -Z).

    ``roll``: degrees, + = picture content turns clockwise.
    """
    eye = np.asarray(eye, float)
    f = unit(np.asarray(target, float) - eye)
    r = unit(np.cross(f, np.asarray(up, float)))
    u = np.cross(r, f)
    c, s = np.cos(np.deg2rad(roll)), np.sin(np.deg2rad(roll))
    view = np.eye(4)
    view[0, :3], view[1, :3], view[2, :3] = c * r + s * u, -s * r + c * u, -f
    view[:3, 3] = -view[:3, :3] @ eye
    return view


def perspective(f: float, width: int, height: int, near: float = 0.05, far: float = 30.0) -> FloatArray:
    """Return the projection matrix of a pinhole with focal length ``f`` in pixels."""
    projection = np.zeros((4, 4))
    projection[0, 0], projection[1, 1] = 2 * f / width, 2 * f / height
    projection[2, 2] = (far + near) / (near - far)
    projection[2, 3], projection[3, 2] = 2 * far * near / (near - far), -1
    return projection


def orthographic(half: float, near: float, far: float) -> FloatArray:
    """Return the projection matrix of a parallel view, ``half`` metres to each side."""
    projection = np.eye(4)
    projection[0, 0] = projection[1, 1] = 1 / half
    projection[2, 2], projection[2, 3] = -2 / (far - near), -(far + near) / (far - near)
    return projection


@dataclass(frozen=True)
class Camera:
    """Where the camera stands.

    Attributes
    ----------
    view: (4, 4) world to camera. eye, target: metres (world).
    yaw: azimuth seen from the target, degrees, 0 = in front (-Y), + = toward the subject's left (+X).
    roll: degrees, + = picture content turns clockwise. pitch: degrees, negative = looking down.
    """

    view: FloatArray
    eye: FloatArray
    target: FloatArray
    yaw: float
    roll: float
    pitch: float

    @classmethod
    def looking(cls, eye: FloatArray, target: FloatArray, yaw: float, roll: float) -> Camera:
        """Return a camera at ``eye`` that is aimed at ``target``."""
        pitch = float(np.degrees(np.arcsin(unit(target - eye)[2])))
        return cls(look_at(eye, target, roll=roll), eye, target, yaw, roll, pitch)

    @classmethod
    def before(
        cls, target: ArrayLike, distance: float, height: float, yaw: float = 0.0, roll: float = 0.0
    ) -> Camera:
        """Return a camera ``distance`` metres (horizontally) from ``target``, ``height`` above the floor."""
        a, aim = np.deg2rad(yaw), np.asarray(target, float)
        eye = aim + distance * np.array([np.sin(a), -np.cos(a), 0])
        eye[2] = height
        return cls.looking(eye, aim, yaw, roll)

    def seen(self, points: FloatArray) -> FloatArray:
        """Return x (right) and y (up) of (N, 3) world points over their depth."""
        in_camera = points @ self.view[:3, :3].T + self.view[:3, 3]
        over_depth: FloatArray = in_camera[:, :2] / -in_camera[:, 2:]
        return over_depth


@dataclass(frozen=True)
class Lens:
    """A lens and the picture behind it.

    Attributes
    ----------
    width, height: of the picture, pixels. hfov: 2 atan(width / 2 f), degrees.
    k1: radial distortion, OpenCV's; ``Lens.of`` limits it so that the corners do not fold over.
    """

    width: int
    height: int
    hfov: float
    k1: float = 0.0

    @classmethod
    def of(cls, size: tuple[int, int], hfov: float, k1: float = 0.0) -> Lens:
        """Return a lens whose distortion is not more than its picture bears."""
        straight = cls(*size, hfov)
        return replace(straight, k1=float(max(k1, -0.12 / straight.corner**2))) if k1 else straight

    @property
    def f(self) -> float:
        """Focal length, pixels."""
        return float(self.width / 2 / np.tan(np.deg2rad(self.hfov) / 2))

    @property
    def corner(self) -> float:
        """From the axis to the corner of the picture, focal lengths."""
        return float(np.hypot(self.width, self.height) / 2 / self.f)

    @property
    def canvas(self) -> tuple[int, int]:
        """Width and height, pixels, that a sharp pinhole needs to fill the distorted picture."""
        if not self.k1:
            return self.width, self.height
        scale = max(1.0, float(self.undistorted(self.corner)) / self.corner) * 1.01
        return 2 * int(np.ceil(self.width * scale / 2)), 2 * int(np.ceil(self.height * scale / 2))

    @property
    def projection(self) -> FloatArray:
        """OpenGL's matrix for the canvas."""
        return perspective(self.f, *self.canvas)

    def undistorted(self, r: ArrayLike) -> FloatArray:
        """Return the distance from the axis without the distortion, focal lengths."""
        r = np.asarray(r, float)
        u = r.copy()
        for _ in range(60):
            u = u - (u * (1 + self.k1 * u * u) - r) / np.maximum(1 + 3 * self.k1 * u * u, 0.1)
        return u

    def project(self, camera: Camera, points: FloatArray) -> FloatArray:
        """Return the pixels (u right, v down) of (N, 3) world points, distorted as the lens does."""
        xy = camera.seen(points)
        xy = xy * (1 + self.k1 * (xy**2).sum(1, keepdims=True)) * self.f
        return np.stack([self.width / 2 + xy[:, 0], self.height / 2 - xy[:, 1]], 1)

    def inside(self, camera: Camera, points: FloatArray) -> bool:
        """Return whether all world points lie well inside the picture."""
        share = self.project(camera, points) / [self.width, self.height]
        return bool((share > (0.07, 0.08)).all() and (share < (0.93, 0.92)).all())

    def bent(self) -> tuple[FloatArray, FloatArray]:
        """Return where each pixel of the picture lies in the canvas: (height, width) each, pixels."""
        width, height = self.canvas
        u, v = np.meshgrid(np.arange(self.width) + 0.5, np.arange(self.height) + 0.5)
        x, y = (u - self.width / 2) / self.f, (v - self.height / 2) / self.f
        r = np.hypot(x, y)
        grow = self.undistorted(r) / np.maximum(r, 1e-9)
        return (
            (x * grow * self.f + width / 2 - 0.5).astype(np.float32),
            (y * grow * self.f + height / 2 - 0.5).astype(np.float32),
        )
