"""What was read of a file, into the log: in one change, and only once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from romtrack.errors import InputError, UsageError
from romtrack.export import read_result
from romtrack.names import name_key
from romtrack.outputs import is_sample
from romtrack.settings import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from romtrack.imports.hand_csv import HandValue
    from romtrack.store import Repository
    from romtrack.types import Entry, Session

__all__ = ["Imported", "import_hand_values", "import_result"]


class Imported(NamedTuple):
    """How much was new, and how much the log had already."""

    new: int
    known: int


def import_hand_values(repository: Repository, values: Sequence[HandValue]) -> Imported:
    """Keep what was measured by hand; ``undo`` takes all of it back.

    Raises
    ------
    StorageError: the log does not take it.
    """
    names: dict[str, str] = {}  # one spelling of a name
    of: dict[str, list[Entry]] = {}
    for person, measured in values:
        of.setdefault(names.setdefault(name_key(person), person), []).append(measured)
    new = repository.entries.add_all(of)
    return Imported(new, len(values) - new)


def read_session(path: Path, person: str | None) -> Session:
    """Return the session of a ``result.json``; ``person``: whose it shall be, None = as the file says.

    Raises
    ------
    InputError: it is none, damaged, or nothing that is logged. UsageError: it does not say whose it is.
    """
    session = read_result(path)
    if not session.quality.detected:
        raise InputError(f"nobody was seen in {path}: there is nothing to log")
    if session.video is not None and is_sample(session.video.sha256):
        raise InputError(f"{path} is of a sample of romtrack's, which enters nobody's log")
    try:
        return replace(session, person=name_of(session.person if person is None else person))
    except UsageError as error:
        raise UsageError(f"{path}: {error}; say whose it is: --person NAME") from error


def import_result(repository: Repository, session: Session) -> Imported:
    """Log a session, but not twice, nor one that is in the bin.

    Raises
    ------
    StorageError: the log does not take it.
    """
    if repository.knows(session):
        return Imported(0, 1)
    repository.save(session)
    return Imported(1, 0)
