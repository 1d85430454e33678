"""Exercises: all of them with a picture; one with everything about it, and the way to Analyze."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import streamlit as st

from romtrack.app import people
from romtrack.app.cards import each_card, show_still
from romtrack.app.demonstrations import show_demonstrations
from romtrack.app.log import read_log
from romtrack.app.look import show_note
from romtrack.app.starting import WANTED, asked, start, want
from romtrack.app.today import due_text, read_due
from romtrack.app.words import DISCLAIMER, escaped, sentence
from romtrack.exercises import (
    broken_cards,
    dose_text,
    exercise,
    exercise_ids,
    fault_text,
    own_folder,
    position_text,
)
from romtrack.language import N_, gettext, retold
from romtrack.live import is_live
from romtrack.types import PlanItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from romtrack.app.ways import Ways
    from romtrack.exercises import Exercise
    from romtrack.plans import Due
    from romtrack.store import Repository

__all__ = ["show"]

_NO, _YES = N_("No"), N_("Yes")
_HURTS: Final = N_("""
**Leave this one out for now.** Pinching at the front of the hip is a sign to stop, not to push through.
Choose a gentler exercise, and have a physiotherapist or doctor look at the hip when it stays.
""")


def show(ways: Ways) -> None:
    """Show all exercises or the one in the address, which is begun here or leads to Analyze."""
    opened = st.query_params.get(WANTED)
    if opened in exercise_ids():
        _one(exercise(opened), ways)
    else:
        _all()


def _all() -> None:
    st.title(gettext("Exercises"))
    st.write(
        gettext(
            "Two measurements, and ten exercises for the hips. Choose one to see how it is done, where the "
            "camera stands, and what is counted and told."
        )
    )
    for line in broken_cards():
        text = gettext("A card of yours is left out: {why}", why=escaped(retold(line)))
        st.warning(text, icon=":material/error:")
    for one in each_card([exercise(each) for each in exercise_ids()]):
        if st.button(escaped(one.title), key=f"open-{one.id}", width="stretch"):
            st.query_params[WANTED] = one.id
            st.rerun()
        show_note(sentence(f"{position_text(one)}; {dose_text(one)}"))
    show_note(gettext("Cards of your own are read from {folder}", folder=escaped(str(own_folder()))))
    show_note(gettext(DISCLAIMER))


def _one(one: Exercise, ways: Ways) -> None:
    if st.button(gettext("All exercises"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.pop(WANTED)
        st.rerun()
    st.title(escaped(one.title), anchor=False)
    st.write(escaped(one.movement))
    if not show_demonstrations(one):
        show_still(one)
    if one.ask_pain and not _painless(one):
        return
    _begin(one, ways)
    _explain(one)
    show_note(gettext(DISCLAIMER))


def _begin(one: Exercise, ways: Ways) -> None:
    """Offer to start at once, as the plan asks for it, and to analyse a video."""
    plays = is_live(one)
    due = asked(one, *(read_log(_read) or ((), ())))
    with st.container(horizontal=True, vertical_alignment="center"):
        if plays and st.button(gettext("Start"), type="primary", icon=":material/play_arrow:"):
            start(due, ways, painless=True)
        kind: Literal["primary", "secondary"] = "secondary" if plays else "primary"
        if st.button(gettext("Analyze a video of it"), type=kind, icon=":material/videocam:"):
            want(one.id)
            st.switch_page(ways.analyze)
    if plays:
        show_note(due_text(due))


def _read(repository: Repository) -> tuple[Sequence[Due], Sequence[PlanItem]]:
    person = people.active()
    return read_due(repository, person), repository.entries.of(person, PlanItem)


def _painless(one: Exercise) -> bool:
    """Ask about pain; return whether it was denied."""
    with st.container(border=True):
        answer = st.segmented_control(
            gettext("Does it pinch or hurt at the front of the hip when you bend it or turn it?"),
            [_NO, _YES],
            format_func=gettext,
            key=f"pain-{one.id}",
        )
        show_note(gettext("This exercise asks a lot of the hip."))
    if answer == _YES:
        st.error(gettext(_HURTS), icon=":material/front_hand:")
    return answer == _NO


def _explain(one: Exercise) -> None:
    _heading(gettext("How"))
    _list((escaped(step) for step in one.steps), mark="1.")
    if one.ask_pain:
        st.write(gettext("Stop when it pinches or hurts."))
    _heading(gettext("Camera"))
    st.write(escaped(one.camera))
    _heading(gettext("How much"))
    st.write(sentence(dose_text(one)))
    if one.cues:
        _heading(gettext("What you are told"))
        _list(f"**{_named(cue.fault)}**: {escaped(cue.say)}" for cue in one.cues)
    if one.not_cued:
        _heading(gettext("What to watch yourself"))
        st.write(gettext("One camera cannot tell these reliably:"))
        _list(f"**{_named(each.fault)}**: {escaped(each.why)}." for each in one.not_cued)
    _heading(gettext("Muscles"))
    st.write(sentence(", ".join(one.muscles)))
    _heading(gettext("Sources"))
    _list(escaped(source) for source in one.sources)


def _heading(text: str) -> None:
    st.header(text, anchor=False)


def _named(fault: str) -> str:
    name = fault_text(fault)
    return escaped(name[:1].upper() + name[1:])


def _list(lines: Iterable[str], mark: str = "-") -> None:
    st.markdown("\n".join(f"{mark} {line}" for line in lines))
