"""Excursions: the signal goes up from a valley to a peak and comes back. Found sample by sample."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from romtrack.sane import is_known

__all__ = ["Excursion", "ExcursionFinder"]

_BACK_SHARE = 0.35  # of the range: below it the signal is on its way home,
_HOME_SHARE = 0.08  # and below this it has arrived
_ALMOST_HOME_SHARE = 0.15  # at the end of a recording: people rest a little higher than they began
_TOP_SHARE = 0.9  # of the range: the middle of the time above it is the peak
_STOPPED_S = 0.3  # no new low for so long is an arrival, too
_REST_S = 0.5  # the rest before a start is the median of this long
_SHORTEST_STEP_S = 1e-3  # of three samples: in less no camera takes four pictures
_LONGEST_GAP_S = 0.7  # unseen for longer: what happened meanwhile is not known


@dataclass(frozen=True, slots=True)
class Excursion:
    """One way up and back, in the unit of the signal; ``cut`` says why it is no whole one."""

    start_s: float
    peak_s: float
    end_s: float
    rest: float
    peak: float
    speed: float
    cut: Literal["", "unseen", "endless", "unfinished"] = ""

    @property
    def range(self) -> float:
        """Height of the peak over the rest."""
        return self.peak - self.rest


@dataclass(slots=True)
class _Way:
    """The samples since the last valley."""

    time_s: list[float] = field(default_factory=list)
    value: list[float] = field(default_factory=list)

    def add(self, time_s: float, value: float) -> None:
        self.time_s.append(time_s)
        self.value.append(value)

    def forget_before(self, time_s: float) -> None:
        keep = int(np.searchsorted(self.time_s, time_s))
        del self.time_s[:keep], self.value[:keep]


class ExcursionFinder:
    """Find excursions of at least ``notice``, none longer than ``longest_s``.

    Holds the samples of one excursion, never more.
    """

    def __init__(self, notice: float, longest_s: float) -> None:
        self._notice = notice
        self._longest_s = longest_s
        self._reset()

    def _reset(self) -> None:
        self._way = _Way()
        self._state: Literal["valley", "out", "back"] = "valley"
        self._low = self._high = np.inf
        self._low_s = 0.0

    @property
    def away(self) -> bool:
        """Whether an excursion is under way."""
        return self._state != "valley"

    @property
    def resting(self) -> bool:
        """Whether the last sample was near the valley."""
        way = self._way.value
        return not self.away and bool(way) and way[-1] <= self._low + self._notice / 2

    def update(self, time_s: float, value: float) -> Excursion | None:
        """Take one sample, NaN where the signal is not seen; return an excursion when one ends."""
        if not is_known(value) or (self._way.time_s and time_s <= self._way.time_s[-1]):
            return None
        cut = self._cut(time_s)
        self._way.add(time_s, value)
        step = {"valley": self._in_valley, "out": self._on_the_way_out, "back": self._on_the_way_back}
        return step[self._state](time_s, value) or cut

    def finish(self) -> Excursion | None:
        """Return the excursion that the end of the signal cut, a whole one where it is back at rest."""
        found = None
        if self._state != "valley":
            found = self._excursion("" if self._is_back() else "unfinished")
        self._reset()
        return found

    def _is_back(self) -> bool:
        """Say whether what is left of the way home is no movement any more."""
        home = max(_ALMOST_HOME_SHARE * (self._high - self._low), self._notice)
        return self._state == "back" and self._way.value[-1] <= self._low + home

    def _cut(self, time_s: float) -> Excursion | None:
        """End an excursion that was out of sight, or that never came back."""
        times = self._way.time_s
        gap = bool(times) and time_s - times[-1] > _LONGEST_GAP_S
        endless = self._state != "valley" and time_s - self._low_s > self._longest_s
        if not gap and not endless:
            return None
        found = None if self._state == "valley" else self._excursion("unseen" if gap else "endless")
        self._reset()
        return found

    def _in_valley(self, time_s: float, value: float) -> None:
        self._way.forget_before(time_s - self._longest_s)
        if value <= self._low or not self._low_is_recent(time_s):
            self._low, self._low_s = self._recent_low(time_s)
        if value > self._low + self._notice:
            self._state, self._high = "out", value

    def _low_is_recent(self, time_s: float) -> bool:
        return time_s - self._low_s <= self._longest_s / 2

    def _recent_low(self, time_s: float) -> tuple[float, float]:
        """Return the lowest sample of the recent past: an old low is no rest any more."""
        since = int(np.searchsorted(self._way.time_s, time_s - self._longest_s / 2))
        at = since + int(np.argmin(self._way.value[since:]))
        return self._way.value[at], self._way.time_s[at]

    def _on_the_way_out(self, time_s: float, value: float) -> None:
        self._high = max(self._high, value)
        if value < self._low + _BACK_SHARE * (self._high - self._low):
            self._state, self._bottom, self._bottom_s = "back", value, time_s

    def _on_the_way_back(self, time_s: float, value: float) -> Excursion | None:
        if value < self._bottom:
            self._bottom, self._bottom_s = value, time_s
        home = value <= self._low + _HOME_SHARE * (self._high - self._low)
        turned = value > self._bottom + self._notice / 2
        if not home and not turned and time_s - self._bottom_s < _STOPPED_S:
            return None
        found = self._excursion("")
        self._begin_again()
        return found

    def _begin_again(self) -> None:
        """Take the end of this excursion as the valley of the next."""
        self._way.forget_before(self._bottom_s)
        self._state, self._low, self._low_s = "valley", self._bottom, self._bottom_s

    def _excursion(self, cut: Literal["", "unseen", "endless", "unfinished"]) -> Excursion:
        times, values = np.array(self._way.time_s), np.array(self._way.value)
        low_at = int(np.searchsorted(times, self._low_s))
        peak_at = low_at + int(np.argmax(values[low_at:]))
        near_low = self._low + _HOME_SHARE * (self._high - self._low)
        start_at = int(np.flatnonzero(values[: peak_at + 1] <= near_low)[-1:].sum())
        before = (times >= times[start_at] - _REST_S) & (times <= times[start_at])
        rest = self._rest(values[before])
        end_at = int(np.argmin(values[peak_at:])) + peak_at
        homeward = np.flatnonzero(values[peak_at:] <= near_low)
        if len(homeward):
            end_at = peak_at + int(homeward[0])
        during = values[start_at : end_at + 1]
        high = min(rest + _TOP_SHARE * (self._high - rest), float(np.max(during)))
        top = start_at + np.flatnonzero(during >= high)
        return Excursion(
            start_s=float(times[start_at]),
            peak_s=float(times[top[0]] + times[top[-1]]) / 2,
            end_s=float(times[end_at]),
            rest=rest,
            peak=float(self._high),
            speed=_fastest(times[start_at : peak_at + 1], values[start_at : peak_at + 1]),
            cut=cut,
        )

    def _rest(self, before: np.typing.NDArray[np.floating]) -> float:
        """Return where the signal rested; above the peak is no rest: the valley was only passed through."""
        median = float(np.median(before))
        return median if median < self._high else self._low


def _fastest(time_s: np.typing.NDArray[np.floating], value: np.typing.NDArray[np.floating]) -> float:
    """Return the largest rise per second over steps of three samples."""
    took_s, rose = time_s[3:] - time_s[:-3], value[3:] - value[:-3]
    real = took_s >= _SHORTEST_STEP_S
    return float(np.max(rose[real] / took_s[real], initial=0.0))
