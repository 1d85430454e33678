"""A skirt to the knee of somebody who sits: a cloth over both thighs that hangs in front of the knees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .body import SKIN_VERTICES, Body
from .geometry import FloatArray, Z, unit
from .meshes import CLOTH, Mesh, grid_normals, grid_triangles

if TYPE_CHECKING:
    from .outfits import Colour
    from .poses import Bones

ROWS_OVER, COLUMNS = 8, 25  # over the thighs; across
HANGING = ((0.55, 0.45), (0.9, 1.0), (1.0, 1.6))  # forward and down, in radii of the knee
ROWS = ROWS_OVER + len(HANGING) + 1
OFF_SKIN = 0.022  # metres


class Skirt:
    """The sheet; ``drop``: how far it hangs, metres."""

    def __init__(self, body: Body, drop: float) -> None:
        self.body, self.drop = body, drop
        self.radii = np.array([_radius(body, t) for t in np.linspace(0.05, 1.0, ROWS_OVER)]) + OFF_SKIN

    def mesh(self, colour: Colour) -> Mesh:
        """Return the sheet at rest; the texture is that of a flat cloth."""
        count = ROWS * COLUMNS
        positions = np.zeros((count, 3))
        across, down = np.meshgrid(np.linspace(0, 0.6, COLUMNS), np.linspace(0, 0.5, ROWS))
        positions[:, 0], positions[:, 1] = across.ravel(), down.ravel()
        material = np.tile([*colour, CLOTH], (count, 1))
        return Mesh(positions, np.tile([[0, 0, 1]], (count, 1)), grid_triangles(ROWS, COLUMNS), material)

    def garment(self) -> FloatArray:
        """Return the mask of every vertex; the last row is the hem."""
        edge = np.full((ROWS * COLUMNS, 4), [0.1, 1.0, 0, 0])
        edge[-COLUMNS:, 0] = 0.004
        return edge

    def grid(self, bones: Bones) -> tuple[FloatArray, FloatArray]:
        """Return positions (m) and normals of the sheet over a posed body."""
        pelvis = bones.turns[self.body.index["root"]]
        lateral, ahead = pelvis[:, 0], -pelvis[:, 1]
        hips, knees = (
            [bones.at[self.body.index[f"{bone}.{end}"]] for end in "LR"]
            for bone in ("upperleg01", "lowerleg01")
        )
        rows = []
        for i, r in enumerate(self.radii):
            t = 0.05 + 0.95 * i / 7
            left, right = (hip + t * (knee - hip) for hip, knee in zip(hips, knees, strict=True))
            rows.append(_row(left, right, r, lateral))
        r = self.radii[-1]
        for forward, down in (*HANGING, (1.02, 2.2 + self.drop * 20)):
            left, right = (knee + ahead * r * forward for knee in knees)
            rows.append(_row(left, right, r, lateral) - np.array([0, 0, r * down * 0.8]))
        points = np.array(rows)
        wave = np.sin(np.linspace(0, 19, COLUMNS)) * np.linspace(0, 1, ROWS)[:, None] ** 2 * 0.012
        points += wave[:, :, None] * ahead
        return points.reshape(-1, 3), grid_normals(points)


def _radius(body: Body, t: float) -> float:
    """Return how thick the thigh is at share ``t`` of its length, metres."""
    a, b = body.head("upperleg01.L"), body.head("lowerleg01.L")
    skin, at = body.rest[:SKIN_VERTICES], a + t * (b - a)
    near = np.abs((skin - a) @ (b - a) / ((b - a) @ (b - a)) - t) < 0.04  # noqa: PLR2004  a slice of it
    near &= (skin[:, 0] > 0) & (np.abs(skin[:, 0] - at[0]) < 0.16)  # noqa: PLR2004  not the other leg
    across = np.eye(3) - np.outer(unit(b - a), unit(b - a))
    return float(np.median(np.linalg.norm((skin[near] - at) @ across, axis=1)))


def _row(left: FloatArray, right: FloatArray, r: float, lateral: FloatArray) -> FloatArray:
    """Return points from the outer side of the left thigh over both to that of the right one."""
    a = np.linspace(np.deg2rad(-50), np.deg2rad(90), 11)

    def arc(centre: FloatArray, k: int) -> FloatArray:
        points: FloatArray = centre + r * (k * np.cos(a)[:, None] * lateral + np.sin(a)[:, None] * Z)
        return points

    over = [
        left + r * Z + t * (right - left) - np.array([0, 0, 0.02 * np.sin(np.pi * t)])
        for t in (0.25, 0.5, 0.75)
    ]
    return np.concatenate([arc(left, 1), np.array(over), arc(right, -1)[::-1]])
