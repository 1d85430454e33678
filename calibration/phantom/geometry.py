"""Small vector helpers. Vectors are arrays in metres, angles are degrees.

World and body frame: Z up, the rest body faces -Y, its left is +X.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
FloatArray = NDArray[np.floating]
IntArray = NDArray[np.integer]
Style = dict[str, Any]  # sizes drawn once a clip; they differ from motion to motion and go into the truth

X, Y, Z = np.eye(3)
PARALLEL = 1e-9  # sine of an angle that is none


def unit(v: ArrayLike) -> FloatArray:
    """Return ``v`` scaled to length 1."""
    a = np.asarray(v, float)
    scaled: FloatArray = a / np.linalg.norm(a)
    return scaled


def cross(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the cross product of two 3-vectors (much faster than ``numpy.cross`` on single ones)."""
    return np.array([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])


def rot(axis: ArrayLike, degrees: float) -> FloatArray:
    """Return the 3x3 rotation about ``axis`` (right-hand rule)."""
    a = unit(axis)
    t = np.deg2rad(degrees)
    k = np.array([[0, -a[2], a[1]], [a[2], 0, -a[0]], [-a[1], a[0], 0]])
    turned: FloatArray = np.eye(3) + np.sin(t) * k + (1 - np.cos(t)) * k @ k
    return turned


def frame(first: ArrayLike, second: ArrayLike) -> FloatArray:
    """Return an orthonormal frame (columns): the 1st axis is ``first``, the 2nd lies toward ``second``."""
    a = unit(first)
    b = np.asarray(second, float)
    b = unit(b - (b @ a) * a)
    return np.stack([a, b, cross(a, b)], 1)


def swing(a: ArrayLike, b: ArrayLike) -> FloatArray:
    """Return the shortest rotation that takes direction ``a`` to direction ``b``."""
    a, b = unit(a), unit(b)
    c = cross(a, b)
    s = np.linalg.norm(c)
    return np.eye(3) if s < PARALLEL else rot(c, float(np.degrees(np.arctan2(s, a @ b))))


def lerp(a: ArrayLike, b: ArrayLike, t: ArrayLike) -> Any:  # noqa: ANN401  a number of numbers, an array of arrays
    """Return ``a`` at t = 0, ``b`` at t = 1."""
    t = np.asarray(t, float)
    return np.asarray(a, float) * (1 - t) + np.asarray(b, float) * t


def smooth(t: ArrayLike) -> Any:  # noqa: ANN401  a number of a number, an array of an array
    """Return the minimum-jerk step: 0 for t <= 0, 1 for t >= 1."""
    t = np.clip(t, 0, 1)
    return t * t * t * (10 + t * (6 * t - 15))


def sign(side: Side) -> int:
    """Return +1 for the left side, -1 for the right (direction of lateral along X)."""
    return 1 if side == "left" else -1


def other(side: Side) -> Side:
    """Return the opposite side."""
    return "right" if side == "left" else "left"
