"""Reading the log for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from romtrack.app.words import escaped
from romtrack.errors import StorageError
from romtrack.store import open_repository

if TYPE_CHECKING:
    from romtrack.types import Session

__all__ = ["all_sessions"]


def all_sessions() -> list[Session] | None:
    """Return every session, the earliest first; None = the log cannot be read, and the page says why."""
    try:
        with open_repository() as repository:
            return repository.sessions()
    except StorageError as error:
        st.error(escaped(str(error)), icon=":material/error:")
        return None
