"""A full check: every page, every reference, every row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from romtrack.store._reading import read_sessions
from romtrack.store.entries import damaged_entries
from romtrack.store.tables import AT, open_sessions, people, sessions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

__all__ = ["faults_inside"]

_AT_ONCE: Final = 200  # sessions


def faults_inside(connection: Connection) -> Iterator[str]:
    """Yield what is wrong, a sentence each."""
    if connection.dialect.name == "sqlite":
        yield from _of_pages(connection)
    yield from _of_rows(connection)


def _of_pages(connection: Connection) -> Iterator[str]:
    for (fault,) in connection.exec_driver_sql("PRAGMA integrity_check").all():
        if fault != "ok":
            yield fault if isinstance(fault, str) else fault.decode(errors="replace")
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield f"row {row} of {table} belongs to no row of {parent}"


def _of_rows(connection: Connection) -> Iterator[str]:
    """Yield what every row turns out to be when it is read as the pages read it."""
    order = (AT, sessions.c.saved_at, sessions.c.id)
    count = connection.execute(select(func.count()).select_from(sessions)).scalar_one()
    for offset in range(0, count, _AT_ONCE):
        chosen = select(sessions.c.id).order_by(*order).limit(_AT_ONCE).offset(offset)
        for name in read_sessions(connection, chosen).left_out:
            yield f"damaged rows in the session of {name}"
    for row in connection.execute(select(open_sessions)).mappings():
        if not isinstance(row["plan"], dict) or not isinstance(row["version"], int):
            yield f"damaged row of the open session {row['session_id']}"
    for name in connection.execute(select(people.c.name)).scalars():
        if not isinstance(name, str):
            yield "a person's name is damaged"
    for name in damaged_entries(connection):
        yield f"damaged row: {name}"
