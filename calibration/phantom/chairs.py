"""Chairs of many kinds, to sit on and to hold on to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from .geometry import SIDES
from .meshes import FABRIC, FURNITURE, PLAIN, Mesh, box, cylinder, rod

if TYPE_CHECKING:
    from .geometry import FloatArray
    from .truth import Joints

Luck = np.random.Generator
Wood = Sequence[float]
WOODS = (
    (0.30, 0.19, 0.11),
    (0.48, 0.34, 0.20),
    (0.12, 0.08, 0.06),
    (0.62, 0.60, 0.56),
    (0.20, 0.20, 0.21),
)
TUCKED_M = 0.16  # so far behind its knee a foot is under the chair
SEAT_Z, SEAT_DEPTH, SEAT_HALF = 0.45, 0.42, 0.21  # of a chair that is held on to, metres


class Seat(NamedTuple):
    """Where a chair goes under somebody: height of its top, y of its front edge and of its back, metres."""

    top: float
    front: float
    back: float


class Support(NamedTuple):
    """The chair that somebody who stands holds on to.

    ``hand``: where the top of its back is held, metres. ``out``: +1 or -1, away from the person along x.
    ``facing``: the seat points outward, or ahead like the person.
    """

    hand: FloatArray
    out: int
    facing: Literal["outward", "ahead"]


def any_colour(g: np.random.Generator, low: float = 0.03, high: float = 0.75) -> FloatArray:
    """Draw a colour: some are strong, most are dull."""
    grey = g.uniform(low, high)
    colour: FloatArray = np.clip(
        grey * (1 + g.normal(0, 1, 3) * g.choice([0.06, 0.15, 0.4], p=[0.45, 0.35, 0.2])), low, high
    )
    return colour


def seat_under(vertices: FloatArray, joints: Joints) -> Seat:
    """Return where the chair goes under somebody."""
    hip = (joints["left_hip"] + joints["right_hip"]) / 2
    knee = (joints["left_knee"] + joints["right_knee"]) / 2
    x, y, z = vertices.T
    near = (np.abs(x - hip[0]) < 0.22) & (y < hip[1] + 0.05) & (y > knee[1] + 0.14) & (z < hip[2])  # noqa: PLR2004
    behind = max(joints[f"{side}_ankle"][1] - joints[f"{side}_knee"][1] for side in SIDES)
    if behind > TUCKED_M:  # that foot does not carry
        near &= z > knee[2] - 0.2
    under = z[near]
    top = float(np.percentile(under, 12)) if len(under) else hip[2] - 0.09
    return Seat(top, knee[1] + 0.09, hip[1] + 0.16)


def chair(
    kind: str, g: np.random.Generator, seat: Seat, colour: FloatArray | None = None, wide: float = 0.0
) -> list[Mesh]:
    """Return the meshes of one chair about x = 0; ``wide``: half of the person's hips, metres."""
    wood = WOODS[g.integers(len(WOODS))]
    colour = any_colour(g, 0.05, 0.6) if colour is None else colour
    half = max(0.22, wide) + 0.04 * g.random()
    return _KINDS[kind](g, seat, half, colour, wood)


def wooden(seat: Seat, half: float, colour: FloatArray, wood: Wood) -> list[Mesh]:
    """Return a plain chair with four legs and a bar to lean on."""
    top, front, back = seat
    parts = [
        box((-half, front, top - 0.05), (half, back, top), colour, PLAIN),
        box((-half, front + 0.01, top - 0.085), (half, back, top - 0.05), wood, FURNITURE),
        box((-half, back - 0.015, top + 0.26), (half, back + 0.015, top + 0.46), wood, FURNITURE),
    ]
    for x in (-half, half - 0.04):
        parts += [
            box((x, y, 0), (x + 0.04, y + 0.04, top - 0.085), wood, FURNITURE)
            for y in (front + 0.03, back - 0.04)
        ]
        parts.append(box((x, back - 0.02, top), (x + 0.04, back + 0.02, top + 0.46), wood, FURNITURE))
    return parts


def _wood(_g: Luck, seat: Seat, half: float, colour: FloatArray, wood: Wood) -> list[Mesh]:
    return wooden(seat, half, colour, wood)


def _stool(_g: Luck, seat: Seat, _half: float, colour: FloatArray, wood: Wood) -> list[Mesh]:
    top, front, back = seat
    middle, radius = (front + back) / 2, (back - front) / 2
    parts = [cylinder(((0, middle, top - 0.05), (0, middle, top)), (radius, radius), colour, FURNITURE, 24)]
    for sx in (-1, 1):
        parts += [
            rod((sx * 0.19, y, 0), (sx * 0.15, (y + middle) / 2, top - 0.05), 0.018, wood, FURNITURE)
            for y in (front + 0.04, back - 0.04)
        ]
    return parts


def _bench(_g: Luck, seat: Seat, _half: float, colour: FloatArray, _wood: Wood) -> list[Mesh]:
    top, front, back = seat
    return [
        box((-0.8, front, top - 0.16), (0.9, back + 0.5, top), colour, FABRIC),
        box((-0.8, front + 0.02, 0.1), (0.9, back + 0.5, top - 0.16), colour * 0.55, PLAIN),
    ]


def _sofa(_g: Luck, seat: Seat, _half: float, colour: FloatArray, _wood: Wood) -> list[Mesh]:
    top, front, back = seat
    return [
        box((-0.95, front, 0.06), (0.75, back + 0.1, top), colour, FABRIC),
        box((-0.95, back - 0.05, top), (0.75, back + 0.15, top + 0.45), colour, FABRIC),
        box((-1.15, front, 0.06), (-0.95, back + 0.15, top + 0.2), colour, FABRIC),
    ]


def _padded(_g: Luck, seat: Seat, half: float, colour: FloatArray, wood: Wood) -> list[Mesh]:
    top, front, back = seat
    parts = [
        box((-half, front, top - 0.12), (half, back, top), colour, FABRIC),
        box((-half, back - 0.10, top), (half, back, top + 0.50), colour, FABRIC),
    ]
    for x in (-half + 0.03, half - 0.03):
        parts += [
            box((x - 0.025, y, 0), (x + 0.025, y + 0.05, top - 0.12), wood, FURNITURE)
            for y in (front + 0.02, back - 0.06)
        ]
    return parts


def _metal(g: Luck, seat: Seat, half: float, colour: FloatArray, _wood: Wood) -> list[Mesh]:
    top, front, back = seat
    steel = any_colour(g, 0.2, 0.6)
    parts = [
        box((-half, front, top - 0.025), (half, back, top), colour, PLAIN),
        box((-half, back - 0.02, top + 0.22), (half, back, top + 0.42), colour, PLAIN),
    ]
    for x in (-half, half):
        parts += [
            rod((x, front - 0.01, 0), (x, back, top), 0.012, steel),
            rod((x, back, 0), (x, front + 0.04, top - 0.02), 0.012, steel),
            rod((x, back, top), (x, back, top + 0.42), 0.012, steel),
        ]
    return parts


def _office(g: Luck, seat: Seat, half: float, colour: FloatArray, _wood: Wood) -> list[Mesh]:
    top, front, back = seat
    turn = g.uniform(0, 1.2)
    mid = (front + back) / 2 + 0.02
    parts = [
        box((-half, front, top - 0.09), (half, back, top), colour, FABRIC),
        box((-half + 0.03, back - 0.05, top + 0.08), (half - 0.03, back + 0.02, top + 0.55), colour, FABRIC),
        rod((0, mid, 0.08), (0, mid, top - 0.09), 0.03, (0.08, 0.08, 0.09)),
    ]
    for k in range(5):
        a = turn + k * 1.257
        foot = (0.27 * np.cos(a), mid + 0.27 * np.sin(a), 0.05)
        parts.append(rod((0, mid, 0.09), foot, 0.02, (0.06, 0.06, 0.07)))
    return parts


def _arms(_g: Luck, seat: Seat, half: float, colour: FloatArray, wood: Wood) -> list[Mesh]:
    top, front, back = seat
    parts = wooden(seat, half, colour, wood)
    for x in (-half - 0.05, half):
        parts += [
            box((x, front + 0.04, top + 0.19), (x + 0.05, back, top + 0.22), wood, FURNITURE),
            box((x, front + 0.06, 0), (x + 0.05, front + 0.10, top + 0.19), wood, FURNITURE),
        ]
    return parts


def _wheelchair(_g: Luck, seat: Seat, half: float, colour: FloatArray, _wood: Wood) -> list[Mesh]:
    """Return a wheelchair whose footrests are swung away."""
    top, front, back = seat
    rubber, steel = (0.05, 0.05, 0.06), (0.45, 0.46, 0.48)
    parts = [
        box((-half, front, top - 0.03), (half, back, top), colour, FABRIC),
        box((-half, back - 0.02, top), (half, back + 0.01, top + 0.42), colour, FABRIC),
    ]
    for out in (-1, 1):
        x, wheel, caster = out * half, out * (half + 0.05), out * (half - 0.02)
        parts += [
            rod((wheel - 0.015, back - 0.08, 0.3), (wheel + 0.015, back - 0.08, 0.3), 0.3, rubber),
            rod((caster - 0.015, front - 0.02, 0.09), (caster + 0.015, front - 0.02, 0.09), 0.09, rubber),
            rod((x, front, 0.12), (x, front, top), 0.013, steel),
            rod((x, back, 0.3), (x, back, top + 0.5), 0.013, steel),
            box((x - 0.02, front + 0.12, top + 0.19), (x + 0.02, back, top + 0.22), rubber, PLAIN),
        ]
    return parts


_KINDS: dict[str, Callable[[Luck, Seat, float, FloatArray, Wood], list[Mesh]]] = {
    "wood": _wood,
    "stool": _stool,
    "padded": _padded,
    "bench": _bench,
    "metal": _metal,
    "office": _office,
    "sofa": _sofa,
}
DRAWN = tuple(_KINDS)  # of which a scene that is drawn takes one
_KINDS |= {"arms": _arms, "wheelchair": _wheelchair}
CHAIRS = tuple(_KINDS)


def support_chair(g: np.random.Generator, support: Support) -> list[Mesh]:
    """Return the meshes of a chair that somebody holds on to."""
    wood, colour = WOODS[g.integers(len(WOODS))], any_colour(g, 0.05, 0.6)
    top, hand, half = float(support.hand[2]), support.hand, SEAT_HALF
    if support.facing == "outward":  # from the back to the seat's front edge, and along the back
        origin = np.array([hand[0], hand[1] - 0.02, 0.0])
        ahead, along = np.array([support.out, 0.0, 0.0]), np.array([0.0, 1.0, 0.0])
    else:
        origin = np.array([hand[0] + support.out * (half - 0.06), hand[1], 0.0])
        ahead, along = np.array([0.0, -1.0, 0.0]), np.array([1.0, 0.0, 0.0])

    def block(
        deep: tuple[float, float],
        wide: tuple[float, float],
        high: tuple[float, float],
        paint: tuple[Sequence[float] | FloatArray, int],
    ) -> Mesh:
        ends = np.array([origin + a * ahead + b * along for a in deep for b in wide])
        return box((*ends[:, :2].min(0), high[0]), (*ends[:, :2].max(0), high[1]), *paint)

    parts = [block((0.0, SEAT_DEPTH), (-half, half), (SEAT_Z - 0.05, SEAT_Z), (colour, PLAIN))]
    parts += [
        block((-0.012, 0.012), (-half, half), bar, (wood, FURNITURE))
        for bar in ((top - 0.13, top), (SEAT_Z + 0.14, SEAT_Z + 0.2))
    ]
    for b in (-half, half - 0.04):
        post = (b, b + 0.04)
        parts.append(block((-0.02, 0.02), post, (0.0, top), (wood, FURNITURE)))
        parts.append(block((SEAT_DEPTH - 0.04, SEAT_DEPTH), post, (0.0, SEAT_Z - 0.05), (wood, FURNITURE)))
    return parts
