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
from romtrack.language import N_, gettext
from romtrack.trends import (
    arc_text,
    arcs,
    development_text,
    difference_text,
    differences,
    goal_text,
    hand_texts,
    series_name,
    slope_text,
    step_text,
    usual_texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    import altair as alt

    from romtrack.trends import Said, Series, SeriesKey, Trends
    from romtrack.types import Direction, QuantityName

__all__ = ["show_developments"]

_ARC: Final = N_(
    "Both directions together do not depend on where zero is: a tilted camera, or a leg that hung otherwise, "
    "takes from the one what it gives to the other. A gain in one direction that is none here may be that."
)


def show_developments(trends: Trends, said: Said) -> None:
    """Show each direction of each quantity with both legs side by side, and what was measured by hand."""
    charts = progress_charts(trends, chart_theme(), said)
    series = {one.key: one for one in trends.series}
    for quantity, direction in _directions(charts):
        title = gettext(quantity_of(quantity).way(direction).title)
        st.header(title[:1].upper() + title[1:], anchor=False)
        legs = sorted(
            (key for key in charts if (key.quantity, key.direction) == (quantity, direction)),
            key=lambda key: key.side,
        )
        for column, key in zip(st.columns(2), legs, strict=False):
            with column, st.container(border=True):
                _leg(key, series.get(key), trends, said, charts[key])
        for found, when in differences(trends):
            if (found.quantity, found.direction) == (quantity, direction):
                told, day = difference_text(found), units.day(here(when))
                show_note(escaped(gettext("{difference}, on {day}.", difference=told, day=day)))
        for text in usual_texts(quantity_of(quantity), direction):
            show_note(escaped(text))
    if any(len(one.values) > MOST_VALUES for one in trends.series):
        text = N_("Of more than {number} values the lowest and highest of each time are drawn.")
        show_note(gettext(text, number=MOST_VALUES))
    _arcs(trends)


def _directions(keys: Iterable[SeriesKey]) -> list[tuple[QuantityName, Direction]]:
    """Return what was measured: each quantity's first way first."""
    found = dict.fromkeys((key.quantity, key.direction) for key in keys)
    return sorted(found, key=lambda one: (one[0], -quantity_of(one[0]).way(one[1]).sign))


def _leg(key: SeriesKey, series: Series | None, trends: Trends, said: Said, chart: alt.LayerChart) -> None:
    hand = said.hand.get(key, ())
    if series is None:
        st.metric(gettext("{what}, by hand", what=what_measured(hand[-1])), value_text(hand[-1]))
        show_note(escaped(units.day(hand[-1].measured_on)))
        show_chart(chart)
    else:
        _measured(series, trends, said.goals_deg.get(key), chart)
    for text in hand_texts(hand):
        show_note(escaped(f"{text}."))


def _measured(series: Series, trends: Trends, goal_deg: float | None, chart: alt.LayerChart) -> None:
    last, found = series.values[-1], trends.development(series)
    st.metric(what_measured(last), value_text(last))
    show_note(escaped(moment(last)))
    st.write(f"{escaped(development_text(series_name(series.key), found))}.")
    show_chart(chart)
    show_note(escaped(f"{slope_text(found)}."))
    if goal_deg is not None:
        show_note(escaped(f"{goal_text(goal_deg, found)}."))
    if found.standing is not None:
        show_note(escaped(f"{step_text(found.standing)}."))


def _arcs(trends: Trends) -> None:
    found = arcs(trends)
    if not found:
        return
    st.header(gettext("Both directions together"), anchor=False)
    for arc in found:
        st.write(f"{escaped(arc_text(arc))}.")
    show_note(gettext(_ARC))
