"""What the plan asks for today, each begun by one press."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import streamlit as st

from romtrack.app import exercises, people, train
from romtrack.app.live.page import begin
from romtrack.app.words import escaped, sentence, title_of
from romtrack.clock import local_now
from romtrack.exercises import exercise, exercise_ids
from romtrack.live import Plan, is_live
from romtrack.plans import due_on, is_alternating, item_dose_text
from romtrack.store import Which
from romtrack.types import SIDES, PlanItem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from romtrack.app.ways import Ways
    from romtrack.plans import Due
    from romtrack.store import Repository
    from romtrack.types import Summary

__all__ = ["midnight", "read_due", "show_due"]


def midnight(when: datetime) -> datetime:
    """Return when a day began."""
    return when.replace(hour=0, minute=0, second=0, microsecond=0)


def read_due(repository: Repository, person: str) -> list[Due]:
    """Return what the plan asks for today."""
    now = local_now()
    items = repository.entries.of(person, PlanItem)
    if not any(item.is_due(now.date()) for item in items):
        return []
    return due_on(now.date(), items, _sessions_of(repository, person, midnight(now)))


def _sessions_of(repository: Repository, person: str, since: datetime) -> Sequence[Summary]:
    return repository.summaries(which=Which(person=person, since=since, until=since + timedelta(days=1)))


def show_due(due: Sequence[Due], ways: Ways) -> None:
    """Show what is due, and begin what is asked for."""
    for one in due:
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
        ):
            mark = "" if one.left else ":green[:material/check_circle:] "
            title = escaped(title_of(one.item.exercise))
            st.markdown(f"{mark}**{title}**  \n:small[:gray[{_what(one)}]]", width="content")
            if one.left and one.item.exercise in exercise_ids():
                key = f"due-{one.item.id}"
                if st.button("Start", key=key, type="primary", icon=":material/play_arrow:", width="content"):
                    _start(one, ways)


def _what(one: Due) -> str:
    if not one.left:
        return "Done today"
    is_begun = one.item.side == "both" and len(one.left) < len(SIDES)
    return sentence(f"{item_dose_text(one.item)}{f'; still the {one.left[0]} one' if is_begun else ''}")


def _start(due: Due, ways: Ways) -> None:
    """Begin in front of the camera; what asks about pain first, or needs a video, on its page."""
    card = exercise(due.item.exercise)
    if not is_live(card):
        exercises.want(card.id)
        st.switch_page(ways.analyze)
    plan = _plan(due)
    if card.ask_pain:
        train.propose(plan)
    else:
        begin(plan)
    st.switch_page(ways.measure if card.kind == "measurement" else ways.train)


def _plan(due: Due) -> Plan:
    item, card = due.item, exercise(due.item.exercise)
    return Plan(
        person=people.active(),
        exercise=item.exercise,
        sides=SIDES[:1] if is_alternating(card) else due.left,
        sets=item.sets,
        reps=round(item.reps or item.hold_s or 1),
        rest_s=card.dose.rest_s[0],
    )
