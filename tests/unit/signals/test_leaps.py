"""What no leg could have reached is no reading; what a leg can do is left as it was."""

import numpy as np
import pytest

from romtrack.signals.leaps import without_leaps
from romtrack.types import SignalTrack

TIME_S = np.arange(0, 8, 0.04)
TURN_DEG = 40 * np.exp(-(((TIME_S - 4) / 0.8) ** 2))


def signal(value_deg: np.ndarray, time_s: np.ndarray = TIME_S) -> SignalTrack:
    return SignalTrack(
        "hip_rotation", "left", "deg", time_s, value_deg, np.ones(len(time_s)), np.isfinite(value_deg)
    )


@pytest.mark.parametrize("seen_from_s", [3.6, 3.9])
def test_what_is_read_off_somebody_who_walks_by_is_missing(seen_from_s: float) -> None:
    behind = (TIME_S > 3.5) & (TIME_S < 4.3)
    hidden = behind & (seen_from_s >= TIME_S)
    read = without_leaps(signal(np.where(hidden, np.nan, np.where(behind, -45.0, TURN_DEG))))
    assert np.array_equal(read.ok, ~behind)
    assert np.array_equal(np.isnan(read.value), behind)
    assert read.value[~behind] == pytest.approx(TURN_DEG[~behind])


def test_one_wrong_picture_is_missing_and_those_beside_it_are_not() -> None:
    wrong = np.where(np.arange(len(TIME_S)) == 50, 20.0, TURN_DEG)
    assert np.flatnonzero(~without_leaps(signal(wrong)).ok).tolist() == [50]


@pytest.mark.parametrize("rate_hz", [4, 30, 240])
def test_a_leg_that_is_let_fall_and_a_reading_that_jitters_are_left_alone(rate_hz: int) -> None:
    time_s = np.arange(0, 4, 1 / rate_hz)
    falls_deg = np.clip(40 - 190 * (time_s - 2), 0, 40) + np.random.default_rng(2).normal(0, 0.7, len(time_s))
    read = without_leaps(signal(falls_deg, time_s))
    assert read.ok.all()
    assert read.value == pytest.approx(falls_deg)


def test_a_leap_between_two_long_stretches_leaves_both() -> None:
    assert without_leaps(signal(np.where(TIME_S < 4, 0.0, 30.0))).ok.all()


def test_nothing_seen_stays_nothing() -> None:
    assert not without_leaps(signal(np.full(len(TIME_S), np.nan))).ok.any()
