"""Holds: a position that is kept, timed while the signal comes in."""

from __future__ import annotations

from statistics import median_low
from typing import TYPE_CHECKING

from romtrack.sane import is_known
from romtrack.types import Hold, Side

if TYPE_CHECKING:
    from romtrack.exercises import HoldRule

__all__ = ["HoldTimer"]

_SETTLED_SHARE = 0.4  # of the way from the threshold to the held level: nearer than this it has settled
_LONGEST_GAP_S = 1.5  # out of sight for longer: whether it was held is not known


class HoldTimer:
    """Time the holds of one side, sample by sample."""

    def __init__(self, rule: HoldRule, side: Side) -> None:
        self._rule = rule
        self._side = side
        self._samples: list[tuple[float, float]] = []
        self._last_in_s = 0.0

    @property
    def held_s(self) -> float:
        """How long the present hold lasts; 0 when nothing is held."""
        return self._last_in_s - self._samples[0][0] if self._samples else 0.0

    def update(self, time_s: float, value: float) -> Hold | None:
        """Take one sample (NaN = not seen); return a hold when one has ended."""
        ended = None
        if self._samples and time_s - self._last_in_s > max(self._rule.wobble_s, _LONGEST_GAP_S):
            ended = self.finish()
        if not is_known(value):
            return ended
        if self._samples and self._samples[-1][1] * value < 0 and self._rule.direction == "away":
            ended = self.finish()  # the other side is another hold
        if self._is_in(value):
            self._samples.append((time_s, value))
            self._last_in_s = time_s
        elif self._samples and time_s - self._last_in_s > self._rule.wobble_s:
            ended = self.finish()
        return ended

    def _is_in(self, value: float) -> bool:
        limit = self._rule.leave if self._samples else self._rule.enter
        if self._rule.direction == "below":
            return value < limit
        return (abs(value) if self._rule.direction == "away" else value) > limit

    def finish(self) -> Hold | None:
        """Return the present hold as it stands, and forget it."""
        samples, self._samples = self._samples, []
        if not samples:
            return None
        level = median_low(value for _, value in samples)
        near = _SETTLED_SHARE * abs(
            self._rule.enter - (abs(level) if self._rule.direction == "away" else level)
        )
        settled_s = [time_s for time_s, value in samples if abs(value - level) <= near]
        hold = Hold(self._side, settled_s[0], settled_s[-1], level)
        return hold if hold.end_s - hold.start_s >= self._rule.least_s else None
