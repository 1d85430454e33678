"""Home: what this is, three steps, two ways to begin, and the last session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from romtrack.app import people
from romtrack.app.log import read_log
from romtrack.app.look import show_note
from romtrack.app.words import DISCLAIMER, escaped, moment, title_of, value_text, what_measured
from romtrack.trends import done_text

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from romtrack.types import Summary

__all__ = ["show"]

_FEW = 10  # of the latest, in case that some are damaged
_STEPS = (
    ("Sit", "On a chair high enough for your legs to hang, facing the camera."),
    ("Turn", "Hang still for three seconds, then turn one foot outward three times, holding each end."),
    ("Read", "The angle comes with its uncertainty, and why a trial did not count."),
)


def show(
    measure: StreamlitPage,
    analyze: StreamlitPage,
    exercises: StreamlitPage,
    progress: StreamlitPage,
    learn: StreamlitPage,
) -> None:
    """Show the page, with the ways to the others."""
    st.title("How far does your hip turn?")
    st.write(
        "romtrack measures seated hip rotation with the camera of this machine or from a video, counts ten "
        "hip exercises, and follows both over weeks. "
        "Everything is computed on this machine: nothing the camera sees leaves it."
    )
    for number, (column, (title, text)) in enumerate(zip(st.columns(3), _STEPS, strict=True), 1):
        with column, st.container(border=True, height="stretch"):
            st.header(f"{number}. {title}", anchor=False)
            st.write(text)
    ways = (
        ("Measure now with this camera", ":material/videocam:", measure),
        ("I have a video", ":material/video_file:", analyze),
    )
    for column, (label, icon, page) in zip(st.columns(2), ways, strict=True):
        if column.button(label, type="primary", icon=icon, width="stretch"):
            st.switch_page(page)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(exercises, label="Ten exercises", icon=":material/exercise:")
        st.page_link(learn, label="How to sit and film", icon=":material/menu_book:")
    sessions = read_log(lambda log: log.summaries(people.active(), limit=_FEW))
    if sessions:
        _last(sessions[0], progress)
    show_note(DISCLAIMER)


def _last(session: Summary, progress: StreamlitPage) -> None:
    st.header("Last session", anchor=False)
    with st.container(border=True):
        title = title_of(session.exercise)
        st.write(f"**{escaped(session.person)}**, {escaped(moment(session))}: {escaped(title)}")
        with st.container(horizontal=True, gap="large"):
            for measured in session.measured:
                st.metric(what_measured(measured), value_text(measured), width="content")
            if not session.measured:
                st.metric("Done", done_text(session))
        st.page_link(progress, label="See progress", icon=":material/show_chart:")
