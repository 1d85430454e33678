"""What only SQLite needs: a private file, write-ahead logging, a sound image, a copy."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import event

from romtrack.scratch import scratch_folder
from romtrack.store._errors import damaged, no_database
from romtrack.store._leftovers import SCRATCH

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

__all__ = ["BEGIN", "BUSY_TIMEOUT_S", "back_up", "check_image", "configure", "make_private_file", "use_wal"]

BUSY_TIMEOUT_S = 5.0
BEGIN: Final = "romtrack_begin"  # execution option of an engine: how its transactions begin
_ATTEMPTS = 20
_MAGIC: Final = b"SQLite format 3\0"  # https://sqlite.org/fileformat2.html#magic_header_string
_SMALLEST = 512  # bytes of a page; SQLite overwrites a shorter file as if it were empty


def configure(engine: Engine, *, foreign_keys: bool) -> None:
    """Set up each connection of ``engine``, and begin its transactions ourselves.

    Nothing that was shown may be lost at a crash, hence synchronous=FULL; what was deleted is
    overwritten, hence secure_delete. Python's own BEGIN would come too late for a writer: it
    reads first, and is then refused instead of waiting (https://sqlite.org/isolation.html).
    """

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401
        connection.isolation_level = None
        try:
            for pragma in (f"foreign_keys={foreign_keys:d}", "synchronous=FULL", "secure_delete=ON"):
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()  # the pool does not know it yet
            raise

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))


def make_private_file(path: Path) -> None:
    """Make ``path`` and its folder for this user alone, unless they exist.

    Raises
    ------
    OSError: the folder or the disk does not take it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def check_image(path: Path) -> None:
    """Read every page once, so that nothing is ever written to a damaged file.

    Raises
    ------
    StorageError: a page is damaged, or this is no SQLite file.
    OSError, sqlite3.Error: the file cannot be read at all.
    """
    with path.open("rb") as file:
        head = file.read(_SMALLEST)
    if head and not (head.startswith(_MAGIC) and len(head) == _SMALLEST):
        raise no_database(str(path))
    with closing(_connect(path)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise damaged(str(path))


def use_wal(path: Path) -> None:
    """Let one program write while others read; the file remembers it.

    Raises
    ------
    sqlite3.Error: another program holds the file.
    """
    with closing(_connect(path)) as connection:
        for _ in range(_ATTEMPTS):
            try:
                connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                # Two that open a new file get in each other's way here, and SQLite does not wait.
                connection.execute("BEGIN EXCLUSIVE")  # this waits
                connection.execute("ROLLBACK")
            else:
                return


def back_up(path: Path, copy: Path) -> None:
    """Write a whole, private copy of the database at ``path``, with what its log still holds.

    Raises
    ------
    OSError, sqlite3.Error: the copy cannot be written.
    """
    with scratch_folder(copy.parent, SCRATCH) as folder:
        part = folder / copy.name
        make_private_file(part)
        with closing(_connect(path)) as source, closing(_connect(part)) as target:
            source.backup(target)
        part.replace(copy)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
