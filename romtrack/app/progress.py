"""Progress: one person's sessions over time, and what their changes mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from romtrack import units
from romtrack.app import people
from romtrack.app.log import read_log
from romtrack.app.look import chart_theme, show_chart, show_note
from romtrack.app.words import DISCLAIMER, escaped, moment, title_of, value_text, what_measured
from romtrack.charts import MOST_VALUES, progress_charts
from romtrack.kinematics.quantities import quantity_of
from romtrack.trends import change_text, detectable_change_deg, progress_rows, trends_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.navigation.page import StreamlitPage

    from romtrack.kinematics.quantities import Quantity
    from romtrack.store import Repository
    from romtrack.trends import ProgressRow, Trends
    from romtrack.types import Measured, Summary

__all__ = ["show"]

_ABREAST: Final = 2
_PART: Final = "progress-part"
_AT_ONCE: Final = 50  # sessions of the table


def show(analyze: StreamlitPage) -> None:
    """Show the page; where it is empty, it leads to ``analyze``."""
    st.title("Progress")
    st.write(f"Sessions of **{escaped(people.active())}**")
    found = read_log(_read)
    if found is None:
        return
    if not found.total:
        _empty(analyze)
    if not found.shown:
        return
    trends = trends_of(found.series)
    _latest(trends)
    _charts(found.series, trends, found.total)
    _table(progress_rows(found.shown, trends), found.total)


class _Found(NamedTuple):
    """What the log holds of the active person: ``shown`` is one part of the table."""

    total: int
    series: Sequence[Measured]
    shown: Sequence[Summary]


def _read(repository: Repository) -> _Found:
    person = people.active()
    total = repository.count(person)
    shown = repository.summaries(person, _AT_ONCE, _offset(total))
    return _Found(total, repository.series(person), shown)


def _empty(analyze: StreamlitPage) -> None:
    with st.container(border=True):
        st.subheader("No sessions yet", anchor=False)
        st.write(
            "Once a video is analyzed, its result appears here: a value for each leg, "
            "and whether it changed since the session before."
        )
        st.page_link(analyze, label="Analyze a video", icon=":material/videocam:")


def _latest(trends: Trends) -> None:
    """Show the last value of each series, and what became of it."""
    found = [series.values[-1] for series in trends.series]
    for at in range(0, len(found), _ABREAST):
        for column, measured in zip(st.columns(_ABREAST), found[at : at + _ABREAST], strict=False):
            with column, st.container(border=True):
                st.metric(what_measured(measured), value_text(measured))
                show_note(escaped(_since(measured, trends)))
    if found:
        show_note(DISCLAIMER)


def _since(measured: Measured, trends: Trends) -> str:
    return f"{moment(measured)}. {change_text(trends.at(measured)) or 'The first value'}"


def _charts(measured: Sequence[Measured], trends: Trends, sessions: int) -> None:
    if not trends.series:
        st.info("No measured value yet: the sessions so far are exercises, or gave no number.")
        return
    for chart in progress_charts(measured, chart_theme()).values():
        show_chart(chart)
    if any(len(series.values) > MOST_VALUES for series in trends.series):
        show_note(
            f"Of more than {MOST_VALUES} values of a hip, the lowest and highest of each time are drawn."
        )
    if sessions == 1:
        st.info("One session so far. From the second on, the change since the first is judged here.")
    _explain_change([quantity_of(name) for name in dict.fromkeys(one.key.quantity for one in trends.series)])


def _explain_change(quantities: Sequence[Quantity]) -> None:
    limits = " and ".join(
        f"{units.degrees(detectable_change_deg(one.sem_deg))} ({one.noun})" for one in quantities
    )
    with st.expander("What does a change mean?", icon=":material/help:"):
        st.write(
            "Two measurements of the same hip never agree to the last degree: posture, effort and the camera "
            f"differ from day to day. Between two sessions, less than {limits} cannot be told from that, so "
            "it is called no change. The limit comes from published repeatability, and the more sessions "
            "there are, the more from your own. From five sessions on the slope over all of them is judged, "
            "too: a slow gain in small steps is a gain."
        )


def _offset(count: int) -> int:
    """Return how many of the latest sessions stand before those that are shown."""
    parts = -(-count // _AT_ONCE)
    if parts < 2:  # noqa: PLR2004  nothing to choose
        return 0
    return (int(st.session_state.get(_PART, 1)) - 1) % parts * _AT_ONCE


def _table(rows: Sequence[ProgressRow], count: int) -> None:
    st.subheader("Sessions", anchor=False)
    if count > _AT_ONCE:
        parts = -(-count // _AT_ONCE)
        st.number_input(f"Part of {parts}: {_AT_ONCE} sessions each, the latest first", 1, parts, key=_PART)
    st.table([_row(row) for row in rows], border="horizontal", hide_index=True)


def _row(row: ProgressRow) -> dict[str, str]:
    title = title_of(row.exercise)
    word = "spread" if row.spread_of == "trials" else "range"
    spread = f", {word} {row.spread}" if row.spread else ""
    return {
        "Date": escaped(row.date),
        "Result": f"{escaped(f'{row.hip} {row.result}{spread}')}  \n:small[:gray[{escaped(title)}]]",
        "Change": escaped(row.change),
    }
