"""What the plan asks for today, each begun by one press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app.starting import start
from romtrack.app.words import escaped, sentence, title_of
from romtrack.clock import local_now, midnight
from romtrack.exercises import exercise_ids
from romtrack.language import N_, gettext
from romtrack.plans import due_on, item_dose_text
from romtrack.store import Which
from romtrack.types import SIDES, PlanItem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from romtrack.app.ways import Ways
    from romtrack.plans import Due
    from romtrack.store import Repository
    from romtrack.types import Side

__all__ = ["due_text", "read_due", "show_due"]

_STILL: Final[Mapping[Side, str]] = {
    "left": N_("{dose}; still the left one"),
    "right": N_("{dose}; still the right one"),
}


def read_due(repository: Repository, person: str) -> list[Due]:
    """Return what the plan asks for today."""
    today = local_now().date()
    items = repository.entries.of(person, PlanItem)
    if not any(item.is_due(today) for item in items):
        return []
    return due_on(today, items, repository.summaries(which=Which(person=person, since=midnight(today))))


def show_due(due: Sequence[Due], ways: Ways) -> None:
    """Show what is due, and begin what is asked for."""
    for one in due:
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
        ):
            mark = "" if one.left else ":green[:material/check_circle:] "
            title = escaped(title_of(one.item.exercise))
            st.markdown(f"{mark}**{title}**  \n:small[:gray[{due_text(one)}]]", width="content")
            if one.left and one.item.exercise in exercise_ids():
                key = f"due-{one.item.id}"
                label, icon = gettext("Start"), ":material/play_arrow:"
                if st.button(label, key=key, type="primary", icon=icon, width="content"):
                    start(one, ways)


def due_text(one: Due) -> str:
    """Return what is to be done, with which leg still, or that it is done."""
    if not one.left:
        return gettext("Done today")
    is_begun = one.item.side == "both" and len(one.left) < len(SIDES)
    dose = item_dose_text(one.item)
    return sentence(gettext(_STILL[one.left[0]], dose=dose) if is_begun else dose)
