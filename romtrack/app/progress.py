"""Progress: one person's sessions over time, and what their changes mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from romtrack import units
from romtrack.app.log import read_log
from romtrack.app.look import chart_theme, show_chart, show_note
from romtrack.app.words import DISCLAIMER, escaped, moment, value_text, what_measured
from romtrack.charts import MOST_VALUES, progress_chart
from romtrack.exercises import exercise, exercise_ids
from romtrack.measure.change import detectable_change_deg
from romtrack.measure.history import change_text, progress_rows, told_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.navigation.page import StreamlitPage

    from romtrack.measure.history import Measured, ProgressRow, Summary, Told
    from romtrack.store import Repository

__all__ = ["show"]

_ABREAST: Final = 2
_PART: Final = "progress-part"
_AT_ONCE: Final = 50  # sessions of the table
_FEW: Final = 10  # of the latest, in case that some are damaged


def show(analyze: StreamlitPage) -> None:
    """Show the page; where it is empty, it leads to ``analyze``."""
    st.title("Progress")
    found = read_log(_read)
    if found is None:
        return
    if not found.total:
        _empty(analyze)
    if not found.shown:
        return
    told = told_changes(found.series)
    _latest(found.series, told)
    _chart(found.series, found.total)
    _table(progress_rows(found.shown, told), found.total)


class _Found(NamedTuple):
    """What the log holds of the chosen person: ``shown`` is one part of the table."""

    total: int
    series: Sequence[Measured] = ()
    shown: Sequence[Summary] = ()


def _read(repository: Repository) -> _Found:
    latest = repository.summaries(limit=_FEW)
    if not latest:
        return _Found(repository.count())
    person = _chosen(repository.people(), latest[0].person)
    total = repository.count(person)
    shown = repository.summaries(person, _AT_ONCE, _offset(total))
    return _Found(total, repository.series(person), shown)


def _chosen(people: Sequence[str], last: str) -> str:
    """Ask whose sessions to show; the person of the last one comes first."""
    people = sorted(people, key=str.casefold)
    if len(people) > 1:
        return st.selectbox("Person", people, index=people.index(last))
    st.write(f"Sessions of **{escaped(last)}**")
    return last


def _empty(analyze: StreamlitPage) -> None:
    with st.container(border=True):
        st.subheader("No sessions yet", anchor=False)
        st.write(
            "Once a video is analyzed, its result appears here: a value for each leg, "
            "and whether it changed since the session before."
        )
        st.page_link(analyze, label="Analyze a video", icon=":material/videocam:")


def _latest(series: Sequence[Measured], told: Told) -> None:
    """Show the last value of each leg and direction, and what became of it since the one before."""
    found = list({what_measured(measured): measured for measured in series}.values())
    for at in range(0, len(found), _ABREAST):
        for column, measured in zip(st.columns(_ABREAST), found[at : at + _ABREAST], strict=False):
            with column, st.container(border=True):
                st.metric(what_measured(measured), value_text(measured))
                show_note(escaped(_since(measured, told)))
    if found:
        show_note(DISCLAIMER)


def _since(measured: Measured, told: Told) -> str:
    change = change_text(told.get((measured.session_id, measured.side, measured.direction)))
    return f"{moment(measured)}. {f'Since the one before {change}' if change else 'The first value'}"


def _chart(series: Sequence[Measured], sessions: int) -> None:
    chart = progress_chart(series, chart_theme())
    if chart is None:
        st.info("No measured value yet: the sessions so far are exercises, or gave no number.")
        return
    show_chart(chart)
    if len(series) > MOST_VALUES:
        show_note(
            f"Of more than {MOST_VALUES} values of a hip, the lowest and highest of each time are drawn."
        )
    if sessions == 1:
        st.info("One session so far. From the second on, the change since the one before is judged here.")
    _explain_change()


def _explain_change() -> None:
    with st.expander("What does a change mean?", icon=":material/help:"):
        limit = units.degrees(detectable_change_deg(()))
        st.write(
            "Two measurements of the same hip never agree to the last degree: posture, effort and the camera "
            f"differ from day to day. A change of less than {limit} cannot be told "
            "from that, so it is called no change. The limit comes from the published repeatability of "
            "seated rotation (1.96 x √2 x 2.0°); once there are five sessions, from your own."
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
    title = exercise(row.exercise).title if row.exercise in exercise_ids() else row.exercise
    word = "" if row.spread.startswith("range") else "spread "
    spread = f", {word}{row.spread}" if row.spread else ""
    return {
        "Date": escaped(row.date),
        "Result": f"{escaped(f'{row.hip} {row.result}{spread}')}  \n:small[:gray[{escaped(title)}]]",
        "Change": escaped(row.change),
    }
