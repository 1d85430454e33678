"""Goals: how far a hip shall turn, for each leg and direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

import streamlit as st

from romtrack import units
from romtrack.app import people
from romtrack.app.hips import HipWay, all_ways
from romtrack.app.log import change_log
from romtrack.app.look import show_note
from romtrack.app.words import escaped
from romtrack.clock import local_now
from romtrack.language import gettext
from romtrack.plans import goals_in_force
from romtrack.types import Goal

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["show"]

_FARTHEST_DEG: Final = 120


def show(goals: Sequence[Goal]) -> None:
    """Show the goals, and ask for one more."""
    st.header(gettext("Goals"), anchor=False)
    show_note(gettext("How far a hip shall turn. Progress draws it beside what was measured."))
    for key, goal in goals_in_force(goals).items():
        of = HipWay(*key)
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"{escaped(of.name)}: **{units.degrees(of.sign * goal.value_deg, 0)}**")
            st.button(
                gettext("Remove"),
                key=f"no-goal-{goal.id}",
                icon=":material/delete:",
                type="tertiary",
                on_click=_remove,
                args=([one for one in goals if (one.quantity, one.side, one.direction) == key],),
            )
    with st.expander(gettext("Set a goal"), icon=":material/flag:"), st.form("goal", border=False):
        of = st.selectbox(gettext("Leg and direction"), all_ways(), format_func=lambda one: one.name)
        degrees = st.number_input(gettext("Degrees"), 1, _FARTHEST_DEG, 35)
        if st.form_submit_button(gettext("Save the goal"), type="primary") and _set(of, float(degrees)):
            st.rerun()


def _set(of: HipWay, degrees: float) -> bool:
    goal = Goal(uuid4(), of.quantity, of.side, of.direction, of.sign * degrees, local_now())
    return change_log(lambda log: log.entries.add(people.active(), [goal]))


def _remove(goals: Sequence[Goal]) -> None:
    change_log(lambda log: log.entries.change(people.active(), [], without=goals))
