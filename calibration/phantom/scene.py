"""The set: room, chair, light, and the noisy picture of the dressed body in it. Floor at z = 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from . import rooms
from .chairs import seat_under, support_chair
from .geometry import SIDES
from .gfx import Image, Renderer, Uniforms
from .meshes import Mesh, join
from .outfits import Outfit, outfit_of
from .wardrobe import DressedBody

if TYPE_CHECKING:
    from .geometry import FloatArray
    from .optics import Camera, Lens
    from .performance import Performance
    from .poses import Bones
    from .truth import Joints

SUNS = ((-0.55, -0.75, 1.25), (0.6, -0.6, 1.3), (-0.2, -0.9, 1.2))
NOISE, BLUR = 2.0, 0.7  # grey levels; pixels
MARGIN_M = 2.0  # more room to every side of somebody who does not sit on a chair


class Scene:
    """One person in one tidy room, as a good camera sees them.

    Attributes
    ----------
    notes: what the truth says of the room.
    camera: where it stands now; set it before a picture is taken.
    """

    def __init__(self, performance: Performance, lens: Lens, camera: Camera) -> None:
        self.performance, self.lens, self.camera = performance, lens, camera
        options = performance.options
        self.seed, self.exposure = options.seed, options.exposure
        self.width, self.height = lens.canvas
        self.rng = np.random.default_rng(self.seed)
        self.notes: dict[str, Any] = {}
        self.outfit = self._outfit()
        self.dress = self._dress()
        self.renderer = Renderer(self.width, self.height)
        self.renderer.add(self.dress.mesh, self.dress.wear)
        size = (self.height + 64, self.width + 64, 3)
        self.grain = [self.rng.normal(0, 1, size).astype(np.float32) for _ in range(2)]
        self._build()

    def _outfit(self) -> Outfit:
        return outfit_of(self.performance.options.body, self.performance.options.outfit)

    def _dress(self) -> DressedBody:
        return DressedBody(self.performance.body, self.outfit)

    def _build(self) -> None:
        """Pose the person as they begin, and build the room around them."""
        bones = self.performance.bones(0.0)
        vertices, normals = self.dress.posed(bones)
        self.first_joints = self.performance.body.joints(bones.at)
        self.renderer.add(join([*self._room(vertices), *self._support()]))
        self.renderer.move(vertices, normals)

    def _room(self, vertices: FloatArray) -> list[Mesh]:
        return self._tidy(vertices, None)

    def _tidy(self, vertices: FloatArray, seats: list[Mesh] | None) -> list[Mesh]:
        seated = self.performance.motion.stance == "chair"
        seat = seat_under(vertices, self.first_joints) if seated else None
        return rooms.tidy_room(self.rng, self.seed, 0.0 if seated else MARGIN_M, seats, seat)

    def _support(self) -> list[Mesh]:
        support = self.performance.support
        return [] if support is None else support_chair(np.random.default_rng([self.seed, 14]), support)

    def take(self, t: float) -> tuple[Image, Bones]:
        """Return the picture at time ``t``, and the bones in it."""
        bones = self.performance.bones(t)
        self.renderer.move(*self.dress.posed(bones))
        uniforms = self._light(self.performance.body.joints(bones.at), self.exposure, 0.0)
        sun = SUNS[self.seed % 3]
        image = self.renderer.render(self.camera, self.lens.projection, sun, uniforms)
        soft = cv2.GaussianBlur(image, (0, 0), BLUR)
        noisy = soft + NOISE * self._grain(self.rng, self.width, self.height)
        return np.clip(noisy, 0, 255).astype(np.uint8), bones

    def _grain(self, g: np.random.Generator, width: int, height: int) -> FloatArray:
        a, b = g.integers(0, 64, 2)
        return self.grain[int(g.integers(2))][a : a + height, b : b + width]

    def _light(self, joints: Joints, exposure: float, backlight: float) -> Uniforms:
        """Return what the shaders are told; ``backlight``: share of the light that comes from behind."""
        e, b = exposure, backlight
        lamp_x = -1.3 if self.seed % 3 == 1 else 1.3
        return {
            "sun_colour": np.array([1.05, 1.0, 0.93]) * (1.15 + 1.1 * b) * e,
            "lamp_pos": (lamp_x, -2.2, 2.1),
            "lamp_colour": np.array([0.5, 0.55, 0.62]) * 0.9 * e * (1 - 0.6 * b),
            "sky": np.array([0.34, 0.36, 0.40]) * e * (1 - 0.3 * b),
            "ground": np.array([0.20, 0.17, 0.14]) * e * (1 - 0.2 * b),
            "skin_colour": self.outfit.skin,
            "hair_colour": self.outfit.hair,
            "seed": float(self.seed % 7),
            "occluders": _occluders(joints),
        }


def _occluders(joints: Joints) -> FloatArray:
    """Return balls that keep light off: trunk, thighs, shanks; x, y, z and radius, metres."""
    mid, chest = ((joints[f"left_{j}"] + joints[f"right_{j}"]) / 2 for j in ("hip", "shoulder"))
    balls = [(0.8 * mid + 0.2 * chest, 0.17), (0.3 * mid + 0.7 * chest, 0.19)]
    balls += [
        ((joints[f"{side}_knee"] + joints[f"{side}_{end}"]) / 2, radius)
        for end, radius in (("hip", 0.08), ("ankle", 0.06))
        for side in SIDES
    ]
    return np.array([[*centre, radius] for centre, radius in balls])
