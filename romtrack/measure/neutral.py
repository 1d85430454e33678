"""The neutral hang: a leg relaxed and still, found from stillness and not from the clock.

People fidget while they wait, and the other leg moves as it likes: a leg rests where it alone is still for
a second, but for single samples.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from romtrack.sane import is_known

if TYPE_CHECKING:
    from romtrack.types import FloatArray

__all__ = ["NeutralFinder", "StillPhase", "choose_hang", "restless_hang", "still_phases"]

STILL_RANGE_DEG = 2.5  # widest range within the window, without the tenths at its ends
STILL_WINDOW_S = 0.8
_STRAY = 0.1  # share of the window's samples at either end of the range that may lie outside
FARTHEST_HANG_DEG = 20.0  # a leg farther from plumb than this is not hanging
SAME_LEVEL_DEG = 3.0  # still phases this close to the hang are the hang, too
EARLY_S = 3.0
LEAST_RESTLESS_S = 1.0  # in all, about one level, where the leg is never still
EARLY_BONUS_DEG = 8.0  # the protocol begins with the hang


@dataclass(frozen=True, slots=True)
class StillPhase:
    """A time in which a leg did not move; ``level_deg`` is where it was."""

    start_s: float
    end_s: float
    level_deg: float

    @property
    def hangs(self) -> bool:
        """Whether the leg was near plumb."""
        return abs(self.level_deg) <= FARTHEST_HANG_DEG


class NeutralFinder:
    """Find the phases in which a leg is still, one frame at a time."""

    def __init__(self) -> None:
        self._window: deque[tuple[float, float]] = deque()
        self._phase: list[tuple[float, float]] = []

    def update(self, time_s: float, angle_deg: float) -> StillPhase | None:
        """Take one frame's reading (NaN = not seen); return a still phase when one ends."""
        if not is_known(angle_deg):
            self._window.clear()
            return self.finish()
        self._window.append((time_s, angle_deg))
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
        """The still phase so far, None while the leg moves."""
        if not self._phase:
            return None
        times_s, angles_deg = zip(*self._phase, strict=True)
        return StillPhase(times_s[0], times_s[-1], _median(angles_deg))

    def _is_still(self) -> bool:
        full = self._window[-1][0] - self._window[0][0] >= 0.8 * STILL_WINDOW_S
        ordered = sorted(angle_deg for _, angle_deg in self._window)
        stray = int(_STRAY * len(ordered))
        return full and ordered[-1 - stray] - ordered[stray] <= STILL_RANGE_DEG


def still_phases(time_s: FloatArray, angle_deg: FloatArray) -> list[StillPhase]:
    """Fold the finder over the readings of a leg, (T,)."""
    finder = NeutralFinder()
    ended = [finder.update(*row) for row in zip(time_s.tolist(), angle_deg.tolist(), strict=True)]
    return [phase for phase in (*ended, finder.finish()) if phase is not None]


def choose_hang(phases: list[StillPhase]) -> tuple[StillPhase, ...]:
    """Return the still phases in which the leg hangs relaxed; empty when there are none.

    The protocol begins with the hang. A hold at the end of the range is still, too, but farther
    from plumb.
    """
    hanging = [phase for phase in phases if phase.hangs]
    if not hanging:
        return ()
    best = min(hanging, key=lambda phase: abs(phase.level_deg) - EARLY_BONUS_DEG * (phase.start_s < EARLY_S))
    return tuple(phase for phase in hanging if abs(phase.level_deg - best.level_deg) <= SAME_LEVEL_DEG)


def restless_hang(time_s: FloatArray, angle_deg: FloatArray) -> tuple[StillPhase, ...]:
    """Return the times about the level near plumb at which a leg is most, for legs that are never still.

    Empty where it is there for less than a second.
    """
    often, edges_deg = np.histogram(angle_deg, np.arange(-FARTHEST_HANG_DEG, FARTHEST_HANG_DEG + 1))
    about = np.convolve(often, np.ones(2 * round(SAME_LEVEL_DEG)), mode="same")
    level_deg = float(edges_deg[np.argmax(about)])
    there = np.flatnonzero(np.abs(angle_deg - level_deg) <= SAME_LEVEL_DEG)
    if not len(there):
        return ()
    runs = np.split(there, np.flatnonzero(np.diff(there) > 1) + 1)
    phases = tuple(StillPhase(float(time_s[run[0]]), float(time_s[run[-1]]), level_deg) for run in runs)
    return phases if sum(phase.end_s - phase.start_s for phase in phases) >= LEAST_RESTLESS_S else ()


def _median(values: tuple[float, ...]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
