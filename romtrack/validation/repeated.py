"""Bias and limits of agreement where every person was measured several times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack.validation.reliability import Span95

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.types import FloatArray

__all__ = ["Differences", "differences"]

_NORMAL_95: Final = 1.96
_LOW, _HIGH = 0.025, 0.975


class Differences(NamedTuple):
    """How far paired readings lie apart, in their unit; NaN = too few persons.

    bias: mean difference. sd: of a single difference, between and within persons together. low, high: the
    limits that hold 95 % of normally distributed differences, each with its own interval. rmse: root mean
    square of the differences.
    """

    pairs: int
    persons: int
    bias: float
    bias_95: Span95
    sd: float
    low: float
    low_95: Span95
    high: float
    high_95: Span95
    rmse: float


class _Spread(NamedTuple):
    """Where differences come from. counts, means: (N,) of each person."""

    counts: FloatArray
    means: FloatArray
    between: float
    within: float


def differences(difference: FloatArray, persons: Sequence[str]) -> Differences:
    """Return the figures of differences (T,), whose persons are named (T,).

    Repeated pairs whose true value varies, by a one-way analysis of variance: Bland JM, Altman DG.
    Agreement between methods of measurement with multiple observations per individual. Journal of
    Biopharmaceutical Statistics 2007; 17: 571-582. With one pair a person it is their method of 1986.
    Intervals of the limits: Zou GY. Statistical Methods in Medical Research 2013; 22: 630-642.
    """
    spread = _spread(difference, persons)
    bias, rmse = float(np.mean(difference)), float(np.sqrt(np.mean(difference**2)))
    n = len(spread.counts)
    if n < 2:  # noqa: PLR2004  one person has no spread between persons
        none = Span95()
        return Differences(len(difference), n, bias, none, np.nan, np.nan, none, np.nan, none, rmse)
    sd = float(np.sqrt(spread.between + spread.within))
    bias_95 = _bias_95(spread, bias)
    low_95, high_95 = _limits_95(spread, bias, bias_95, sd)
    reach = _NORMAL_95 * sd
    return Differences(
        len(difference), n, bias, bias_95, sd, bias - reach, low_95, bias + reach, high_95, rmse
    )


def _spread(difference: FloatArray, persons: Sequence[str]) -> _Spread:
    _, person = np.unique(np.asarray(persons), return_inverse=True)
    counts = np.bincount(person).astype(float)
    means = np.bincount(person, weights=difference) / counts
    pairs, n = len(difference), len(counts)
    if n < 2:  # noqa: PLR2004  as above
        return _Spread(counts, means, np.nan, np.nan)
    squares_between = float(np.sum(counts * (means - np.mean(difference)) ** 2)) / (n - 1)
    if pairs == n:
        return _Spread(counts, means, squares_between, 0.0)
    within = float(np.sum((difference - means[person]) ** 2)) / (pairs - n)
    share = (pairs**2 - float(counts @ counts)) / ((n - 1) * pairs)
    return _Spread(counts, means, max(0.0, (squares_between - within) / share), within)


def _bias_95(spread: _Spread, bias: float) -> Span95:
    """Return the interval of the mean over all pairs: persons, not pairs, are what was drawn at random."""
    from scipy.stats import t  # noqa: PLC0415  a second, which no other command waits for

    counts, pairs = spread.counts, float(spread.counts.sum())
    variance = spread.between * float(counts @ counts) / pairs**2 + spread.within / pairs
    reach = float(t.ppf(_HIGH, len(counts) - 1)) * float(np.sqrt(variance))
    return Span95(bias - reach, bias + reach)


def _limits_95(spread: _Spread, bias: float, bias_95: Span95, sd: float) -> tuple[Span95, Span95]:
    """Return the intervals of both limits, from those of the bias and of the variance (MOVER)."""
    from scipy.stats import chi2  # noqa: PLC0415  as above

    n, pairs = len(spread.counts), float(spread.counts.sum())
    of_means = float(np.var(spread.means, ddof=1))
    rest = (1 - float(np.mean(1 / spread.counts))) * spread.within
    more = (of_means * ((n - 1) / float(chi2.ppf(_LOW, n - 1)) - 1)) ** 2
    less = (of_means * (1 - (n - 1) / float(chi2.ppf(_HIGH, n - 1)))) ** 2
    if pairs > n:
        more += (rest * ((pairs - n) / float(chi2.ppf(_LOW, pairs - n)) - 1)) ** 2
        less += (rest * (1 - (pairs - n) / float(chi2.ppf(_HIGH, pairs - n)))) ** 2
    smallest = float(np.sqrt(max(sd**2 - np.sqrt(less), 0.0)))
    largest = float(np.sqrt(sd**2 + np.sqrt(more)))
    narrow, wide = _NORMAL_95 * (sd - smallest), _NORMAL_95 * (largest - sd)
    reach, slack = _NORMAL_95 * sd, bias_95.high - bias
    inward, outward = float(np.hypot(slack, narrow)), float(np.hypot(slack, wide))
    return (
        Span95(bias - reach - outward, bias - reach + inward),
        Span95(bias + reach - inward, bias + reach + outward),
    )
