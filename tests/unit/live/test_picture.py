"""What a page may send as a picture: bounded before anything is decoded."""

from __future__ import annotations

import struct
from contextlib import suppress

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from romtrack.live import FrameError, decoded
from romtrack.live.picture import jpeg_size


def jpeg(width: int, height: int) -> bytes:
    image = np.zeros((height, width, 3), np.uint8)
    image[:, : width // 2] = (255, 0, 0)  # blue on the left, in OpenCV's order
    return bytes(cv2.imencode(".jpg", image)[1])


def with_size(data: bytes, width: int, height: int) -> bytes:
    """Return the JPEG with another size in its header."""
    at = data.index(b"\xff\xc0")
    return data[: at + 5] + struct.pack("!HH", height, width) + data[at + 9 :]


def test_a_frame_is_red_green_blue() -> None:
    image = decoded(jpeg(96, 64))
    assert image.shape == (64, 96, 3)
    assert image[32, 10, 2] > 200
    assert image[32, 10, 0] < 50


def test_the_size_is_read_from_the_header() -> None:
    assert jpeg_size(jpeg(640, 360)) == (640, 360)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no JPEG"),
        (b"GIF89a" + bytes(50), "no JPEG"),
        (b"\xff\xd8\xff", "header is damaged"),
        (b"\xff\xd8" + bytes(100), "header is damaged"),
        (with_size(jpeg(64, 64), 60_000, 60_000), "60000 x 60000 pixels, more than"),
        (jpeg(16, 640), "too few"),
        (jpeg(96, 64)[:200], "damaged"),
        (bytes(5_000_000), "5000000 bytes, more than"),
    ],
    ids=["empty", "gif", "cut", "zeros", "bomb", "narrow", "half", "long"],
)
def test_anything_else_is_refused_with_a_reason(data: bytes, said: str) -> None:
    with pytest.raises(FrameError, match=said):
        decoded(data)


@given(st.binary(max_size=400), st.integers(2, 600))
def test_garbage_in_a_jpeg_is_a_picture_or_a_reason(garbage: bytes, at: int) -> None:
    data = jpeg(64, 64)
    with suppress(FrameError):
        assert decoded(data[:at] + garbage + data[at:]).shape[2] == 3
