"""The line through sessions is the one that the literature's equations ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from romtrack.trends.line import line_through

if TYPE_CHECKING:
    from romtrack.types import FloatArray

SCALE = 2.0


def sloped(seed: int, number: int = 10, off: float = 12.0) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return times, values with one that is off, and weights."""
    chance = np.random.default_rng(seed)
    when = np.sort(chance.uniform(0, number, number))
    value = 30 + 1.2 * when + chance.normal(0, SCALE, number)
    value[chance.integers(number)] += off
    return when, value, chance.uniform(0.3, 1, number)


@pytest.mark.parametrize("seed", range(12))
def test_no_line_nearby_has_less_of_the_bisquares_loss(seed: int) -> None:
    when, value, weight = sloped(seed)
    line = line_through(when, value, weight, SCALE)
    weight *= len(when) / weight.sum()
    design = np.column_stack([np.ones_like(when), when]) * np.sqrt(weight)[:, None]
    own = 1 - np.diag(design @ np.linalg.pinv(design))

    def loss(ends: FloatArray) -> float:
        left = np.sqrt(weight) * value - design @ ends
        far = np.minimum((left / line.scale) ** 2 / own / 4.685**2, 1)
        return float(np.sum(own * (1 - (1 - far) ** 3)))

    start = (np.average(value - line.slope * when, weights=weight), line.slope)
    best = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-12})
    assert line.slope == pytest.approx(best.x[1], abs=1e-3)


def test_without_a_session_that_is_off_it_is_nearly_least_squares() -> None:
    for seed in range(20):
        when, value, weight = sloped(seed, number=30, off=0.0)
        line = line_through(when, value, weight, SCALE)
        plain = np.polyfit(when, value, 1, w=np.sqrt(weight))[0]
        assert line.slope == pytest.approx(plain, abs=0.1)


def test_how_far_off_a_session_is_makes_no_difference() -> None:
    when, value, weight = np.arange(8.0), np.array([30.0, 31, 30, 31, 30, 31, 30, 31]), np.ones(8)
    for size in (15.0, 1e3, 1e9):
        value[6] = 30 + size
        line = line_through(when, value, weight, SCALE)
        assert np.flatnonzero(line.off).tolist() == [6]
        assert abs(line.slope) < 0.2
        assert line.scale < 1.5 * SCALE


@given(
    sessions=st.lists(
        st.tuples(st.floats(0, 300), st.floats(-90, 90), st.floats(0.01, 1)), min_size=1, max_size=12
    )
)
def test_any_sessions_have_a_line(sessions: list[tuple[float, float, float]]) -> None:
    when, value, weight = np.array(sorted(sessions)).T
    line = line_through(when, value, weight, SCALE)
    assert np.isfinite([line.slope, line.spread, line.scale]).all()
    assert line.scale > 0
    assert not line.off.all()
