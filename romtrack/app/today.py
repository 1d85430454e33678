"""What the plan asks for today, each begun by one press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from romtrack.app.starting import start
from romtrack.app.words import escaped, sentence, title_of
from romtrack.clock import local_now, midnight
from romtrack.exercises import exercise_ids
from romtrack.plans import due_on, item_dose_text
from romtrack.store import Which
from romtrack.types import SIDES, PlanItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.app.ways import Ways
    from romtrack.plans import Due
    from romtrack.store import Repository

__all__ = ["due_text", "read_due", "show_due"]


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
                if st.button("Start", key=key, type="primary", icon=":material/play_arrow:", width="content"):
                    start(one, ways)


def due_text(one: Due) -> str:
    """Return what is to be done, with which leg still, or that it is done."""
    if not one.left:
        return "Done today"
    is_begun = one.item.side == "both" and len(one.left) < len(SIDES)
    return sentence(f"{item_dose_text(one.item)}{f'; still the {one.left[0]} one' if is_begun else ''}")
