"""Correct a session that is kept: whose it is, what was done, with which leg, when; and its note."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from romtrack.app.log import change_log
from romtrack.app.words import error_text, title_of
from romtrack.clock import FIRST_RECORDING, here
from romtrack.errors import UsageError
from romtrack.exercises import exercise_ids
from romtrack.language import gettext
from romtrack.settings import moment_of
from romtrack.store import Correction, can_be_called

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from romtrack.types import Session

__all__ = ["show"]


def show(session: Session, note: str, people: Sequence[str]) -> None:
    """Show what can be corrected, and do it when asked; what was measured stays."""
    with (
        st.expander(gettext("Correct it"), icon=":material/edit:"),
        st.form(f"correct-{session.id}", border=False),
    ):
        try:
            wanted = _ask(session, note, people)
        except UsageError as error:
            st.error(error_text(error), icon=":material/error:")
            wanted = None
    if wanted is not None and change_log(lambda log: log.records.correct(session.id, wanted)):
        st.rerun()


def _ask(session: Session, note: str, people: Sequence[str]) -> Correction | None:
    """Return what shall be different, None = it was not asked for."""
    person = _pick(gettext("Whose"), people, session.person)
    known = [one for one in exercise_ids() if can_be_called(session, one)]
    exercise = _pick(gettext("Exercise"), known, session.exercise, titles=True)
    exchanged = st.checkbox(
        gettext("The other leg: left is right"),
        help=gettext("The recording was a mirror image, or the other leg was filmed."),
    )
    at = here(session.when.at).replace(second=0, microsecond=0, fold=0)
    with st.container(horizontal=True):
        day = st.date_input(
            gettext("Recorded on"), at.date(), min_value=FIRST_RECORDING.date(), max_value="today"
        )
        clock = st.time_input(gettext("at"), at.time(), step=60)
    written = st.text_area(gettext("Note"), note, max_chars=2000)
    if not st.form_submit_button(gettext("Save"), type="primary", icon=":material/check:"):
        return None
    return Correction(
        person=None if person == session.person else person,
        exercise=None if exercise == session.exercise else exercise,
        exchanged=exchanged,
        recorded_at=_moment(at, day, clock),
        note=None if written == note else written,
    )


def _pick(label: str, known: Sequence[str], now: str, *, titles: bool = False) -> str:
    options = list(known) if now in known else [now, *known]
    return st.selectbox(label, options, options.index(now), format_func=title_of if titles else str)


def _moment(at: datetime, day: date, clock: time) -> datetime | None:
    """Return another moment by the clocks of this place, None = it is the same.

    Raises
    ------
    UsageError: nothing can have been recorded then.
    """
    given = datetime.combine(day, clock, at.tzinfo)
    return None if given == at else moment_of(given.isoformat())
