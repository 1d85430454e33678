"""Who else is in the room: a neighbour (still), somebody who walks by, and a cat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .body import Body
from .chairs import any_colour, chair, seat_under
from .geometry import SIDES, FloatArray, Side, X, Z, rot, sign
from .kinematics import place
from .meshes import FABRIC, ball, box, cylinder, join
from .outfits import Outfit
from .poses import Arm, Leg, Pose
from .wardrobe import DressedBody

if TYPE_CHECKING:
    from collections.abc import Callable

    from .gfx import Renderer
    from .switches import Switches
    from .truth import Joints

BEHIND_M, BEFORE_M = 0.71, 0.6  # of who walks by: from the hips, from the knees
OTHERS = ("female", "male", "elderly", "slim_female")
DARK_SKIN, LIGHT_SKIN = np.array([0.075, 0.040, 0.026]), np.array([0.80, 0.59, 0.48])
HAIR = (
    (0.018, 0.015, 0.013),
    (0.07, 0.04, 0.025),
    (0.16, 0.08, 0.04),
    (0.42, 0.41, 0.40),
    (0.35, 0.24, 0.12),
    (0.7, 0.69, 0.68),
)
BOTTOMS = ((0.02, 0.02, 0.025), (0.05, 0.07, 0.14), (0.10, 0.11, 0.16), (0.25, 0.22, 0.16))


def random_outfit(seed: int, skin: float | None = None) -> Outfit:
    """Draw skin, hair and colours of somebody in shorts; ``skin``: 0 dark .. 1 light."""
    g = np.random.default_rng([seed, 2])
    tone = g.random() if skin is None else skin
    shade = 1 + 0.08 * g.normal(size=3) * [0.3, 0.6, 1]
    colour = DARK_SKIN * (LIGHT_SKIN / DARK_SKIN) ** tone * shade
    hair = HAIR[g.choice(6, p=[0.35, 0.25, 0.1, 0.15, 0.1, 0.05])]
    any_bottom = g.random() < 0.6  # noqa: PLR2004  mostly
    bottom = tuple(any_colour(g, 0.02, 0.5)) if any_bottom else BOTTOMS[g.integers(4)]
    return Outfit(
        "shorts",
        skin=tuple(np.clip(colour, 0.02, 0.9)),
        hair=hair,
        shirt=tuple(any_colour(g, 0.02, 0.7)),
        bottom_colour=bottom,
        shoe_colour=tuple(any_colour(g, 0.03, 0.7)),
        stripes=bool(g.random() < 0.12),  # noqa: PLR2004  few
        sleeve=float(g.choice([0.3, 0.62, 0.62, 0.97])),
        seed=int(g.integers(100)),
    )


class Company:
    """Everybody and everything that is added to the scene; ``move`` puts those that move where they are."""

    def __init__(self, renderer: Renderer, q: Switches, seed: int, joints: Joints) -> None:
        self.renderer, self.q = renderer, q
        self.g = np.random.default_rng([seed, 13])
        self._movers: list[Callable[[float], None]] = []
        if q.neighbour:
            self._add_neighbour(q.neighbour)
        if q.bystander is not None:
            self._add_walker(q.bystander, joints["left_hip"][1] + BEHIND_M)
        if q.cat is not None:
            self._add_cat(q.cat)
        if q.passer is not None:
            self._add_walker(q.passer, joints["left_knee"][1] - BEFORE_M)

    def move(self, t: float) -> None:
        """Put those that move where they are at time ``t``."""
        for mover in self._movers:
            mover(t)

    def _somebody(self) -> DressedBody:
        g = self.g
        body = Body(OTHERS[g.integers(4)])
        outfit = random_outfit(int(g.integers(1 << 30)))
        bottoms = str(g.choice(["trousers", "leggings", "shorts"]))
        return DressedBody(body, replace(outfit, bottoms=bottoms, shoes="shoes"))

    def _add(self, dress: DressedBody, posed: tuple[FloatArray, FloatArray]) -> int:
        tint = {"skin_colour": dress.outfit.skin, "hair_colour": dress.outfit.hair}
        mesh = dress.mesh._replace(positions=posed[0], normals=posed[1])
        return self.renderer.add(mesh, dress.wear, tint)

    def _add_neighbour(self, x: float) -> None:
        g, dress = self.g, self._somebody()
        body = dress.body
        legs = {side: Leg(88, g.uniform(0, 8), g.uniform(-5, 5), g.uniform(80, 100)) for side in SIDES}
        on_thigh = [0, -0.35 * body.thigh, 0.1]
        arms: dict[Side, Arm] = {}
        for side in SIDES:
            k = sign(side)
            wrist = body.mid_hip + k * body.hip_half * X + on_thigh
            arms[side] = Arm(wrist=wrist, pole=(k * 0.7, 0.7, -0.2), hand=(0, -1, -0.1))
        pelvis = rot(Z, g.uniform(-15, 15))
        position = np.array([x, g.uniform(-0.1, 0.35), body.shank + body.ankle_height + 0.01])
        spine, head = (g.uniform(0, 12), 0, 0), (5, g.uniform(-30, 30))
        bones = place(body, Pose(pelvis, position, legs=legs, spine=spine, head=head, arms=arms))
        posed = dress.posed(bones)
        self._add(dress, posed)
        beside = np.array([x, 0, 0])
        joints = {name: joint - beside for name, joint in body.joints(bones.at).items()}
        seat = seat_under(posed[0] - beside, joints)
        self.renderer.add(join([part.moved(beside) for part in chair("wood", g, seat)]))

    def _add_walker(self, began_s: float, y: float) -> None:
        """Add somebody who walks by at depth ``y``, metres."""
        dress = self._somebody()
        way = float(self.g.choice([-1, 1]))

        def walking(t: float) -> tuple[FloatArray, FloatArray]:
            x = float(np.clip(way * (1.0 * (t - began_s) - 2.6), -6, 6))
            return dress.posed(place(dress.body, _stride(dress.body, t, way, (x, y))))

        mesh = self._add(dress, walking(0.0))
        self.renderer.moving.append(mesh)
        self._movers.append(lambda t: self.renderer.move(*walking(t), mesh=mesh))

    def _add_cat(self, began_s: float) -> None:
        g = self.g
        way, y, colour = float(g.choice([-1, 1])), g.uniform(-0.55, 0.6), any_colour(g, 0.03, 0.5)
        parts = [
            box((-0.2, -0.07, 0.10), (0.2, 0.07, 0.27), colour, FABRIC),
            ball((0.24 * way, 0, 0.29), (0.07, 0.06, 0.06), colour, FABRIC, 8),
        ]
        for sx in (-0.16, 0.16):
            parts += [
                cylinder(((sx, sy, 0), (sx, sy, 0.12)), (0.02, 0.02), colour, FABRIC, 6)
                for sy in (-0.04, 0.04)
            ]
        cat = join(parts)
        mesh = self.renderer.add(cat)
        self.renderer.moving.append(mesh)
        y = y if abs(y) > 0.2 else -0.6  # noqa: PLR2004  not through the person

        def cross(t: float) -> None:
            x = way * np.clip(0.7 * (t - began_s) - 2.2, -4, 4)
            at = np.array([x, y, 0.012 * abs(np.sin(9 * t))])
            self.renderer.move(cat.positions + at, cat.normals, mesh=mesh)

        self._movers.append(cross)


def _stride(body: Body, t: float, way: float, at: tuple[float, float]) -> Pose:
    """Return the pose of somebody who walks along +-X at time ``t``."""
    phase = 2 * np.pi * 0.9 * t
    swing: dict[Side, float] = {"left": phase + 0.0, "right": phase + np.pi}
    legs = {
        side: Leg(24 * np.sin(a), 2.0, 0.0, 8 + 42 * max(0.0, np.cos(a)) ** 2, 0.0)
        for side, a in swing.items()
    }
    against: dict[Side, float] = {"left": swing["right"], "right": swing["left"]}
    arms = {
        side: Arm(
            upper=(sign(side) * 0.12, -0.45 * np.sin(a), -1),
            fore=(sign(side) * 0.05, -0.2 - 0.45 * np.sin(a), -1),
        )
        for side, a in against.items()
    }
    position = np.array([*at, body.leg + body.ankle_height - 0.03])
    return Pose(rot(Z, 90 * way), position, legs=legs, spine=(3, 0, 0), head=(0, 0), arms=arms)
