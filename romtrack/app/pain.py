"""How a session felt: pain before and after it, kept as soon as it is said; and when to stop."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app.log import change_log
from romtrack.app.words import escaped
from romtrack.language import gettext
from romtrack.plans import stop_texts
from romtrack.store import Correction
from romtrack.types import WORST_PAIN, Pain

if TYPE_CHECKING:
    from uuid import UUID

    from romtrack.types import Session

__all__ = ["ask", "keep_after", "said", "show"]

_LEVELS: Final = tuple(range(WORST_PAIN + 1))


def show(session: Session, known: Pain | None = None) -> None:
    """Ask about pain where an exercise was done, or something is known of it already.

    Parameters
    ----------
    known: as the log has it; None: nothing of it was said before this page.
    """
    kept = said(session.id) if known is None else known
    if session.sets or kept != Pain():
        with st.container(border=True):
            ask(session.id, kept)


def said(session_id: UUID) -> Pain:
    """Return what was said of a session's pain in this tab."""
    kept: Pain = st.session_state.get(f"pain-{session_id}", Pain())
    return kept


def keep_after(session_id: UUID, level: int) -> None:
    """Keep how much it hurts after a session."""
    _correct(session_id, replace(said(session_id), after=level))


def ask(session_id: UUID, kept: Pain) -> None:
    """Ask how much a session hurt, and say when to stop; ``kept``: what is known of it."""
    key = f"pain-{session_id}"
    for name, value in asdict(kept).items():  # what the log says stands, whoever said it
        st.session_state[f"{key}-{name}"] = value
    st.markdown(gettext("**Did it hurt?** 0 is not at all, 10 the worst."))
    _level(gettext("Before"), "before", session_id)
    _level(gettext("After"), "after", session_id)
    st.checkbox(gettext("There was a sharp pain"), key=f"{key}-sharp", on_change=_keep, args=(session_id,))
    if kept.says_stop:
        st.error(escaped(" ".join(stop_texts(kept))), icon=":material/front_hand:")


def _level(label: str, name: str, session_id: UUID) -> None:
    """Ask how much it hurts; none chosen = that is not said."""
    key = f"pain-{session_id}-{name}"
    st.pills(label, _LEVELS, key=key, on_change=_keep, args=(session_id,))


def _keep(session_id: UUID) -> None:
    """Keep what was just said."""
    key = f"pain-{session_id}"
    _correct(session_id, Pain(*(st.session_state[f"{key}-{field.name}"] for field in fields(Pain))))


def _correct(session_id: UUID, pain: Pain) -> None:
    if change_log(lambda log: log.records.correct(session_id, Correction(pain=pain))):
        st.session_state[f"pain-{session_id}"] = pain
