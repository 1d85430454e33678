"""Progress: one person's sessions over time, and what their changes mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from romtrack.app.log import all_sessions
from romtrack.app.look import chart_theme, show_chart, show_note
from romtrack.app.words import DISCLAIMER, escaped, moment, value_text, what_measured
from romtrack.charts import progress_chart
from romtrack.exercises import exercise, exercise_ids
from romtrack.measure.change import detectable_change_deg
from romtrack.measure.history import progress_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.measure.history import ProgressRow
    from romtrack.types import Measurement, Session

__all__ = ["show"]


def show() -> None:
    """Show the page."""
    st.title("Progress")
    everybody = all_sessions()
    if everybody is None:
        return
    if not everybody:
        _empty()
        return
    sessions = _of_one(everybody)
    _latest(sessions)
    _chart(sessions)
    _meaning(sessions)
    _table(sessions)


def _empty() -> None:
    with st.container(border=True):
        st.subheader("No sessions yet", anchor=False)
        st.write(
            "Once a video is analyzed, its result appears here: a value for each leg, "
            "and whether it changed since the session before."
        )


def _of_one(everybody: Sequence[Session]) -> list[Session]:
    """Ask whose sessions to show; the person of the last one comes first."""
    people = sorted({session.person for session in everybody}, key=str.casefold)
    last = everybody[-1].person
    person = last
    if len(people) > 1:
        person = st.selectbox("Person", people, index=people.index(last))
    else:
        st.write(f"Sessions of **{escaped(last)}**")
    return [session for session in everybody if session.person == person]


def _latest(sessions: Sequence[Session]) -> None:
    """Show the last value of each leg and direction."""
    last: dict[str, tuple[Session, Measurement]] = {}
    for session in sessions:
        for measured in session.measurements:
            if measured.value_deg is not None:
                last[what_measured(measured)] = session, measured
    found = list(last.items())
    for row in (found[at : at + 2] for at in range(0, len(found), 2)):
        for column, (what, (session, measured)) in zip(st.columns(2), row, strict=False):
            with column, st.container(border=True):
                st.metric(what, value_text(measured))
                show_note(escaped(moment(session)))
    if found:
        show_note(DISCLAIMER)


def _chart(sessions: Sequence[Session]) -> None:
    chart = progress_chart(sessions, chart_theme())
    if chart is None:
        st.info("No measured value yet: the sessions so far are repetitions, or gave no number.")
        return
    show_chart(chart)


def _meaning(sessions: Sequence[Session]) -> None:
    least_deg = detectable_change_deg(())
    if len(sessions) == 1:
        st.info("One session so far. From the second on, the change since the one before is judged here.")
    with st.expander("What does a change mean?", icon=":material/help:"):
        st.write(
            "Two measurements of the same hip never agree to the last degree: posture, effort and the camera "
            f"differ from day to day. A change of less than {least_deg:.1f}° cannot be told from that, so it "
            "is called no change. The limit comes from the published repeatability of seated rotation "
            "(1.96 x √2 x 2.0°); once there are five sessions, from your own."
        )


def _table(sessions: Sequence[Session]) -> None:
    st.subheader("Sessions", anchor=False)
    rows = [_row(row) for row in reversed(progress_rows(sessions))]
    st.table(rows, border="horizontal", hide_index=True)


def _row(row: ProgressRow) -> dict[str, str]:
    known = row.exercise in exercise_ids()
    return {
        "Date": escaped(row.date),
        "Exercise": escaped(exercise(row.exercise).title if known else row.exercise),
        "Hip": row.hip,
        "Result": escaped(row.result),
        "Spread": escaped(row.spread),
        "Change": escaped(row.change),
    }
