"""The pictures of a video as they are analysed: upright, not mirrored, no larger than the model can use."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

from romtrack.types import Frame
from romtrack.video import VideoReader, prefetched

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from romtrack.progress import Progress
    from romtrack.settings import Settings

__all__ = ["LONGEST_EDGE_PX", "Still", "opened", "still", "unmirrored", "working"]

LONGEST_EDGE_PX: Final = 960  # the model looks at 256 pixels of the person: more only costs time


class Still(NamedTuple):
    """One picture of a video as JPEG, and its size in the file."""

    jpeg: bytes
    width_px: int
    height_px: int


def still(video: Path, _progress: Progress) -> Still:
    """Return the first picture of a video, upright, no larger than what is analysed.

    Raises
    ------
    InputError: the file cannot be read or holds no video.
    """
    with VideoReader(video, longest_px=LONGEST_EDGE_PX) as reader:
        image = next(reader).image
        _, jpeg = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
        return Still(jpeg.tobytes(), reader.width_px, reader.height_px)


def opened(video: Path, settings: Settings, start_s: float = 0.0) -> VideoReader:
    """Return a reader of the pictures from ``start_s`` on that are looked at, in the size in which they are.

    Raises
    ------
    InputError: the file cannot be read or holds no video.
    """
    return VideoReader(video, start_s, all_frames=settings.all_frames, longest_px=LONGEST_EDGE_PX)


def working(reader: VideoReader, *, mirrored: bool, end_s: float = np.inf) -> Generator[Frame]:
    """Yield the pictures that are analysed, decoded ahead, up to a time."""
    before = takewhile(lambda frame: frame.time_s < end_s, reader)
    return prefetched(unmirrored(frame, mirrored=mirrored) for frame in before)


def unmirrored(frame: Frame, *, mirrored: bool) -> Frame:
    """Turn the picture of a mirrored recording back."""
    if not mirrored:
        return frame
    return Frame(frame.time_s, np.ascontiguousarray(frame.image[:, ::-1]))
