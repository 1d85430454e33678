"""The one place where what a database or a disk says becomes a StorageError."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from romtrack.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["DATABASE_URL_VARIABLE", "damaged", "no_database", "storage_errors"]

DATABASE_URL_VARIABLE: Final = "ROMTRACK_DATABASE_URL"
_ELSEWHERE = f"or choose another place with {DATABASE_URL_VARIABLE}"
# What is wrong, and what to do about it.
_LOCKED = "another romtrack or program holds {where}", "close it and try again"
_UNWRITABLE = "cannot write {where}", f"give yourself the right to write file and folder, {_ELSEWHERE}"
_FULL = "no room left on the disk for {where}", "make room and try again"
_DAMAGED = "{where} is damaged", "restore a copy of it, or move it away and romtrack starts a new one"
_ONLY_READ = (
    "{where} is damaged: it is only read, and {copy} keeps it as it is",
    "restore an earlier copy of it, or move it away and romtrack starts a new one",
)
_NO_DATABASE = (
    "{where} is no SQLite database, or its first page is damaged",
    f"move it away and romtrack starts a new one, {_ELSEWHERE}",
)
_EXTRAS: Final = {"psycopg": "'romtrack[postgres]'"}
# The low byte of SQLite's result codes, https://sqlite.org/rescode.html
_SAID: Final = {
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite3.SQLITE_NOTADB: _NO_DATABASE,
}


def damaged(where: str, copy: Path | None = None) -> StorageError:
    """Return the error that says that ``where`` is damaged; copy: of a log, which is then only read."""
    if copy is None:
        return _error(_DAMAGED, where)
    return _error(_ONLY_READ, where, copy)


def no_database(where: str) -> StorageError:
    """Return the error that says that ``where`` is something else."""
    return _error(_NO_DATABASE, where)


@contextmanager
def storage_errors(where: str) -> Iterator[None]:
    """Turn every failure of the database, its driver or its disk into a StorageError.

    Raises
    ------
    StorageError: naming ``where``, what is wrong there and what to do.
    """
    try:
        yield
    except StorageError:
        raise
    except UnicodeDecodeError as error:  # Python cannot read what SQLite says of a damaged name
        raise damaged(where) from error
    except (SQLAlchemyError, sqlite3.Error, OSError, ImportError) as error:
        raise _said(error, where) from error


def _said(error: Exception, where: str) -> StorageError:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        known = _SAID.get(code & 0xFF)
        return _unexpected(cause, where) if known is None else _error(known, where)
    if isinstance(error, OSError):
        said = error.strerror or error
        return StorageError(
            f"cannot write {where} ({said})", f"make room or give yourself the right, {_ELSEWHERE}"
        )
    if isinstance(error, ImportError):
        package = _EXTRAS.get(error.name or "", error.name)
        return StorageError(
            f"the database {where} needs a driver that is not installed", f"pip install {package}"
        )
    if isinstance(error, ArgumentError | NoSuchModuleError):
        return StorageError(
            f"{where} is no database URL", f"{DATABASE_URL_VARIABLE} reads like sqlite:////folder/romtrack.db"
        )
    if isinstance(error, DBAPIError):  # another driver, so it is on a server
        return _unexpected(
            cause or error, where, f"see that {DATABASE_URL_VARIABLE} is right and the server up"
        )
    return _unexpected(error, where)


def _unexpected(
    cause: BaseException, where: str, remedy: str = "romtrack doctor looks at it"
) -> StorageError:
    first, *_ = str(cause).splitlines() or [type(cause).__name__]
    return StorageError(f"the database {where} failed ({first})", remedy)


def _error(said: tuple[str, str], where: str, copy: Path | None = None) -> StorageError:
    what, remedy = said
    return StorageError(what.format(where=where, copy=copy), remedy)
