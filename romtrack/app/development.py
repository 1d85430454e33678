"""What became of each leg and direction: last value, sentence, chart; left against right; the whole arc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack import units
from romtrack.app.look import chart_theme, show_chart, show_note
from romtrack.app.words import escaped, moment, value_text, what_measured
from romtrack.charts import MOST_VALUES, progress_charts
from romtrack.clock import here
from romtrack.kinematics.quantities import quantity_of
from romtrack.trends import (
    arc_text,
    arcs,
    development_text,
    difference_text,
    differences,
    series_name,
    slope_text,
    step_text,
    usual_texts,
)

if TYPE_CHECKING:
    import altair as alt

    from romtrack.trends import Series, SeriesKey, Trends
    from romtrack.types import Direction, QuantityName

__all__ = ["show_developments"]

_ARC: Final = (
    "Both directions together do not depend on where zero is: a tilted camera, or a leg that hung otherwise, "
    "takes from the one what it gives to the other. A gain in one direction that is none here may be that."
)


def show_developments(trends: Trends) -> None:
    """Show each direction of each quantity with both legs side by side."""
    charts = progress_charts(trends, chart_theme())
    for quantity, direction in _directions(trends):
        st.header(quantity_of(quantity).way(direction).title.capitalize(), anchor=False)
        legs = [
            one for one in trends.series if (one.key.quantity, one.key.direction) == (quantity, direction)
        ]
        for column, series in zip(st.columns(2), sorted(legs, key=lambda one: one.key.side), strict=False):
            with column, st.container(border=True):
                _leg(series, trends, charts)
        for found, when in differences(trends):
            if (found.quantity, found.direction) == (quantity, direction):
                show_note(escaped(f"{difference_text(found)}, on {units.day(here(when))}."))
        for text in usual_texts(quantity_of(quantity), direction):
            show_note(escaped(text))
    if any(len(series.values) > MOST_VALUES for series in trends.series):
        show_note(f"Of more than {MOST_VALUES} values the lowest and highest of each time are drawn.")
    _arcs(trends)


def _directions(trends: Trends) -> list[tuple[QuantityName, Direction]]:
    """Return what was measured: each quantity's first way first."""
    found = dict.fromkeys((one.key.quantity, one.key.direction) for one in trends.series)
    return sorted(found, key=lambda one: (one[0], -quantity_of(one[0]).way(one[1]).sign))


def _leg(series: Series, trends: Trends, charts: dict[SeriesKey, alt.LayerChart]) -> None:
    last, found = series.values[-1], trends.development(series)
    st.metric(what_measured(last), value_text(last))
    show_note(escaped(moment(last)))
    st.write(f"{escaped(development_text(series_name(series.key), found))}.")
    show_chart(charts[series.key])
    show_note(escaped(f"{slope_text(found)}."))
    if found.standing is not None:
        show_note(escaped(f"{step_text(found.standing)}."))


def _arcs(trends: Trends) -> None:
    found = arcs(trends)
    if not found:
        return
    st.header("Both directions together", anchor=False)
    for arc in found:
        st.write(f"{escaped(arc_text(arc))}.")
    show_note(_ARC)
