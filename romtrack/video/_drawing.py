"""Antialiased strokes, translucent shapes and lettering on one picture, legible on light and dark."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

from romtrack import units

if TYPE_CHECKING:
    from romtrack.types import FloatArray, Image

__all__ = ["AMBER", "DARK", "GREY", "ORANGE", "SKY", "WHITE", "Box", "Canvas", "Colour", "Graph"]

Colour = tuple[int, int, int]
_Fixed = np.typing.NDArray[np.int32]

# Told apart with any kind of colour vision: Okabe and Ito, "Color Universal Design", 2008.
ORANGE: Final[Colour] = (240, 170, 20)
SKY: Final[Colour] = (86, 180, 233)
AMBER: Final[Colour] = (240, 228, 66)
WHITE: Final[Colour] = (255, 255, 255)
GREY: Final[Colour] = (190, 195, 200)
DIM: Final[Colour] = (90, 96, 104)
DARK: Final[Colour] = (16, 20, 26)

_SHIFT: Final = 4  # OpenCV draws at a sixteenth of a pixel
_FARTHEST_PX: Final = 20_000  # what lies farther out is not seen, and would overflow OpenCV's integers
_FINER: Final = 4  # letters are drawn so much larger, then averaged: OpenCV's own are ragged when small
_FONT: Final = cv2.FONT_HERSHEY_SIMPLEX
_FONT_CAP_PX: Final = 21  # height of its capitals at scale 1
_TURN: Final = np.linspace(0, 2 * np.pi, 32, endpoint=False) + np.pi / 32
_CIRCLE: Final = np.column_stack([np.cos(_TURN), np.sin(_TURN)])


class Box(NamedTuple):
    """A rectangle in pixels; right and bottom are outside."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Return whether the two share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, width_px: float, height_px: float) -> Box:
        """Return this box shifted into a picture of that size, as far as it fits."""
        x = max(min(self.left, width_px - (self.right - self.left)), 0)
        y = max(min(self.top, height_px - (self.bottom - self.top)), 0)
        return Box(x, y, x + self.right - self.left, y + self.bottom - self.top)


class Canvas:
    """A copy of a picture to draw on.

    Parameters
    ----------
    picture: (H, W, 3) RGB; not modified.

    Attributes
    ----------
    image: the copy. unit: one pixel of a 640 x 480 picture, in pixels of this one.
    """

    def __init__(self, picture: Image) -> None:
        self.image: Image = np.array(picture, np.uint8, order="C")
        self.height_px, self.width_px = int(picture.shape[0]), int(picture.shape[1])
        self.unit = max(min(self.height_px, self.width_px) / 480, 0.5)

    def holds(self, box: Box) -> bool:
        """Return whether ``box`` lies inside the picture."""
        return box == box.within(self.width_px, self.height_px)

    def corner(self, size: tuple[float, float], top: float, *, right: bool) -> Box:
        """Return a box of ``size`` units near the left or the right edge, inside the picture."""
        width, margin = size[0] * self.unit, 8 * self.unit
        left = self.width_px - width - margin if right else margin
        return Box(left, top, left + width, top + size[1] * self.unit).within(self.width_px, self.height_px)

    def stroke(self, points: FloatArray, colour: Colour, width: float, *, edged: bool = True) -> None:
        """Draw an open line through (N, 2) points, ``width`` units wide, on a dark edge."""
        if len(points) >= 2 and np.isfinite(points).all():  # noqa: PLR2004  a line has two ends
            self._lines([_fixed(points)], colour, width, edged=edged)

    def dashes(
        self, start: FloatArray, end: FloatArray, colour: Colour, width: float, *, edged: bool = True
    ) -> None:
        """Draw a dashed line between two points."""
        if not np.isfinite((start, end)).all():
            return
        count = max(int(np.hypot(*(end - start)) / (12 * self.unit)), 1)
        shares = (np.arange(min(count, 200))[:, None] + np.array([0, 0.6])) / count
        self._lines(list(_fixed(start + (end - start) * shares[..., None])), colour, width, edged=edged)

    def dot(self, centre: FloatArray, radius: float, colour: Colour, *, hollow: bool = False) -> None:
        """Draw a disc, or a ring, ``radius`` units wide, on a dark edge."""
        if not np.isfinite(centre).all():
            return
        size, rim = radius * self.unit, max(self.unit, 0.8)
        sizes = [(size + rim, DARK), (size, colour)]
        if hollow:
            sizes.append((size - 1.3 * rim, DARK))
        for reach, ink in sizes:  # polygons: OpenCV's own small circles have corners
            cv2.fillPoly(self.image, [_fixed(centre + reach * _CIRCLE)], ink, cv2.LINE_AA, _SHIFT)

    def tint(self, outline: FloatArray, colour: Colour, opacity: float) -> None:
        """Fill the polygon with (N, 2) corners translucently; only its rectangle is blended."""
        if not np.isfinite(outline).all():
            return
        low = np.clip(np.floor(outline.min(axis=0)), 0, (self.width_px, self.height_px)).astype(int)
        high = np.clip(np.ceil(outline.max(axis=0)) + 1, 0, (self.width_px, self.height_px)).astype(int)
        if np.any(high <= low):
            return
        region = self.image[low[1] : high[1], low[0] : high[0]]
        layer = region.copy()
        cv2.fillPoly(layer, [_fixed(outline - low)], colour, cv2.LINE_AA, _SHIFT)
        region[:] = cv2.addWeighted(layer, opacity, region, 1 - opacity, 0)

    def panel(self, box: Box, colour: Colour = DARK, opacity: float = 0.66) -> None:
        """Draw a translucent rectangle with round corners."""
        radius = min(7 * self.unit, (box.bottom - box.top) / 2, (box.right - box.left) / 2)
        round_off = radius * _CIRCLE
        low, high = np.array(box[:2]) + radius, np.array(box[2:]) - radius
        self.tint(np.where(round_off > 0, high, low) + round_off, colour, opacity)

    def text(self, left: float, middle: float, text: str, cap: float, colour: Colour) -> float:
        """Write with capitals ``cap`` units high about the height ``middle``; return the right end.

        Letters have a dark edge, unless they are dark themselves.
        """
        fill, keep, pad = _sprite(text, self._cap(cap))
        x, y = round(left) - pad, round(middle - fill.shape[0] / 2)
        top, bottom = max(0, -y), min(fill.shape[0], self.height_px - y)
        first, last = max(0, -x), min(fill.shape[1], self.width_px - x)
        if top < bottom and first < last:
            region = self.image[y + top : y + bottom, x + first : x + last]
            seen = np.s_[top:bottom, first:last]
            rest = 1 - fill[seen] if colour == DARK else keep[seen]
            region[:] = region * rest + np.array(colour, np.float32) * fill[seen]
        return left + int(fill.shape[1]) - 2 * pad

    def width_of(self, text: str, cap: float) -> float:
        """Return the width in pixels of what ``text`` would write."""
        fill, _, pad = _sprite(text, self._cap(cap))
        return int(fill.shape[1]) - 2 * pad

    def _lines(self, paths: list[_Fixed], colour: Colour, width: float, *, edged: bool = True) -> None:
        thick = self._pixels(width)
        if edged:
            edge = thick + 2 * self._pixels(0.8)
            cv2.polylines(self.image, paths, False, DARK, edge, cv2.LINE_AA, _SHIFT)  # noqa: FBT003  OpenCV's order
        cv2.polylines(self.image, paths, False, colour, thick, cv2.LINE_AA, _SHIFT)  # noqa: FBT003

    def _pixels(self, units: float) -> int:
        return max(1, round(units * self.unit))

    def _cap(self, units: float) -> int:
        return max(5, round(units * self.unit))


class Graph(NamedTuple):
    """Where times and values lie in a trace that ends at ``now_s``. step: between its lines."""

    area: Box
    now_s: float
    window_s: float
    low: float
    high: float
    step: float = 10.0
    sign: str = "°"

    def points(self, time_s: FloatArray | float, value: FloatArray | float) -> FloatArray:
        """Return (..., 2) in pixels; values off the scale lie on its border."""
        left, top, right, bottom = self.area
        back = (self.now_s - np.asarray(time_s)) / self.window_s
        down = (self.high - np.asarray(value)) / (self.high - self.low)
        return np.stack([right - back * (right - left), top + np.clip(down, 0, 1) * (bottom - top)], axis=-1)

    def line(self, value: float) -> FloatArray:
        """Return (2, 2), both ends of a level line."""
        return self.points(self.now_s - np.array([self.window_s, 0]), np.full(2, value))

    def span(self, start_s: float, end_s: float) -> FloatArray | None:
        """Return (4, 2), the corners of a time as far as the trace shows it; None where it does not."""
        left, right = max(start_s, self.now_s - self.window_s), min(end_s, self.now_s)
        if left >= right:
            return None
        times, values = np.array([left, right, right, left]), np.array([self.low] * 2 + [self.high] * 2)
        return self.points(times, values)

    def grid(self, canvas: Canvas) -> None:
        """Draw a line near each end of the scale, and the zero line where it is on it, with their values."""
        steps = [int(limit / self.step) * self.step for limit in (self.low, self.high)]
        apart = 0.2 * (self.high - self.low)
        zero = [0.0] if self.low <= 0 <= self.high else []
        for level in (*zero, *(one for one in steps if not zero or abs(one) > apart)):
            line = self.line(level)
            canvas.stroke(line, GREY if level == 0 else DIM, 1, edged=False)
            text = f"{units.figure(level)}{self.sign}" if self.sign else ""
            left = line[0, 0] - canvas.width_of(text, 6.5) - 4 * canvas.unit
            canvas.text(left, line[0, 1], text, 6.5, GREY)


def _fixed(points: FloatArray) -> _Fixed:
    """Return points in OpenCV's fixed-point coordinates."""
    near = np.minimum(np.maximum(points, -_FARTHEST_PX), _FARTHEST_PX)  # a third of the time of np.clip
    fixed: _Fixed = np.rint(near * 2**_SHIFT).astype(np.int32)
    return fixed


@lru_cache(maxsize=32)  # what one picture and the next share: of 4K, a thousand would be some GiB
def _sprite(text: str, cap_px: int) -> tuple[FloatArray, FloatArray, int]:
    """Return how much of the letters and how much of the picture shows, (h, w, 1), and the margin."""
    large = _lettering(text, cap_px * _FINER)
    size = (large.shape[1] // _FINER, large.shape[0] // _FINER)
    fill = cv2.resize(large, size, interpolation=cv2.INTER_AREA)
    reach = 2 * max(1, round(0.11 * cap_px)) + 1
    halo = cv2.dilate(fill, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    share, dark = (layer[..., None] / np.float32(255) for layer in (fill, halo))
    return share, (1 - 0.8 * dark) * (1 - share), cap_px // 2


def _lettering(text: str, cap_px: int) -> Image:
    """Return a mask of the letters; OpenCV's fonts have no degree sign and a very wide space."""
    pad, stroke, ring = cap_px // 2, max(1, round(0.15 * cap_px)), round(0.17 * cap_px)
    mask = np.zeros((cap_px + 2 * pad, 2 * pad + (len(text) + 1) * round(1.3 * cap_px)), np.uint8)
    x, base = pad, pad + cap_px
    for piece in re.split("([° ])", text):
        if piece == "°":
            cv2.circle(mask, (x + 2 * ring, pad + ring), ring, 255, stroke * 3 // 4, cv2.LINE_AA)
            x += 4 * ring
        elif piece == " ":
            x += cap_px // 2
        else:
            scale = cap_px / _FONT_CAP_PX
            cv2.putText(mask, piece, (x, base), _FONT, scale, 255, stroke, cv2.LINE_AA)
            x += cv2.getTextSize(piece, _FONT, scale, stroke)[0][0]
    return mask[:, : (x + pad) // _FINER * _FINER]
