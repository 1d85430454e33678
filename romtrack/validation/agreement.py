"""How well readings agree with the truth: the usual figures of method comparison.

Frames of one clip follow each other closely and are no independent samples: the figures describe
the frames that were read, and no confidence interval may be built from their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from romtrack.types import FloatArray

__all__ = ["Agreement", "Coverage", "agreement", "coverage", "icc_2_1", "limits_of_agreement", "line_fit"]

_NORMAL_95 = 1.96  # standard deviations that hold 95 % of a normal distribution


@dataclass(frozen=True, slots=True)
class Agreement:
    """Figures over paired readings; NaN where there are too few of them, or where nothing varies.

    frames: pairs they come from. bias: mean of read - true. loa_low, loa_high: Bland and Altman's
    limits. gain: slope of read over true. icc: ICC(2,1).
    """

    frames: int
    bias_deg: float = np.nan
    mae_deg: float = np.nan
    rmse_deg: float = np.nan
    p95_deg: float = np.nan
    max_deg: float = np.nan
    gain: float = np.nan
    correlation: float = np.nan
    icc: float = np.nan
    loa_low_deg: float = np.nan
    loa_high_deg: float = np.nan


class Coverage(NamedTuple):
    """Share of errors within one and two stated standard uncertainties, 0..1; honest: 0.68 and 0.95."""

    within_1: float
    within_2: float


def agreement(read_deg: FloatArray, true_deg: FloatArray) -> Agreement:
    """Compare readings (N,) with the truth (N,); pairs with a NaN are left out."""
    both = np.isfinite(read_deg) & np.isfinite(true_deg)
    read, true = np.asarray(read_deg[both], float), np.asarray(true_deg[both], float)
    if not len(read):
        return Agreement(0)
    error = read - true
    size = np.abs(error)
    low, high = limits_of_agreement(error)
    gain, _, correlation = line_fit(true, read)
    return Agreement(
        frames=len(read),
        bias_deg=float(error.mean()),
        mae_deg=float(size.mean()),
        rmse_deg=float(np.sqrt(np.mean(error**2))),
        p95_deg=float(np.percentile(size, 95)),
        max_deg=float(size.max()),
        gain=gain,
        correlation=correlation,
        icc=icc_2_1(np.stack((read, true), axis=1)),
        loa_low_deg=low,
        loa_high_deg=high,
    )


def limits_of_agreement(difference: FloatArray) -> tuple[float, float]:
    """Return the limits that hold 95 % of normally distributed differences (N,): mean -/+ 1.96 sd.

    Bland JM, Altman DG. Statistical methods for assessing agreement between two methods of clinical
    measurement. Lancet 1986; 327: 307-310. The standard deviation has N - 1 in the denominator.
    """
    if len(difference) < 2:  # noqa: PLR2004  one has no spread
        return np.nan, np.nan
    mean, reach = float(np.mean(difference)), _NORMAL_95 * float(np.std(difference, ddof=1))
    return mean - reach, mean + reach


def line_fit(x: FloatArray, y: FloatArray) -> tuple[float, float, float]:
    """Return slope and intercept of the least-squares line of y over x, (N,) each, and Pearson's r."""
    if len(x) < 2:  # noqa: PLR2004  one point is no line
        return np.nan, np.nan, np.nan
    x0, y0 = x - x.mean(), y - y.mean()
    xx, yy, xy = float(x0 @ x0), float(y0 @ y0), float(x0 @ y0)
    if _is_nothing(xx, x):
        return np.nan, np.nan, np.nan
    slope = xy / xx
    correlation = np.nan if _is_nothing(yy, y) else float(np.clip(xy / np.sqrt(xx * yy), -1, 1))
    return slope, float(y.mean() - slope * x.mean()), correlation


def icc_2_1(ratings: FloatArray) -> float:
    """Return the intraclass correlation ICC(2,1) of ``ratings``, (N targets, K raters).

    Two-way random effects, absolute agreement, single rating: Shrout PE, Fleiss JL. Intraclass
    correlations: uses in assessing rater reliability. Psychological Bulletin 1979; 86: 420-428.
    NaN with fewer than two targets or raters, or when every rating is the same.
    """
    n, k = ratings.shape
    if n < 2 or k < 2:  # noqa: PLR2004  nothing to compare
        return np.nan
    centred = ratings - ratings.mean()
    targets, raters = centred.mean(axis=1), centred.mean(axis=0)
    between_targets = k * float(targets @ targets) / (n - 1)
    between_raters = n * float(raters @ raters) / (k - 1)
    residual = centred - targets[:, None] - raters[None, :]
    rest = float(np.sum(residual**2)) / ((n - 1) * (k - 1))
    whole = between_targets + (k - 1) * rest + k * (between_raters - rest) / n
    return np.nan if _is_nothing(abs(whole), ratings) else (between_targets - rest) / whole


def coverage(error_deg: FloatArray, sigma_deg: FloatArray) -> Coverage:
    """Return the share of errors (N,) no larger than one and two ``sigma_deg`` (N,); NaN is left out."""
    both = np.isfinite(error_deg) & np.isfinite(sigma_deg)
    if not both.any():
        return Coverage(np.nan, np.nan)
    error, sigma = np.abs(error_deg[both]), sigma_deg[both]
    return Coverage(float(np.mean(error <= sigma)), float(np.mean(error <= 2 * sigma)))


def _is_nothing(squares: float, values: FloatArray) -> bool:
    """Return whether a sum of squares is only what rounding leaves of equal ``values``."""
    scale = float(np.max(np.abs(values)))
    return bool(squares <= values.size * (8 * np.finfo(float).eps * scale) ** 2)
