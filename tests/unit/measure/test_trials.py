"""Trials in signals whose turns are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from romtrack.kinematics.posture import Posture
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.measure.acceptance import (
    DISAGREE,
    NOT_HELD,
    PARTIAL,
    RESTLESS,
    UNBEGUN,
    UNFINISHED,
    UNSEEN,
    judge,
)
from romtrack.measure.trials import Attempt, Moment, TrialDetector
from romtrack.types import Trial

ROTATION = QUANTITIES["hip_rotation"]
Turn = tuple[float, float]  # peak in degrees, hold in seconds


def signal(
    turns: list[Turn], rate_hz: float = 25.0, rest_deg: float = 0.0
) -> tuple[list[float], list[float]]:
    """Return times and angles: 2 s of rest, then each turn (1 s out, hold, 1 s back) and 1 s of rest."""
    knots_s, knots_deg = [0.0, 2.0], [0.0, 0.0]
    for peak_deg, hold_s in turns:
        for step_s, level in ((1.0, peak_deg), (hold_s, peak_deg), (1.0, 0.0), (1.0, 0.0)):
            knots_s.append(knots_s[-1] + step_s)
            knots_deg.append(level)
    times = np.arange(0, knots_s[-1], 1 / rate_hz)
    return times.tolist(), (np.interp(times, knots_s, knots_deg) + rest_deg).tolist()


def attempts(
    times: list[float], values: list[float], rest_deg: float = 0.0, shank_deg: list[float] | None = None
) -> list[Attempt]:
    """Feed a body that does nothing else; the landmarks see what the signal says, or ``shank_deg``."""
    detector = TrialDetector(ROTATION, rest_deg)
    zero = np.array(0.0)
    rows = zip(times, values, shank_deg or values, strict=True)
    moments = [Moment(t, v, 1.2, Posture(zero, zero, zero, zero, np.array(seen))) for t, v, seen in rows]
    found = [detector.update(moment) for moment in moments]
    return [attempt for attempt in (*found, detector.finish()) if attempt is not None]


def trials(
    times: list[float], values: list[float], rest_deg: float = 0.0, shank_deg: list[float] | None = None
) -> tuple[Trial, ...]:
    return judge(ROTATION, "left", attempts(times, values, rest_deg, shank_deg))


def test_peaks_holds_and_times_of_three_turns() -> None:
    found = trials(*signal([(30, 1.5), (34, 1.5), (32, 1.5)]))
    assert [trial.peak_deg for trial in found] == pytest.approx([30, 34, 32], abs=0.1)
    assert all(trial.accepted and trial.direction == "internal" for trial in found)
    assert found[0].start_s == pytest.approx(2.1, abs=0.15)
    assert found[0].end_s == pytest.approx(5.4, abs=0.2)
    assert 3.0 <= found[0].peak_s <= 4.5


@given(
    peak_deg=st.floats(12, 50), rest_deg=st.floats(-8, 8), rate_hz=st.sampled_from([10.0, 15.0, 29.97, 60.0])
)
def test_value_does_not_depend_on_frame_rate_or_on_where_the_leg_hangs(
    peak_deg: float, rest_deg: float, rate_hz: float
) -> None:
    found = trials(*signal([(peak_deg, 1.2)], rate_hz, rest_deg), rest_deg)
    assert [trial.accepted for trial in found] == [True]
    assert found[0].peak_deg == pytest.approx(peak_deg + rest_deg, abs=0.2)


def swing(*levels: tuple[float, float]) -> tuple[list[float], list[float]]:
    """Return times and angles that go from 0 through (seconds, degrees) in turn."""
    knots_s, knots_deg = np.cumsum([0.0, *(step_s for step_s, _ in levels)]), [0.0, *(d for _, d in levels)]
    times = np.arange(0, knots_s[-1], 0.04)
    return times.tolist(), np.interp(times, knots_s, knots_deg).tolist()


HELD = ((1.0, 40.0), (1.2, 40.0))
BACK = ((1.0, 0.0), (1.0, 0.0))


def test_a_leg_that_stops_short_of_its_rest_and_turns_again_makes_two_trials() -> None:
    first, second = trials(
        *swing((1.0, 0.0), *HELD, (0.8, 12.0), (0.6, 12.0), (1.0, 36.0), (1.2, 36.0), *BACK)
    )
    assert first.accepted
    assert second.accepted
    assert [first.peak_deg, second.peak_deg] == pytest.approx([40, 36], abs=0.1)
    assert first.end_s == second.start_s
    assert 4.0 <= first.end_s <= 4.7


@pytest.mark.parametrize("low_deg", [22.0, 30.0])
def test_a_leg_that_gives_way_for_a_moment_is_in_one_trial(low_deg: float) -> None:
    (found,) = trials(*swing((1.0, 0.0), *HELD, (0.5, low_deg), (0.5, 40.0), (1.2, 40.0), *BACK))
    assert found.peak_deg == pytest.approx(40, abs=0.1)


def test_a_dip_that_nobody_saw_the_leg_make_parts_no_trial() -> None:
    times, values = swing((1.0, 0.0), *HELD, (0.01, 10.0), (0.5, 10.0), (0.01, 40.0), (1.2, 40.0), *BACK)
    (found,) = trials(times, values)
    assert found.peak_deg == pytest.approx(40, abs=0.1)


def test_outward_turns_are_external_and_negative() -> None:
    inward, outward = trials(*signal([(30, 1.0), (-25, 1.0)]))
    assert (inward.direction, outward.direction) == ("internal", "external")
    assert outward.peak_deg == pytest.approx(-25, abs=0.1)


@given(sweep_s=st.floats(0.3, 3), rate_hz=st.sampled_from([8.0, 10.0, 15.0, 29.97]))
def test_a_sweep_from_end_to_end_is_two_whole_turns(sweep_s: float, rate_hz: float) -> None:
    steps_s = (
        2.0,
        1.0,
        1.2,
        sweep_s,
        1.2,
        1.0,
        1.0,
    )  # rest, inward, held, straight on outward, held, back, rest
    times = np.arange(0, sum(steps_s), 1 / rate_hz)
    values = np.interp(times, np.cumsum((0.0, *steps_s)), (0, 0, 35, 35, -28, -28, 0, 0))
    inward, outward = trials(times.tolist(), values.tolist())
    assert (inward.direction, outward.direction) == ("internal", "external")
    assert (inward.peak_deg, outward.peak_deg) == pytest.approx((35, -28), abs=0.1)
    assert inward.accepted
    assert outward.accepted
    assert inward.end_s <= outward.start_s


@given(shift_s=st.floats(0, 1000))
def test_a_later_start_moves_the_times_and_nothing_else(shift_s: float) -> None:
    times, values = signal([(30, 1.0)])
    (here,), (later,) = trials(times, values), trials([t + shift_s for t in times], values)
    assert later.peak_s - here.peak_s == pytest.approx(shift_s, abs=1e-6)
    assert later.peak_deg == pytest.approx(here.peak_deg)


def test_a_single_high_sample_is_not_the_value() -> None:
    times, values = signal([(30, 1.5)])
    values[times.index(3.52)] += 15
    (found,) = trials(times, values)
    assert found.peak_deg == pytest.approx(30, abs=0.1)


def test_an_attempt_under_60_percent_of_the_best_is_refused() -> None:
    full, partial = trials(*signal([(30, 1.0), (17, 1.0)]))
    assert full.accepted
    assert not partial.accepted
    assert partial.reasons == (PARTIAL,)


def test_a_turn_without_a_hold_is_refused() -> None:
    times = np.arange(0, 3, 0.04)
    values = 30 * np.maximum(0, 1 - np.abs(times - 1.5) / 0.2)
    (found,) = trials(times.tolist(), values.tolist())
    assert not found.accepted
    assert NOT_HELD in found.reasons or RESTLESS in found.reasons


def test_a_shaking_end_of_range_is_refused() -> None:
    times, values = signal([(30, 1.5)])
    shaken = [v + 6 * np.sin(2 * np.pi * 3 * t) * (3 < t < 4.5) for t, v in zip(times, values, strict=True)]
    (found,) = trials(times, shaken)
    assert RESTLESS in found.reasons


def test_a_reading_that_flickers_while_the_leg_holds_still_is_unclear_and_not_restless() -> None:
    times, values = signal([(30, 1.5)], rate_hz=10)
    flicker = [v - 12 * (round(10 * t) % 2) * (v > 15) for t, v in zip(times, values, strict=True)]
    (found,) = trials(times, flicker, shank_deg=values)
    assert found.reasons == (DISAGREE,)


@given(rate_hz=st.sampled_from([8.0, 10.0, 15.0]), jitter_deg=st.floats(0, 1.0), seed=st.integers(0, 99))
def test_a_slow_camera_and_jitter_make_no_trial_restless(
    rate_hz: float, jitter_deg: float, seed: int
) -> None:
    times, values = signal([(30, 1.2), (-28, 1.2)], rate_hz)
    jitter = np.random.default_rng(seed).normal(0, jitter_deg, len(values))
    assert [trial.accepted for trial in trials(times, (values + jitter).tolist())] == [True, True]


def test_a_turn_cut_by_the_end_of_the_video_is_refused() -> None:
    times, values = signal([(30, 1.5)])
    cut = times.index(4.0)
    (found,) = trials(times[:cut], values[:cut])
    assert found.reasons == (UNFINISHED,)


@pytest.mark.parametrize("begin_s", [2.5, 3.5, 4.2])
def test_a_turn_in_which_the_video_begins_is_refused(begin_s: float) -> None:
    times, values = signal([(30, 1.5), (31, 1.5)])
    first = np.searchsorted(times, begin_s)
    cut, whole = trials(times[first:], values[first:])
    assert UNBEGUN in cut.reasons
    assert whole.accepted


@given(
    begin_s=st.floats(2.0, 5.5),
    length_s=st.floats(0.05, 2.5),
    guessed_deg=st.one_of(st.none(), st.floats(-5, 5)),
    rate_hz=st.sampled_from([10.0, 15.0, 29.97]),
)
def test_somebody_who_walks_by_never_makes_two_trials_of_one(
    begin_s: float, length_s: float, guessed_deg: float | None, rate_hz: float
) -> None:
    times, values = signal([(30, 1.5), (31, 1.5)], rate_hz)
    behind = [begin_s < t < begin_s + length_s for t in times]
    shown = np.nan if guessed_deg is None else guessed_deg
    found = trials(times, [shown if hid else v for hid, v in zip(behind, values, strict=True)])
    assert sum(trial.accepted for trial in found) <= 2
    assert all(trial.peak_deg == pytest.approx(30.5, abs=1) for trial in found if trial.accepted)


def test_a_short_guess_behind_somebody_leaves_the_hold_one_trial() -> None:
    times, values = signal([(30, 2.0)], 15.0)
    found = trials(times, [-5.0 if 3.8 < t < 4.1 else v for t, v in zip(times, values, strict=True)])
    assert [trial.accepted for trial in found] == [True]


def test_a_leg_that_is_let_fall_is_back_at_once() -> None:
    times = np.arange(0, 9, 1 / 15)
    values = np.interp(times, (2.0, 2.5, 3.5, 3.75, 4.0, 4.5, 5.5, 5.75), (0, 34, 34, 0, 0, 34, 34, 0))
    found = trials(times.tolist(), values.tolist())
    assert [trial.accepted for trial in found] == [True, True]


def test_a_turn_that_was_out_of_view_is_refused() -> None:
    times, values = signal([(30, 1.5)])
    hidden = [np.nan if 2.8 < t < 4.0 else v for t, v in zip(times, values, strict=True)]
    (found,) = trials(times, hidden)
    assert UNSEEN in found.reasons


def test_a_foot_that_leaves_the_picture_at_the_end_of_the_range_is_no_plateau() -> None:
    times, values = signal([(40, 1.0)])
    hidden = [np.nan if v > 33 else v for v in values]  # half of the frames, then 1.5 s without
    (found,) = trials(times, hidden)
    assert UNSEEN in found.reasons


def test_a_moment_out_of_sight_near_the_hang_costs_nothing() -> None:
    times, values = signal([(30, 2.5)])
    hidden = [np.nan if 6.0 < t < 6.4 else v for t, v in zip(times, values, strict=True)]
    (found,) = trials(times, hidden)
    assert found.accepted


def test_stillness_and_jitter_are_no_trial() -> None:
    rng = np.random.default_rng(1)
    times = np.arange(0, 60, 1 / 30)
    assert trials(times.tolist(), rng.normal(0, 1.0, len(times)).tolist()) == ()


def test_pictures_that_come_unevenly_make_no_held_turn_a_short_one() -> None:
    times, values = signal([(30, 2.0), (32, 2.0), (31, 2.0)], rate_hz=10.0)
    rows = [
        (time, value + 0.4 * (time % 1 < 0.15))  # the highest samples stand alone, before a gap
        for time, value in zip(times, values, strict=True)
        if not 0.15 < time % 1 < 0.45
    ]
    found = trials([time for time, _ in rows], [value for _, value in rows])
    assert [trial.reasons for trial in found] == [(), (), ()]
    assert [trial.peak_deg for trial in found] == pytest.approx([30, 32, 31], abs=0.5)
