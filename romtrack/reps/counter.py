"""The repetition counter: excursions in, repetitions and partial attempts out, as they end."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, TypedDict

from romtrack import units
from romtrack.language import N_, SOURCE, speaking
from romtrack.reps.excursion import Excursion, ExcursionFinder
from romtrack.reps.rest import RestLevel
from romtrack.sane import is_known
from romtrack.types import Partial, Rep, Side

if TYPE_CHECKING:
    from collections.abc import Callable

    from romtrack.exercises import CountRule

__all__ = ["RepCounter"]

_FROM_REST = 0.5  # of the peak: returns that stop short leave up to 0.3
_CUT = {
    "unseen": N_("the leg was out of sight for part of it"),
    "endless": N_("it did not come back"),
    "unfinished": N_("unfinished: the recording ends before it is back"),
}


class _Span(TypedDict):
    """What repetitions and partial attempts share."""

    side: Side
    signal: str
    unit: str
    start_s: float
    peak_s: float
    end_s: float
    rest_value: float
    peak_value: float
    range_value: float


class RepCounter:
    """Count the repetitions of one side, sample by sample.

    Whether an attempt is whole is judged against the repetitions so far. The first ones wait for
    company when they are neither surely whole nor surely too small, so that a first attempt that
    was broken off does not count, and a small range does.

    Parameters
    ----------
    rest: the resting level, where it is known; else it is found from stillness, or is 0 for a rule that
        counts both directions. Movements to its other side are none of the exercise.
    alternating: of an exercise that turns to both sides, upward is the left one's.
    another: says why an excursion is another movement than the exercise's, or nothing.
    """

    def __init__(
        self,
        rule: CountRule,
        side: Side,
        rest: float | None = None,
        *,
        alternating: bool = False,
        another: Callable[[Excursion], str] = lambda _found: "",
    ) -> None:
        self._rule = rule
        self._another = another
        turns: dict[int, Side] = {1: "left", -1: "right"}
        self._sides = turns if alternating and rule.direction == "both" else dict.fromkeys((1, -1), side)
        self._rest = 0.0 if rest is None and rule.direction == "both" else rest
        signs = {"increase": (1,), "decrease": (-1,), "both": (1, -1)}[rule.direction]
        self._resting = {sign: RestLevel(rule.notice) for sign in signs if self._rest is None}
        self._finders = {sign: ExcursionFinder(rule.notice, rule.longest_s) for sign in signs}
        self._typical: dict[int, list[float]] = {sign: [] for sign in signs}
        self._waiting: dict[int, list[Excursion]] = {sign: [] for sign in signs}

    @property
    def away(self) -> bool:
        """Whether an attempt is under way."""
        return any(finder.away for finder in self._finders.values())

    @property
    def resting(self) -> bool:
        """Whether the last sample was at rest."""
        return all(finder.resting for finder in self._finders.values())

    def update(self, time_s: float, value: float) -> tuple[Rep | Partial, ...]:
        """Take one sample (NaN = not seen); return what ended with it, in the order of judgement."""
        events: list[Rep | Partial] = []
        for sign, finder in self._finders.items():
            found = finder.update(time_s, self._side_of_rest(time_s, sign, value))
            if found is not None:
                events += self._judge(sign, found)
        return tuple(events)

    def finish(self) -> tuple[Rep | Partial, ...]:
        """Return what the end of the signal leaves: waiting attempts judged, an unfinished one listed."""
        events: list[Rep | Partial] = []
        for sign, finder in self._finders.items():
            last = finder.finish()
            if last is not None:
                events += self._judge(sign, last)
            events += self._settle(sign)
        return tuple(events)

    def _side_of_rest(self, time_s: float, sign: int, value: float) -> float:
        """Return the signal so that its excursions go up, and never go below rest where that is known."""
        if not is_known(value):
            return float("nan")
        if self._rest is not None:
            return max(sign * (value - self._rest), 0.0)
        resting = self._resting[sign]
        resting.update(time_s, sign * value)
        return sign * value if resting.level is None else max(sign * value, resting.level)

    def _judge(self, sign: int, found: Excursion) -> list[Rep | Partial]:
        reason = self._flaw(found)
        if reason:
            return [self._partial(sign, found, reason)]
        if not self._typical[sign] and found.range < self._rule.sure:
            self._waiting[sign].append(found)
            return self._settle(sign) if len(self._waiting[sign]) > 1 else []
        self._waiting[sign].append(found)
        return self._settle(sign)

    @speaking(SOURCE)
    def _flaw(self, found: Excursion) -> str:
        """Return why an excursion cannot be a repetition whatever the others are, or nothing."""
        if found.cut:
            return _CUT[found.cut]
        if self._rest is not None and found.rest > _FROM_REST * found.peak:
            return N_("it began in the middle of the movement")
        if found.range < self._rule.least:
            return _too_little(self._rule.least, self._rule.unit)
        if self._rule.most is not None and found.range > self._rule.most:
            return _too_far(self._rule.most, self._rule.unit)
        if found.end_s - found.start_s < self._rule.shortest_s:
            return N_("shorter than {seconds} s").format(seconds=units.figure(self._rule.shortest_s))
        return self._another(found)

    def _settle(self, sign: int) -> list[Rep | Partial]:
        """Judge the waiting attempts against the typical range, or against the largest of them."""
        waiting, self._waiting[sign] = self._waiting[sign], []
        if not waiting:
            return []
        ranges = self._typical[sign] or [max(found.range for found in waiting)]
        least = self._rule.partial_share * median(ranges)
        return [self._whole_or_partial(sign, found, least) for found in waiting]

    def _whole_or_partial(self, sign: int, found: Excursion, least: float) -> Rep | Partial:
        if found.range < least:
            share = units.rounded_percent(self._rule.partial_share)
            return self._partial(sign, found, N_("under {share} of the range").format(share=share))
        self._typical[sign].append(found.range)
        return Rep(**self._span(sign, found), peak_speed=found.speed)

    def _partial(self, sign: int, found: Excursion, reason: str) -> Partial:
        return Partial(**self._span(sign, found), reason=reason)

    def _span(self, sign: int, found: Excursion) -> _Span:
        base = self._rest or 0.0
        return {
            "side": self._sides[sign],
            "signal": self._rule.signal,
            "unit": self._rule.unit,
            "start_s": found.start_s,
            "peak_s": found.peak_s,
            "end_s": found.end_s,
            "rest_value": base + sign * found.rest,
            "peak_value": base + sign * found.peak,
            "range_value": found.range,
        }


def _too_little(limit: float, unit: str) -> str:
    """Return what a range is: beside a limit in degrees, else in words; nobody knows trunk lengths."""
    if unit == "deg":
        return N_("under {limit} degrees").format(limit=units.figure(limit))
    return N_("too little to count")


def _too_far(limit: float, unit: str) -> str:
    """Return the same of one that is too wide."""
    if unit == "deg":
        return N_("over {limit} degrees: no body does that").format(limit=units.figure(limit))
    return N_("too far: no body does that")
