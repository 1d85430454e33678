"""The neutral hang: both legs relaxed and still, found from stillness and not from the clock."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from romtrack.sane import is_known

if TYPE_CHECKING:
    from romtrack.types import FloatArray

__all__ = ["NeutralFinder", "StillPhase", "choose_hang", "still_phases"]

STILL_RANGE_DEG = 2.0  # widest range of either leg within the window
STILL_WINDOW_S = 0.8
FARTHEST_HANG_DEG = 20.0  # a leg farther from plumb than this is not hanging
SAME_LEVEL_DEG = 3.0  # still phases this close to the hang are the hang, too
EARLY_S = 3.0
EARLY_BONUS_DEG = 8.0  # the protocol begins with the hang


@dataclass(frozen=True, slots=True)
class StillPhase:
    """A time in which neither leg moved; ``left_deg`` and ``right_deg`` are where they were."""

    start_s: float
    end_s: float
    left_deg: float
    right_deg: float

    def farthest_deg(self) -> float:
        """Return how far the farther leg is from plumb."""
        return max(abs(self.left_deg), abs(self.right_deg))

    def is_level_with(self, other: StillPhase) -> bool:
        """Say whether both legs are where they are in ``other``."""
        left, right = abs(self.left_deg - other.left_deg), abs(self.right_deg - other.right_deg)
        return max(left, right) <= SAME_LEVEL_DEG


class NeutralFinder:
    """Find the phases in which both legs are still, one frame at a time."""

    def __init__(self) -> None:
        self._window: deque[tuple[float, float, float]] = deque()
        self._phase: list[tuple[float, float, float]] = []

    def update(self, time_s: float, left_deg: float, right_deg: float) -> StillPhase | None:
        """Take one frame's readings (NaN = not seen); return a still phase when one ends."""
        if not (is_known(left_deg) and is_known(right_deg)):
            self._window.clear()
            return self.finish()
        self._window.append((time_s, left_deg, right_deg))
        while time_s - self._window[0][0] > STILL_WINDOW_S:
            self._window.popleft()
        if not self._is_still():
            return self.finish()
        self._phase += [self._window[-1]] if self._phase else self._window
        return None

    def finish(self) -> StillPhase | None:
        """End the current phase, if there is one, and return it."""
        if not self._phase:
            return None
        ended = self.current
        self._phase = []
        return ended

    @property
    def current(self) -> StillPhase | None:
        """The still phase so far, None while something moves."""
        if not self._phase:
            return None
        times_s, lefts, rights = zip(*self._phase, strict=True)
        return StillPhase(times_s[0], times_s[-1], _median(lefts), _median(rights))

    def _is_still(self) -> bool:
        times_s, lefts, rights = zip(*self._window, strict=True)
        full = bool(times_s[-1] - times_s[0] >= 0.8 * STILL_WINDOW_S)
        widest = max(max(lefts) - min(lefts), max(rights) - min(rights))
        return full and bool(widest <= STILL_RANGE_DEG)


def still_phases(time_s: FloatArray, left_deg: FloatArray, right_deg: FloatArray) -> list[StillPhase]:
    """Fold the finder over the readings of both legs, (T,) each."""
    finder = NeutralFinder()
    rows = zip(time_s.tolist(), left_deg.tolist(), right_deg.tolist(), strict=True)
    ended = [finder.update(*row) for row in rows]
    return [phase for phase in (*ended, finder.finish()) if phase is not None]


def choose_hang(phases: list[StillPhase]) -> tuple[StillPhase, ...]:
    """Return the still phases in which both legs hang relaxed; empty when there are none.

    The protocol begins with the hang. A hold at the end of the range is still, too, but farther
    from plumb.
    """
    hanging = [phase for phase in phases if phase.farthest_deg() <= FARTHEST_HANG_DEG]
    if not hanging:
        return ()
    best = min(hanging, key=lambda phase: phase.farthest_deg() - EARLY_BONUS_DEG * (phase.start_s < EARLY_S))
    return tuple(phase for phase in hanging if phase.is_level_with(best))


def _median(values: tuple[float, ...]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
