"""From a decoded picture to upright RGB with square pixels."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np
from av.video.reformatter import ColorRange, Interpolation, VideoReformatter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from av.buffer import Buffer
    from av.video.frame import VideoFrame

    from romtrack.types import Image

__all__ = ["Uprighter", "orientation"]

_TURNS: Final = {1: cv2.ROTATE_90_COUNTERCLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_CLOCKWISE}
_WIDEST_PIXEL: Final = 4  # a sample aspect ratio beyond 4:1 or 1:4 is a broken header


def orientation(matrix: tuple[int, ...]) -> tuple[bool, int]:
    """Read a display matrix as a mirroring, then a turn.

    Parameters
    ----------
    matrix: the nine numbers ``a b u c d v x y w`` of ISO 14496-12, 6.2.2: the stored point
        (p, q) is shown at (a p + c q, b p + d q), y down.

    Returns
    -------
    Whether left and right are exchanged first, and the quarter turns counter-clockwise after it.
    """
    a, b, c, d = matrix[0], matrix[1], matrix[3], matrix[4]
    mirrored = a * d - b * c < 0
    if mirrored:
        a, b = -a, -b
    return mirrored, round(math.atan2(-b, a) / (math.pi / 2)) % 4


class Uprighter:
    """Converts the pictures of one stream; the first of them fixes the size of all.

    A later picture of another size (browsers change it while they record) is scaled to fit,
    evenly in both directions so that angles stay true, and padded with black.

    Parameters
    ----------
    longest_px: pictures with a longer edge are shrunk to it; None = none is.

    Attributes
    ----------
    width_px, height_px: size of the upright picture with square pixels, before it is shrunk.
    """

    def __init__(
        self, first: VideoFrame, pixel_aspect: Fraction | None, longest_px: int | None = None
    ) -> None:
        self._aspect = _plausible(pixel_aspect)
        self._mirrored, self._turns = orientation(_display_matrix(first))
        self._whole = _squared(first.width, first.height, self._aspect)
        self._given = _shrunk(self._whole, longest_px)
        self._convert = VideoReformatter()
        self.width_px, self.height_px = self._whole if self._turns % 2 == 0 else self._whole[::-1]

    def __call__(self, picture: VideoFrame) -> Image:
        """Return (height_px, width_px, 3) RGB, uint8, contiguous and writable."""
        image = self._padded(self._rgb(picture))
        if self._mirrored:
            image = cast("Image", cv2.flip(image, 1))
        if self._turns:
            image = cast("Image", cv2.rotate(image, _TURNS[self._turns]))
        return image

    def _rgb(self, picture: VideoFrame) -> Image:
        """Convert colours and size in one pass."""
        width, height = self._fitted(picture)
        shrinks = width < picture.width or height < picture.height
        rgb = self._convert.reformat(
            picture,
            width=width,
            height=height,
            format="rgb24",
            interpolation=Interpolation.AREA if shrinks else Interpolation.BILINEAR,
            dst_color_range=ColorRange.JPEG,
        )
        return np.ascontiguousarray(rgb.to_ndarray(), dtype=np.uint8)

    def _fitted(self, picture: VideoFrame) -> tuple[int, int]:
        width, height = _squared(picture.width, picture.height, self._aspect)
        if (width, height) == self._whole:
            return self._given
        scale = min(self._given[0] / width, self._given[1] / height)
        return max(1, round(width * scale)), max(1, round(height * scale))

    def _padded(self, image: Image) -> Image:
        right, below = self._given[0] - image.shape[1], self._given[1] - image.shape[0]
        if not (right or below):
            return image
        border = cv2.copyMakeBorder(image, 0, below, 0, right, cv2.BORDER_CONSTANT, value=(0, 0, 0))
        return cast("Image", border)


def _plausible(aspect: Fraction | None) -> Fraction:
    """Return the shape of a pixel, width over height; 1 where the file says nothing sensible."""
    if not aspect or not Fraction(1, _WIDEST_PIXEL) <= aspect <= _WIDEST_PIXEL:
        return Fraction(1)
    return aspect


def _squared(width: int, height: int, aspect: Fraction) -> tuple[int, int]:
    """Stretch the coarser direction, so that no detail is lost."""
    if aspect >= 1:
        return round(width * aspect), height
    return width, round(height / aspect)


def _shrunk(size: tuple[int, int], longest_px: int | None) -> tuple[int, int]:
    scale = 1.0 if longest_px is None else min(longest_px / max(size), 1.0)
    return round(size[0] * scale), round(size[1] * scale)


def _display_matrix(picture: VideoFrame) -> tuple[int, ...]:
    # PyAV's `rotation` leaves out mirroring, which exchanges the legs: read the matrix itself.
    side_data = cast("Mapping[str, Buffer]", picture.side_data)
    matrix = side_data.get("DISPLAYMATRIX")
    if matrix is None:
        return (1, 0, 0, 0, 1, 0, 0, 0, 1)
    return tuple(int(number) for number in np.frombuffer(bytes(matrix), np.int32))
