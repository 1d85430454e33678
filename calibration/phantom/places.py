"""Where every vertex of a body at rest is: along its bones, and inside the edges of garments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .body import Body
    from .geometry import FloatArray
    from .outfits import Outfit

SHAFTS = {"shoes": 0.965, "socks": 0.80, "boots": 0.60, "long_socks": 0.22, "slippers": 0.985}  # of the shank
EYES = slice(14598, 14670)  # their vertices


class Places:
    """Where every vertex of the body at rest is, told along the bones."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.rest = body.rest.astype(float)
        self.thigh, self.thigh_m = self._along("upperleg01", "lowerleg01")
        self.shank, self.shank_m = self._along("lowerleg01", "foot")
        self.upper_arm, self.upper_arm_m = self._along("upperarm01", "lowerarm01")
        self.arm = self.weight("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
        self.waist_z = float(body.head("spine04")[2]) + 0.01

    def weight(self, *prefixes: str) -> FloatArray:
        """Return by what share each vertex follows bones whose names begin like this."""
        bones = [at for bone, at in self.body.index.items() if bone.startswith(prefixes)]
        share: FloatArray = self.body.weights[:, bones].sum(1)
        return share

    def _along(self, proximal: str, distal: str) -> tuple[FloatArray, float]:
        """Return each vertex' place along the bone of its own side (0..1), and the bone's length, metres."""
        t, length = np.zeros(len(self.rest)), 0.0
        for end, mine in (("L", self.rest[:, 0] > 0), ("R", self.rest[:, 0] <= 0)):
            a, c = self.body.head(f"{proximal}.{end}"), self.body.head(f"{distal}.{end}")
            t[mine] = ((self.rest[mine] - a) @ (c - a)) / ((c - a) @ (c - a))
            length = float(np.linalg.norm(c - a))
        return t, length

    # ---- metres inside the edge of each garment (negative: outside) ------------------------------
    def in_shirt(self, outfit: Outfit) -> FloatArray:
        """Return how far inside the shirt each vertex is."""
        r, neck = self.rest, self.body.head("neck01")
        collar = neck[2] + 0.012 + np.clip(r[:, 1] - neck[1], -0.1, 0.1) * 0.25 - r[:, 2]
        sleeve = (outfit.sleeve - self.upper_arm) * self.upper_arm_m
        upper = np.where(self.arm > 0.35, sleeve, np.minimum(1.0, collar))  # noqa: PLR2004  mostly arm
        return np.minimum(r[:, 2] - (self.waist_z - 0.06), upper)

    def in_bottoms(self, outfit: Outfit) -> FloatArray:
        """Return how far inside trousers, shorts or skirt."""
        if outfit.bottoms in {"shorts", "tight_shorts", "skirt"}:
            hem = ((0.80 if outfit.bottoms == "shorts" else 0.45) - self.thigh) * self.thigh_m
        else:
            hem = np.where(self.thigh < 0.9, 1.0, (outfit.hem - self.shank) * self.shank_m)  # noqa: PLR2004
        leg = np.where(self.arm > 0.3, -1.0, hem)  # noqa: PLR2004  an arm beside the hip is no leg
        return np.minimum(self.waist_z + 0.035 - self.rest[:, 2], leg)

    def in_shoes(self, outfit: Outfit) -> FloatArray:
        """Return how far inside shoes or socks."""
        if outfit.shoes == "barefoot":
            return np.full(len(self.rest), -1.0)
        shaft = (self.shank - SHAFTS[outfit.shoes]) * self.shank_m
        return np.where(self.thigh > 0.9, shaft, -1)  # noqa: PLR2004  below the knee

    def in_hair(self) -> FloatArray:
        """Return how far above the hair line."""
        p, eye_z, eye_y, scale = self._head()
        line = np.interp(
            np.clip((p[:, 1] - eye_y) / 0.19, 0, 1),
            [0, 0.25, 0.42, 0.55, 0.75, 1],
            eye_z + scale * np.array([0.075, 0.062, 0.02, 0, -0.05, -0.07]),
        )
        return np.where(self.weight("head") > 0.4, (p[:, 2] - line) * 1.2, -1)  # noqa: PLR2004

    def in_long_hair(self) -> FloatArray:
        """Return which of the hair's own mesh is kept."""
        p, eye_z, _, scale = self._head()
        back = np.clip(p[:, 1] - 0.005, -0.05, 0.05)
        keep = np.where(p[:, 2] > eye_z + 0.06 * scale, 0.01, back)
        return np.where((p[:, 2] < -0.16 * scale) & (p[:, 1] < 0.05), -0.05, keep)  # noqa: PLR2004

    def _head(self) -> tuple[FloatArray, float, float, float]:
        """Return places seen from the head's joint, height and depth of the eyes there, and the size."""
        head = self.body.head("head")
        eyes = self.body.rest[EYES]
        eye_z, eye_y = float(eyes[:, 2].mean() - head[2]), float(eyes[:, 1].min() - head[1])
        return self.rest - head, eye_z, eye_y, self.body.height / 1.75
