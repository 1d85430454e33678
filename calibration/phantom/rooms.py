"""Rooms: a tidy one, and ones that look lived in, with walls, floors, windows, furniture and clutter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .chairs import WOODS, Seat, any_colour, chair, seat_under, wooden
from .furniture import furniture, picture_on, thing
from .meshes import (
    CARPET,
    FABRIC,
    FLOWERS,
    FURNITURE,
    PLAIN,
    RUG,
    STRIPES,
    TILES,
    WALL,
    WOOD_FLOOR,
    Mesh,
    box,
    sheet,
)

if TYPE_CHECKING:
    from .geometry import FloatArray
    from .truth import Joints

TIDY_WALLS = ((0.62, 0.60, 0.55), (0.50, 0.56, 0.60), (0.66, 0.64, 0.62), (0.58, 0.52, 0.46))
TIDY_FLOORS = ((0.36, 0.22, 0.12), (0.45, 0.33, 0.22), (0.25, 0.18, 0.13), (0.40, 0.38, 0.36))
PAPERS = (WALL, WALL, WALL, STRIPES, FLOWERS)
FLOORS = (WOOD_FLOOR, WOOD_FLOOR, TILES, CARPET)
BOARDS = (*TIDY_FLOORS, (0.15, 0.14, 0.14))
CEILING = 2.6  # metres
NEAR_Y = -5.0  # where the room ends behind the camera
LOW_SILL = 0.3  # a window that begins lower is a door


def tidy_room(
    g: np.random.Generator, seed: int, margin: float, seats: list[Mesh] | None, seat: Seat | None
) -> list[Mesh]:
    """Return an empty, tidy room; ``margin``: more room to every side, metres.

    ``seats``: the chair's meshes; where they are None a plain chair goes to ``seat``, if any.
    """
    wall, floor = np.array(TIDY_WALLS[seed % 4]), TIDY_FLOORS[seed // 2 % 4]
    back = 1.15 + 0.5 * g.random() + margin
    left, right = -1.7 - 0.6 * g.random() - margin, 1.8 + 0.6 * g.random() + margin
    front = -4 - margin
    parts = [
        box((left, front, -0.05), (right, back + 0.1, 0), floor, WOOD_FLOOR),
        box((left, back, 0), (right, back + 0.1, CEILING), wall, WALL),
        box((left - 0.1, front, 0), (left, back, CEILING), wall * 0.93, WALL),
        box((right, front, 0), (right + 0.1, back, CEILING), wall * 0.97, WALL),
        box((left, back - 0.015, 0), (right, back, 0.09), (0.75, 0.74, 0.72), PLAIN),
        box((-1.1, -1.3, 0), (1.1, 0.6, 0.004), _colour(g, 0.15, 0.45), RUG),
    ]
    x = 0.5 + 0.4 * g.random()
    picture = _colour(g, 0.2, 0.6)
    parts += [
        box((x, back - 0.03, 1.35), (x + 0.6, back, 1.8), (0.12, 0.09, 0.07), FURNITURE),
        box((x + 0.04, back - 0.035, 1.39), (x + 0.56, back - 0.03, 1.76), picture, PLAIN),
        *_tidy_shelf(g, left + 0.05, back),
        box((right - 0.55, back - 0.45, 0), (right - 0.03, back - 0.02, 0.75), (0.55, 0.53, 0.50), FURNITURE),
        box((right - 0.35, back - 0.3, 0.75), (right - 0.2, back - 0.15, 0.95), (0.5, 0.25, 0.15), PLAIN),
    ]
    if seat is not None:
        cushion = _colour(g, 0.1, 0.3)
        parts += wooden(seat, 0.25, cushion, WOODS[0]) if seats is None else seats
    return parts


def _colour(g: np.random.Generator, low: float, span: float) -> FloatArray:
    return low + span * g.random(3)


def _tidy_shelf(g: np.random.Generator, x0: float, back: float) -> list[Mesh]:
    parts = []
    for z in 0.03 + 0.34 * np.arange(5):
        board = box((x0, back - 0.32, z - 0.02), (x0 + 0.75, back, z), (0.38, 0.26, 0.16), FURNITURE)
        parts.append(board)
        x = x0 + 0.02
        while x < x0 + 0.68:
            w = 0.02 + 0.035 * g.random()
            high = (x + w, back - 0.05, z + 0.18 + 0.1 * g.random())
            parts.append(box((x, back - 0.26, z), high, _colour(g, 0.05, 0.6), PLAIN))
            x += w + 0.002 + (0.05 if g.random() < 0.1 else 0)  # noqa: PLR2004  a gap here and there
    return parts


@dataclass(frozen=True)
class Wanted:
    """What the switches say about a room: see ``switches.py``."""

    chair: str | None
    colour: FloatArray | None = None
    backlight: float = 0.0
    clutter: float = 1.0
    depth: float = 0.0
    neighbour: float = 0.0


class _Walls(NamedTuple):
    """Where the room ends, metres, and the colour and paper of its walls."""

    left: float
    right: float
    back: float
    colour: FloatArray
    paper: int


class _Window(NamedTuple):
    """An opening in the back wall, metres."""

    left: float
    right: float
    low: float
    high: float

    def behind(self, x: float, margin: float) -> bool:
        """Whether it is behind ``x``."""
        return self.left - margin < x < self.right + margin


def lived_in(
    seed: int, vertices: FloatArray, joints: Joints, wanted: Wanted
) -> tuple[list[Mesh], dict[str, Any]]:
    """Return all still meshes around the person, and notes for the truth."""
    g = np.random.default_rng([seed, 11])
    seated = wanted.chair is not None
    seat = seat_under(vertices, joints) if seated else _free_place(vertices)
    wide = _hips(vertices, seat) if seated else 0.3
    back = max(seat.back + 0.35, g.uniform(0.7, 2.4), wanted.depth)
    left, right = -g.uniform(1.5, 3.2), g.uniform(1.5, 3.2)
    wall = any_colour(g, 0.3, 0.75)
    floor: FloatArray = np.array(BOARDS[g.integers(5)]) * g.uniform(0.8, 1.2)
    walls = _Walls(left, right, back, wall, int(g.choice(PAPERS)))
    ground = int(g.choice(FLOORS))
    if ground in {TILES, CARPET}:
        floor = any_colour(g, 0.12, 0.55)
    parts = [
        box((left, NEAR_Y, -0.05), (right, back + 0.1, 0), floor, ground),
        box((left - 0.1, NEAR_Y, 0), (left, back, CEILING), wall * 0.93, WALL),
        box((right, NEAR_Y, 0), (right + 0.1, back, CEILING), wall * 0.97, WALL),
    ]
    window = None
    if wanted.backlight or g.random() < 0.35:  # noqa: PLR2004  one room in three
        drawn = _drawn_window(g, walls)
        parts += _around(g, walls, drawn)
        window = _Window(*(round(float(edge), 2) for edge in drawn))  # as the truth has it
    else:
        parts.append(box((left, back, 0), (right, back + 0.1, CEILING), wall, walls.paper))
    parts += _skirting_and_rug(g, walls)
    parts += _along_the_back(g, walls, window, back - seat.back, wanted.clutter)
    parts += _along_the_sides(g, walls, wanted.clutter)
    parts += _on_the_floor(g, back, seat.back, wanted)
    under = bool(
        g.random() < 0.3 * wanted.clutter
        and seat.top > 0.3  # noqa: PLR2004  room enough
        and wanted.chair in {"wood", "stool", "metal", "padded"}
    )
    if under:  # something under the chair, seen between the shanks
        place = (g.uniform(-0.12, 0.12), (seat.front + seat.back) / 2 + 0.05, 0.0)
        parts += thing(g, place, g.uniform(0.12, 0.22))
    if wanted.chair is not None:
        parts += chair(wanted.chair, g, seat, wanted.colour, wide * 0.9)
    notes = {
        "window": None if window is None else list(window),
        "wall_material": walls.paper,
        "floor_material": ground,
        "under_chair": under,
        "chair_colour": None if wanted.colour is None else np.round(wanted.colour, 3).tolist(),
    }
    return parts, notes


def _free_place(vertices: FloatArray) -> Seat:
    """Return the place that somebody without a chair takes."""
    return Seat(0.0, float(vertices[:, 1].min()), float(vertices[:, 1].max()) + 0.3)


def _hips(vertices: FloatArray, seat: Seat) -> float:
    """Return half of the person's width on the seat, metres."""
    x, y, z = vertices.T
    on_seat = (z < seat.top + 0.15) & (z > seat.top - 0.02) & (y > seat.front)
    return float(np.abs(x[on_seat]).max(initial=0.2))


def _drawn_window(g: np.random.Generator, walls: _Walls) -> _Window:
    wx, ww = g.uniform(-1.0, 1.0), g.uniform(0.35, 0.8)
    low = 0.05 if g.random() < 0.25 else g.uniform(0.75, 1.0)  # noqa: PLR2004  one in four is a door
    high = g.uniform(1.9, 2.3)
    return _Window(max(walls.left + 0.1, wx - ww), min(walls.right - 0.1, wx + ww), low, high)


def _around(g: np.random.Generator, walls: _Walls, window: _Window) -> list[Mesh]:
    """Return the back wall around a window, its frame, and curtains where it has some."""
    x0, x1, low, high = window
    left, right, back, wall, paper = walls
    far = back + 0.1
    parts = [
        box((left, back, 0), (x0, far, CEILING), wall, paper),
        box((x1, back, 0), (right, far, CEILING), wall, paper),
        box((x0, back, 0), (x1, far, low), wall, paper),
        box((x0, back, high), (x1, far, CEILING), wall, paper),
    ]
    frame = (0.7, 0.7, 0.68) if g.random() < 0.7 else WOODS[g.integers(5)]  # noqa: PLR2004  mostly white
    near, far = back + 0.02, back + 0.08
    parts += [
        box((x - 0.025, near, low), (x + 0.025, far, high), frame, PLAIN) for x in (x0, (x0 + x1) / 2, x1)
    ]
    parts += [box((x0, near, z - 0.025), (x1, far, z + 0.025), frame, PLAIN) for z in (low, high)]
    if g.random() < 0.7:  # noqa: PLR2004  most windows have curtains
        colour, cloth = any_colour(g, 0.1, 0.7), int(g.choice((FABRIC, FLOWERS, PLAIN)))
        edges = (
            (x0 - 0.2, x0 + g.uniform(0.05, 0.3)),
            (x1 - g.uniform(0.05, 0.3), x1 + 0.2),
        )
        for a, b in edges:
            u, z = np.meshgrid(np.linspace(a, b, 40), np.linspace(high + 0.15, 0.05, 8))
            fold = back - 0.08 + 0.03 * np.sin((u - a) * g.uniform(60, 110)) + 0 * z
            parts.append(sheet(np.stack([u, fold, z], -1), colour, cloth))
    return parts


def _skirting_and_rug(g: np.random.Generator, walls: _Walls) -> list[Mesh]:
    parts = []
    if g.random() < 0.7:  # noqa: PLR2004  most rooms
        low, high = (walls.left, walls.back - 0.015, 0), (walls.right, walls.back, g.uniform(0.05, 0.12))
        parts.append(box(low, high, any_colour(g, 0.2, 0.75), PLAIN))
    if g.random() < 0.5:  # noqa: PLR2004  every second room
        a, b = g.uniform(0.7, 1.3), g.uniform(0.5, 1.2)
        colour, kind = any_colour(g, 0.08, 0.6), int(g.choice((RUG, FLOWERS, CARPET)))
        parts.append(box((-a, -1.2 - b / 2, 0), (a, b, 0.006), colour, kind))
    return parts


def _along_the_back(
    g: np.random.Generator, walls: _Walls, window: _Window | None, behind: float, clutter: float
) -> list[Mesh]:
    """Return furniture and pictures along the back wall, ``behind`` metres behind the person."""
    parts: list[Mesh] = []
    for x in np.arange(walls.left + 0.6, walls.right - 0.4, 1.25):
        door = window is not None and window.low < LOW_SILL and window.behind(x, 0.5)
        if g.random() < 0.75 * clutter and not door:
            free = behind > 0.85 or abs(x) > 0.95  # noqa: PLR2004  nothing through the person
            parts += furniture(g, x + g.uniform(-0.15, 0.15), walls.back - 0.03) if free else []
        if g.random() < 0.5 * clutter and not (window is not None and window.behind(x, 0.45)):
            parts += picture_on(g, x, walls.back, g.uniform(1.3, 1.9))
    return parts


def _along_the_sides(g: np.random.Generator, walls: _Walls, clutter: float) -> list[Mesh]:
    parts = []
    for low, high in ((walls.left, walls.left + 0.45), (walls.right - 0.45, walls.right)):
        if g.random() < 0.6 * clutter:
            top = (high, 0.3, g.uniform(0.4, 1.4))
            parts.append(box((low, -0.9, 0), top, any_colour(g, 0.05, 0.6), FURNITURE))
    return parts


def _on_the_floor(g: np.random.Generator, back: float, rear: float, wanted: Wanted) -> list[Mesh]:
    """Return things beside and behind the person."""
    parts: list[Mesh] = []
    for _ in range(round(wanted.clutter * g.uniform(3, 9))):
        x, y = g.choice([-1, 1]) * g.uniform(0.48, 1.4), g.uniform(-0.9, back - 0.3)
        if wanted.chair is None:  # somebody on the floor needs the place
            x, y = x + np.sign(x) * 0.9, max(y, rear)
        if not (wanted.neighbour and abs(x - wanted.neighbour) < 0.55):  # noqa: PLR2004  theirs
            parts += thing(g, (x, y, 0.0), g.uniform(0.1, 0.32))
    return parts
