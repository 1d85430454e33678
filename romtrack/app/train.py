"""Exercise: sets of repetitions in front of the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app import people
from romtrack.app.demonstrations import show_demonstrations
from romtrack.app.live.page import show_live
from romtrack.app.words import escaped
from romtrack.exercises import exercise, exercise_ids
from romtrack.live import Plan, is_live
from romtrack.types import SIDES

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from romtrack.exercises import Exercise
    from romtrack.types import Side

__all__ = ["propose", "show"]

_FIRST: Final = "seated-resisted-ir"
_SIDES: Final[dict[str, tuple[Side, ...]]] = {"Left": ("left",), "Right": ("right",), "Both": SIDES}
_EXERCISE, _SIDE, _REPS, _SETS = "train-exercise", "train-side", "reps-", "sets-"  # keys of the form


def show(progress: StreamlitPage) -> None:
    """Show the page; a saved session leads on to ``progress``."""
    show_live("train", "Train", _form, progress)


def propose(plan: Plan) -> None:
    """Fill the form of the page in, for who turns to it."""
    st.session_state[_EXERCISE] = plan.exercise
    st.session_state[_SIDE] = next(name for name, sides in _SIDES.items() if sides == plan.sides)
    st.session_state[f"{_REPS}{plan.exercise}"] = plan.reps
    st.session_state[f"{_SETS}{plan.exercise}"] = plan.sets


def _form() -> Plan | None:
    cards = map(exercise, exercise_ids())
    known = [card.id for card in cards if card.kind != "measurement" and is_live(card)]
    st.session_state.setdefault(_EXERCISE, _FIRST)
    chosen = str(
        st.selectbox("Exercise", known, format_func=lambda name: exercise(name).title, key=_EXERCISE)
    )
    card = exercise(chosen)
    st.write(f"{escaped(card.movement)} Camera: {escaped(card.camera)}")
    sides = SIDES[:1] if card.kind == "alternating" else _sides()
    show_demonstrations(card, sides[0])
    sets, reps, rest_s = _dose(card)
    allowed = not card.ask_pain or _is_free_of_pain()
    if not st.button("Start", type="primary", icon=":material/videocam:", disabled=not allowed):
        return None
    return Plan(person=people.active(), exercise=chosen, sides=sides, sets=sets, reps=reps, rest_s=rest_s)


def _sides() -> tuple[Side, ...]:
    st.session_state.setdefault(_SIDE, "Left")
    return _SIDES[st.segmented_control("Side", list(_SIDES), required=True, key=_SIDE) or "Left"]


def _dose(card: Exercise) -> tuple[int, int, float]:
    """Ask for sets, repetitions (or seconds held) and rest; the card proposes."""
    dose = card.dose
    with st.container(horizontal=True):
        amount = (dose.reps or dose.hold_s or (12,))[-1]
        reps = _number("Repetitions" if dose.reps else "Seconds to hold", 1, 300, amount, f"{_REPS}{card.id}")
        sets = _number("Sets for each side", 1, 10, dose.sets[0], f"{_SETS}{card.id}")
        rest_s = _number("Rest, seconds", 5, 300, dose.rest_s[0], f"rest-{card.id}")
    return sets, reps, float(rest_s)


def _number(label: str, least: int, most: int, proposed: float, key: str) -> int:
    """Ask for a whole number; what a card proposes may lie outside of what can be chosen."""
    st.session_state.setdefault(key, int(min(max(proposed, least), most)))
    return int(st.number_input(label, least, most, key=key))


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
