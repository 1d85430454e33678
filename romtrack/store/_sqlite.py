"""What only SQLite needs: a private file, write-ahead logging, a sound image, a copy.

Our own code never opens the file while it is there: closing it again would take away the locks that
SQLite holds on it in this process (https://sqlite.org/howtocorrupt.html, section 2.2), and another
program would then remove the log of changes that is still written to.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import event

from romtrack.scratch import scratch_folder
from romtrack.store._errors import no_database
from romtrack.store._leftovers import SCRATCH

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy import Connection, Engine

__all__ = [
    "BEGIN",
    "BUSY_TIMEOUT_S",
    "back_up",
    "compact",
    "configure",
    "connect",
    "faults_of",
    "make_private_file",
    "shape_of",
    "use_wal",
]

BUSY_TIMEOUT_S = 5.0
BEGIN: Final = "romtrack_begin"  # execution option of an engine: how its transactions begin
_ATTEMPTS = 20
_SMALLEST: Final = 512  # bytes of a page; SQLite overwrites a shorter file as if it were empty
_MOST_FAULTS: Final = 10_000
# What integrity_check says of single values; the trees are whole, and the row is set apart when it is read.
_OF_A_VALUE: Final = ("NULL value in ", "NUMERIC value in ", "TEXT value in ", "CHECK constraint failed in ")


def configure(engine: Engine, *, foreign_keys: bool) -> None:
    """Set up each connection of ``engine``, and begin its transactions ourselves.

    Nothing that was shown may be lost at a crash, hence synchronous=FULL; what was deleted is
    overwritten, hence secure_delete. Python's own BEGIN would come too late for a writer: it
    reads first, and is then refused instead of waiting (https://sqlite.org/isolation.html).
    """

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401
        connection.isolation_level = None
        connection.text_factory = _text
        try:
            for pragma in (f"foreign_keys={foreign_keys:d}", "synchronous=FULL", "secure_delete=ON"):
                connection.execute(f"PRAGMA {pragma}")
        except (sqlite3.Error, UnicodeDecodeError):
            connection.close()  # the pool does not know it yet
            raise

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))


def _text(data: bytes) -> str | bytes:
    """Return the text, or the bytes where it is damaged: the column types tell."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def use_wal(engine: Engine) -> None:
    """Let one program write while others read; the file remembers it.

    Raises
    ------
    sqlite3.Error: another program holds the file.
    """
    with closing(engine.raw_connection()) as pooled:
        connection = pooled.driver_connection
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101  the caller's
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


def compact(engine: Engine) -> None:
    """Rewrite the file without its free pages, and let it shrink.

    Raises
    ------
    sqlite3.Error: another program writes, or the disk is full; nothing is lost.
    """
    with closing(engine.raw_connection()) as pooled:
        connection = pooled.driver_connection
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101  the caller's
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def make_private_file(path: Path) -> None:
    """Make ``path`` and its folder for this user alone, unless they exist.

    Raises
    ------
    OSError: the folder or the disk does not take it, or the file may only be read.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def faults_of(path: Path) -> list[str]:
    """Return what is wrong with the trees of pages, as SQLite says it; nothing = they are whole.

    Every page and every entry of an index is read; nothing is written, whatever is found.

    Raises
    ------
    StorageError: this is no SQLite file.
    OSError, sqlite3.Error: the file cannot be read at all.
    """
    if 0 < path.stat().st_size < _SMALLEST:
        raise no_database(str(path))
    with closing(connect(path, read_only=True)) as connection:
        try:
            connection.execute("PRAGMA ignore_check_constraints=ON")
            said = connection.execute(f"PRAGMA integrity_check({_MOST_FAULTS})").fetchall()
        except UnicodeDecodeError:  # what SQLite says holds a damaged name
            return ["a name in it is damaged"]
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            return [str(error)]
    return [fault for (fault,) in said if fault != "ok" and not fault.startswith(_OF_A_VALUE)]


def back_up(path: Path, copy: Path) -> None:
    """Write a whole, private copy of the database at ``path``, with what its log still holds.

    Raises
    ------
    OSError, sqlite3.Error: the copy cannot be written.
    """
    with scratch_folder(copy.parent, SCRATCH) as folder:
        part = folder / copy.name
        make_private_file(part)
        with closing(connect(path, read_only=True)) as source, closing(connect(part)) as target:
            source.backup(target)
        part.replace(copy)


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Return a connection of its own; one that only reads leaves everything on the disk as it is.

    Even closing a writer would write: what another program left in the log of changes.
    """
    if not read_only:
        return sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    mode = "ro" if path.with_name(f"{path.name}-wal").exists() else "rw"  # "ro" would leave files of its own
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA query_only=ON")
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    return connection


def shape_of(engine: Engine, names: Iterable[str]) -> list[list[tuple[Any, ...]]]:
    """Return what SQLite makes of the statements that made these tables: columns, keys and indexes."""
    with engine.connect() as connection:
        told = [
            connection.exec_driver_sql(f"PRAGMA {pragma}({name})").all()
            for name in sorted(names)
            for pragma in ("table_info", "foreign_key_list", "index_list")
        ]
        indexes = sorted(row[1] for rows in told[2::3] for row in rows)
        inside = [connection.exec_driver_sql(f"PRAGMA index_xinfo('{name}')").all() for name in indexes]
    # Each row begins with its number, that of an index's column with the column's place in the table, too:
    # they tell no more than what was made first.
    shapes = [(told, 1), (inside, 2)]
    return [
        sorted((tuple(row[numbers:]) for row in rows), key=repr)
        for found, numbers in shapes
        for rows in found
    ]
