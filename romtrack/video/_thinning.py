"""Which pictures of a fast recording are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["thinned", "thinned_count"]

T = TypeVar("T")

_LONGEST_STEP_S: Final = 1 / 25  # nothing that a leg does is shorter: filters pass 6 Hz, tops last 0.5 s
_ROUNDING_S: Final = 0.0005  # many files count in milliseconds


def thinned(pictures: Iterable[tuple[float, T]]) -> Iterator[tuple[float, T]]:
    """Yield as few of the pictures, with their rising times, as leave no step longer than 1/25 s.

    Each is the last that is no later than that after the one before; where the recording's own steps are
    longer, none is left out. At an even rate it is every n-th, n = floor(rate / 25): of 30 a second all, of
    50 and 60 every second, of 240 every ninth. The first and the last are always there.
    """
    held: tuple[float, T] | None = None
    due_s = float("-inf")
    for picture in pictures:
        if held is not None and picture[0] > due_s:
            yield held
            due_s = held[0] + _LONGEST_STEP_S + _ROUNDING_S
        held = picture
    if held is not None:
        yield held


def thinned_count(frames: int | None, duration_s: float | None) -> int | None:
    """Return about how many of the ``frames`` of an even recording that is; None = not known."""
    if not frames or not duration_s:
        return frames
    return round(frames / max(1, int(frames / duration_s * (_LONGEST_STEP_S + _ROUNDING_S))))
