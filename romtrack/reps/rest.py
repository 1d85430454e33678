"""Where a signal rests: found from stillness, followed slowly."""

from __future__ import annotations

from collections import deque
from statistics import median

__all__ = ["RestLevel"]

_STILL_S = 1.0
_LOWER_STILL_S = 2.5  # longer than anybody pauses at the end of a range
_LONGEST_GAP_S = 0.3


class RestLevel:
    """The level at which the signal first stands still; a lower one takes over, a higher one is a hold.

    The signal is one whose repetitions go up. ``notice``: a spread within it is stillness; a still
    level within twice as much of the last rest is the same rest, moved.
    """

    def __init__(self, notice: float) -> None:
        self._notice = notice
        self._recent: deque[tuple[float, float]] = deque()
        self._lower_since_s: float | None = None
        self.level: float | None = None

    def update(self, time_s: float, value: float) -> None:
        """Take one sample (not NaN)."""
        if self._recent and time_s - self._recent[-1][0] > _LONGEST_GAP_S:
            self._recent.clear()
        self._recent.append((time_s, value))
        if time_s - self._recent[0][0] < _STILL_S:
            return
        while time_s - self._recent[1][0] >= _STILL_S:
            self._recent.popleft()
        values = [value for _, value in self._recent]
        if max(values) - min(values) > self._notice:
            self._lower_since_s = None
            return
        still = median(values)
        if self.level is None or abs(still - self.level) < 2 * self._notice:
            self.level = still
        elif still < self.level:
            self._lower(time_s, still)
        else:
            self._lower_since_s = None

    def _lower(self, time_s: float, still: float) -> None:
        """Take over a lower level once it has lasted."""
        if self._lower_since_s is None:
            self._lower_since_s = time_s - _STILL_S
        elif time_s - self._lower_since_s > _LOWER_STILL_S:
            self.level, self._lower_since_s = still, None
