"""The parametric body at rest: mesh, skeleton, skin weights, and ways to describe its legs (NumPy only)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .geometry import SIDES, FloatArray, IntArray, Side, X, Y, Z, cross, rot, sign, unit
from .poses import Bones, Leg

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

HERE = Path(__file__).parent
PEOPLE = HERE / "bodies" / "people.npz"  # the five, and body_000 and so on, baked by bake.py
MESH = HERE / "bodies" / "mesh.npz"  # what all bodies share
BODIES = ("male", "female", "heavy_female", "elderly", "slim_female")
SUFFIX: dict[Side, str] = {"left": "L", "right": "R"}
SKIN_VERTICES = 13380  # vertices of the skin; the rest are clothes, hair and eyes
JOINT_BONES = {
    "hip": "upperleg01",
    "knee": "lowerleg01",
    "ankle": "foot",
    "toe": "toe2-1",
    "shoulder": "upperarm01",
    "elbow": "lowerarm01",
    "wrist": "wrist",
}
JOINTS = tuple(f"{side}_{joint}" for side in SIDES for joint in JOINT_BONES)
ARM_SHARE = 0.2  # of its weight from which a vertex is an arm's, not the trunk's
ARM_BONES = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal", "shoulder", "clavicle")


class NoSuchBodyError(ValueError):
    """No body has this name; the message names those there are."""


class Body:
    """A person at rest: vertices, joints, skin weights.

    Any name but the five of ``BODIES`` is looked up in ``people``, a file of many bodies that share one
    mesh (default: ``bodies/people.npz``).
    """

    def __init__(self, name: str, people: Path | None = None) -> None:
        self.name = name
        self.rest, self.heads, self.person = _person(name, PEOPLE if name in BODIES else people or PEOPLE)
        with np.load(MESH, allow_pickle=False) as mesh:
            self.bones = [str(bone) for bone in mesh["labels"]]
            self.parents: list[int] = mesh["parents"].astype(int).tolist()
            self.weights = np.zeros((len(self.rest), len(self.bones)), np.float32)
            np.add.at(self.weights, (np.arange(len(self.rest))[:, None], mesh["wi"]), mesh["ww"])
            self.uv: FloatArray = mesh["uv"].astype(np.float32)
            groups = [key[2:] for key in mesh.files if key.startswith("f_")]
            self.groups: dict[str, tuple[IntArray, IntArray]] = {
                key: (mesh[f"f_{key}"], mesh[f"t_{key}"]) for key in groups
            }
        self.index = {bone: at for at, bone in enumerate(self.bones)}
        self.order = sorted(range(len(self.bones)), key=self._depth)
        self._measure()
        self._stand()

    def _measure(self) -> None:
        skin_z = self.rest[:SKIN_VERTICES, 2]
        self.height = float(skin_z.max() - skin_z.min())
        hip, knee, ankle = (self.head(f"{bone}.L") for bone in ("upperleg01", "lowerleg01", "foot"))
        self.thigh = float(np.linalg.norm(knee - hip))
        self.shank = float(np.linalg.norm(ankle - knee))
        self.leg = self.thigh + self.shank
        self.hip_half = float(abs(hip[0]))
        self.ankle_height = float(ankle[2] - skin_z.min()) + 0.010
        self.mid_hip = np.array([0.0, hip[1], hip[2]])
        self.shoulder, elbow, wrist = (
            self.head(f"{bone}.L") for bone in ("upperarm01", "lowerarm01", "wrist")
        )
        self.arm = float(np.linalg.norm(elbow - self.shoulder) + np.linalg.norm(wrist - elbow))

    def _stand(self) -> None:
        """Choose the skin that may touch the floor: trunk, head and legs, every third vertex."""
        arms = [at for bone, at in self.index.items() if bone.startswith(ARM_BONES)]
        ground = np.flatnonzero(self.weights[:SKIN_VERTICES, arms].sum(1) < ARM_SHARE)[::3]
        self._ground_rest = np.concatenate([self.rest[ground], np.ones((len(ground), 1), np.float32)], 1)
        self._ground_weights = np.ascontiguousarray(self.weights[ground])

    def _depth(self, bone: int) -> int:
        depth = 0
        while self.parents[bone] >= 0 and self.parents[bone] != bone:
            bone = self.parents[bone]
            depth += 1
        return depth

    def head(self, bone: str) -> FloatArray:
        """Return the rest position of a bone's proximal joint, metres."""
        at: FloatArray = self.heads[self.index[bone]]
        return at

    # ---- ways to describe a leg ------------------------------------------------------------------
    def leg_from_directions(
        self, side: Side, pelvis: FloatArray, thigh: ArrayLike, shank: ArrayLike, **foot: float
    ) -> Leg:
        """Return the leg whose hip-knee and knee-ankle point along the world directions given."""
        u, s = unit(pelvis.T @ unit(thigh)), unit(pelvis.T @ unit(shank))
        sg = sign(side)
        flexion = np.arctan2(-u[1], -u[2])
        abduction = np.arcsin(np.clip(sg * u[0], -1, 1))
        back = np.sin(flexion) * -Z + np.cos(flexion) * Y
        bend = s - (s @ u) * u
        bent = np.linalg.norm(bend) > 1e-6  # noqa: PLR2004  a straight knee shows no rotation
        rotation = sg * np.arctan2(u @ cross(back, bend), back @ bend) if bent else 0.0
        knee = np.arccos(np.clip(u @ s, -1, 1))
        angles = np.degrees([flexion, abduction, rotation, knee]).tolist()
        return Leg(*angles, **foot)

    def leg_from_gravity(
        self,
        side: Side,
        pelvis: FloatArray,
        azimuth: float,
        elevation: float,
        rotation: float,
        knee: float,
        **foot: float,
    ) -> Leg:
        """Return a leg given in the world, degrees.

        Thigh azimuth (from straight ahead (-Y), + = lateral) and elevation above horizontal, rotation from
        hanging about the thigh (+ = internal), knee flexion.
        """
        sg = sign(side)
        a, e, k = np.deg2rad([azimuth, elevation, knee])
        u = np.array([sg * np.cos(e) * np.sin(a), -np.cos(e) * np.cos(a), np.sin(e)])
        down = unit(-Z + (Z @ u) * u)
        bend = rot(u, sg * rotation) @ down
        return self.leg_from_directions(side, pelvis, u, np.cos(k) * u + np.sin(k) * bend, **foot)

    def thin_shank(self, side: Side, radius_m: float) -> None:
        """Make a shank a tube from under the knee to over the ankle, as that of a prosthesis."""
        end = SUFFIX[side]
        knee, ankle = self.head(f"lowerleg01.{end}"), self.head(f"foot.{end}")
        along = (self.rest - knee) @ (ankle - knee) / ((ankle - knee) @ (ankle - knee))
        middle = knee + along[:, None] * (ankle - knee)
        off = self.rest - middle
        mine = self.weights[:, [self.index[f"lowerleg0{part}.{end}"] for part in (1, 2)]].sum(1) > 0.5  # noqa: PLR2004  mostly
        share = mine * np.clip((along - 0.12) / 0.1, 0, 1) * np.clip((0.97 - along) / 0.08, 0, 1)
        least = np.minimum(1, radius_m / np.maximum(np.linalg.norm(off, axis=1), radius_m))
        self.rest = (middle + off * (1 - share + share * least)[:, None]).astype(np.float32)

    def hip_position(self, side: Side, pelvis: FloatArray, position: ArrayLike) -> FloatArray:
        """Return the world position of a hip centre when the mid-hip is at ``position``."""
        return np.asarray(position, float) + pelvis @ (sign(side) * self.hip_half * X)

    def leg_reaching(
        self,
        side: Side,
        pelvis: FloatArray,
        position: ArrayLike,
        ankle: ArrayLike,
        pole: ArrayLike,
        **foot: float,
    ) -> Leg:
        """Return the leg whose ankle is at the world point given, the knee toward ``pole``."""
        to = np.asarray(ankle, float) - self.hip_position(side, pelvis, position)
        d = np.clip(np.linalg.norm(to), abs(self.thigh - self.shank) + 0.01, 0.9995 * self.leg)
        to = unit(to)
        c = (self.thigh**2 + d * d - self.shank**2) / (2 * self.thigh * d)
        pole = np.asarray(pole, float)
        u = c * to + np.sqrt(max(0.0, 1 - c * c)) * unit(pole - (pole @ to) * to)
        return self.leg_from_directions(side, pelvis, u, d * to - self.thigh * u, **foot)

    # ---- the posed body --------------------------------------------------------------------------
    def skin_matrices(self, bones: Bones) -> FloatArray:
        """Return the flattened 3x4 skinning matrix of each bone, (B, 12)."""
        t = bones.at - np.einsum("bij,bj->bi", bones.turns, self.heads)
        matrices = np.concatenate([bones.turns, t[:, :, None]], 2)
        return matrices.reshape(len(self.bones), 12).astype(np.float32)

    def lowest(self, bones: Bones) -> float:
        """Return the height of the lowest skin point of trunk, head and legs, metres."""
        rows = self._ground_weights @ self.skin_matrices(bones)[:, 8:12]
        return float((rows * self._ground_rest).sum(1).min())

    def joints(self, at: FloatArray) -> dict[str, FloatArray]:
        """Return the joint centres by name, metres; ``at``: where the bones are."""
        return {
            f"{side}_{joint}": at[self.index[f"{bone}.{SUFFIX[side]}"]].copy()
            for side in SIDES
            for joint, bone in JOINT_BONES.items()
        }


def _person(name: str, people: Path) -> tuple[FloatArray, FloatArray, dict[str, Any]]:
    """Return somebody's vertices and joints at rest, metres, and the parameters of the body."""
    with np.load(people, allow_pickle=False) as many:
        names = [str(known) for known in many["names"]]
        if name not in names:
            message = f"no body {name} in {people.name}; there are {', '.join((*BODIES, *names))}"
            raise NoSuchBodyError(message)
        at = names.index(name)
        rest = many["mean"] + many["rest"][at].astype(np.float32)
        heads = (many["mean_heads"] + many["heads"][at]).astype(float)
        person: dict[str, Any] = json.loads(str(many["people"]))[at]
    return rest, heads, person
