"""Logs with one bit turned, and what romtrack does with them."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from romtrack.diagnosis.data import database_diagnosis
from romtrack.errors import StorageError
from romtrack.store import open_repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

    from romtrack.store import Repository
    from romtrack.types import Session

READINGS: tuple[Callable[[Repository], object], ...] = (
    lambda log: log.summaries(),
    lambda log: log.series(),
    lambda log: log.open_sessions(),
    lambda log: log.people(),
    lambda log: log.count(),
)


@dataclass
class Seen:
    """What was said of a damaged log. said: each sentence. kept: whether it took a new session."""

    said: set[str]
    kept: bool
    doctor: str
    sessions: list[Session]


def turn_a_bit(image: bytes, chance: Random) -> bytes:
    """Return the file with one bit turned, anywhere."""
    place = chance.randrange(len(image))
    return image[:place] + bytes([image[place] ^ (1 << chance.randrange(8))]) + image[place + 1 :]


def broken_trees(image: bytes, scratch: Path) -> bool:
    """Say whether SQLite itself finds the pages of this file damaged (single values apart)."""
    scratch.write_bytes(image)
    with closing(sqlite3.connect(scratch)) as raw:
        raw.text_factory = lambda data: data.decode(errors="replace")
        try:
            raw.execute("PRAGMA ignore_check_constraints=ON")
            said = [line for (line,) in raw.execute("PRAGMA integrity_check(9999)")]
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return True
    return any(" value in " not in line for line in said if line != "ok")


def looked_at(path: Path, session: Session) -> Seen:
    """Open, list, save and examine the log; only StorageErrors of one line may come of it."""
    url = f"sqlite:///{path}"
    seen = Seen(set(), kept=False, doctor="", sessions=[])
    with _heard(seen.said), open_repository(url) as repository:
        with _heard(seen.said):
            seen.sessions += repository.sessions()
        for reading in READINGS:
            with _heard(seen.said):
                reading(repository)
        with _heard(seen.said):
            repository.save(replace(session, id=uuid4(), video=None))
            seen.kept = True
        seen.said |= {repository.notice} - {""}
    assert all(len(line.splitlines()) == 1 for line in seen.said)
    seen.doctor = database_diagnosis(url).status
    return seen


@contextmanager
def _heard(said: set[str]) -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        said.add(str(error))
