"""Goals: how far a hip shall turn, for each leg and direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import uuid4

import streamlit as st

from romtrack import units
from romtrack.app import people
from romtrack.app.log import change_log
from romtrack.app.look import show_note
from romtrack.app.words import escaped
from romtrack.clock import local_now
from romtrack.kinematics.quantities import QUANTITIES, quantity_of
from romtrack.plans import goals_in_force
from romtrack.types import SIDES, Goal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.types import Direction, QuantityName, Side

__all__ = ["show"]

_FARTHEST_DEG: Final = 120


class _Of(NamedTuple):
    """What a goal is for."""

    quantity: QuantityName
    side: Side
    direction: Direction

    @property
    def name(self) -> str:
        """The hip and the direction, as everywhere."""
        return f"{self.side.capitalize()} hip, {quantity_of(self.quantity).way(self.direction).title}"

    @property
    def sign(self) -> int:
        """That of values in this direction."""
        return quantity_of(self.quantity).way(self.direction).sign


def show(goals: Sequence[Goal]) -> None:
    """Show the goals, and ask for one more."""
    st.subheader("Goals", anchor=False)
    show_note("How far a hip shall turn. Progress draws it beside what was measured.")
    for key, goal in goals_in_force(goals).items():
        of = _Of(*key)
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"{escaped(of.name)}: **{units.degrees(of.sign * goal.value_deg, 0)}**")
            st.button(
                "Remove",
                key=f"no-goal-{goal.id}",
                icon=":material/delete:",
                type="tertiary",
                on_click=_remove,
                args=([one for one in goals if (one.quantity, one.side, one.direction) == key],),
            )
    with st.expander("Set a goal", icon=":material/flag:"), st.form("goal", border=False):
        ways = [
            _Of(one.name, side, way.name) for one in QUANTITIES.values() for way in one.ways for side in SIDES
        ]
        of = st.selectbox("Leg and direction", ways, format_func=lambda one: one.name)
        degrees = st.number_input("Degrees", 1, _FARTHEST_DEG, 35)
        if st.form_submit_button("Save the goal", type="primary") and _set(of, float(degrees)):
            st.rerun()


def _set(of: _Of, degrees: float) -> bool:
    goal = Goal(uuid4(), of.quantity, of.side, of.direction, of.sign * degrees, local_now())
    return change_log(lambda log: log.entries.add(people.active(), [goal]))


def _remove(goals: Sequence[Goal]) -> None:
    change_log(lambda log: log.entries.change(people.active(), [], without=goals))
