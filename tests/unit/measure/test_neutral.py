"""The hang is found from stillness, not from the clock."""

import numpy as np
import pytest

from romtrack.measure.neutral import NeutralFinder, StillPhase, choose_hang


def phases(times: list[float], angles: list[float]) -> list[StillPhase]:
    finder = NeutralFinder()
    found = [finder.update(*row) for row in zip(times, angles, strict=True)]
    return [phase for phase in (*found, finder.finish()) if phase is not None]


def held(*levels: tuple[float, float], rate_hz: float = 25.0) -> tuple[list[float], list[float]]:
    """Return times and angles of levels held for a time, joined by moves of 0.5 s."""
    knots_s, knots_deg = [], []
    now = 0.0
    for level, hold_s in levels:
        knots_s += [now, now + hold_s]
        knots_deg += [level, level]
        now += hold_s + 0.5
    times = np.arange(0, now - 0.5, 1 / rate_hz)
    return times.tolist(), np.interp(times, knots_s, knots_deg).tolist()


def test_the_hang_before_the_first_turn_is_neutral_and_the_hold_is_not() -> None:
    times, left = held((4.0, 2.5), (35.0, 2.0), (4.3, 2.0))
    hang = choose_hang(phases(times, left))
    assert len(hang) == 2  # before and after the turn
    assert hang[0].level_deg == pytest.approx(4.0, abs=0.3)
    assert hang[0].end_s == pytest.approx(2.5, abs=0.2)


def test_a_video_that_starts_in_a_turn_uses_the_rest_between_turns() -> None:
    times, left = held((30.0, 1.5), (2.0, 1.5), (31.0, 1.5))
    (hang,) = choose_hang(phases(times, left))
    assert hang.level_deg == pytest.approx(2.0, abs=0.3)


def test_a_late_still_phase_far_from_plumb_does_not_beat_the_hang_at_the_start() -> None:
    times, left = held((6.0, 2.5), (-12.0, 2.5), (1.0, 1.0))
    hang = choose_hang(phases(times, left))
    assert hang[0].level_deg == pytest.approx(6.0, abs=0.3)


def test_a_moving_leg_is_not_still() -> None:
    times = np.arange(0, 10, 0.04)
    moving = 20 * np.sin(2 * np.pi * 0.4 * times)
    assert phases(times.tolist(), moving.tolist()) == []
    assert choose_hang([]) == ()


def test_a_leg_out_of_sight_ends_the_phase() -> None:
    times = np.arange(0, 4, 0.04).tolist()
    left = [np.nan if 1.9 < t < 2.1 else 0.0 for t in times]
    assert len(phases(times, left)) == 2


def test_a_second_is_enough_for_somebody_who_fidgets() -> None:
    rng = np.random.default_rng(1)
    times, angles = held((5.0, 1.1), (36.0, 1.5), (4.0, 1.1), rate_hz=12.0)
    restless = np.array(angles) + 0.6 * np.sin(9 * np.array(times)) + rng.normal(0, 0.2, len(times))
    restless[4] += 6.0  # a jerk of one picture
    hang = choose_hang(phases(times, restless.tolist()))
    assert hang
    assert hang[0].level_deg == pytest.approx(5.0, abs=0.8)
