"""Video files: reading with true times, writing what every browser plays, and what is drawn on it."""

from romtrack.video._gauges import Mark, Marks
from romtrack.video._recorded import Origin, Recorded, origin_of
from romtrack.video._source import sha256_of
from romtrack.video.overlay import Overlay
from romtrack.video.prefetch import prefetched
from romtrack.video.reader import VideoReader
from romtrack.video.writer import VideoWriter

__all__ = [
    "Mark",
    "Marks",
    "Origin",
    "Overlay",
    "Recorded",
    "VideoReader",
    "VideoWriter",
    "origin_of",
    "prefetched",
    "sha256_of",
]
