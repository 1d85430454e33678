"""Progress: one person's sessions over time, and what their changes mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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

    from streamlit.navigation.page import StreamlitPage

    from romtrack.measure.history import ProgressRow
    from romtrack.types import Measurement, Session

__all__ = ["show"]

_ABREAST: Final = 2


def show(analyze: StreamlitPage) -> None:
    """Show the page; where it is empty, it leads to ``analyze``."""
    st.title("Progress")
    everybody = all_sessions()
    if everybody is None:
        return
    if not everybody:
        _empty(analyze)
        return
    sessions = _of_one(everybody)
    rows = progress_rows(sessions)
    _latest(sessions, rows)
    _chart(sessions)
    _table(rows)


def _empty(analyze: StreamlitPage) -> None:
    with st.container(border=True):
        st.subheader("No sessions yet", anchor=False)
        st.write(
            "Once a video is analyzed, its result appears here: a value for each leg, "
            "and whether it changed since the session before."
        )
        st.page_link(analyze, label="Analyze a video", icon=":material/videocam:")


def _of_one(everybody: Sequence[Session]) -> list[Session]:
    """Ask whose sessions to show; the person of the last one comes first."""
    people = sorted({session.person for session in everybody}, key=str.casefold)
    person = everybody[-1].person
    if len(people) > 1:
        person = st.selectbox("Person", people, index=people.index(person))
    else:
        st.write(f"Sessions of **{escaped(person)}**")
    return [session for session in everybody if session.person == person]


def _latest(sessions: Sequence[Session], rows: Sequence[ProgressRow]) -> None:
    """Show the last value of each leg and direction, and what became of it since the one before."""
    last: dict[str, tuple[Session, Measurement]] = {}
    for session in sessions:
        for measured in session.measurements:
            if measured.value_deg is not None:
                last[what_measured(measured)] = session, measured
    found = list(last.values())
    for at in range(0, len(found), _ABREAST):
        for column, (session, measured) in zip(st.columns(_ABREAST), found[at : at + _ABREAST], strict=False):
            with column, st.container(border=True):
                st.metric(what_measured(measured), value_text(measured))
                show_note(escaped(_since(session, measured, rows)))
    if found:
        show_note(DISCLAIMER)


def _since(session: Session, measured: Measurement, rows: Sequence[ProgressRow]) -> str:
    same = [row for row in rows if row.hip == measured.side and row.result.startswith(measured.direction)]
    change = next((row.change for row in reversed(same) if row.change), "")
    return f"{moment(session)}. {f'Since the one before {change}' if change else 'The first value'}"


def _chart(sessions: Sequence[Session]) -> None:
    chart = progress_chart(sessions, chart_theme())
    if chart is None:
        st.info("No measured value yet: the sessions so far are exercises, or gave no number.")
        return
    show_chart(chart)
    if len(sessions) == 1:
        st.info("One session so far. From the second on, the change since the one before is judged here.")
    _explain_change()


def _explain_change() -> None:
    with st.expander("What does a change mean?", icon=":material/help:"):
        st.write(
            "Two measurements of the same hip never agree to the last degree: posture, effort and the camera "
            f"differ from day to day. A change of less than {detectable_change_deg(()):.1f}° cannot be told "
            "from that, so it is called no change. The limit comes from the published repeatability of "
            "seated rotation (1.96 x √2 x 2.0°); once there are five sessions, from your own."
        )


def _table(rows: Sequence[ProgressRow]) -> None:
    st.subheader("Sessions", anchor=False)
    st.table([_row(row) for row in reversed(rows)], border="horizontal", hide_index=True)


def _row(row: ProgressRow) -> dict[str, str]:
    title = exercise(row.exercise).title if row.exercise in exercise_ids() else row.exercise
    word = "" if row.spread.startswith("range") else "spread "
    spread = f", {word}{row.spread}" if row.spread else ""
    return {
        "Date": escaped(row.date),
        "Result": f"{escaped(f'{row.hip} {row.result}{spread}')}  \n:small[:gray[{escaped(title)}]]",
        "Change": escaped(row.change),
    }
