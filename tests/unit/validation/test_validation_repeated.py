"""Reliability and limits of agreement, against published worked examples."""

from __future__ import annotations

import numpy as np
import pytest
from test_validation_agreement import MINI, SHROUT_FLEISS, WRIGHT

from romtrack.validation.reliability import reliability
from romtrack.validation.repeated import differences

# Bland and Altman 2007, table 1: cardiac output of twelve persons by two methods (RV, IC), pair by pair.
CARDIAC = {
    1: ((7.83, 6.57), (7.42, 5.62), (7.89, 6.90), (7.12, 6.57), (7.88, 6.35)),
    2: ((6.16, 4.06), (7.26, 4.29), (6.71, 4.26), (6.54, 4.09)),
    3: ((4.75, 4.71), (5.24, 5.50), (4.86, 5.08), (4.78, 5.02), (6.05, 6.01), (5.42, 5.67)),
    4: ((4.21, 4.14), (3.61, 4.20), (3.72, 4.61), (3.87, 4.68), (3.92, 5.04)),
    5: ((3.13, 3.03), (2.98, 2.86), (2.85, 2.77), (3.17, 2.46), (3.09, 2.32), (3.12, 2.43)),
    6: ((5.92, 5.90), (6.42, 5.81), (5.92, 5.70), (6.27, 5.76)),
    7: ((7.13, 5.09), (6.62, 4.63), (6.58, 4.61), (6.93, 5.09)),
    8: ((4.54, 4.72), (4.81, 4.61), (5.11, 4.36), (5.29, 4.20), (5.39, 4.36), (5.57, 4.20)),
    9: ((4.48, 3.17), (4.92, 3.12), (3.97, 2.96)),
    10: ((4.22, 4.35), (4.65, 4.62), (4.74, 3.16), (4.44, 3.53), (4.50, 3.53)),
    11: ((6.78, 7.20), (6.07, 6.09), (6.52, 7.00), (6.42, 7.10), (6.41, 7.40), (5.76, 6.80)),
    12: ((5.06, 4.50), (4.72, 4.20), (4.90, 3.80), (4.80, 3.80), (4.90, 4.20), (5.10, 4.50)),
}


def test_correlations_and_intervals_of_shrout_and_fleiss() -> None:
    # The correlations are the paper's; the intervals are those that R's psych::ICC prints for it.
    found = reliability(SHROUT_FLEISS)
    assert found.icc_agreement == pytest.approx(0.29, abs=0.005)
    assert found.icc_consistency == pytest.approx(0.71, abs=0.005)
    assert found.icc_agreement_95 == pytest.approx((0.019, 0.761), abs=0.0005)
    assert found.icc_consistency_95 == pytest.approx((0.342, 0.946), abs=0.0005)
    # mean squares of the paper: judges 32.49, rest 1.02
    assert found.sem == pytest.approx(np.sqrt((32.49 - 1.02) / 6 + 1.02), abs=0.005)
    assert found.mdc95 == pytest.approx(1.96 * np.sqrt(2) * found.sem)


def test_one_pair_each_is_bland_and_altman_1986() -> None:
    found = differences(WRIGHT - MINI, [str(number) for number in range(17)])
    assert found.bias == pytest.approx(-2.1, abs=0.05)
    assert found.sd == pytest.approx(38.8, abs=0.05)
    assert found.bias_95 == pytest.approx((-22.0, 17.8), abs=0.05)


def test_repeated_pairs_are_bland_and_altman_2007() -> None:
    pairs = np.array([pair for of in CARDIAC.values() for pair in of])
    found = differences(pairs[:, 0] - pairs[:, 1], [str(one) for one, of in CARDIAC.items() for _ in of])
    assert (found.persons, found.pairs) == (12, 60)
    assert found.bias == pytest.approx(0.60, abs=0.005)
    assert found.sd == pytest.approx(0.99, abs=0.005)
    assert (found.low, found.high) == pytest.approx((-1.34, 2.54), abs=0.005)


def test_intervals_hold_what_they_promise() -> None:
    rng = np.random.default_rng(3)
    counts = rng.choice((2, 3, 5), 15)
    person = np.repeat(np.arange(15), counts)
    sd = np.hypot(2.0, 1.5)
    held = np.zeros(3)
    for _ in range(300):
        drawn = 1 + 2.0 * rng.normal(size=15)[person] + 1.5 * rng.normal(size=len(person))
        found = differences(drawn, [str(one) for one in person])
        truth = (1, 1 - 1.96 * sd, 1 + 1.96 * sd)
        spans = (found.bias_95, found.low_95, found.high_95)
        held += [span.low < true < span.high for span, true in zip(spans, truth, strict=True)]
    assert np.all(held / 300 > 0.91)
    assert np.all(held / 300 < 0.99)


def test_one_person_has_no_limits() -> None:
    found = differences(np.array([1.0, 2.0, 3.0]), ["a", "a", "a"])
    assert found.bias == 2
    assert np.isnan([found.low, found.high, *found.bias_95]).all()


def test_copied_ratings_have_no_interval() -> None:
    found = reliability(np.repeat([[20.0], [25.0], [31.0]], 2, axis=1))
    assert found.icc_agreement == found.icc_consistency == 1
    assert np.isnan([*found.icc_agreement_95, *found.icc_consistency_95]).all()
    assert found.sem == pytest.approx(0, abs=1e-9)
