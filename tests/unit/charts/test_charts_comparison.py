"""Movements are laid over one another from the start of each."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from chart_sessions import CLAMS, INTERNAL, SESSION, TRIALS, length_of, signal_of
from sessions import trial

from romtrack.charts import SIDE_COLOURS, Strand, comparison_chart, to_svg, to_vega_json

if TYPE_CHECKING:
    from romtrack.types import Session, SignalTrack


def ramp(start_s: float, peak: float) -> SignalTrack:
    """Return a signal that leaves 0 at ``start_s`` by ten degrees a second, up to ``peak``."""
    time_s = np.arange(361) / 30
    return signal_of(np.clip(10 * (time_s - start_s), 0.0, peak))


def session_from(start_s: float) -> Session:
    trials = (trial(20.0, (start_s, start_s + 2, start_s + 3)),)
    return replace(SESSION, measurements=(replace(INTERNAL, trials=trials),))


def lines(spec: dict[str, Any]) -> list[list[dict[str, Any]]]:
    drawn = (layer for layer in spec["layer"] if "detail" in layer["encoding"])
    return [spec["datasets"][layer["data"]["name"]] for layer in drawn]


def spec_of(*strands: Strand) -> dict[str, Any]:
    chart = comparison_chart((strands[0], strands[1]))
    assert chart is not None
    spec: dict[str, Any] = json.loads(to_vega_json(chart))
    return spec


def test_trials_that_began_at_other_times_lie_over_one_another() -> None:
    strands = (
        Strand("before", ramp(2.0, 20.0), session_from(2.0), "internal"),
        Strand("after", ramp(7.0, 20.0), session_from(7.0), "internal"),
    )
    first, second = lines(spec_of(*strands))
    assert [row["time_s"] for row in first] == [row["time_s"] for row in second]
    assert [row["value"] for row in first] == [row["value"] for row in second]
    assert (first[0]["time_s"], first[-1]["time_s"]) == (-0.5, 3.5)
    assert {row["time_s"]: row["value"] for row in first}[1.0] == 10.0


def test_only_what_counts_in_this_direction_of_this_leg_is_drawn() -> None:
    wave = signal_of(30 * np.sin(np.arange(361) / 60) ** 2)
    out = replace(INTERNAL, direction="external", trials=(replace(TRIALS[0], direction="external"),))
    session = replace(SESSION, measurements=(INTERNAL, out))
    both = Strand("one", wave, session, "internal")
    first, _ = lines(spec_of(both, both._replace(words="other")))
    assert {row["movement"] for row in first} == {0, 1}, "two of the three trials were accepted"
    assert comparison_chart((both, both._replace(signal=replace(wave, side="right")))) is None


def test_each_leg_has_its_colour_and_of_one_leg_the_first_is_grey() -> None:
    left = Strand("left leg", ramp(2.0, 20.0), session_from(2.0), "internal")
    moved = replace(left.session.measurements[0].trials[0], side="right")
    other = replace(SESSION, measurements=(replace(INTERNAL, side="right", trials=(moved,)),))
    right = Strand("right leg", replace(left.signal, side="right"), other, "internal")
    drawn = [to_svg(chart) for chart in map(comparison_chart, ((left, right), (left, left))) if chart]
    assert [[colour in svg for colour in SIDE_COLOURS.values()] for svg in drawn] == [
        [True, True],
        [True, False],
    ]
    assert "left leg, 1 trial" in drawn[0]
    assert "right leg, 1 trial" in drawn[0]


def test_what_is_missing_is_a_gap() -> None:
    signal = ramp(2.0, 20.0)
    value = np.array(signal.value)
    value[75:90] = np.nan
    strand = Strand("one", signal_of(value), session_from(2.0), "internal")
    first, _ = lines(spec_of(strand, strand))
    assert [row["time_s"] for row in first if row["value"] is None] == [
        round(at / 30 - 2.0, 3) for at in range(75, 90)
    ]


def test_repetitions_of_a_length_have_no_numbers_on_their_axis() -> None:
    strand = Strand("one", length_of("knee_rise", np.sin(np.arange(361) / 30)), CLAMS)
    spec = spec_of(strand, strand)
    assert [len({row["movement"] for row in rows}) for rows in lines(spec)] == [2, 2]
    assert [layer["encoding"]["y"]["axis"]["labels"] for layer in spec["layer"]] == [False, False]
