"""Train: sets of repetitions in front of the camera, what is due today first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from romtrack.app import people
from romtrack.app.cards import each_card
from romtrack.app.demonstrations import show_demonstrations
from romtrack.app.live.page import show_live
from romtrack.app.log import read_log
from romtrack.app.look import show_note
from romtrack.app.starting import CHOSEN, REPS, SETS, SIDE, SIDE_NAMES, plan_of, propose
from romtrack.app.today import due_text, read_due
from romtrack.app.words import escaped, sentence
from romtrack.exercises import dose_text, exercise, exercise_ids
from romtrack.language import gettext
from romtrack.live import Plan, is_live
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streamlit.navigation.page import StreamlitPage

    from romtrack.exercises import Exercise
    from romtrack.plans import Due
    from romtrack.types import Side

__all__ = ["show"]


def show(progress: StreamlitPage) -> None:
    """Show the page; a saved session leads on to ``progress``."""
    show_live("train", gettext("Train"), _form, progress)


def _form() -> Plan | None:
    known = [card for card in map(exercise, exercise_ids()) if card.kind != "measurement" and is_live(card)]
    chosen = st.session_state.get(CHOSEN)
    card = next((card for card in known if card.id == chosen), None)
    return _choose(known) if card is None else _prepare(card)


def _choose(known: Sequence[Exercise]) -> Plan | None:
    """Show all that can be trained; return what was begun by one press."""
    found = read_log(lambda log: read_due(log, people.active())) or ()
    due = {one.item.exercise: one for one in sorted(found, key=lambda one: bool(one.left))}
    today = sorted((card for card in known if card.id in due), key=lambda card: not due[card.id].left)
    if not today:
        return _begun(known, due)
    st.header(gettext("Today"), anchor=False)
    begun = _begun(today, due)
    st.header(gettext("Other exercises"), anchor=False)
    return _begun([card for card in known if card.id not in due], due) or begun


def _begun(cards: Sequence[Exercise], due: Mapping[str, Due]) -> Plan | None:
    begun: Plan | None = None
    for card in each_card(cards):
        if st.button(escaped(card.title), key=f"choose-{card.id}", width="stretch"):
            st.session_state[CHOSEN] = card.id
            st.rerun()
        one = due.get(card.id)
        show_note(sentence(dose_text(card)) if one is None else due_text(one))
        if one is None or not one.left:
            continue
        label, icon = gettext("Start"), ":material/play_arrow:"
        if st.button(label, key=f"start-{card.id}", type="primary", icon=icon, width="stretch"):
            begun = plan_of(one)
            if card.ask_pain:
                propose(begun)
                st.rerun()
    return begun


def _prepare(card: Exercise) -> Plan | None:
    """Show one, with its dose to be changed; return what is to be done once Start is pressed."""
    if st.button(gettext("All exercises"), icon=":material/arrow_back:", type="tertiary"):
        del st.session_state[CHOSEN]
        st.rerun()
    st.header(escaped(card.title), anchor=False)
    where = gettext("Camera: {where}", where=escaped(card.camera))
    st.write(f"{escaped(card.movement)} {where}")
    sides = SIDES[:1] if card.kind == "alternating" else _sides()
    sets, reps, rest_s = _dose(card)
    allowed = not card.ask_pain or _is_free_of_pain()
    start = st.button(gettext("Start"), type="primary", icon=":material/videocam:", disabled=not allowed)
    show_demonstrations(card, sides[0])
    if not start:
        return None
    return Plan(person=people.active(), exercise=card.id, sides=sides, sets=sets, reps=reps, rest_s=rest_s)


def _sides() -> tuple[Side, ...]:
    st.session_state.setdefault(SIDE, "Left")
    label = gettext("Side")
    chosen = st.segmented_control(label, list(SIDE_NAMES), required=True, key=SIDE, format_func=gettext)
    return SIDE_NAMES[chosen or "Left"]


def _dose(card: Exercise) -> tuple[int, int, float]:
    """Ask for sets, repetitions (or seconds held) and rest; the card proposes."""
    dose = card.dose
    with st.container(horizontal=True):
        amount = (dose.reps or dose.hold_s or (12,))[-1]
        label = gettext("Repetitions") if dose.reps else gettext("Seconds to hold")
        reps = _number(label, 1, 300, amount, f"{REPS}{card.id}")
        sets = _number(gettext("Sets for each side"), 1, 10, dose.sets[0], f"{SETS}{card.id}")
        rest_s = _number(gettext("Rest, seconds"), 5, 300, dose.rest_s[0], f"rest-{card.id}")
    return sets, reps, float(rest_s)


def _number(label: str, least: int, most: int, proposed: float, key: str) -> int:
    """Ask for a whole number; what a card proposes may lie outside of what can be chosen."""
    st.session_state.setdefault(key, int(min(max(proposed, least), most)))
    return int(st.number_input(label, least, most, key=key))


def _is_free_of_pain() -> bool:
    """Ask about pain; with it, this exercise is not for today."""
    answer = st.radio(
        gettext("This one loads the hip at the end of its range. Does your hip or knee hurt today?"),
        ["No", "Yes"],
        format_func=gettext,
        index=None,
        horizontal=True,
    )
    if answer == "Yes":
        st.warning(gettext("Then leave this one out today, and ask a professional if it goes on."))
    return answer == "No"
