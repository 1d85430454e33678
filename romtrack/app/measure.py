"""Measure: the range-of-motion test in front of the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app import people
from romtrack.app.demonstrations import show_demonstrations
from romtrack.app.live.page import show_live
from romtrack.app.look import show_note
from romtrack.exercises import exercise
from romtrack.language import N_, gettext
from romtrack.live import Plan
from romtrack.types import SIDES

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from romtrack.types import Direction, Side

__all__ = ["show"]

_LEGS: Final[dict[str, tuple[Side, ...]]] = {
    N_("Both"): SIDES,
    N_("Left"): ("left",),
    N_("Right"): ("right",),
}
_BOTH: Final[tuple[Direction, ...]] = ("internal", "external")
_SWEEP: Final = N_("Both in one sweep")
_TRY: Final = N_("Try it first: it does not count")
_PRACTICE: Final = N_("One turn, about ten seconds: nothing of it is kept.")
_WAYS: Final[dict[str, tuple[Direction, ...]]] = {
    N_("Internal"): ("internal",),
    N_("Internal and external"): _BOTH,
    _SWEEP: _BOTH,
}


def show(progress: StreamlitPage) -> None:
    """Show the page; a saved measurement leads on to ``progress``."""
    show_live("measure", gettext("Measure"), _form, progress)


def _form() -> Plan | None:
    st.write(
        gettext(
            "Put the laptop on a table or chair, sit down two metres in front of it, thighs pointing at it, "
            "lower legs hanging free. It tells you aloud what to do, and goes on by itself."
        )
    )
    legs = st.segmented_control(
        gettext("Legs"), list(_LEGS), default="Both", required=True, format_func=gettext
    )
    ways = st.segmented_control(
        gettext("Rotation"), list(_WAYS), default="Internal", required=True, format_func=gettext
    )
    show_note(
        gettext(
            "Internal: the foot goes outward. External: across, inward. In one sweep it goes from one end to "
            "the other. The other foot may hang, stand on the floor, or be under the chair."
        )
    )
    sides, directions = _LEGS[legs or "Both"], _WAYS[ways or "Internal"]
    with st.container(horizontal=True):
        start = st.button(gettext("Start"), type="primary", icon=":material/videocam:")
        practice = st.button(gettext(_TRY), icon=":material/self_improvement:", help=gettext(_PRACTICE))
    show_demonstrations(exercise(Plan().exercise), sides[0], directions)
    if not (start or practice):
        return None
    return Plan(
        person=people.active(),
        sides=sides,
        directions=directions,
        sweep=ways == _SWEEP,
        practice=practice,
    )
