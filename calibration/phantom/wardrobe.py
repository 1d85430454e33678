"""Dresses a body: shirt, bottoms, shoes and hair as offset copies of parts of the mesh, with vertex masks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .body import SKIN_VERTICES, SUFFIX
from .geometry import SIDES, FloatArray, IntArray, Side, Z, unit
from .meshes import CLOTH, EYE, HAIR, SHOE, SKIN, Mesh, Wear
from .places import Places
from .skirt import Skirt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .body import Body
    from .outfits import Outfit
    from .poses import Bones

BoolArray = NDArray[np.bool_]
Lag = dict[Side, FloatArray]  # how far the cloth at each ankle trails behind it, metres (world)

SOLES = {"shoes": 0.009, "boots": 0.013, "slippers": 0.012}  # thickness of what has one, metres
LOOSE = {  # metres that the cloth stands off the skin
    "shorts": 0.010,
    "tight_shorts": 0.003,
    "trousers": 0.008,
    "leggings": 0.002,
    "skirt": 0.003,
    "jeans": 0.005,
    "loose": 0.012,
}
FINE = (
    *("head", "jaw", "special", "oris", "levator", "oculi", "temporalis", "risorius", "orbicularis", "eye"),
    *("tongue", "finger", "metacarpal", "toe"),
)  # bones whose skin has more triangles than a picture shows


@dataclass(frozen=True)
class _Part:
    """One garment, or the skin: where its vertices are in the body, and what is drawn there."""

    vertex: IntArray
    uv: FloatArray
    normal: FloatArray
    offset: FloatArray
    material: FloatArray
    garment: FloatArray
    faces: IntArray


@dataclass(frozen=True)
class _Slack:
    """The loose cloth below the knees: its vertices, how far down each is, its slack (m), whose it is."""

    part: slice
    along: FloatArray
    slack: FloatArray
    left: BoolArray


class DressedBody:
    """Mesh of body and clothes; ``posed`` skins it. Offsets are metres along the normal.

    ``fast`` reckons in single precision where the scene allows it.
    """

    def __init__(self, body: Body, outfit: Outfit) -> None:
        self.body, self.outfit, self.fast = body, outfit, False
        places = Places(body)
        self._parts: list[_Part] = []
        self._slack: _Slack | None = None
        self._fine: BoolArray = places.weight(*FINE) > 0.3  # noqa: PLR2004  mostly
        self._add_skin(places)
        self._add_bottoms(places)
        self._add_shirt(places)
        self._add_shoes(places)
        if outfit.long_hair:
            mask = _mask(places.in_long_hair(), 1, 1)
            self._add("helper-hair", (outfit.hair, HAIR), mask, np.full(len(places.rest), 0.004))
        self._finish(places.rest)
        self.skirt = self._with_skirt() if outfit.bottoms == "skirt" else None

    @property
    def wear(self) -> Wear:
        """What the renderer is told of clothes and skin."""
        return Wear(self.uv, self.mesh.positions, self.garment)

    @property
    def loose(self) -> bool:
        """Whether cloth hangs and trails below the knees."""
        return self._slack is not None

    def _add_skin(self, at: Places) -> None:
        """Add skin (drawn in under clothes) and eyes."""
        scale = self.body.height / 1.75
        shirt, bottoms = at.in_shirt(self.outfit), at.in_bottoms(self.outfit)
        shoes, hair = at.in_shoes(self.outfit), at.in_hair()
        under = (shirt > 0.02) | (bottoms > 0.02)  # noqa: PLR2004  metres inside
        cap = np.where(hair > 0.01, 0.010 * scale, 0.0)  # noqa: PLR2004
        offset = np.where(shoes > 0.01, -0.006, np.where(under, -0.004, cap))  # noqa: PLR2004
        hidden = (shirt > 0.035) | (bottoms > 0.035) | (shoes > 0.02)  # noqa: PLR2004
        self._add("body", ((1, 1, 1), SKIN), _mask(hair), offset, ~hidden)
        for eye in ("helper-l-eye", "helper-r-eye"):
            d = at.rest - at.rest[np.unique(self.body.groups[eye][0])].mean(0)
            off_axis = np.where(d[:, 1] < 0, np.hypot(d[:, 0], d[:, 2]), 0.05)
            self._add(eye, ((1, 1, 1), EYE), _mask(off_axis), np.zeros(len(at.rest)))

    def _add_bottoms(self, at: Places) -> None:
        outfit = self.outfit
        loose: FloatArray = LOOSE[outfit.bottoms] + np.clip(at.thigh - 0.15, 0, 1) * (
            0.007 if outfit.bottoms == "shorts" else 0
        )
        loose = loose + np.where(at.thigh > 0.95, 0.008 if outfit.bottoms == "trousers" else 0, 0)  # noqa: PLR2004
        below: FloatArray | None = None
        if outfit.flare or outfit.wrinkles:
            below = np.clip(at.shank, 0, 1) * (at.thigh > 0.85)  # noqa: PLR2004
            knee_gap = np.clip((at.thigh - 0.3) / 0.6, 0, 1) * 0.4
            waves = np.array([[60.0, 25.0, 0], [-20.0, 45.0, 35.0], [15.0, -30.0, 70.0]])
            fold = np.sin(at.rest @ (waves + 9 * (outfit.seed % 5)).T + outfit.seed).sum(1) / 3
            loose = loose + outfit.flare * np.maximum(below, knee_gap)
            loose = loose + outfit.wrinkles * fold * np.clip((at.thigh - 0.1) * 2, 0, 1)
        first = sum(len(part.vertex) for part in self._parts)
        mask = _mask(at.in_bottoms(outfit), 1)
        self._add("helper-tights", (outfit.bottom_colour, CLOTH), mask, loose)
        if below is not None:
            vertex = self._parts[-1].vertex
            along = np.where(at.thigh > 0.85, below, 0.0)[vertex]  # noqa: PLR2004
            slack = np.maximum(loose, 0.003)[vertex]
            part = slice(first, first + len(vertex))
            self._slack = _Slack(part, along, slack, at.rest[vertex, 0] > 0)

    def _add_shirt(self, at: Places) -> None:
        offset = 0.012 + np.clip(at.upper_arm - 0.1, 0, 1) * 0.018 * (at.arm > 0.5)  # noqa: PLR2004
        mask = _mask(at.in_shirt(self.outfit), 1, float(self.outfit.stripes))
        self._add("helper-tights", (self.outfit.shirt, CLOTH), mask, offset)

    def _add_shoes(self, at: Places) -> None:
        kind = self.outfit.shoes
        if kind == "barefoot":
            return
        sole = at.rest[:, 2] <= at.rest[:SKIN_VERTICES, 2].min() + 0.016
        upper = np.where(sole & (kind in SOLES), 0, 1)
        offset = np.full(len(at.rest), SOLES.get(kind, 0.002))
        mask = _mask(at.in_shoes(self.outfit), upper)
        self._add("helper-tights", (self.outfit.shoe_colour, SHOE), mask, offset)

    def _add(
        self,
        group: str,
        paint: tuple[Sequence[float], int],
        garment: FloatArray,
        offset: FloatArray,
        visible: BoolArray | None = None,
    ) -> None:
        """Add the faces of one group of the mesh in one colour and material."""
        faces, texture = self.body.groups[group]
        normals = self._vertex_normals(faces)
        if visible is not None:
            keep = visible[faces].any(1)
            faces, texture = faces[keep], texture[keep]
        corner, inverse = np.unique(faces.astype(np.int64) * 100000 + texture, return_inverse=True)
        inverse = inverse.reshape(faces.shape)
        vertex, uv = (corner // 100000).astype(int), (corner % 100000).astype(int)
        triangles = np.concatenate([inverse[:, [0, 1, 2]], inverse[:, [0, 2, 3]]])
        if self.outfit.coarse:
            triangles = self._coarser(vertex, triangles)
        colour, material = paint
        painted = np.tile([*colour, material], (len(vertex), 1))
        self._parts.append(
            _Part(
                vertex, self.body.uv[uv], normals[vertex], offset[vertex], painted, garment[vertex], triangles
            )
        )

    def _coarser(self, vertex: IntArray, faces: IntArray) -> IntArray:
        """Draw head, hands and toes with fewer triangles: the vertices of one small cube become one."""
        cube = np.floor(self.body.rest[vertex] / self.outfit.coarse).astype(np.int64) @ [1, 4096, 4096**2]
        cube = np.where(self._fine[vertex], cube, 10**12 + np.arange(len(vertex)))
        _, first, same = np.unique(cube, return_index=True, return_inverse=True)
        faces = first[same][faces]
        a, b, c = faces.T
        kept: IntArray = faces[(a != b) & (b != c) & (a != c)]
        return kept

    def _vertex_normals(self, quads: IntArray) -> FloatArray:
        r = self.body.rest.astype(float)
        normals = np.zeros_like(r)
        triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
        face = np.cross(r[triangles[:, 1]] - r[triangles[:, 0]], r[triangles[:, 2]] - r[triangles[:, 0]])
        for k in range(3):
            np.add.at(normals, triangles[:, k], face)
        return _normalised(normals, 1e-12)

    def _finish(self, rest: FloatArray) -> None:
        parts = self._parts
        start = np.cumsum([0] + [len(part.vertex) for part in parts])
        faces = [part.faces + first for part, first in zip(parts, start, strict=False)]
        vertex = np.concatenate([part.vertex for part in parts])
        offset = np.concatenate([part.offset for part in parts])
        self.uv = np.concatenate([part.uv for part in parts])
        self.garment = np.concatenate([part.garment for part in parts])
        normals = np.concatenate([part.normal for part in parts]).astype(np.float32)
        self._normals: FloatArray = normals
        self._positions: FloatArray = (rest[vertex] + normals * offset[:, None]).astype(np.float32)
        self.mesh = Mesh(
            self._positions,
            normals,
            np.concatenate(faces).astype(np.int32),
            np.concatenate([part.material for part in parts]),
        )
        self._weights = np.ascontiguousarray(self.body.weights[vertex])

    def _with_skirt(self) -> Skirt:
        skirt = Skirt(self.body, self.outfit.flare or 0.03)
        sheet = skirt.mesh(self.outfit.bottom_colour)
        first, grid = len(self.mesh.positions), sheet.positions
        self.mesh = Mesh(
            np.concatenate([self.mesh.positions, grid.astype(np.float32)]),
            np.concatenate([self.mesh.normals, sheet.normals]).astype(np.float32),
            np.concatenate([self.mesh.triangles, sheet.triangles + first]).astype(np.int32),
            np.concatenate([self.mesh.material, sheet.material]),
        )
        self.uv = np.concatenate([self.uv, np.zeros((len(grid), 2))])
        self.garment = np.concatenate([self.garment, skirt.garment()])
        return skirt

    def posed(self, bones: Bones, lag: Lag | None = None) -> tuple[FloatArray, FloatArray]:
        """Return the skinned positions (m) and normals; ``lag`` moves loose trousers."""
        matrices = (self._weights @ self.body.skin_matrices(bones)).reshape(-1, 3, 4)
        if self.fast:
            columns = [np.ascontiguousarray(matrices[:, :, k]) for k in range(4)]
            v = _turned(columns, self._positions) + columns[3]
            n = _turned(columns, self._normals)
        else:
            v = np.einsum("nij,nj->ni", matrices[:, :, :3], self._positions) + matrices[:, :, 3]
            n = np.einsum("nij,nj->ni", matrices[:, :, :3], self._normals)
        n = _normalised(n, 1e-9)
        if self._slack:
            self._hang(self._slack, v, n, bones.at, lag or {})
        if self.skirt:
            more = self.skirt.grid(bones)
            v, n = np.concatenate([v, more[0]]), np.concatenate([n, more[1]])
        return v, n

    def _hang(self, cloth: _Slack, v: FloatArray, n: FloatArray, at: FloatArray, lag: Lag) -> None:
        """Hang loose trouser legs below the knee toward gravity by their slack, trailing a moving shank."""
        for side in SIDES:
            knee, ankle = (at[self.body.index[f"{bone}.{SUFFIX[side]}"]] for bone in ("lowerleg01", "foot"))
            s = unit(ankle - knee)
            tilt = -Z + (Z @ s) * s  # gravity across the shank; length = sine of its tilt
            size = float(np.linalg.norm(tilt))
            push = tilt / max(size, 1e-6) * min(1.0, 2.2 * size)
            mine = cloth.left if side == "left" else ~cloth.left
            gap = np.maximum(cloth.slack - 0.004, 0) * mine
            trail = (cloth.along * mine * 0.6)[:, None] * lag.get(side, np.zeros(3))
            shift = (gap * cloth.along)[:, None] * push + trail
            outward = (shift * n[cloth.part]).sum(1)
            shift += n[cloth.part] * (np.maximum(-gap, outward) - outward)[:, None]  # down to the skin
            v[cloth.part] += shift


def _turned(columns: list[FloatArray], x: FloatArray) -> FloatArray:
    turned: FloatArray = columns[0] * x[:, :1] + columns[1] * x[:, 1:2] + columns[2] * x[:, 2:3]
    return turned


def _normalised(normals: FloatArray, least: float) -> FloatArray:
    scaled: FloatArray = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), least)
    return scaled


def _mask(edge: FloatArray, second: FloatArray | float = 0.0, third: float = 0.0) -> FloatArray:
    """Return what the shader is told of each vertex: metres inside the edge, and two flags."""
    mask = np.zeros((len(edge), 4))
    mask[:, 0], mask[:, 1], mask[:, 2] = edge, second, third
    return mask
