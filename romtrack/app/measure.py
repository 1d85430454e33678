"""Measure: the range-of-motion test in front of the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app import people
from romtrack.app.demonstrations import show_demonstrations
from romtrack.app.live.page import show_live
from romtrack.exercises import exercise
from romtrack.live import Plan
from romtrack.types import SIDES

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from romtrack.types import Direction, Side

__all__ = ["show"]

_LEGS: Final[dict[str, tuple[Side, ...]]] = {
    "Both": SIDES,
    "Left": ("left",),
    "Right": ("right",),
}
_WAYS: Final[dict[str, tuple[Direction, ...]]] = {
    "Internal": ("internal",),
    "Internal and external": ("internal", "external"),
}


def show(progress: StreamlitPage) -> None:
    """Show the page; a saved measurement leads on to ``progress``."""
    show_live("measure", "Measure", _form, progress)


def _form() -> Plan | None:
    st.write(
        "Put the laptop on a table or chair, sit down two metres in front of it, thighs pointing at it, "
        "lower legs hanging free. It tells you aloud what to do, and goes on by itself."
    )
    legs = st.segmented_control("Legs", list(_LEGS), default="Both", required=True)
    ways = st.segmented_control("Rotation", list(_WAYS), default="Internal", required=True)
    plan = Plan(
        person=people.active(),
        sides=_LEGS[legs or "Both"],
        directions=_WAYS[ways or "Internal"],
    )
    show_demonstrations(exercise(plan.exercise), plan.sides[0], plan.directions)
    if not st.button("Start", type="primary", icon=":material/videocam:"):
        return None
    return plan
