"""One picture from the camera, as the page sends it: a JPEG of bounded size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from romtrack.errors import InputError

if TYPE_CHECKING:
    from romtrack.types import Image

__all__ = ["LARGEST_BYTES", "LARGEST_PIXELS", "FrameError", "decoded", "jpeg_size"]

LARGEST_BYTES: Final = 4_000_000
LARGEST_PIXELS: Final = 1920 * 1088
_SMALLEST_PX: Final = 64
_START, _SCAN = 0xD8, 0xDA
_SIZES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # start-of-frame markers
_BARE: Final = frozenset((0x01, *range(0xD0, 0xD8)))  # markers without a length


class FrameError(InputError):
    """A message of the page that is no usable picture."""


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Return width and height as a JPEG's header tells, without decoding anything.

    Raises
    ------
    FrameError: this is no JPEG, or its header is cut off.
    """
    if data[:2] != bytes((0xFF, _START)):
        raise FrameError("the frame is no JPEG")
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004  a marker, its length, a size
        marker = data[at + 1]
        if marker in _SIZES:
            height, width = (int.from_bytes(data[at + step : at + step + 2], "big") for step in (5, 7))
            return width, height
        if marker == _SCAN:
            break
        at += 2 if marker in _BARE else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise FrameError("the frame's JPEG header is damaged")


def decoded(data: bytes) -> Image:
    """Return the RGB picture, (H, W, 3).

    Raises
    ------
    FrameError: no JPEG, a damaged one, or one of too many bytes or pixels, which is not decoded.
    """
    if len(data) > LARGEST_BYTES:
        raise FrameError(f"the frame has {len(data)} bytes, more than {LARGEST_BYTES}")
    width, height = jpeg_size(data)
    if width * height > LARGEST_PIXELS:
        raise FrameError(f"the frame has {width} x {height} pixels, more than {LARGEST_PIXELS}")
    if min(width, height) < _SMALLEST_PX:
        raise FrameError(f"the frame has {width} x {height} pixels, too few to show a person")
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION)
    if image is None or image.shape[:2] != (height, width):
        raise FrameError("the frame's JPEG data is damaged")
    return np.asarray(image, dtype=np.uint8)
