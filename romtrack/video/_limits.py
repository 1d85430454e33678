"""What no recording of a person exceeds, and what is said where a file does; see docs/results.md."""

from __future__ import annotations

from typing import Final

from romtrack.errors import InputError

__all__ = ["MOST_FRAMES", "MOST_PIXELS", "MOST_SAMPLES", "MOST_STREAMS", "OPEN_WITHIN_S", "check_size"]

MOST_PIXELS: Final = 36_000_000  # 8K is 8192 x 4320: 35.4 million
MOST_FRAMES: Final = 1_000_000  # nine hours at 30 a second
MOST_SAMPLES: Final = 4_000_000  # pictures and pieces of sound in the index of an MP4: ten hours
MOST_STREAMS: Final = 64
OPEN_WITHIN_S: Final = 60.0
_SHORTEST_EDGE_PX: Final = 32  # the pose model's own picture of a person is 224 pixels wide
_LONGEST_SHAPE: Final = 6  # three screens side by side are 5.3

_WHAT_IS_READ: Final = (
    f"from {_SHORTEST_EDGE_PX} pixels on the shorter edge to {MOST_PIXELS // 1_000_000} million pixels "
    f"(8K), and at most {_LONGEST_SHAPE} times as long as wide"
)


def check_size(name: str, width_px: int, height_px: int) -> None:
    """Check that pictures have a size in which a person can be seen, and which fits in memory.

    Raises
    ------
    InputError: they have not.
    """
    short, long = sorted((width_px, height_px))
    if short < _SHORTEST_EDGE_PX or long > _LONGEST_SHAPE * short or long * short > MOST_PIXELS:
        raise InputError(
            f"{name}: its pictures have {width_px} x {height_px} pixels; what can be read is "
            f"{_WHAT_IS_READ}; export it again in the size in which it was recorded"
        )
