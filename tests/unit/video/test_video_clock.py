"""Presentation times that are missing, repeated, or run backward."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from romtrack.video._clock import PresentationClock

MS = Fraction(1, 1000)


def run(stamps: list[int | None]) -> tuple[list[float | None], int]:
    clock = PresentationClock(MS, 0.04)
    return [clock.time_s(stamp, 0) for stamp in stamps], clock.repaired


@pytest.mark.parametrize(
    ("stamps", "expected", "repaired"),
    [
        ([100, 140, 200], [0.0, 0.04, 0.1], 0),
        ([0, 40, 40, 80], [0.0, 0.04, None, 0.08], 1),
        ([0, 40, 30, 80], [0.0, 0.04, None, 0.08], 1),
        ([None, None, None], [0.0, 0.04, 0.08], 3),
        ([0, 50, None, 150], [0.0, 0.05, 0.1, 0.15], 1),
        ([-80, -40, 0], [0.0, 0.04, 0.08], 0),
        ([0, 40, 9000], [0.0, 0.04, 9.0], 0),  # a pause is a pause
        ([0, 40, 3_600_040], [0.0, 0.04, 3600.04], 0),
        ([0, 40, 950_400_000, 950_400_040], [0.0, 0.04, 2.04, 2.08], 1),  # eleven days: a clock that was set
        ([0, 40, 2**62, 80, 120], [0.0, 0.04, 2.04, 4.04, 4.08], 2),  # one stamp is nonsense
        ([-(2**62), 0, 40], [0.0, 2.0, 2.04], 1),
        ([0, 40, 9000, None], [0.0, 0.04, 9.0, 9.04], 1),  # a pause is no step
        ([8000, 8040, 0, 40, 90], [0.0, 0.04, 2.04, 2.08, 2.13], 1),  # a second recording, appended
    ],
)
def test_times(stamps: list[int | None], expected: list[float | None], repaired: int) -> None:
    times_s, count = run(stamps)
    assert times_s == expected
    assert count == repaired


def test_the_end_is_that_of_the_last_picture() -> None:
    clock = PresentationClock(MS, 0.04)
    assert clock.end_s == 0.0
    clock.time_s(10, 25)
    assert clock.end_s == 0.025
    clock.time_s(60, 0)
    assert clock.end_s == 0.1, "without a length of its own it is shown as long as the one before"


def test_no_rounding_error_grows_over_hours() -> None:
    clock = PresentationClock(Fraction(1, 90_000), 1 / 30)
    last_s = [clock.time_s(3003 * number, 3003) for number in range(200_000)][-1]
    assert last_s == 199_999 * 3003 / 90_000


def test_the_time_that_a_set_clock_leaves_out_is_known() -> None:
    clock = PresentationClock(MS, 0.04)
    for stamp in (0, 40, 950_400_000, 0):
        clock.time_s(stamp, 0)
    assert clock.left_out_s == pytest.approx(950_400 - 2.04)


@pytest.mark.parametrize(
    "time_base", [Fraction(1, 10**9), Fraction(1, 2**31 - 1), Fraction(7, 3), Fraction(10**6)]
)
def test_any_clock_gives_times_that_rise(time_base: Fraction) -> None:
    clock = PresentationClock(time_base, 0.04)
    stamps = [0, 2**63 - 1, None, -(2**63), 5, None, 10**18, 6]
    times_s = [time_s for stamp in stamps if (time_s := clock.time_s(stamp, 2**40)) is not None]
    assert all(early < late for early, late in pairwise(times_s))
    assert clock.end_s >= times_s[-1]
