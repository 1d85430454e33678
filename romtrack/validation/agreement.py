"""How well readings agree with the truth: the usual figures of method comparison.

Frames of one clip follow each other closely and are no independent samples: the figures describe
the frames that were read, and no confidence interval may be built from their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from romtrack.validation.reliability import icc_2_1, is_nothing

if TYPE_CHECKING:
    from romtrack.types import FloatArray

__all__ = ["Agreement", "Coverage", "agreement", "coverage", "limits_of_agreement", "line_fit"]

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
    if is_nothing(xx, x):
        return np.nan, np.nan, np.nan
    slope = xy / xx
    correlation = np.nan if is_nothing(yy, y) else float(np.clip(xy / np.sqrt(xx * yy), -1, 1))
    return slope, float(y.mean() - slope * x.mean()), correlation


def coverage(error_deg: FloatArray, sigma_deg: FloatArray) -> Coverage:
    """Return the share of errors (N,) no larger than one and two ``sigma_deg`` (N,); NaN is left out."""
    both = np.isfinite(error_deg) & np.isfinite(sigma_deg)
    if not both.any():
        return Coverage(np.nan, np.nan)
    error, sigma = np.abs(error_deg[both]), sigma_deg[both]
    return Coverage(float(np.mean(error <= sigma)), float(np.mean(error <= 2 * sigma)))
