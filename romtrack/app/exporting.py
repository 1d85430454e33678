"""All that is held about one person, or about all, as one file to download."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack import units
from romtrack.app.look import show_note
from romtrack.app.words import error_text
from romtrack.errors import RomtrackError, StorageError
from romtrack.language import N_, gettext, ngettext
from romtrack.store import open_repository
from romtrack.takeout import take_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from romtrack.store import Repository

    Writing = Callable[[Repository, Path], int]

__all__ = ["show", "show_backup"]

_MOST_BYTES: Final = 500_000_000  # that a page holds in memory


def show(name: str) -> None:
    """Offer the file of a person."""
    show_note(
        gettext(
            "All that is held about this person fits into one file: values, tracks, notes, what was changed, "
            "and the bin. On another machine romtrack add reads it."
        )
    )
    _offer(
        gettext("Export everything"),
        "romtrack-person.zip",
        lambda log, file: take_out(log, name, file).sessions,
    )


def show_backup() -> None:
    """Offer the whole log as a file, and say how it comes back."""
    with st.expander(gettext("Backup"), icon=":material/save:"):
        show_note(
            gettext(
                "The whole log of everybody, with its tracks, in one file: keep it on another disk. "
                "romtrack restore FILE, in the terminal, checks it and puts it into the place of the log."
            )
        )
        _offer(gettext("Make a backup"), "romtrack-backup.zip", _back_up)


def _back_up(repository: Repository, file: Path) -> int:
    """Write the backup; return how many sessions it has.

    Raises
    ------
    StorageError: it is too large for a page, or cannot be written.
    """
    size = repository.size_bytes()
    if size > _MOST_BYTES:
        raise StorageError(
            N_("the log with its tracks takes {size}, too much for a download").format(
                size=units.megabytes(size)
            ),
            N_("romtrack backup FILE, in the terminal, writes it to a disk"),
        )
    repository.back_up(file)
    return repository.count()


def _offer(label: str, name: str, write: Writing) -> None:
    """Make the file when asked; it is kept nowhere but in this page.

    write: writes it, and returns how many sessions are in it.
    """
    if not st.button(label, icon=":material/archive:"):
        return
    try:
        with TemporaryDirectory(prefix="romtrack-") as folder, open_repository() as repository:
            file = Path(folder) / name
            count = write(repository, file)
            content = file.read_bytes()
    except RomtrackError as error:
        st.error(error_text(error), icon=":material/error:")
        return
    st.download_button(
        ngettext(
            "Save the file: {count} session, {size}",
            "Save the file: {count} sessions, {size}",
            count,
            size=units.megabytes(len(content)),
        ),
        content,
        name,
        "application/zip",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )
