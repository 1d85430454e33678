from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from chart_sessions import EXERCISE, EXTERNAL, INTERNAL, REFUSED, SESSION, days, only_chart, rows_with
from conftest import series_of

from romtrack.charts import MOST_VALUES, SIDE_COLOURS, progress_charts, to_svg, to_vega_json
from romtrack.charts.theme import HEIGHT_PX, TYPE_PX
from romtrack.trends import SeriesKey, detectable_change_deg, said_of, trends_of
from romtrack.types import Goal, HandMeasurement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.types import Session

LATER = datetime(2026, 4, 7, 9, 0, tzinfo=UTC)


def rows_of(sessions: Sequence[Session]) -> list[dict[str, Any]]:
    chart = only_chart(series_of(*sessions))
    assert chart is not None
    return rows_with(json.loads(to_vega_json(chart)), "date_text")


def test_no_value_no_chart() -> None:
    assert only_chart([]) is None
    assert only_chart(series_of(replace(SESSION, measurements=(REFUSED,)), EXERCISE)) is None


def test_one_session_is_a_dot_with_its_date_and_error() -> None:
    (row,) = rows_of([SESSION])
    assert row["date"] == "2026-03-03T14:05:00"
    assert (row["value"], row["low"], row["high"]) == (34.4, 32.7, 36.1)
    chart = only_chart(series_of(SESSION))
    assert chart is not None
    assert "3 Mar 2026" in to_svg(chart)


def test_the_axis_of_degrees_has_its_numbers() -> None:
    chart = only_chart(series_of(SESSION))
    assert chart is not None
    drawn = to_svg(chart)
    assert all(f">{number}</text>" in drawn for number in (20, 30, 40))


def test_sessions_are_drawn_in_the_order_of_time() -> None:
    dates = [row["date"] for row in rows_of(days(30, INTERNAL))]
    assert len(dates) == 30
    assert dates == sorted(dates)


def test_refused_sessions_are_left_out() -> None:
    assert len(rows_of([*days(3, INTERNAL), *days(2, REFUSED)])) == 3


def test_years_of_daily_sessions() -> None:
    chart = only_chart(series_of(*days(6000, INTERNAL)))
    assert chart is not None
    assert 8 <= to_svg(chart).count("<text") < 30


def test_of_many_values_the_extremes_are_drawn() -> None:
    sessions = days(3000, INTERNAL)
    lowest = replace(sessions[700], measurements=(replace(INTERNAL, value_deg=11.0),))
    rows = rows_of([*sessions[:700], lowest, *sessions[701:]])
    assert len(rows) <= MOST_VALUES
    assert min(row["value"] for row in rows) == 11.0


def test_external_rotation_is_a_magnitude_in_a_chart_of_its_own() -> None:
    charts = progress_charts(trends_of(series_of(*days(2, INTERNAL, EXTERNAL))))
    inward, outward = (to_svg(chart) for chart in charts.values())
    assert "left, internal (degrees)" in inward
    assert "left, external (degrees)" in outward
    rows = [rows_with(json.loads(to_vega_json(chart)), "date_text") for chart in charts.values()]
    assert [{row["value"] for row in one} for one in rows] == [{34.4}, {31.24}]


def test_both_legs_have_the_same_axes() -> None:
    right = replace(INTERNAL, side="right", value_deg=60.0)
    charts = progress_charts(trends_of(series_of(*days(2, INTERNAL, right))))
    assert [key.side for key in charts] == ["left", "right"]
    left, other = (json.loads(to_vega_json(chart)) for chart in charts.values())
    assert domains(left) == domains(other)
    assert SIDE_COLOURS["right"] not in to_svg(charts[next(iter(charts))])


def test_what_is_no_change_is_shaded_around_the_baseline() -> None:
    later = replace(INTERNAL, value_deg=50.0)
    sessions = [*days(1, INTERNAL), *(replace(one, recorded_at=LATER) for one in days(1, later))]
    for since, first in ((None, 34.4), (LATER.date(), 50.0)):
        (chart,) = progress_charts(trends_of(series_of(*sessions), since)).values()
        (band,) = rows_with(json.loads(to_vega_json(chart)), "first")
        assert band["first"] == first
        assert band["high"] - first == pytest.approx(first - band["low"])
        assert band["high"] - first == pytest.approx(detectable_change_deg(2.0), abs=0.01)


def test_what_is_usual_is_shaded_and_on_the_axis() -> None:
    chart = only_chart(series_of(SESSION))
    assert chart is not None
    spec = json.loads(to_vega_json(chart))
    men, women = rows_with(spec, "who")
    assert (men["low"], men["high"], women["high"]) == (17.1, 36.7, 45.4)
    (low, high) = domains(spec)["y"]
    assert low <= 17.1
    assert high >= 45.4


@pytest.mark.parametrize("goal_deg", [20.0, 30.0, 33.0, 36.0, 36.7, 40.0, 44.0, 45.4, 46.0])
@pytest.mark.parametrize("value_deg", [-10.0, 22.0, 34.4, 43.5])
def test_the_names_of_bands_are_free_of_lines_and_of_each_other(goal_deg: float, value_deg: float) -> None:
    goal = Goal(UUID(int=2), "hip_rotation", "left", "internal", goal_deg, LATER)
    sessions = days(2, replace(INTERNAL, value_deg=value_deg))
    (chart,) = progress_charts(trends_of(series_of(*sessions)), "light", said_of("Ada", [], [goal])).values()
    spec = json.loads(to_vega_json(chart))
    low, high = domains(spec)["y"]
    px_per_deg = HEIGHT_PX / (high - low)
    names = [
        (row["name_top"] - (TYPE_PX - 1) / px_per_deg, row["name_top"]) for row in rows_with(spec, "name_top")
    ]
    for end, top in names:
        for line in (goal_deg, value_deg):
            assert not end - 2 / px_per_deg < line < top + 2 / px_per_deg
    (one_end, one_top), (other_end, other_top) = names
    assert one_top <= other_end or other_top <= one_end


def test_what_was_measured_by_hand_has_a_mark_and_a_name_of_its_own() -> None:
    key = SeriesKey("Ada", "hip_rotation", "left", "internal")
    by_hand = HandMeasurement(
        UUID(int=1), date(2026, 3, 9), "hip_rotation", "left", "internal", 61.0, LATER, "goniometer"
    )
    goal = Goal(UUID(int=2), "hip_rotation", "left", "internal", 70.0, LATER)
    said = said_of("Ada", [by_hand], [goal])
    for measured in (series_of(SESSION), []):
        ((found, chart),) = progress_charts(trends_of(measured), "light", said).items()
        assert found == key
        spec = json.loads(to_vega_json(chart))
        (row,) = rows_with(spec, "instrument")
        assert (row["date_text"], row["value"], row["instrument"]) == ("9 Mar 2026", 61.0, "goniometer")
        drawn = to_svg(chart)
        assert "measured by hand: goniometer" in drawn
        assert "goal: 70°" in drawn
        assert "left, internal (degrees)" in drawn
        assert domains(spec)["y"][1] >= 70
    assert "by hand" not in to_svg(progress_charts(trends_of(series_of(SESSION)))[key])


def test_two_quantities_never_share_a_chart() -> None:
    lifted = replace(INTERNAL, quantity="hip_abduction", direction="abduction", value_deg=41.0)
    charts = progress_charts(trends_of(series_of(*days(3, INTERNAL), *days(2, lifted))))
    assert [key.quantity for key in charts] == ["hip_rotation", "hip_abduction"]
    rotation, abduction = (rows_with(json.loads(to_vega_json(one)), "date_text") for one in charts.values())
    assert {row["value"] for row in rotation} == {34.4}
    assert {row["value"] for row in abduction} == {41.0}


def domains(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the ends of both axes."""
    inner = [part for layer in spec["layer"] for part in layer.get("layer", [layer])]
    found = [part["encoding"] for part in inner]
    return {
        axis: next(each[axis]["scale"]["domain"] for each in found if "scale" in each.get(axis, {}))
        for axis in ("x", "y")
    }


def test_a_date_that_is_not_known_is_said() -> None:
    (row,) = rows_of([replace(SESSION, recorded_at=None, recorded_by=None)])
    assert row["date_text"] == "analysed 3 Mar 2026, 14:05; when it was recorded is not known"


def test_themes_differ() -> None:
    light, dark = (only_chart(series_of(SESSION), theme) for theme in ("light", "dark"))
    assert light is not None
    assert dark is not None
    assert to_svg(light) != to_svg(dark)
