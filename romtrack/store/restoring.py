"""A backup takes the place of the log, after all of it was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from romtrack.errors import InputError, StorageError
from romtrack.scratch import scratch_folder
from romtrack.store._errors import storage_errors
from romtrack.store._leftovers import SCRATCH
from romtrack.store._open import describe, file_of, find_database, tracks_beside
from romtrack.store.backups import LOG, put_in_place, unpacked
from romtrack.store.repository import open_repository

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Restored", "restore"]


class Restored(NamedTuple):
    """How much came back, and the copy of the log before (None = there was none)."""

    sessions: int
    tracks: int
    copy: Path | None


def restore(file: Path, url: str | None = None) -> Restored:
    """Let a backup replace the log (``url`` as in ``open_repository``); an older one is upgraded.

    Nothing is replaced unless all of it is sound. The log before is kept as a copy, and its tracks stay.

    Raises
    ------
    InputError: it is no backup, damaged, or of a newer romtrack. StorageError: the log is on a server, a
        session goes on in it, or the disk does not take it.
    """
    found = find_database(url)
    log = file_of(found)
    if log is None:
        raise StorageError(f"{describe(found)} is on a server", "restore it there")
    with storage_errors(str(log)):
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with scratch_folder(log.parent, SCRATCH) as folder:
            contents = unpacked(file, folder)
            count = _looked_at(file, folder / LOG)
            _check_free(log)
            return Restored(count, contents.tracks, put_in_place(folder, log, tracks_beside(found)))


def _looked_at(file: Path, log: Path) -> int:
    """Return how many sessions an unpacked log holds; it is upgraded, and read to the last row."""
    with open_repository(f"sqlite:///{log}") as new:
        faults = new.check()
        if faults:
            raise InputError(f"the log in {file} is damaged ({faults[0]}): nothing was replaced")
        return new.count()


def _check_free(log: Path) -> None:
    """See that nobody measures into the log; one that cannot be opened at all is why somebody restores."""
    if not log.exists():
        return
    try:
        with open_repository(f"sqlite:///{log}") as old:
            held = any(one.is_held for one in old.open_sessions())
    except StorageError:
        return
    if held:
        raise StorageError(f"a session goes on in {log}", "end it in the app first")
