"""How reliable readings are: intraclass correlations with their intervals, the SEM, the detectable change.

Our own, because no kept library fits: ``pingouin`` is under GPL-3.0 and brings scikit-learn, seaborn and
matplotlib; ``statsmodels`` has no intraclass correlation; ``poseaudit`` (MIT) has ICC(2,1) without its
analytic interval and no ICC(3,1). The formulas are held against published worked examples by the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from romtrack.types import FloatArray

__all__ = ["MeanSquares", "Reliability", "Span95", "icc_2_1", "is_nothing", "mean_squares", "reliability"]

_LOW, _HIGH = 0.025, 0.975
_MDC: Final = 1.96 * np.sqrt(2)


class Span95(NamedTuple):
    """A 95 % confidence interval; NaN = not known."""

    low: float = np.nan
    high: float = np.nan


class MeanSquares(NamedTuple):
    """The two-way analysis of variance of ratings: mean squares of targets, raters, and what is left."""

    targets: int
    raters: int
    between_targets: float
    between_raters: float
    rest: float


class Reliability(NamedTuple):
    """How well ratings of the same targets repeat.

    icc_agreement: ICC(2,1), raters drawn at random, absolute agreement. icc_consistency: ICC(3,1), these very
    raters, their mean differences left out. sem: standard error of measurement with the raters' mean
    differences in it, in the unit of the ratings. mdc95: what a change between two ratings must exceed.
    """

    targets: int
    raters: int
    icc_agreement: float
    icc_agreement_95: Span95
    icc_consistency: float
    icc_consistency_95: Span95
    sem: float
    mdc95: float


def mean_squares(ratings: FloatArray) -> MeanSquares:
    """Return the mean squares of ``ratings``, (N targets, K raters), both two at least."""
    n, k = ratings.shape
    centred = ratings - ratings.mean()
    targets, raters = centred.mean(axis=1), centred.mean(axis=0)
    residual = centred - targets[:, None] - raters[None, :]
    return MeanSquares(
        n,
        k,
        k * float(targets @ targets) / (n - 1),
        n * float(raters @ raters) / (k - 1),
        float(np.sum(residual**2)) / ((n - 1) * (k - 1)),
    )


def icc_2_1(ratings: FloatArray) -> float:
    """Return the intraclass correlation ICC(2,1) of ``ratings``, (N targets, K raters).

    Two-way random effects, absolute agreement, single rating: Shrout PE, Fleiss JL. Intraclass
    correlations: uses in assessing rater reliability. Psychological Bulletin 1979; 86: 420-428.
    NaN with fewer than two targets or raters, or when every rating is the same.
    """
    if min(ratings.shape) < 2:  # noqa: PLR2004  nothing to compare
        return np.nan
    found = mean_squares(ratings)
    n, k, rest = found.targets, found.raters, found.rest
    whole = found.between_targets + (k - 1) * rest + k * (found.between_raters - rest) / n
    return np.nan if is_nothing(abs(whole), ratings) else (found.between_targets - rest) / whole


def reliability(ratings: FloatArray) -> Reliability:
    """Return the figures of ``ratings``, (N targets, K raters), both two at least; NaN where nothing varies.

    Correlations: Shrout and Fleiss 1979. Intervals: McGraw KO, Wong SP. Forming inferences about some
    intraclass correlation coefficients. Psychological Methods 1996; 1: 30-46, table 7, cases A-1 and C-1.
    SEM with systematic differences: de Vet HCW et al. When to use agreement versus reliability measures.
    Journal of Clinical Epidemiology 2006; 59: 1033-1039. MDC95 = 1.96 * sqrt(2) * SEM.
    """
    found = mean_squares(ratings)
    n, k, rest = found.targets, found.raters, found.rest
    agreement = icc_2_1(ratings)
    whole = found.between_targets + (k - 1) * rest
    consistency = np.nan if is_nothing(whole, ratings) else (found.between_targets - rest) / whole
    is_copied = is_nothing(rest, ratings)  # then there is no spread that an interval could be made of
    sem = float(np.sqrt(max(found.between_raters - rest, 0.0) / n + rest))
    return Reliability(
        n,
        k,
        agreement,
        Span95() if is_copied else _agreement_95(found, agreement),
        consistency,
        Span95() if is_copied else _consistency_95(found),
        sem,
        float(_MDC * sem),
    )


def _agreement_95(found: MeanSquares, icc: float) -> Span95:
    from scipy.stats import f  # noqa: PLC0415  a second, which no other command waits for

    n, k, rest, raters = found.targets, found.raters, found.rest, found.between_raters
    a = k * icc / (n * (1 - icc))
    b = 1 + k * icc * (n - 1) / (n * (1 - icc))
    freedom = (a * raters + b * rest) ** 2 / (
        (a * raters) ** 2 / (k - 1) + (b * rest) ** 2 / ((n - 1) * (k - 1))
    )
    below, above = float(f.ppf(_HIGH, n - 1, freedom)), float(f.ppf(_HIGH, freedom, n - 1))
    others = k * raters + (k * n - k - n) * rest
    targets = found.between_targets
    return Span95(
        n * (targets - below * rest) / (below * others + n * targets),
        n * (above * targets - rest) / (others + n * above * targets),
    )


def _consistency_95(found: MeanSquares) -> Span95:
    from scipy.stats import f  # noqa: PLC0415  as above

    n, k = found.targets, found.raters
    ratio, freedom = found.between_targets / found.rest, (n - 1) * (k - 1)
    low = ratio / float(f.ppf(_HIGH, n - 1, freedom))
    high = ratio / float(f.ppf(_LOW, n - 1, freedom))
    return Span95((low - 1) / (low + k - 1), (high - 1) / (high + k - 1))


def is_nothing(squares: float, values: FloatArray) -> bool:
    """Return whether a sum of squares is only what rounding leaves of equal ``values``."""
    scale = float(np.max(np.abs(values)))
    return bool(squares <= values.size * (8 * np.finfo(float).eps * scale) ** 2)
