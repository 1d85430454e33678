"""Form cues: a departure from rest that lasts is a fault; a false alarm is worse than a miss."""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import TYPE_CHECKING

from romtrack.sane import is_known
from romtrack.types import Fault, Side

if TYPE_CHECKING:
    from romtrack.exercises import Cue

__all__ = ["CueWatch"]

_REST_S = 3.0  # rest is the median of what was seen at rest during so long
_CLEAR_SHARE = 0.75  # of the limit: below it the fault is over


class CueWatch:
    """Watch one cue of one side, sample by sample.

    What is usual of the person is not known before the first repetition, so there all that may be
    usual is allowed for; then departures count from what their best repetition so far shows.
    """

    def __init__(self, cue: Cue, side: Side) -> None:
        self.cue = cue
        self._side = side
        self._at_rest: deque[tuple[float, float]] = deque()
        self._reps = 0
        self._own: float | None = None
        self._most = 0.0  # of the present repetition, signed
        self._over_since_s: float | None = None
        self._last_over_s = 0.0
        self._worst = 0.0

    @property
    def active(self) -> bool:
        """Whether the fault has lasted long enough to be told, and is not over."""
        since = self._over_since_s
        return since is not None and self._last_over_s - since >= self.cue.persist_s

    def update(self, time_s: float, value: float, *, resting: bool, away: bool) -> Fault | None:
        """Take one sample (NaN = not seen) of the cue's signal; return a fault when one is over.

        ``resting``: the counted signal is at rest. ``away``: a repetition is under way.
        """
        if not is_known(value):
            return None if away else self._end()
        if resting:
            self._rest(time_s, value)
        if not away or not self._at_rest or self._reps < self.cue.settle_reps:
            return self._end()
        from_rest = value - median(rest for _, rest in self._at_rest)
        self._most = max(self._most, from_rest, key=self._directed)
        departure, limit = self._departure(from_rest)
        if departure <= (limit if self._over_since_s is None else _CLEAR_SHARE * limit):
            return self._end()
        if self._over_since_s is None:
            self._over_since_s = time_s
        self._last_over_s, self._worst = time_s, max(self._worst, from_rest, key=self._directed)
        return None

    def repetition_ended(self) -> None:
        """Learn from a whole repetition what is usual of the person."""
        self._reps += 1
        if self._own is None or abs(self._most) < abs(self._own):
            self._own = self._most
        self._most = 0.0

    def finish(self) -> Fault | None:
        """Return the fault that the end of the signal cut."""
        return self._end()

    def _rest(self, time_s: float, value: float) -> None:
        self._at_rest.append((time_s, value))
        while time_s - self._at_rest[0][0] > _REST_S:
            self._at_rest.popleft()

    def _departure(self, from_rest: float) -> tuple[float, float]:
        """Return the departure in the cue's direction, and what it may be."""
        if self._own is None:
            return self._directed(from_rest), self.cue.limit + self.cue.own
        own = min(max(self._own, -self.cue.own), self.cue.own)
        return self._directed(from_rest - own), self.cue.limit

    def _directed(self, change: float) -> float:
        return {"above": change, "below": -change, "away": abs(change)}[self.cue.direction]

    def _end(self) -> Fault | None:
        active, since_s = self.active, self._over_since_s
        worst, self._worst, self._over_since_s = self._worst, 0.0, None
        if not active or since_s is None:
            return None
        return Fault(self.cue.fault, self._side, since_s, self._last_over_s, worst)
