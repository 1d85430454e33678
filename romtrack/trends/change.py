"""What a change between sessions means: less than the detectable change is no change that can be told.

Two tests decide, both at each session with what was known by then (MEASUREMENT, section 4):

- the session against the baseline: the first one, or the one from which somebody wants to be told.
  Detectable is ``t * sqrt(2) * SEM``;
- from five sessions on, the slope over all of them, so that a slow gain in small steps is a gain.

The SEM pools two variances by their degrees of freedom: the quantity's own (8 degrees), and that of the
person, from the residuals about the line through their sessions (as many as sessions, less two). So a few
lucky sessions promise nothing, and a gain is not taken for scatter. ``t`` is Student's of all these degrees.

Where both tests are done each gets half of the 5 % (Bonferroni): in a flat series at most one session in
twenty is called a change, gains and losses together. The slope is a weighted least squares line: a
session's variance is the quantity's between sessions and its own sigma's together, which bounds how much
a single session can weigh.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

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
]

Verdict = Literal["more", "less", "none"]

SESSIONS_FOR_SLOPE: Final = 5
LEAST_SPAN_WEEKS: Final = 1.0  # a rate a week from hours would be made up
_STARTING_DEGREES: Final = 8.0  # of freedom, of the quantity's own SEM
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
    """

    deg_per_week: float
    low: float
    high: float

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
    """

    number: int
    since_first: Change
    since_last: Change
    slope: Slope | None
    sem_deg: float
    degrees_of_freedom: float

    @property
    def verdict(self) -> Verdict:
        """What both tests say together; where they contradict each other, nothing can be told."""
        said = {self.since_first.verdict, "none" if self.slope is None else self.slope.verdict} - {"none"}
        return said.pop() if len(said) == 1 else "none"


def _verdict(low: float, high: float) -> Verdict:
    return "more" if low > 0 else "less" if high < 0 else "none"


def detectable_change_deg(sem_deg: float) -> float:
    """Return the smallest change between two sessions that can be told of somebody who is not known."""
    return float(_student(_STARTING_DEGREES, of_two=False) * np.sqrt(2) * sem_deg)


def _student(degrees: FloatArray | float, of_two: NDArray[np.bool_] | bool) -> FloatArray:  # noqa: FBT001
    """Return what Student's t exceeds, either way, in 5 %; ``of_two`` tests, in half of that.

    Abramowitz and Stegun 26.7.5, right to 0.001 from 8 degrees of freedom on. Loading SciPy for it would take
    longer than telling thousands of sessions.
    """
    x = np.where(of_two, _NORMAL.inv_cdf(1 - _ERROR / 4), _NORMAL.inv_cdf(1 - _ERROR / 2))
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return np.asarray(x + sum(term / degrees**power for power, term in enumerate(terms, 1)))


class Course(NamedTuple):
    """The numbers at each session of a series, (N) each; NaN where there is none.

    slope, half_width: degrees a week.
    """

    range_deg: FloatArray
    sem_deg: FloatArray
    degrees: FloatArray
    detectable_deg: FloatArray
    slope: FloatArray
    half_width: FloatArray

    def standing(self, place: int) -> Standing | None:
        """Return what can be said at one session; None at the first, which is the baseline."""
        if not place:
            return None
        now, detectable = float(self.range_deg[place]), float(self.detectable_deg[place])
        slope, half = float(self.slope[place]), float(self.half_width[place])
        return Standing(
            place + 1,
            Change(float(self.range_deg[0]), now, detectable),
            Change(float(self.range_deg[place - 1]), now, detectable),
            None if np.isnan(half) else Slope(slope, slope - half, slope + half),
            float(self.sem_deg[place]),
            float(self.degrees[place]),
        )


def course(
    weeks: Sequence[float], ranges_deg: Sequence[float], sigmas_deg: Sequence[float], sem_deg: float
) -> Course:
    """Return what can be told at each session, from it and those before it.

    Parameters
    ----------
    weeks: when, in order. sigmas_deg: of each range, NaN = not known. sem_deg: the quantity's own.
    """
    value, when = np.asarray(ranges_deg, dtype=float), np.asarray(weeks, dtype=float)
    line = _Line.through(when, value, _weights(np.asarray(sigmas_deg, dtype=float), sem_deg))
    number = np.arange(1, len(value) + 1)
    own_degrees = np.maximum(number - 1 - line.is_sloped, 0)
    degrees = _STARTING_DEGREES + own_degrees
    sem = np.sqrt((_STARTING_DEGREES * sem_deg**2 + np.where(own_degrees > 0, line.squares, 0.0)) / degrees)
    told = line.is_sloped & (number >= SESSIONS_FOR_SLOPE) & (when - when[:1] >= LEAST_SPAN_WEEKS)
    student = _student(degrees, told)
    half = np.where(told, student * sem / np.sqrt(np.where(told, line.spread, 1.0)), np.nan)
    return Course(value, sem, degrees, student * np.sqrt(2) * sem, line.slope, half)


def _weights(sigma_deg: FloatArray, sem_deg: float) -> FloatArray:
    """Return what each session weighs, 1 where its sigma is nothing or not known."""
    return np.asarray(sem_deg**2 / (sem_deg**2 + np.nan_to_num(sigma_deg, nan=0.0) ** 2))


class _Line(NamedTuple):
    """The weighted line through the first 1, 2, … N sessions, (N) each.

    spread: of the times, weeks squared. squares: of the residuals, degrees squared. is_sloped: whether the
    times differ; else the line is level.
    """

    slope: FloatArray
    spread: FloatArray
    squares: FloatArray
    is_sloped: NDArray[np.bool_]

    @classmethod
    def through(cls, when: FloatArray, value: FloatArray, weight: FloatArray) -> _Line:
        """Fit them all at once, by running sums about the middle of the whole."""
        x, y = when - when.mean(), value - value.mean()
        total, sum_x, sum_y = np.cumsum(weight), np.cumsum(weight * x), np.cumsum(weight * y)
        xx = np.cumsum(weight * x * x) - sum_x**2 / total
        xy = np.cumsum(weight * x * y) - sum_x * sum_y / total
        yy = np.cumsum(weight * y * y) - sum_y**2 / total
        sloped = xx > 1e-12 * (1 + x[-1] ** 2)
        slope = np.where(sloped, xy / np.where(sloped, xx, 1.0), 0.0)
        scale = np.arange(1, len(weight) + 1) / total  # so that weights are 1 on average
        return cls(slope, xx * scale, np.maximum(yy - slope * xy, 0.0) * scale, sloped)
