"""Clips for Chromium's fake camera: MJPEG at its fixed 30 frames a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np

from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from romtrack.types import Image

RATE = 30


def camera_clip(
    target: Path, clip: Path, *, before_s: float = 0.0, end_s: float = np.inf, after_s: float = 0.0
) -> Path:
    """Write ``clip`` until ``end_s``, its first picture ``before_s`` longer, its last one ``after_s``."""
    with av.open(str(target), "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", rate=RATE)
        stream.pix_fmt = "yuvj420p"
        stream.options = {"qscale": "2", "qmin": "2", "qmax": "2"}
        for image in _pictures(clip, before_s, end_s, after_s):
            if not stream.codec_context.is_open:
                stream.height, stream.width = image.shape[:2]
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode())
    return target


def _pictures(clip: Path, before_s: float, end_s: float, after_s: float) -> Iterator[Image]:
    """Yield a picture for each thirtieth of a second."""
    number = -round(before_s * RATE)
    with VideoReader(clip) as reader:
        for frame in reader:
            if frame.time_s >= end_s:
                break
            last = frame.image
            while number / RATE <= frame.time_s:
                yield last
                number += 1
    for _ in range(round(after_s * RATE)):
        yield last
