"""Exercise: sets of repetitions in front of the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app.live.page import show_live
from romtrack.exercises import exercise, exercise_ids
from romtrack.live import Plan
from romtrack.types import SIDES

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from romtrack.types import Side

__all__ = ["show"]

_SIDES: Final[dict[str, tuple[Side, ...]]] = {"Left": ("left",), "Right": ("right",), "Both": SIDES}
_DEMANDING: Final = frozenset({"ninety-ninety", "pigeon"})


def show(progress: StreamlitPage) -> None:
    """Show the page; a saved session leads on to ``progress``."""
    show_live("reps", "Exercise", _form, progress)


def _form() -> Plan | None:
    known = [name for name in exercise_ids() if exercise(name).kind != "measurement"]
    chosen = st.selectbox("Exercise", known, format_func=lambda name: exercise(name).title)
    person = st.text_input("Person", value="me", max_chars=80, help="Whose session it is, under Progress.")
    side = st.segmented_control("Side", list(_SIDES), default="Left", required=True)
    with st.container(horizontal=True):
        reps = st.number_input("Repetitions", 1, 50, 12)
        sets = st.number_input("Sets for each side", 1, 10, 2)
        rest_s = st.number_input("Rest, seconds", 5, 300, 45)
    if chosen in _DEMANDING and not _is_free_of_pain():
        return None
    if not st.button("Start", type="primary", icon=":material/videocam:"):
        return None
    return Plan(
        person=person.strip() or "me",
        exercise=str(chosen),
        sides=_SIDES[side or "Left"],
        sets=int(sets),
        reps=int(reps),
        rest_s=float(rest_s),
    )


def _is_free_of_pain() -> bool:
    """Ask about pain; with it, this exercise is not for today."""
    answer = st.radio(
        "This one loads the hip at the end of its range. Does your hip or knee hurt today?",
        ["No", "Yes"],
        index=None,
        horizontal=True,
    )
    if answer == "Yes":
        st.warning("Then leave this one out today, and ask a professional if it goes on.")
    return answer == "No"
