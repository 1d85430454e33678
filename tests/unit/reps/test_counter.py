"""Repetitions in signals where they are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from romtrack.exercises import CountRule, exercise
from romtrack.reps import RepCounter
from romtrack.types import Partial, Rep, SignalTrack


def rule_of(name: str) -> CountRule:
    rule = exercise(name).count
    assert rule is not None
    return rule


RULE = rule_of("seated-resisted-ir")
BOTH = rule_of("seated-ir-measure")
Move = tuple[float, float, float]  # range, seconds out and back, hold in seconds


def smooth(share: np.ndarray) -> np.ndarray:
    """Return a movement that starts and ends at rest (minimum jerk)."""
    return np.asarray(10 * share**3 - 15 * share**4 + 6 * share**5)


def movement(
    moves: list[Move], rate_hz: float = 25.0, rest: float = 0.0, pause_s: float = 0.6
) -> SignalTrack:
    """Return 2 s of rest, then each move followed by a pause."""
    pieces, step = [np.zeros(round(2 * rate_hz))], 1 / rate_hz
    for height, way_s, hold_s in moves:
        way = smooth(np.arange(0, way_s, step) / way_s)
        pieces += [height * way, np.full(round(hold_s * rate_hz), height), height * way[::-1]]
        pieces.append(np.zeros(round(pause_s * rate_hz)))
    value = np.concatenate(pieces) + rest
    time_s = np.arange(len(value)) * step
    return SignalTrack("hip_rotation", "left", "deg", time_s, value, np.ones(len(value)), np.isfinite(value))


def count_reps(
    signal: SignalTrack, rule: CountRule, rest: float | None = None
) -> tuple[tuple[Rep, ...], tuple[Partial, ...]]:
    """Fold the counter over a whole signal; both results in the order of time."""
    counter = RepCounter(rule, signal.side, rest)
    rows = zip(signal.time_s.tolist(), signal.value.tolist(), strict=True)
    events = [event for row in rows for event in counter.update(*row)]
    events += counter.finish()
    events.sort(key=lambda event: event.start_s)
    return (
        tuple(event for event in events if isinstance(event, Rep)),
        tuple(event for event in events if isinstance(event, Partial)),
    )


def count(signal: SignalTrack, rule: CountRule = RULE, rest: float | None = None) -> tuple[int, int]:
    reps, partials = count_reps(signal, rule, rest)
    return len(reps), len(partials)


def test_times_and_values_of_a_repetition() -> None:
    (rep,), _ = count_reps(movement([(30, 1.2, 1.0)], rest=4.0), RULE)
    assert rep.start_s == pytest.approx(2.0, abs=0.35)
    assert rep.peak_s == pytest.approx(3.7, abs=0.05)
    assert rep.end_s == pytest.approx(5.4, abs=0.35)
    assert (rep.rest_value, rep.peak_value) == pytest.approx((4.0, 34.0), abs=0.4)
    assert rep.range_value == pytest.approx(30, abs=0.4)
    assert rep.peak_speed == pytest.approx(30 / 1.2 * 1.875, rel=0.05)  # of a minimum-jerk movement


@given(
    ranges=st.lists(st.floats(27, 35), min_size=2, max_size=9),
    way_s=st.floats(0.6, 2.5),
    hold_s=st.floats(0, 1.5),
    rate_hz=st.sampled_from([10.0, 15.0, 29.97, 60.0]),
    rest=st.floats(-8, 8),
    pause_s=st.floats(0.0, 2.0),
)
def test_every_repetition_counts_once(  # noqa: PLR0913, PLR0917  one knob for each way people differ
    ranges: list[float], way_s: float, hold_s: float, rate_hz: float, rest: float, pause_s: float
) -> None:
    signal = movement([(height, way_s, hold_s) for height in ranges], rate_hz, rest, pause_s)
    assert count(signal) == (len(ranges), 0)


@given(partial=st.floats(0.2, 0.4), at=st.integers(0, 4))
def test_an_attempt_that_was_broken_off_is_listed_wherever_it_stands(partial: float, at: int) -> None:
    moves: list[Move] = [(30, 1.0, 0.3)] * 4
    moves.insert(at, (30 * partial, 0.7, 0.0))
    assert count(movement(moves)) == (4, 1)


def test_a_small_range_counts_when_it_is_all_the_person_has() -> None:
    assert count(movement([(12, 1.0, 0.3)] * 5)) == (5, 0)


def test_a_repetition_cut_by_the_end_is_not_one() -> None:
    signal = movement([(30, 1.0, 0.5)] * 3)
    cut = int(np.searchsorted(signal.time_s, 2 + 3.1 * 2 + 1.0))
    short = SignalTrack(
        "hip_rotation",
        "left",
        "deg",
        signal.time_s[:cut],
        signal.value[:cut],
        signal.sigma[:cut],
        signal.ok[:cut],
    )
    reps, partials = count_reps(short, RULE)
    assert len(reps) == 2
    assert "unfinished" in partials[-1].reason


@given(seed=st.integers(0, 1000), jitter=st.floats(0, 1.2), drift=st.floats(-6, 6))
def test_a_still_person_does_nothing(seed: int, jitter: float, drift: float) -> None:
    time_s = np.arange(0, 60, 1 / 25)
    noise = np.random.default_rng(seed).normal(0, jitter / 2, len(time_s))
    value = noise + drift * time_s / 60
    signal = SignalTrack(
        "hip_rotation", "left", "deg", time_s, value, np.ones(len(value)), np.isfinite(value)
    )
    assert count(signal) == (0, 0)


def test_a_repetition_out_of_sight_is_not_invented() -> None:
    signal = movement([(30, 1.0, 1.0)] * 3)
    hidden = np.where((signal.time_s > 2.6) & (signal.time_s < 4.4), np.nan, signal.value)
    seen = SignalTrack(
        "hip_rotation", "left", "deg", signal.time_s, hidden, signal.sigma, np.isfinite(hidden)
    )
    reps, partials = count_reps(seen, RULE)
    assert len(reps) == 2
    assert ["sight" in partial.reason for partial in partials] == [True]


def test_a_twitch_is_too_short() -> None:
    reps, partials = count_reps(movement([(30, 1.0, 0.3), (28, 0.2, 0.0), (30, 1.0, 0.3)], rate_hz=60), RULE)
    assert len(reps) == 2
    assert "shorter" in partials[0].reason


def test_both_directions_are_counted_from_rest() -> None:
    moves: list[Move] = [(30, 1.0, 0.5), (-25, 1.0, 0.5), (32, 1.0, 0.5), (-24, 1.0, 0.5)]
    reps, _ = count_reps(movement(moves, rest=3.0), BOTH, rest=3.0)
    assert [round(rep.peak_value) for rep in reps] == [33, -22, 35, -21]
    assert all(rep.range_value > 0 for rep in reps)


@given(shift_s=st.floats(0, 5000))
def test_a_later_start_moves_the_times_and_nothing_else(shift_s: float) -> None:
    signal = movement([(30, 1.0, 0.3)] * 3)
    later = SignalTrack(
        "hip_rotation", "left", "deg", signal.time_s + shift_s, signal.value, signal.sigma, signal.ok
    )
    for here, there in zip(count_reps(signal, RULE)[0], count_reps(later, RULE)[0], strict=True):
        assert there.peak_s - here.peak_s == pytest.approx(shift_s, abs=1e-6)
        assert there.range_value == pytest.approx(here.range_value)


@given(factor=st.floats(1.0, 2.0))
def test_a_larger_movement_gives_the_same_count_and_one_the_other_way_none(factor: float) -> None:
    assert count(movement([(25 * factor, 1.0, 0.3)] * 3)) == (3, 0)
    assert count(movement([(-25 * factor, 1.0, 0.3)] * 3, rest=2.0), rest=2.0) == (0, 0)


def folded(counter: RepCounter, signal: SignalTrack) -> list[Rep | Partial]:
    return [
        e for row in zip(signal.time_s, signal.value, strict=True) for e in counter.update(*map(float, row))
    ]


@given(
    heights=st.lists(st.floats(6, 40), min_size=1, max_size=6),
    cut=st.floats(0, 1),
    hidden=st.floats(0, 1),
)
def test_what_a_stream_has_said_is_the_beginning_of_what_the_fold_says(
    heights: list[float], cut: float, hidden: float
) -> None:
    signal = movement([(height, 1.0, 0.3) for height in heights])
    gap_s = hidden * signal.time_s[-1]
    value = np.where(np.abs(signal.time_s - gap_s) < 0.5, np.nan, signal.value)
    whole = SignalTrack("hip_rotation", "left", "deg", signal.time_s, value, signal.sigma, np.isfinite(value))
    at = int(cut * len(value))
    head = SignalTrack("h", "left", "deg", whole.time_s[:at], value[:at], whole.sigma[:at], whole.ok[:at])
    tail = SignalTrack("h", "left", "deg", whole.time_s[at:], value[at:], whole.sigma[at:], whole.ok[at:])
    live = RepCounter(RULE, "left")
    said = folded(live, head)
    assert said == folded(RepCounter(RULE, "left"), whole)[: len(said)]
    said += [*folded(live, tail), *live.finish()]
    reps, partials = count_reps(whole, RULE)
    together: list[Rep | Partial] = [*reps, *partials]
    assert sorted(said, key=lambda e: e.start_s) == sorted(together, key=lambda e: e.start_s)


@pytest.mark.parametrize("name", ["seated-resisted-ir", "clamshell", "lateral-lunge-reach"])
@pytest.mark.parametrize("height", [0.3, 0.6, 0.95])
def test_a_dip_from_above_is_no_negative_range(name: str, height: float) -> None:
    """A signal that falls from a high level, and comes back only in part, rested at no such level."""
    rule = rule_of(name)
    high = 4 * rule.sure
    level = [high] * 20 + [0.0] * 2 + [height * high] * 8 + [0.02 * high] * 30
    value = np.array(level) * (-1 if rule.direction == "decrease" else 1)
    time_s = np.arange(len(value)) / 25
    signal = SignalTrack("x", "left", "deg", time_s, value, value, np.isfinite(value))
    reps, partials = count_reps(signal, rule)
    ranges = [*(rep.range_value for rep in reps), *(partial.range_value for partial in partials)]
    assert min(ranges) >= 0


def test_a_clock_that_stands_still_adds_nothing() -> None:
    signal = movement([(30, 1.0, 0.5)])
    counter = RepCounter(RULE, "left")
    events = []
    for time_s, value in zip(signal.time_s.tolist(), signal.value.tolist(), strict=True):
        events += [*counter.update(time_s, value), *counter.update(time_s, 0.0)]
    assert [type(event) for event in (*events, *counter.finish())] == [Rep]


def until(signal: SignalTrack, end_s: float) -> SignalTrack:
    keep = signal.time_s < end_s
    return SignalTrack(
        signal.name,
        signal.side,
        signal.unit,
        signal.time_s[keep],
        signal.value[keep],
        signal.sigma[keep],
        signal.ok[keep],
    )


@pytest.mark.parametrize("moves", [[(30, 1.0, 0.2)] * 3, [(12, 1.0, 0.2)], [(30, 1.0, 0.2)]])
def test_the_last_repetition_counts_though_the_recording_ends_as_soon_as_it_is_back(
    moves: list[Move],
) -> None:
    signal = movement(moves)
    back_s = float(signal.time_s[-1]) - 0.6
    assert count(until(signal, back_s)) == (len(moves), 0)
    assert count(until(signal, back_s - 0.6)) == (len(moves) - 1, 1)


def test_more_than_a_hip_turns_is_no_repetition() -> None:
    reps, partials = count_reps(movement([(30, 1.0, 0.2), (158, 1.0, 0.2), (30, 1.0, 0.2)]), RULE, 0.0)
    assert [rep.range_value for rep in reps] == pytest.approx([30, 30], abs=1)
    assert "no body does that" in partials[0].reason


def test_what_begins_in_the_middle_of_a_movement_is_no_repetition() -> None:
    signal = movement([(20, 1.0, 2.0), (20, 1.0, 0.2)], rest=25.0)
    reps, partials = count_reps(signal, RULE, 0.0)
    assert not reps
    assert {partial.reason for partial in partials} == {"it began in the middle of the movement"}


def test_a_peak_lies_within_its_own_repetition() -> None:
    reps, _ = count_reps(movement([(60, 0.5, 0.1), (30, 1.0, 0.2), (44, 1.0, 0.2)], pause_s=0.4), RULE, 0.0)
    assert all(rep.start_s < rep.peak_s < rep.end_s for rep in reps)
