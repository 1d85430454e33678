"""Furniture and loose things: each drawn at random, standing where it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .chairs import WOODS, any_colour
from .meshes import CARPET, FABRIC, FLOWERS, FURNITURE, GLOW, PLAIN, Mesh, ball, box, cylinder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .geometry import FloatArray

    Wood = Sequence[float]

Place = tuple[float, float, float]


def thing(g: np.random.Generator, at: Place, size: float) -> list[Mesh]:
    """Draw one loose object standing at ``at``, about ``size`` metres."""
    colour = any_colour(g)
    return THINGS[g.integers(7)](g, at, size, colour)


def _carton(g: np.random.Generator, at: Place, size: float, colour: FloatArray) -> list[Mesh]:
    x, y, z = at
    low, half = (x - size / 2, y - size / 2, z), size / 2
    return [box(low, (x + half, y + half, z + size * g.uniform(0.4, 1.3)), colour, PLAIN)]


def _football(_g: np.random.Generator, at: Place, size: float, colour: FloatArray) -> list[Mesh]:
    x, y, z = at
    return [ball((x, y, z + size * 0.5), np.full(3, size * 0.5), colour, PLAIN)]


def _vase(g: np.random.Generator, at: Place, size: float, colour: FloatArray) -> list[Mesh]:
    x, y, z = at
    top = (x, y, z + size * g.uniform(0.8, 1.8))
    return [cylinder((at, top), (size * 0.3, size * g.uniform(0.2, 0.45)), colour, FURNITURE)]


def _plant(g: np.random.Generator, at: Place, size: float, colour: FloatArray) -> list[Mesh]:
    x, y, z = at
    leaf = (0.05 + 0.1 * g.random(), 0.16 + 0.2 * g.random(), 0.05)
    parts = [cylinder((at, (x, y, z + size * 0.6)), (size * 0.25, size * 0.35), colour, PLAIN)]
    for _ in range(9):
        centre = (x + size * g.normal(0, 0.35), y + size * g.normal(0, 0.2), z + size * g.uniform(0.9, 1.9))
        parts.append(ball(centre, size * g.uniform(0.12, 0.35, 3), leaf, CARPET, 7))
    return parts


def _heap_of_clothes(g: np.random.Generator, at: Place, size: float, _colour: FloatArray) -> list[Mesh]:
    x, y, z = at
    parts = []
    for _ in range(5):
        centre = (x + size * g.normal(0, 0.3), y + size * g.normal(0, 0.2), z + size * 0.15)
        radii = size * g.uniform(0.15, 0.5, 3) * [1, 1, 0.5]
        parts.append(ball(centre, radii, any_colour(g), FABRIC, 8))
    return parts


def _pair_of_shoes(_g: np.random.Generator, at: Place, _size: float, colour: FloatArray) -> list[Mesh]:
    x, y, z = at
    return [ball((x + dx, y, z + 0.04), (0.045, 0.13, 0.045), colour, PLAIN, 8) for dx in (-0.06, 0.06)]


def _pile_of_books(g: np.random.Generator, at: Place, size: float, _colour: FloatArray) -> list[Mesh]:
    x, y, z = at
    parts = []
    for k in range(4):
        low = (x - size * 0.8, y - 0.1, z + k * 0.035)
        high = (x + size * 0.8 * g.uniform(0.8, 1), y + 0.1, z + k * 0.035 + 0.03)
        parts.append(box(low, high, any_colour(g), PLAIN))
    return parts


THINGS: tuple[Callable[[np.random.Generator, Place, float, FloatArray], list[Mesh]], ...] = (
    *(_carton, _football, _vase, _plant, _heap_of_clothes, _pair_of_shoes, _pile_of_books),
)


def furniture(g: np.random.Generator, x: float, y: float) -> list[Mesh]:
    """Draw one piece of furniture with its back at ``y``, centred at ``x``."""
    colour, wood = any_colour(g, 0.05, 0.6), WOODS[g.integers(len(WOODS))]
    return FURNITURES[g.integers(6)](g, (x, y), colour, wood)


def _shelf(g: np.random.Generator, at: tuple[float, float], _colour: FloatArray, wood: Wood) -> list[Mesh]:
    x, y = at
    parts: list[Mesh] = []
    w, h = g.uniform(0.35, 0.6), g.uniform(1.0, 2.0)
    for z in np.arange(0.03, h, 0.34):
        parts.append(box((x - w, y - 0.3, z - 0.02), (x + w, y, z), wood, FURNITURE))
        here = x - w + 0.02
        while here < x + w - 0.06:
            b = g.uniform(0.02, 0.07)
            high = (here + b, y - 0.05, z + g.uniform(0.1, 0.28))
            parts.append(box((here, y - 0.25, z), high, any_colour(g), PLAIN))
            here += b + (0.08 if g.random() < 0.2 else 0.003)  # noqa: PLR2004  a gap here and there
    for k in (-1, 1):
        side = x + k * w
        parts.append(box((side - 0.012, y - 0.3, 0), (side + 0.012, y, h), wood, FURNITURE))
    return parts


def _sofa(g: np.random.Generator, at: tuple[float, float], colour: FloatArray, _wood: Wood) -> list[Mesh]:
    x, y = at
    return [
        box((x - 0.8, y - 0.8, 0.05), (x + 0.8, y, 0.42), colour, FABRIC),
        box((x - 0.8, y - 0.2, 0.42), (x + 0.8, y, 0.85), colour, FABRIC),
        ball((x + g.uniform(-0.5, 0.5), y - 0.32, 0.55), (0.2, 0.08, 0.18), any_colour(g), FABRIC),
    ]


def _table(g: np.random.Generator, at: tuple[float, float], _colour: FloatArray, wood: Wood) -> list[Mesh]:
    x, y = at
    h = g.uniform(0.45, 0.76)
    parts = [box((x - 0.45, y - 0.6, h - 0.03), (x + 0.45, y, h), wood, FURNITURE)]
    for k in (-0.42, 0.42):
        parts += [
            box((x + k - 0.02, back - 0.04, 0), (x + k + 0.02, back, h), wood, FURNITURE)
            for back in (y - 0.54, y)
        ]
    for _ in range(3):
        on_it = (x + g.uniform(-0.38, 0.38), y - g.uniform(0.12, 0.45), h)
        parts += thing(g, on_it, g.uniform(0.08, 0.2))
    return parts


def _drawers(_g: np.random.Generator, at: tuple[float, float], _colour: FloatArray, wood: Wood) -> list[Mesh]:
    """Return a chest of drawers with a screen on it."""
    x, y = at
    front = np.array(wood) * 0.85
    return [
        box((x - 0.45, y - 0.42, 0.04), (x + 0.45, y, 0.8), wood, FURNITURE),
        *(
            box((x - 0.42, y - 0.43, z), (x + 0.42, y - 0.42, z + 0.2), front, FURNITURE)
            for z in (0.09, 0.33, 0.57)
        ),
        box((x - 0.4, y - 0.2, 0.86), (x + 0.4, y - 0.17, 1.32), (0.015, 0.015, 0.02), PLAIN),
    ]


def _cupboard(g: np.random.Generator, at: tuple[float, float], colour: FloatArray, _wood: Wood) -> list[Mesh]:
    x, y = at
    h = g.uniform(1.7, 2.2)
    gap = box((x - 0.005, y - 0.51, 0.03), (x + 0.005, y - 0.5, h - 0.03), (0.02, 0.02, 0.02), PLAIN)
    return [box((x - 0.5, y - 0.5, 0), (x + 0.5, y, h), colour, FURNITURE), gap]


def _lamp(g: np.random.Generator, at: tuple[float, float], _colour: FloatArray, _wood: Wood) -> list[Mesh]:
    x, y = at[0], at[1] - 0.25
    black = (0.1, 0.1, 0.1)
    shade = GLOW if g.random() < 0.4 else PLAIN  # noqa: PLR2004  switched on or not
    return [
        cylinder(((x, y, 0), (x, y, 1.45)), (0.015, 0.015), black, PLAIN),
        cylinder(((x, y, 0), (x, y, 0.03)), (0.16, 0.16), black, PLAIN),
        cylinder(((x, y, 1.35), (x, y, 1.65)), (0.22, 0.12), (0.85, 0.78, 0.6), shade),
    ]


FURNITURES: tuple[Callable[[np.random.Generator, tuple[float, float], FloatArray, Wood], list[Mesh]], ...] = (
    _shelf,
    _sofa,
    _table,
    _drawers,
    _cupboard,
    _lamp,
)


def picture_on(g: np.random.Generator, x: float, y: float, z: float) -> list[Mesh]:
    """Draw a framed picture on the back wall."""
    w, h = g.uniform(0.12, 0.4), g.uniform(0.12, 0.35)
    frame = box((x - w, y - 0.03, z - h), (x + w, y, z + h), WOODS[g.integers(5)], FURNITURE)
    low, high = (x - w + 0.03, y - 0.034, z - h + 0.03), (x + w - 0.03, y - 0.03, z + h - 0.03)
    return [frame, box(low, high, any_colour(g), FLOWERS)]
