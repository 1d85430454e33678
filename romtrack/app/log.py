"""Reading the log for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from romtrack.app.words import error_text, escaped, sentence
from romtrack.errors import StorageError
from romtrack.language import retold
from romtrack.store import open_repository

if TYPE_CHECKING:
    from collections.abc import Callable

    from romtrack.store import Repository

__all__ = ["change_log", "read_log"]

_T = TypeVar("_T")


def read_log(reading: Callable[[Repository], _T]) -> _T | None:
    """Return what ``reading`` finds in the log; None = it cannot be read.

    The page says why, and in one sentence what had to be left out.
    """
    try:
        with open_repository() as repository:
            found, notice = reading(repository), repository.notice
    except StorageError as error:
        st.error(escaped(retold(str(error))), icon=":material/error:")
        return None
    if notice:
        st.warning(sentence(retold(notice)), icon=":material/healing:")
    return found


def change_log(changing: Callable[[Repository], object]) -> bool:
    """Change the log; return whether it was possible, else the page says in one sentence why not."""
    try:
        with open_repository() as repository:
            changing(repository)
    except StorageError as error:
        st.error(error_text(error), icon=":material/error:")
        return False
    return True
