"""Presentation times that are missing, repeated, or run backward."""

from __future__ import annotations

from fractions import Fraction

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
        ([8000, 8040, 0, 40, 90], [0.0, 0.04, 0.08, 0.12, 0.17], 1),  # a second recording, appended
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
