"""Offline smoothing removes jitter, keeps timing, and invents nothing."""

import numpy as np
import pytest

from romtrack.signals.zero_phase import zero_phase


def uneven_times(seconds: float, seed: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.cumsum(rng.uniform(0.02, 0.05, int(seconds / 0.035)))


def test_jitter_goes_and_the_movement_stays_where_it_was() -> None:
    time_s = uneven_times(12)
    movement = 30 * np.exp(-(((time_s - 6) / 1.2) ** 2))
    noisy = movement + np.random.default_rng(1).normal(0, 1.0, len(time_s))
    smooth = zero_phase(time_s, noisy, 3.0)
    assert np.std(smooth - movement) < 0.6 * np.std(noisy - movement)
    assert time_s[np.argmax(zero_phase(time_s, movement, 3.0))] == pytest.approx(6.0, abs=0.05)


def test_a_straight_line_is_left_as_it_is() -> None:
    time_s = uneven_times(5)
    assert zero_phase(time_s, 2 * time_s + 1, 6.0) == pytest.approx(2 * time_s + 1, abs=0.02)


def test_a_gap_is_not_bridged_and_nan_stays() -> None:
    time_s = np.arange(0, 6, 0.04)
    value = np.where(time_s < 3, 0.0, 20.0)
    value[(time_s > 2.5) & (time_s < 3.5)] = np.nan
    smooth = zero_phase(time_s, value, 6.0)
    assert np.array_equal(np.isnan(smooth), np.isnan(value))
    assert smooth[time_s <= 2.5] == pytest.approx(0, abs=1e-6)
    assert smooth[time_s >= 3.5] == pytest.approx(20, abs=1e-6)


def test_nothing_seen_gives_nothing() -> None:
    assert np.isnan(zero_phase(np.arange(5.0), np.full(5, np.nan), 6.0)).all()


def test_a_stuttering_clock_asks_for_no_endless_grid() -> None:
    time_s = np.cumsum(np.tile([1e-9, 1e-9, 0.2], 200))  # a grid of its median step had 4e10 places
    value = np.sin(time_s)
    assert zero_phase(time_s, value, 6.0) == pytest.approx(value, abs=0.05)
