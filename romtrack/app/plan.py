"""Plan: what is due today, how the month went, the exercises with their days, goals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from romtrack.app import goals, month, people, plan_files, planning
from romtrack.app.log import read_log
from romtrack.app.look import show_note
from romtrack.app.today import show_due
from romtrack.app.words import DISCLAIMER, escaped
from romtrack.clock import local_now, midnight
from romtrack.language import gettext
from romtrack.plans import days_of, due_on
from romtrack.store import Which
from romtrack.types import Goal, PlanItem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from romtrack.app.ways import Ways
    from romtrack.plans import Due
    from romtrack.store import Repository
    from romtrack.types import Summary

__all__ = ["show"]


class _Found(NamedTuple):
    """What the log holds of the active person; sessions: of the month that is shown, and of today."""

    items: Sequence[PlanItem]
    goals: Sequence[Goal]
    sessions: Sequence[Summary]


def show(ways: Ways) -> None:
    """Show the page."""
    st.title(gettext("Plan"))
    st.write(gettext("Plan of **{name}**", name=escaped(people.active())))
    today = local_now().date()
    first = month.chosen(today)
    found = read_log(lambda log: _read(log, first))
    if found is None:
        return
    held = [one for one in found.items if one.valid_until is None or one.valid_until > today]
    if held:
        _today(due_on(today, held, found.sessions), ways)
    if found.items:
        month.show(days_of(first, month.next_month(first), found.items, found.sessions), today)
    planning.show(held, today)
    if held:
        plan_files.show(held)
    goals.show(found.goals)
    show_note(gettext(DISCLAIMER))


def _read(repository: Repository, first: date) -> _Found:
    person = people.active()
    spans = {(midnight(first), midnight(month.next_month(first))), (midnight(local_now().date()), None)}
    sessions = [
        one
        for since, until in spans
        for one in repository.summaries(which=Which(person=person, since=since, until=until))
    ]
    return _Found(repository.entries.of(person, PlanItem), repository.entries.of(person, Goal), sessions)


def _today(due: Sequence[Due], ways: Ways) -> None:
    st.header(gettext("Today"), anchor=False)
    if not due:
        st.write(gettext("Nothing is due today."))
    show_due(due, ways)
