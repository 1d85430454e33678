"""Where in the coded picture the recording is: without bars, blurred sides, windows and pictures around it.

A border that was put there runs exactly along the pixels and along the whole side of the recording;
nothing in a room does both. On 264 composed pictures all bars, and most windows and pictures in
pictures were found, and none in 88 that were the recording alone.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.types import FloatArray, Image

__all__ = ["Content", "along_pixels", "content_of"]

_OFF_PX, _OFF_SLOPE = 0.25, 0.012  # how far a line along the pixels may seem to leave them
_MOST_OFF_PX = 0.7
_SHORTEST_PX = 8.0
_SAME_PX = 1.6  # lines nearer to each other are one
_LINES = 5  # the longest ones of each side are tried
_LEAST_LINE = 0.25  # of the picture
# Of the side: a step of brightness all along and at each end; of what is an end; of the picture: too long.
_WHOLE, _AT_END, _END, _BEYOND = 0.72, 0.5, 0.15, 0.04
_STEP, _BESIDE_PX = 8, 3  # grey levels across a border, more than just beside it
_LEAST_WIDTH, _LEAST_HEIGHT = 0.2, 0.3  # of the picture


class Content(NamedTuple):
    """The part of the picture that is the recording, pixels."""

    left: float
    top: float
    right: float
    bottom: float


class _Line(NamedTuple):
    """A line along the pixels: where it is, from where to where it was seen, and how much of that, pixels.

    steps: whether the brightness steps across it, along the whole picture.
    """

    at: float
    start: float
    end: float
    seen: float
    steps: NDArray[np.bool_]


def along_pixels(segments_px: FloatArray, axis: int) -> FloatArray:
    """Return which segments (N, 4) run exactly along the pixels; ``axis`` 0: upright, 1: level ones."""
    size = np.abs(segments_px[:, 2:] - segments_px[:, :2])
    off, length = size[:, axis], size[:, 1 - axis]
    return np.asarray((off < _MOST_OFF_PX) & (off < _OFF_SLOPE * length + _OFF_PX) & (length > _SHORTEST_PX))


def content_of(grey: Image, segments_px: FloatArray, person: Content) -> Content:
    """Return the smallest rectangle about the person with a border on each side that is not the picture's.

    ``segments_px``: straight edges in the picture, (N, 4).
    """
    height_px, width_px = grey.shape
    upright, level = (
        _lines(picture, segments_px[along_pixels(segments_px, axis)], axis)
        for axis, picture in enumerate((grey.astype(np.int16), grey.T.astype(np.int16)))
    )
    sides = (
        _border([line for line in upright if line.at < person.left], height_px, 0.0),
        _border([line for line in level if line.at < person.top], width_px, 0.0),
        _border([line for line in upright if line.at > person.right], height_px, float(width_px)),
        _border([line for line in level if line.at > person.bottom], width_px, float(height_px)),
    )
    found = [Content(0.0, 0.0, width_px, height_px)]
    for borders in product(*sides):
        content = Content(*(at for at, _ in borders))
        if _is_framed(content, [line for _, line in borders], width_px, height_px):
            found.append(content)
    return min(found, key=lambda one: (one.right - one.left) * (one.bottom - one.top))


def _lines(picture: NDArray[np.int16], segments_px: FloatArray, axis: int) -> list[_Line]:
    """Return the lines that segments along the pixels make up; in ``picture`` they run down its rows."""
    at = (segments_px[:, axis] + segments_px[:, 2 + axis]) / 2
    order = np.argsort(at)
    groups = np.split(order, np.flatnonzero(np.diff(at[order]) > _SAME_PX) + 1) if len(at) else []
    found = []
    for group in groups:
        ends = np.sort(segments_px[group][:, (1 - axis, 3 - axis)], axis=1)
        seen = float((ends[:, 1] - ends[:, 0]).sum())
        middle = float(np.median(at[group]))
        found.append(_Line(middle, float(ends.min()), float(ends.max()), seen, _steps(picture, middle)))
    return found


def _steps(picture: NDArray[np.int16], at: float) -> NDArray[np.bool_]:
    """Return in which rows of a picture (R, C) the brightness steps at a column, not beside it, (R,)."""
    columns = np.round(at + _BESIDE_PX * np.array([-1.5, -0.5, 0.5, 1.5])).astype(int)
    columns = np.clip(columns, 0, picture.shape[1] - 1)
    before, across, after = np.abs(np.diff(picture[:, columns], axis=1)).T
    return np.asarray((across > _STEP) & (across > before) & (across > after))


def _border(lines: list[_Line], side_px: int, edge: float) -> list[tuple[float, _Line | None]]:
    """Return what may be the border on one side: the picture's edge, or one of the longest lines."""
    longest = sorted((line for line in lines if line.seen > _LEAST_LINE * side_px), key=lambda one: -one.seen)
    return [(edge, None), *((line.at, line) for line in longest[:_LINES])]


def _is_framed(content: Content, borders: list[_Line | None], width_px: int, height_px: int) -> bool:
    """Say whether each border runs along its whole side and no farther."""
    width, height = content.right - content.left, content.bottom - content.top
    if width < _LEAST_WIDTH * width_px or height < _LEAST_HEIGHT * height_px:
        return False
    upright = content.top, content.bottom, height_px
    level = content.left, content.right, width_px
    return all(
        line is None or _runs_along(line, *side)
        for line, side in zip(borders, (upright, level) * 2, strict=True)
    )


def _runs_along(line: _Line, start: float, end: float, size_px: int) -> bool:
    beyond = _BEYOND * size_px
    if line.start < start - beyond or line.end > end + beyond:
        return False
    steps = line.steps[round(start) : round(end)]
    first, last = np.split(steps, (round(_END * len(steps)), -round(_END * len(steps))))[::2]
    return bool(steps.mean() > _WHOLE and min(first.mean(), last.mean()) > _AT_END)
