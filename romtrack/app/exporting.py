"""All that is held about the active person, as one file to download."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import streamlit as st

from romtrack import units
from romtrack.app.look import show_note
from romtrack.app.words import sentence
from romtrack.errors import RomtrackError
from romtrack.store import open_repository
from romtrack.takeout import take_out

__all__ = ["show"]

_FILE: Final = "romtrack-person.zip"


def show(name: str) -> None:
    """Offer the file of a person: it is made when asked for, and kept nowhere but in this page."""
    show_note(
        "All that is held about this person fits into one file: values, tracks, notes, what was changed, and "
        "the bin. On another machine romtrack add reads it."
    )
    if not st.button("Export everything", icon=":material/archive:"):
        return
    try:
        with TemporaryDirectory(prefix="romtrack-") as folder, open_repository() as repository:
            file = Path(folder) / _FILE
            done = take_out(repository, name, file)
            content = file.read_bytes()
    except RomtrackError as error:
        st.error(sentence(str(error)), icon=":material/error:")
        return
    held = f"{units.counted(done.sessions, 'session')}, {units.megabytes(len(content))}"
    st.download_button(
        f"Save the file: {held}",
        content,
        _FILE,
        "application/zip",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )
