"""The figures of method comparison, against textbook values and by their properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from romtrack.validation.agreement import (
    agreement,
    coverage,
    limits_of_agreement,
    line_fit,
)
from romtrack.validation.reliability import icc_2_1

if TYPE_CHECKING:
    from romtrack.types import FloatArray

# Shrout and Fleiss 1979, table 2: four judges rate six targets.
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
)
# Bland and Altman 1986, table 1: peak expiratory flow (l/min) by the Wright meter and the mini meter.
WRIGHT = np.array([494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427.0])
MINI = np.array([512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451.0])

angles = arrays(
    np.float64, st.integers(3, 40), elements=st.floats(-90, 90, allow_nan=False, width=32), fill=st.nothing()
)


def test_icc_of_shrout_and_fleiss() -> None:
    assert icc_2_1(SHROUT_FLEISS) == pytest.approx(0.29, abs=0.005)


def test_limits_of_bland_and_altman() -> None:
    # The paper rounds the bias to -2.1 and the standard deviation to 38.8, and takes two of them.
    low, high = limits_of_agreement(WRIGHT - MINI)
    assert (low + high) / 2 == pytest.approx(-2.1, abs=0.05)
    assert (high - low) / (2 * 1.96) == pytest.approx(38.8, abs=0.05)
    assert line_fit(WRIGHT, MINI)[2] == pytest.approx(0.94, abs=0.005)


def test_figures_by_hand() -> None:
    figures = agreement(np.array([1.0, 2.0, 5.0, np.nan]), np.array([0.0, 2.0, 3.0, 4.0]))
    assert figures.frames == 3
    assert figures.bias_deg == pytest.approx(1)
    assert figures.mae_deg == pytest.approx(1)
    assert figures.rmse_deg == pytest.approx(np.sqrt(5 / 3))
    assert figures.max_deg == 2
    assert figures.p95_deg == pytest.approx(1.9)
    # about the means 5/3 and 8/3: (25 + 1 + 16) / 9 over itself, cross products (25 - 2 + 28) / 9 ...
    assert figures.gain == pytest.approx(17 / 14)
    assert figures.loa_high_deg == pytest.approx(1 + 1.96)
    assert figures.loa_low_deg == pytest.approx(1 - 1.96)


def test_nothing_read_gives_no_figures() -> None:
    figures = agreement(np.full(3, np.nan), np.arange(3.0))
    assert figures.frames == 0
    assert np.isnan([figures.bias_deg, figures.icc, figures.loa_low_deg]).all()


def test_one_frame_has_an_error_but_no_spread() -> None:
    figures = agreement(np.array([3.0]), np.array([1.0]))
    assert figures.mae_deg == 2
    assert np.isnan([figures.gain, figures.correlation, figures.icc, figures.loa_high_deg]).all()


@pytest.mark.parametrize("value", [0.0, 0.1, 1e6])
def test_where_nothing_varies_there_is_no_correlation(value: float) -> None:
    same = np.full(7, value)
    assert np.isnan(line_fit(same, np.arange(7.0))[0])
    assert np.isnan(line_fit(np.arange(7.0), same)[2])
    assert np.isnan(icc_2_1(np.stack((same, same), axis=1)))


def test_coverage_counts_one_and_two_sigma() -> None:
    error = np.array([0.5, -1.0, 1.5, -2.5, np.nan, 0.0])
    sigma = np.array([1.0, 1.0, 1.0, 1.0, 1.0, np.nan])
    assert coverage(error, sigma) == (0.5, 0.75)
    assert np.isnan(coverage(error, np.full(6, np.nan))).all()


def test_honest_sigma_covers_68_and_95_percent() -> None:
    rng = np.random.default_rng(7)
    sigma = rng.uniform(0.5, 3, 50_000)
    assert coverage(rng.normal(0, sigma), sigma) == pytest.approx((0.683, 0.954), abs=0.01)


@given(true=angles)
def test_perfect_agreement(true: FloatArray) -> None:
    figures = agreement(true, true)
    assert (figures.mae_deg, figures.max_deg, figures.bias_deg) == (0, 0, 0)
    assert coverage(true - true, np.full(len(true), 1.0)) == (1, 1)
    if np.ptp(true) > 1e-3:
        assert figures.icc == pytest.approx(1)
        assert figures.gain == pytest.approx(1)


@given(true=angles, shift_deg=st.floats(-30, 30))
def test_a_shift_is_bias_and_nothing_else(true: FloatArray, shift_deg: float) -> None:
    figures = agreement(true + shift_deg, true)
    assert figures.bias_deg == pytest.approx(shift_deg, abs=1e-9)
    assert figures.mae_deg == pytest.approx(abs(shift_deg), abs=1e-9)
    assert figures.loa_high_deg - figures.loa_low_deg == pytest.approx(0, abs=1e-9)
    if np.ptp(true) > 1:
        assert figures.gain == pytest.approx(1)
        assert figures.icc <= 1 + 1e-12


@given(true=angles, seed=st.integers(0, 2**16))
def test_the_order_of_the_frames_does_not_matter(true: FloatArray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    read, order = true + rng.normal(0, 2, len(true)), rng.permutation(len(true))
    one, other = agreement(read, true), agreement(read[order], true[order])
    for name in one.__slots__:
        assert getattr(other, name) == pytest.approx(getattr(one, name), rel=1e-6, abs=1e-9, nan_ok=True)


@given(true=angles, gain=st.floats(0.5, 2))
def test_a_gain_is_found_whatever_the_bias(true: FloatArray, gain: float) -> None:
    if np.ptp(true) > 1:
        slope, offset, correlation = line_fit(true, 4 + gain * true)
        assert (slope, offset, correlation) == pytest.approx((gain, 4, 1))
