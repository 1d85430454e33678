from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from chart_sessions import (
    CLAMS,
    EXERCISE,
    EXTERNAL,
    INTERNAL,
    PARTIAL,
    PIGEON,
    REFUSED,
    SESSION,
    TRIALS,
    length_of,
    rows_with,
    samples_of,
    signal_of,
)

from romtrack.charts import SIDE_COLOURS, signal_chart, to_svg, to_vega_json

if TYPE_CHECKING:
    from romtrack.types import FloatArray, Session, SignalTrack

WAVE = signal_of(30 * np.sin(np.arange(361) / 60) ** 2)


def spec_of(signal: SignalTrack, session: Session) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads(to_vega_json(signal_chart(signal, session)))
    return spec


def test_a_gap_is_a_gap_in_the_data() -> None:
    value = np.array(WAVE.value)
    value[100:130] = np.nan
    rows = samples_of(spec_of(signal_of(value), SESSION))
    gone = [row for row in rows if 100 / 30 - 0.01 < row["time_s"] < 129.5 / 30]
    assert len(gone) == 30
    assert all(row["value"] is row["low"] is row["high"] is None for row in gone)


def test_what_is_not_fit_to_be_used_is_not_drawn() -> None:
    unfit = replace(WAVE, ok=WAVE.time_s < 6)
    rows = samples_of(spec_of(unfit, SESSION))
    assert max(row["time_s"] for row in rows if row["value"] is not None) < 6


def test_the_band_is_one_sigma_wide() -> None:
    row = samples_of(spec_of(signal_of(np.full(60, 20.0), sigma=1.5), SESSION))[7]
    assert (row["low"], row["value"], row["high"]) == (18.5, 20.0, 21.5)


def test_half_an_hour_stays_small_and_keeps_its_peak() -> None:
    value = 20 * np.sin(np.arange(54000) / 40)
    value[31007] = 55.5
    text = to_vega_json(signal_chart(signal_of(value), SESSION))
    assert len(text) < 250_000
    assert max(row["value"] for row in samples_of(json.loads(text))) == 55.5


def test_a_refused_trial_carries_its_reasons() -> None:
    (refused,) = {
        row["verdict"] for row in rows_with(spec_of(WAVE, SESSION), "verdict") if row["peak"] == 9.4
    }
    assert refused == f"{PARTIAL}; not held"


def test_trials_are_numbered_within_their_direction() -> None:
    outward = replace(EXTERNAL, trials=(replace(TRIALS[0], direction="external", peak_deg=-30.0),))
    both = replace(SESSION, measurements=(INTERNAL, outward))
    names = [row["what"] for row in rows_with(spec_of(WAVE, both), "verdict")]
    assert set(names) == {"internal trial 1", "internal trial 2", "internal trial 3", "external trial 1"}


def test_peaks_are_rounded_once() -> None:
    labels = {row["label"] for row in rows_with(spec_of(WAVE, SESSION), "label")}
    assert labels == {"35.8", "9.4", "33.0"}


def test_only_this_legs_movements_are_marked() -> None:
    assert not rows_with(spec_of(replace(WAVE, side="right"), SESSION), "verdict")


def test_repetitions_and_partial_attempts_are_marked_with_faults_and_reasons() -> None:
    marked = {(row["what"], row["verdict"]) for row in rows_with(spec_of(WAVE, EXERCISE), "verdict")}
    assert marked == {
        ("repetition 1", "counted, but: knee drift"),
        ("repetition 2", "counted, but: knee drift"),
        ("partial attempt", "under 40 % of the range"),
    }


def test_values_do_not_overlap_when_there_are_many() -> None:
    rep = EXERCISE.sets[0].reps[0]
    many = tuple(replace(rep, start_s=k / 10, peak_s=k / 10 + 0.05, end_s=k / 10 + 0.1) for k in range(100))
    session = replace(EXERCISE, sets=(replace(EXERCISE.sets[0], reps=many, partials=()),))
    texts = to_svg(signal_chart(WAVE, session)).count(">31.0</text>")
    assert 5 < texts < 20


def test_the_legend_says_in_words_what_is_drawn() -> None:
    svg = to_svg(signal_chart(WAVE, SESSION))
    for words in (
        "left leg",
        "1 sigma",
        "accepted trial",
        "not counted: trial",
        "relaxed leg: 1.2° internal",
    ):
        assert words in svg


def test_nothing_is_promised_that_is_not_drawn() -> None:
    svg = to_svg(signal_chart(WAVE, replace(SESSION, measurements=())))
    assert "not counted" not in svg
    assert "relaxed" not in svg


@pytest.mark.parametrize("value", [np.array([]), np.full(40, np.nan), np.array([3.0])])
def test_hardly_anything_to_draw(value: FloatArray) -> None:
    svg = to_svg(signal_chart(signal_of(value), replace(SESSION, measurements=(REFUSED,))))
    assert ("nothing could be read" in svg) == (not np.isfinite(value).any())


def texts_of(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_a_length_has_a_name_and_no_numbers() -> None:
    lengths = replace(WAVE, name="hip_height", unit="torso", value=WAVE.value / 100)
    svg = to_svg(signal_chart(lengths, replace(SESSION, measurements=())))
    assert "height of the hips over the lower foot" in svg
    assert "trunk lengths" not in svg
    assert "0.2" not in texts_of(svg)
    assert "internal" not in svg


def test_themes_differ_but_a_legs_colour_does_not() -> None:
    light, dark = (to_svg(signal_chart(WAVE, SESSION, theme)) for theme in ("light", "dark"))
    assert light != dark
    assert SIDE_COLOURS["left"] in light
    assert SIDE_COLOURS["left"] in dark


KNEE = length_of("knee_rise", 0.4 * np.sin(np.arange(450) / 60) ** 2 - 0.25)


def test_an_exercise_shows_its_levels_and_no_uncertainty_that_nobody_knows() -> None:
    svg = to_svg(signal_chart(KNEE, CLAMS))
    assert "height of the working knee over its hip" in svg
    for words in (">rest</text>", ">least</text>", "least that counts"):
        assert words in svg
    assert "sigma" not in svg
    assert {row["value"] for row in rows_with(spec_of(KNEE, CLAMS), "short")} == {-0.25, -0.13}


def test_form_faults_have_lanes_with_their_names_above_the_signal() -> None:
    spec = spec_of(KNEE, CLAMS)
    lasted = {(row["what"], row["start_s"], row["end_s"]) for row in rows_with(spec, "end_s")}
    assert {("pelvis roll", 6.5, 7.5), ("feet apart", 6.6, 7.0)} <= lasted
    svg = to_svg(signal_chart(KNEE, CLAMS))
    assert "pelvis roll</text>" in svg
    assert "feet apart</text>" in svg
    assert svg.count("form fault</text>") == 1


def test_a_hold_is_a_span_with_its_seconds() -> None:
    low = length_of("hips_over_hands", np.full(450, 0.3))
    svg = to_svg(signal_chart(low, PIGEON))
    assert "held 12.3 s</text>" in svg
    assert "a hold begins" in svg


def test_sides_that_take_turns_are_all_marked() -> None:
    (done,) = CLAMS.sets
    left, right = done.reps
    turns = replace(CLAMS, side="both", sets=(replace(done, reps=(left, replace(right, side="right"))),))
    names = {row["what"] for row in rows_with(spec_of(KNEE, turns), "verdict")}
    assert names == {"repetition 1", "repetition 2"}
    assert "both sides" in to_svg(signal_chart(KNEE, turns))


def test_a_measurement_has_neither_levels_nor_lanes() -> None:
    svg = to_svg(signal_chart(WAVE, replace(SESSION, sets=EXERCISE.sets)))
    assert "least" not in svg
    assert "form fault" not in svg
