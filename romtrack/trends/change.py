"""What a change between sessions means: less than the detectable change is no change that can be told.

Two tests decide, both at each session with what was known by then (MEASUREMENT, section 4):

- the session against the baseline: the first one, or the one from which somebody wants to be told.
  Detectable is ``t * sqrt(2) * SEM``;
- from five sessions on, the slope over all of them, so that a slow gain in small steps is a gain.

The SEM pools two variances by their degrees of freedom: the quantity's own (8 degrees), and that of the
person, from the residuals about the line through their sessions (as many as sessions, less two). So a few
lucky sessions promise nothing, and a gain is not taken for scatter. ``t`` is Student's of all these degrees.

Where both tests are done each gets half of the 5 % (Bonferroni): in a flat series at most one session in
twenty is called a change, gains and losses together. A session weighs by the quantity's variance between
sessions and its own sigma's together, and one that lies off the others hardly moves the line (``line``). Off
the line, a session is not compared: whether that was a slip or a sudden change, the next one tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from romtrack.trends.line import FOR_ROBUST, STARTING_DEGREES, line_through

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.types import FloatArray

__all__ = [
    "SESSIONS_FOR_SLOPE",
    "Change",
    "Course",
    "Slope",
    "Standing",
    "Verdict",
    "course",
    "detectable_change_deg",
    "surely_deg",
]

Verdict = Literal["more", "less", "none"]

SESSIONS_FOR_SLOPE: Final = FOR_ROBUST
LEAST_SPAN_WEEKS: Final = 1.0  # a rate a week from hours would be made up
_ERROR: Final = 0.05  # share of flat series that are called a change
_NORMAL: Final = NormalDist()


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of a session's range to an earlier one, and what had to be exceeded.

    Attributes
    ----------
    before_deg, now_deg: the two ranges, + = the way of the direction.
    detectable_deg: the smallest difference that this instrument can tell from chance.
    """

    before_deg: float
    now_deg: float
    detectable_deg: float

    @property
    def change_deg(self) -> float:
        """The difference, + = more range, for either direction."""
        return self.now_deg - self.before_deg

    @property
    def verdict(self) -> Verdict:
        """Whether it exceeds the detectable change, and which way."""
        return _verdict(self.change_deg - self.detectable_deg, self.change_deg + self.detectable_deg)


@dataclass(frozen=True, slots=True)
class Slope:
    """How the range goes over all sessions so far, degrees a week, with the interval that decides.

    Attributes
    ----------
    low, high: together with the comparison of first and last right in 95 % of flat series.
    end_deg: where the line is at the last of these sessions.
    """

    deg_per_week: float
    low: float
    high: float
    end_deg: float

    @property
    def verdict(self) -> Verdict:
        """Whether no change lies outside of the interval, and on which side."""
        return _verdict(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Standing:
    """What can be said at one session of a series.

    Attributes
    ----------
    number: of the session, from 1. since_first, since_last: to the baseline and to the one before, which
        decides nothing. slope: None below five sessions, or within less than a week.
    sem_deg, degrees_of_freedom: the pooled standard error of measurement.
    off: numbers of the sessions that lie off the line of all.
    """

    number: int
    since_first: Change
    since_last: Change
    slope: Slope | None
    sem_deg: float
    degrees_of_freedom: float
    off: frozenset[int] = frozenset()

    @property
    def is_off(self) -> bool:
        """Whether it lies off the line, or the baseline does: their difference alone says nothing."""
        return not self.off.isdisjoint({1, self.number})

    @property
    def is_step_off(self) -> bool:
        """Whether it lies off the line, or the one before does."""
        return not self.off.isdisjoint({self.number - 1, self.number})

    @property
    def verdict(self) -> Verdict:
        """What both tests say together; where they contradict each other, nothing can be told."""
        since_first: Verdict = "none" if self.is_off else self.since_first.verdict
        said = {since_first, "none" if self.slope is None else self.slope.verdict} - {"none"}
        return said.pop() if len(said) == 1 else "none"


def _verdict(low: float, high: float) -> Verdict:
    return "more" if low > 0 else "less" if high < 0 else "none"


def detectable_change_deg(sem_deg: float) -> float:
    """Return the smallest change between two sessions that can be told of somebody who is not known."""
    return _student(STARTING_DEGREES, tests=1) * sqrt(2) * sem_deg


def surely_deg(sigma_deg: float) -> float:
    """Return what a difference of this standard uncertainty exceeds by chance in 5 %, either way."""
    return _NORMAL.inv_cdf(1 - _ERROR / 2) * sigma_deg


def _student(degrees: float, tests: int) -> float:
    """Return what Student's t exceeds, either way, in 5 % of so many tests together.

    Abramowitz and Stegun 26.7.5, right to 0.001 from 8 degrees of freedom on. Loading SciPy for it would take
    longer than telling thousands of sessions.
    """
    x = _NORMAL.inv_cdf(1 - _ERROR / 2 / tests)
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return x + sum(term / degrees**power for power, term in enumerate(terms, 1))


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The sessions of a series in their order, (N) each.

    Attributes
    ----------
    weeks: when. weight: what each counts by what is known of it, 1 = all. sem_deg: the quantity's own.
    """

    weeks: FloatArray
    range_deg: FloatArray
    weight: FloatArray
    sem_deg: float

    def standing(self, place: int) -> Standing | None:
        """Return what can be said at one session, from it and those before it; None at the baseline."""
        if not place:
            return None
        number = place + 1
        weeks, ranges = self.weeks[:number], self.range_deg[:number]
        line = line_through(weeks, ranges, self.weight[:number], self.sem_deg)
        is_told = number >= SESSIONS_FOR_SLOPE and weeks[-1] - weeks[0] >= LEAST_SPAN_WEEKS
        student = _student(line.degrees, tests=1 + is_told)
        half = student * line.scale / sqrt(line.spread) if is_told else 0.0
        first, before, now = (float(ranges[at]) for at in (0, -2, -1))
        detectable = student * sqrt(2) * line.scale
        return Standing(
            number,
            Change(first, now, detectable),
            Change(before, now, detectable),
            Slope(line.slope, line.slope - half, line.slope + half, line.end) if is_told else None,
            line.scale,
            line.degrees,
            frozenset((1 + np.flatnonzero(line.off)).tolist()),
        )


def course(
    weeks: Sequence[float], ranges_deg: Sequence[float], sigmas_deg: Sequence[float], sem_deg: float
) -> Course:
    """Return sessions as they are judged.

    Parameters
    ----------
    weeks: when, in order. sigmas_deg: of each range, NaN = not known. sem_deg: the quantity's own.
    """
    sigma = np.nan_to_num(np.asarray(sigmas_deg, dtype=float), nan=0.0)
    weight = sem_deg**2 / (sem_deg**2 + sigma**2)  # 1 where the sigma is nothing, or not known
    return Course(np.asarray(weeks, dtype=float), np.asarray(ranges_deg, dtype=float), weight, sem_deg)
