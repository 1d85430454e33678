"""What was done last on a page, said, with a way to take it back."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from romtrack.app.log import change_log
from romtrack.language import gettext

__all__ = ["Done", "say", "show_said"]


class Done(NamedTuple):
    """What was done, safe to show, and the number of the change; None = it cannot be taken back."""

    text: str
    change: int | None = None


def say(page: str, done: Done | None) -> None:
    """Say on a page from now on what was done, None = nothing more."""
    st.session_state[_key(page)] = done


def show_said(page: str) -> None:
    """Say what was done last on a page, and offer to undo it where that goes."""
    done: Done | None = st.session_state.get(_key(page))
    if done is None:
        return
    st.success(done.text, icon=":material/check:")
    undo = done.change is not None and st.button(gettext("Undo"), key=f"undo-{page}", icon=":material/undo:")
    if undo and change_log(lambda log: log.records.undo(only=done.change)):
        say(page, None)
        st.rerun()


def _key(page: str) -> str:
    return f"done-{page}"
