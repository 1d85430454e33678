"""What only a PostgreSQL server needs: transactions that are as strict as those of a SQLite file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["READING", "wait_for_others"]

_NAME: Final = "postgresql"
_LOCK: Final = 0x726F6D  # "rom": any number, of this database alone
READING: Final[dict[str, Any]] = {"isolation_level": "REPEATABLE READ"}
"""Options of an engine whose transactions see one state of the database, whoever writes meanwhile."""


def wait_for_others(connection: Connection) -> None:
    """Let one romtrack write at a time, in this transaction; SQLite does so by itself."""
    if connection.dialect.name == _NAME:
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
