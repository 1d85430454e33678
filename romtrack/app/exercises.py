"""Exercises: all of them with a picture; one with everything about it, and the way to Analyze."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app import token
from romtrack.app.analysis import JOBS
from romtrack.app.demonstrations import show_demonstrations
from romtrack.app.look import show_note, show_picture
from romtrack.app.words import DISCLAIMER, escaped, sentence
from romtrack.exercises import (
    broken_cards,
    dose_text,
    exercise,
    exercise_ids,
    fault_text,
    own_folder,
    picture,
    position_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streamlit.navigation.page import StreamlitPage

    from romtrack.exercises import Exercise

__all__ = ["show", "want", "wanted"]

_NAME: Final = "exercise"  # of the one that is open, in the page's address and in the session
_ABREAST: Final = 2
_NO, _YES = "No", "Yes"
_HURTS: Final = """
**Leave this one out for now.** Pinching at the front of the hip is a sign to stop, not to push through.
Choose a gentler exercise, and have a physiotherapist or doctor look at the hip when it stays.
"""


def wanted() -> str:
    """Return the exercise that Analyze was asked for, or the measurement."""
    known: str = st.session_state.get(_NAME, "")
    return known if known in exercise_ids() else exercise_ids()[0]


def show(analyze: StreamlitPage) -> None:
    """Show all exercises or the one in the address, which leads to ``analyze``."""
    opened = st.query_params.get(_NAME)
    if opened in exercise_ids():
        _one(exercise(opened), analyze)
    else:
        _all()


def _all() -> None:
    st.title("Exercises")
    st.write(
        "Two measurements, and ten exercises for the hips. Choose one to see how it is done, where the "
        "camera stands, and what is counted and told."
    )
    for line in broken_cards():
        st.warning(f"A card of yours is left out: {escaped(line)}", icon=":material/error:")
    known = [exercise(each) for each in exercise_ids()]
    for row in (known[at : at + _ABREAST] for at in range(0, len(known), _ABREAST)):
        for column, one in zip(st.columns(_ABREAST), row, strict=False):
            with column:
                _card(one)
    show_note(f"Cards of your own are read from {escaped(str(own_folder()))}")
    show_note(DISCLAIMER)


def _card(one: Exercise) -> None:
    with st.container(border=True, height="stretch"):
        _picture(one)
        if st.button(escaped(one.title), key=f"open-{one.id}", width="stretch"):
            st.query_params[_NAME] = one.id
            st.rerun()
        show_note(sentence(f"{position_text(one)}; {dose_text(one)}"))


def _picture(one: Exercise) -> None:
    jpeg = picture(one.id)
    if jpeg is not None:
        show_picture(jpeg, one.movement)


def _one(one: Exercise, analyze: StreamlitPage) -> None:
    if st.button("All exercises", icon=":material/arrow_back:", type="tertiary"):
        st.query_params.pop(_NAME)
        st.rerun()
    st.title(escaped(one.title), anchor=False)
    st.write(escaped(one.movement))
    if not show_demonstrations(one):
        _picture(one)
    if one.ask_pain and not _painless(one):
        return
    if st.button("Analyze a video of it", type="primary", icon=":material/videocam:"):
        want(one.id)
        st.switch_page(analyze)
    _explain(one)
    show_note(DISCLAIMER)


def want(exercise_id: str) -> None:
    """Let Analyze show its form with an exercise: a result that was seen is left, what runs still is not."""
    st.session_state[_NAME] = exercise_id
    job = JOBS.find(token.read())
    if job is not None and job.state != "running":
        token.forget()


def _painless(one: Exercise) -> bool:
    """Ask about pain; return whether it was denied."""
    with st.container(border=True):
        answer = st.segmented_control(
            "Does it pinch or hurt at the front of the hip when you bend it or turn it?",
            [_NO, _YES],
            key=f"pain-{one.id}",
        )
        show_note("This exercise asks a lot of the hip.")
    if answer == _YES:
        st.error(_HURTS, icon=":material/front_hand:")
    return answer == _NO


def _explain(one: Exercise) -> None:
    _heading("How")
    _list((escaped(step) for step in one.steps), mark="1.")
    if one.ask_pain:
        st.write("Stop when it pinches or hurts.")
    _heading("Camera")
    st.write(escaped(one.camera))
    _heading("How much")
    st.write(sentence(dose_text(one)))
    if one.cues:
        _heading("What you are told")
        _list(f"**{_named(cue.fault)}**: {escaped(cue.say)}" for cue in one.cues)
    if one.not_cued:
        _heading("What to watch yourself")
        st.write("One camera cannot tell these reliably:")
        _list(f"**{_named(each.fault)}**: {escaped(each.why)}." for each in one.not_cued)
    _heading("Muscles")
    st.write(sentence(", ".join(one.muscles)))
    _heading("Sources")
    _list(escaped(source) for source in one.sources)


def _heading(text: str) -> None:
    st.header(text, anchor=False)


def _named(fault: str) -> str:
    return escaped(fault_text(fault).capitalize())


def _list(lines: Iterable[str], mark: str = "-") -> None:
    st.markdown("\n".join(f"{mark} {line}" for line in lines))
