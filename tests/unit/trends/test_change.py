"""What counts as progress: only what the instrument can tell from chance, and a slow gain, too."""

from __future__ import annotations

from math import nan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from romtrack.trends import Standing, course, detectable_change_deg

ranges = st.lists(st.floats(5, 60), min_size=1, max_size=12)
SEM_DEG = 2.0


def standings(values: list[float], sigmas: list[float] | None = None) -> list[Standing]:
    """Return what is told at each weekly session but the first."""
    places = range(1, len(values))
    return [standing_at(place, values, sigmas) for place in places]


def standing_at(place: int, values: list[float], sigmas: list[float] | None = None) -> Standing:
    found = course(list(range(len(values))), values, sigmas or [1.0] * len(values), SEM_DEG).standing(place)
    assert found is not None
    return found


def simulated(
    deg_per_week: float, seed: int, off_deg: float = 0.0, at: list[int] | None = None, weeks: int = 8
) -> list[str]:
    """Return the verdicts at the last of eight weekly sessions, 1,000 times; one is ``off_deg`` off."""
    chance = np.random.default_rng(seed)
    values = 30 + deg_per_week * np.arange(weeks) + chance.normal(0, SEM_DEG, (1000, weeks))
    places = chance.choice(weeks if at is None else at, 1000)
    values[np.arange(1000), places] += off_deg * chance.choice([-1, 1], 1000)
    return [standing_at(weeks - 1, row.tolist()).verdict for row in values]


@pytest.mark.parametrize("off_deg", [0.0, 6.0, 12.0])
def test_a_flat_series_is_called_a_change_once_in_twenty_at_most(off_deg: float) -> None:
    said = simulated(0.0, seed=1, off_deg=off_deg)
    assert said.count("more") <= 50
    assert said.count("less") <= 50
    if off_deg != 6.0:  # three standard errors off: a slip that the eye does not see either
        assert said.count("more") + said.count("less") <= 50


@pytest.mark.parametrize("place", [0, 7])
def test_a_slip_at_either_end_is_no_change(place: int) -> None:
    said = simulated(0.0, seed=6, off_deg=12.0, at=[place])
    assert said.count("more") + said.count("less") <= 50


def test_a_slow_gain_is_found() -> None:
    assert simulated(1.5, seed=2).count("more") >= 950
    assert simulated(-1.5, seed=3).count("less") >= 950


def test_a_slow_gain_is_found_beside_a_session_that_is_off() -> None:
    assert simulated(1.5, seed=7, off_deg=12.0).count("more") >= 900
    assert simulated(1.5, seed=8, off_deg=12.0, at=[3, 4]).count("more") >= 950


def test_a_sudden_change_is_told_once_a_second_session_has_it() -> None:
    before, after = [30.0, 31, 29, 30, 31, 29], [42.0, 41, 43]
    once, twice = (standings(before + after[:count])[-1] for count in (1, 2))
    assert once.verdict == "none"
    assert once.is_off
    assert set(once.off) == {7}
    assert once.since_first.verdict == "more", "the difference is there, and nobody can say of what"
    assert twice.verdict == "more"


@pytest.mark.parametrize("gain_deg", [12.0, 18.0, 24.0])
def test_small_steps_add_up(gain_deg: float) -> None:
    step_deg = gain_deg / 7
    last = standings([25 + step_deg * week for week in range(8)])[-1]
    assert abs(last.since_last.change_deg) < last.since_last.detectable_deg, "no single step can be told"
    assert last.verdict == "more"
    assert last.slope is not None
    assert last.slope.deg_per_week == pytest.approx(step_deg)
    assert simulated(step_deg, seed=4).count("none") <= 10


def test_two_sessions_have_the_published_error_and_its_few_degrees_of_freedom() -> None:
    expected = student.ppf(0.975, 8) * sqrt(2) * SEM_DEG
    assert detectable_change_deg(SEM_DEG) == pytest.approx(expected, abs=0.005)
    (only,) = standings([30.0, 36.0])
    assert only.since_first.detectable_deg == pytest.approx(expected, abs=0.005)
    assert (only.verdict, only.slope) == ("none", None)
    assert standings([30.0, 37.0])[-1].verdict == "more"
    assert standings([30.0, 23.0])[-1].verdict == "less"


def test_the_quantile_is_students() -> None:
    for place, found in enumerate(standings([30.0] * 60), 1):
        expected = student.ppf(0.975 if place < 4 else 0.9875, found.degrees_of_freedom)
        assert found.since_first.detectable_deg / sqrt(2) / found.sem_deg == pytest.approx(expected, abs=1e-3)


def test_a_few_lucky_sessions_promise_nothing() -> None:
    lucky = standings([30.0, 30.1, 29.9, 30.0, 30.1])[-1]
    assert lucky.degrees_of_freedom == 8 + 5 - 2
    assert lucky.sem_deg == pytest.approx(sqrt(8 * 4 / 11), abs=0.01), "pooled, not swapped in"
    assert lucky.since_first.detectable_deg > 5


def test_the_persons_own_error_comes_from_about_their_trend() -> None:
    steep = standings([20.0 + 4 * week for week in range(8)])[-1]
    assert steep.sem_deg == pytest.approx(sqrt(8 * 4 / 14)), "a trend is no scatter"
    chance = np.random.default_rng(5)
    wild = standings((30 + chance.normal(0, 6, 40)).tolist())[-1]
    assert 4.5 < wild.sem_deg < 6.5


def test_there_is_no_slope_below_five_sessions_or_within_less_than_a_week() -> None:
    told = standings([20.0, 22, 24, 26, 28, 30])
    assert [one.slope is None for one in told] == [True, True, True, False, False]
    hours = course([hour / 168 for hour in range(8)], [20.0 + hour for hour in range(8)], [1.0] * 8, SEM_DEG)
    last = hours.standing(7)
    assert last is not None
    assert last.slope is None


def test_sessions_at_one_moment_are_a_level_line() -> None:
    found = course([0.0] * 6, [30.0, 34, 28, 31, 29, 30], [1.0] * 6, SEM_DEG)
    told = [one for place in range(6) if (one := found.standing(place)) is not None]
    assert [(one.degrees_of_freedom, one.slope) for one in told] == [
        (degrees, None) for degrees in (9, 10, 11, 12, 13)
    ]


def test_an_unsure_session_weighs_less_and_a_sure_one_is_bounded() -> None:
    values = [30.0, 30, 30, 30, 30, 33]
    plain, unsure, unknown = (standings(values, [1.0] * 5 + [sigma])[-1].slope for sigma in (1.0, 8.0, nan))
    assert plain is not None
    assert unsure is not None
    assert unknown is not None
    assert 0 < unsure.deg_per_week < plain.deg_per_week / 2
    assert unknown.deg_per_week < 1.5 * plain.deg_per_week, "weighs as one of no error, not without end"


@given(values=ranges, shift=st.floats(-4, 4))
def test_adding_the_same_to_all_sessions_changes_nothing(values: list[float], shift: float) -> None:
    for here, there in zip(standings(values), standings([v + shift for v in values]), strict=True):
        assert here.since_first.change_deg == pytest.approx(there.since_first.change_deg, abs=1e-6)
        assert here.since_first.detectable_deg == pytest.approx(there.since_first.detectable_deg, abs=1e-4)


@given(values=ranges.filter(lambda values: len(values) > 1))
def test_later_sessions_do_not_rewrite_what_earlier_ones_said(values: list[float]) -> None:
    for here, there in zip(standings(values)[:-1], standings(values[:-1]), strict=True):
        assert here.since_first.change_deg == there.since_first.change_deg
        assert here.sem_deg == pytest.approx(there.sem_deg, abs=1e-6)


@given(values=ranges)
def test_a_mirror_image_loses_what_the_other_gains(values: list[float]) -> None:
    swapped = {"more": "less", "less": "more", "none": "none"}
    mirrored = standings([-value for value in values])
    assert [swapped[one.verdict] for one in standings(values)] == [one.verdict for one in mirrored]
