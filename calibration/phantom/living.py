"""The set with the realism switches: other rooms and clothes, company, lens, blur, sensor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from . import rooms, sensor
from .aim import camera_at
from .body import BODIES
from .chairs import chair, seat_under
from .company import Company, random_outfit
from .geometry import FloatArray, unit
from .meshes import WALL, Mesh, box
from .outfits import Outfit, outfit_of
from .performance import LAG_STEP_S
from .scene import SUNS, Scene

if TYPE_CHECKING:
    from .gfx import Image
    from .optics import Camera, Lens
    from .performance import Performance
    from .poses import Bones
    from .switches import Switches
    from .wardrobe import Lag

SUB_FRAMES = 3  # pictures averaged for motion blur
FAST_PX, SLOW_PX = 5.0, 1.8  # of a joint while the shutter is open: so much needs three pictures, or two
SHADOW_EVERY = 12  # pictures; the shadow on the person need not be drawn anew for each


class LivingScene(Scene):
    """A scene as the switches want it."""

    def __init__(self, performance: Performance, q: Switches, lens: Lens, camera: Camera) -> None:
        self.q, self.still = q, camera
        self._ceiling: Mesh | None = None
        super().__init__(performance, lens, camera)
        self.company = Company(self.renderer, q, self.seed, self.first_joints)
        self.company.move(0.0)
        self.renderer.keep_room_shadow = True
        self._shine()
        self.bent = lens.bent() if lens.k1 else None
        self.noise_rng = np.random.default_rng([self.seed, 10])
        self.trailing = performance.trailing() if self.dress.loose else {}
        self._count = 0
        self._before: tuple[float, FloatArray] | None = None

    def _shine(self) -> None:
        """Put the sun where it is, and the sky behind windows."""
        g, q = np.random.default_rng([self.seed, 9]), self.q
        self.sun: FloatArray = np.array(SUNS[self.seed % 3])
        if q.room is not None:
            self.sun = unit([g.uniform(-0.8, 0.8), -g.uniform(0.3, 0.9), g.uniform(0.9, 1.4)])
        if q.backlight:
            self.sun = unit([g.uniform(-0.5, 0.5), 0.9, 0.75])
            self.renderer.clear = (1.0, 1.0, 1.0, 1.0)
        elif q.room is not None:
            self.renderer.clear = (0.85, 0.9, 0.95, 1.0)

    def _outfit(self) -> Outfit:
        q, options = self.q, self.performance.options
        seed = q.clothes or options.seed
        own = options.body in BODIES and q.clothes is None
        outfit = outfit_of(options.body, options.outfit) if own else random_outfit(seed)
        if q.skin is not None:
            outfit = replace(outfit, skin=random_outfit(seed, q.skin).skin)
        outfit = replace(outfit, flare=q.flare, wrinkles=q.wrinkles, coarse=0.011)
        outfit = replace(outfit, bottoms=q.bottoms or outfit.bottoms, shoes=q.shoes or outfit.shoes)
        return replace(outfit, long_hair=outfit.long_hair or self._wants_long_hair(seed))

    def _wants_long_hair(self, seed: int) -> bool:
        """Whether it is one of six in ten of the women of the file of bodies."""
        body = self.performance.body
        female = body.name not in BODIES and body.person["gender"] > 0.5  # noqa: PLR2004  0 male .. 1 female
        return female and bool(np.random.default_rng([seed, 3]).random() < 0.6)  # noqa: PLR2004

    def _room(self, vertices: FloatArray) -> list[Mesh]:
        q, seated = self.q, self.performance.motion.stance == "chair"
        if q.room is None and not q.chair and not q.chair_like:
            return super()._room(vertices)
        g = np.random.default_rng([q.room or self.seed, 12])
        colour = self._chair_colour(g) if q.chair_like else None
        kind = (q.chair or "wood") if seated else None
        if q.room is None and kind is not None:  # the tidy room with another chair
            seat = seat_under(vertices, self.first_joints)
            return self._tidy(vertices, chair(kind, g, seat, colour))
        wanted = rooms.Wanted(
            kind,
            colour,
            q.backlight,
            q.clutter,
            1.7 if q.bystander is not None else 0.0,
            q.neighbour or 0.0,
        )
        meshes, self.notes = rooms.lived_in(q.room or self.seed, vertices, self.first_joints, wanted)
        self._ceiling = box((-3.5, -5.2, 2.6), (3.5, 3.2, 2.7), (0.72, 0.72, 0.70), WALL)
        return meshes

    def _chair_colour(self, g: np.random.Generator) -> FloatArray:
        bare = self.outfit.bottoms in {"shorts", "tight_shorts"}
        like_skin = self.q.chair_like == "skin" or (bare and g.random() < 0.3)  # noqa: PLR2004
        base = np.array(self.outfit.skin if like_skin else self.outfit.bottom_colour)
        colour: FloatArray = np.clip(base * g.uniform(0.85, 1.2) + g.normal(0, 0.01, 3), 0.015, 0.85)
        return colour

    def _build(self) -> None:
        self.dress.fast = True
        super()._build()
        if self._ceiling is not None:
            self.renderer.unshadowed.add(self.renderer.add(self._ceiling))

    def _lag(self, t: float) -> Lag | None:
        """Return how far loose cloth at each ankle trails."""
        if not self.trailing:
            return None
        times = np.arange(len(next(iter(self.trailing.values())))) * LAG_STEP_S
        return {
            side: np.array([np.interp(t, times, path[:, k]) for k in range(3)])
            for side, path in self.trailing.items()
        }

    def _sharp(self, t: float, bones: Bones) -> Image:
        """Return the picture of a moment as a pinhole sees it."""
        self.renderer.move(*self.dress.posed(bones, self._lag(t)))
        if self.q.somebody_passes(t):
            self.company.move(t)
        joints = self.performance.body.joints(bones.at)
        uniforms = self._light(joints, self.exposure * (0.8 + 0.3 * self.q.light), self.q.backlight)
        return self.renderer.render(self.camera, self.lens.projection, self.sun, uniforms)

    def take(self, t: float) -> tuple[Image, Bones]:
        """Return the frame whose middle row is exposed around time ``t``, and the bones then."""
        self.camera = camera_at(self.performance, self.still, t)
        bones = self.performance.bones(t)
        n = self._pictures(t, bones)
        self._count += 1
        fresh = self._count % (4 if n > 1 else SHADOW_EVERY) == 1
        self.renderer.keep_shadow = not fresh
        image = self._sharp(t, bones) if n == 1 else self._blurred(t, bones, n, fresh=fresh)
        if self.bent is not None:
            image = cv2.remap(image, self.bent[0], self.bent[1], cv2.INTER_LINEAR).astype(np.uint8)
        return self._sensed(image, t), bones

    def _open_s(self) -> float:
        """Return how long a frame takes from its first row's light to its last row's."""
        return self.q.shutter / self.performance.options.fps + self.q.rolling / 1000

    def _pictures(self, t: float, bones: Bones) -> int:
        """Return how many pictures have to be averaged for the motion blur."""
        if not self._open_s():
            return 1
        joints = np.array(list(self.performance.body.joints(bones.at).values()))
        now, before = self.lens.project(self.camera, joints), self._before
        self._before = t, now
        moved = 0.0
        if before is not None:
            steps = np.linalg.norm(now - before[1], axis=1)
            moved = float(steps.max()) * self._open_s() / max(t - before[0], 1e-3)
        if moved > FAST_PX:
            return SUB_FRAMES
        return 2 if moved > SLOW_PX or self.q.somebody_passes(t) else 1

    def _blurred(self, t: float, bones: Bones, n: int, *, fresh: bool) -> Image:
        """Return the average of ``n`` moments, each row weighted by when it is read."""
        span = self._open_s()
        offsets = (np.arange(n) - (n - 1) / 2) * span / n
        read_s = ((np.arange(self.height) + 0.5) / self.height - 0.5) * self.q.rolling / 1000
        half = self.q.shutter / self.performance.options.fps / 2
        total: FloatArray = np.zeros((self.height, self.width, 3), np.float32)
        weights: FloatArray = np.zeros((self.height, 1, 1), np.float32)
        for offset in offsets.tolist():
            self.renderer.keep_shadow = not fresh or offset > offsets[0]  # one shadow for all parts
            moment = bones if abs(offset) < 1e-9 else self.performance.bones(t + offset)  # noqa: PLR2004
            share = np.clip(1 - (np.abs(offset - read_s) - half) / (span / n), 0.02, 1.0)
            weight = share[:, None, None].astype(np.float32)
            total = total + weight * sensor.LINEAR[self._sharp(t + offset, moment)]
            weights = weights + weight
        self.renderer.keep_shadow = False
        return sensor.displayed(total / weights)

    def _sensed(self, image: Image, t: float) -> Image:
        light = sensor.drifting(sensor.soft(image, self.q), self.q, self.seed, t)
        grain = self._grain(self.noise_rng, self.lens.width, self.lens.height)
        return sensor.squeezed(sensor.noisy(light, grain, self.q, self.noise_rng), self.q)
