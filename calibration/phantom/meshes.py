"""Meshes of things that stand still: boxes, round bodies, sheets, each with one colour and one material."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .geometry import FloatArray, IntArray, unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

# Material numbers (the 4th component of the vertex attribute ``material``; surface.frag draws them).
PLAIN, SKIN, CLOTH, HAIR, EYE, WOOD_FLOOR, WALL, RUG, FURNITURE, SHOE = range(10)
STRIPES, FLOWERS, TILES, CARPET, FABRIC, GLOW = range(10, 16)  # only in the rooms of rooms.py


class Mesh(NamedTuple):
    """(V, 3) positions (m), (V, 3) normals, (T, 3) triangles, (V, 4) red, green, blue and material."""

    positions: FloatArray
    normals: FloatArray
    triangles: IntArray
    material: FloatArray

    def moved(self, by: ArrayLike) -> Mesh:
        """Return it ``by`` metres further."""
        return self._replace(positions=self.positions + np.asarray(by, float))


@dataclass(frozen=True)
class Wear:
    """What a dressed person's vertices say beside position and material: texture, rest place, garment."""

    uv: FloatArray
    rest: FloatArray
    garment: FloatArray


def _painted(count: int, colour: Sequence[float] | FloatArray, material: int) -> FloatArray:
    return np.tile([*colour, material], (count, 1))


def box(low: ArrayLike, high: ArrayLike, colour: Sequence[float] | FloatArray, material: int) -> Mesh:
    """Return an axis-aligned box."""
    corners = np.array([low, high], float)
    positions: list[FloatArray] = []
    normals: list[FloatArray] = []
    triangles: list[list[int]] = []
    for axis in range(3):
        a, b = (i for i in range(3) if i != axis)
        for end in (0, 1):
            k = len(positions)
            for p, q in ((0, 0), (1, 0), (1, 1), (0, 1)):
                v, n = np.zeros(3), np.zeros(3)
                v[axis], v[a], v[b] = corners[end][axis], corners[p][a], corners[q][b]
                n[axis] = 2 * end - 1
                positions.append(v)
                normals.append(n)
            triangles += [[k, k + 1, k + 2], [k, k + 2, k + 3]]
    painted = _painted(len(positions), colour, material)
    return Mesh(np.array(positions), np.array(normals), np.array(triangles), painted)


def join(meshes: Sequence[Mesh]) -> Mesh:
    """Return several meshes as one."""
    starts = np.cumsum([0] + [len(mesh.positions) for mesh in meshes])
    triangles = [mesh.triangles + start for mesh, start in zip(meshes, starts, strict=False)]
    return Mesh(
        np.concatenate([mesh.positions for mesh in meshes]),
        np.concatenate([mesh.normals for mesh in meshes]),
        np.concatenate(triangles),
        np.concatenate([mesh.material for mesh in meshes]),
    )


def cylinder(
    ends: tuple[ArrayLike, ArrayLike],
    radii: tuple[float, float],
    colour: Sequence[float] | FloatArray,
    material: int,
    n: int = 14,
) -> Mesh:
    """Return a round body from base to top, each with its radius, closed at the top."""
    base, top = (np.asarray(end, float) for end in ends)
    axis = unit(top - base)
    a = unit(np.cross(axis, [1, 0, 0] if abs(axis[0]) < 0.9 else [0, 1, 0]))  # noqa: PLR2004  not along it
    b = np.cross(axis, a)
    turn = np.linspace(0, 2 * np.pi, n, endpoint=False)
    ring = np.cos(turn)[:, None] * a + np.sin(turn)[:, None] * b
    positions = np.concatenate([base + radii[0] * ring, top + radii[1] * ring, top + radii[1] * ring, [top]])
    normals = np.concatenate([ring, ring, np.tile(axis, (n + 1, 1))])
    i, j = np.arange(n), (np.arange(n) + 1) % n
    sides = [np.stack([i, j, j + n], 1), np.stack([i, j + n, i + n], 1)]
    lid = np.stack([i + 2 * n, j + 2 * n, np.full(n, 3 * n)], 1)
    return Mesh(positions, normals, np.concatenate([*sides, lid]), _painted(len(positions), colour, material))


def rod(
    base: ArrayLike,
    top: ArrayLike,
    radius: float,
    colour: Sequence[float] | FloatArray,
    material: int = PLAIN,
) -> Mesh:
    """Return a cylinder as thick at its base as at its top."""
    return cylinder((base, top), (radius, radius), colour, material)


def ball(
    centre: ArrayLike,
    radii: ArrayLike,
    colour: Sequence[float] | FloatArray,
    material: int,
    n: int = 12,
) -> Mesh:
    """Return an ellipsoid."""
    u, v = np.meshgrid(np.linspace(0, 2 * np.pi, 2 * n), np.linspace(0, np.pi, n))
    normals = np.stack([np.sin(v) * np.cos(u), np.sin(v) * np.sin(u), np.cos(v)], -1).reshape(-1, 3)
    positions = np.asarray(centre, float) + normals * np.asarray(radii, float)
    return Mesh(positions, normals, grid_triangles(n, 2 * n), _painted(len(positions), colour, material))


def sheet(points: FloatArray, colour: Sequence[float] | FloatArray, material: int) -> Mesh:
    """Return a curved sheet through a grid of points (rows, columns, 3)."""
    positions = points.reshape(-1, 3)
    triangles = grid_triangles(*points.shape[:2])
    return Mesh(positions, grid_normals(points), triangles, _painted(len(positions), colour, material))


def grid_normals(points: FloatArray) -> FloatArray:
    """Return the normals (rows * columns, 3) of a sheet through a grid of points."""
    normals = np.cross(np.gradient(points, axis=1), np.gradient(points, axis=0))
    normals /= np.maximum(np.linalg.norm(normals, axis=2, keepdims=True), 1e-9)
    flat: FloatArray = normals.reshape(-1, 3)
    return flat


def grid_triangles(rows: int, columns: int) -> IntArray:
    """Return the triangles of a grid of vertices numbered row by row."""
    k = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    return np.concatenate(
        [np.stack([k, k + 1, k + columns + 1], 1), np.stack([k, k + columns + 1, k + columns], 1)]
    )
