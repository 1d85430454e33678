"""What people changed in what is kept: written down as it is done, so that it can be undone and told.

Changes have numbers, because a clock may jump back. A change holds, for each row that it touched (of
``tables.TARGETS``), the columns that differ, before and after. ``exchanged`` stands for a leg that was taken
for the other: it turns around all that the session holds, and done twice it does nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import case, false, func, insert, select, update

from romtrack.store._columns import Day, Instant, Key
from romtrack.store._rows import IN_A_SET
from romtrack.store.tables import TARGETS, changed, changes, measurements, sessions, trials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Column, Connection, Table

__all__ = ["EXCHANGED", "Edit", "edit_of", "last_change", "record", "revert", "write_down"]

EXCHANGED: Final = "exchanged"
_OTHER_LEG: Final = {"left": "right", "right": "left"}
_COLUMN_OF: Final = {table: name for name, table in TARGETS.items()}


class Edit(NamedTuple):
    """What is done to a row of one of ``TARGETS``: columns by name, before and after."""

    table: Table
    key: UUID
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def edit_of(connection: Connection, table: Table, key: UUID, after: Mapping[str, Any]) -> Edit | None:
    """Return the edit that makes a row's columns those of ``after``; None = they are so already."""
    row = connection.execute(select(table).where(table.c.id == key)).mappings().one()
    before = {name: row.get(name, False) for name in after}
    differ = [name for name in after if after[name] != before[name]]
    if not differ:
        return None
    return Edit(table, key, {name: before[name] for name in differ}, {name: after[name] for name in differ})


def record(connection: Connection, kind: str, edits: Sequence[Edit]) -> None:
    """Do ``edits`` and write them down as one change."""
    for edit in edits:
        _apply(connection, edit.table, edit.key, edit.after)
    write_down(connection, kind, edits)


def write_down(connection: Connection, kind: str, edits: Sequence[Edit]) -> None:
    """Write ``edits`` that are done down as one change."""
    at = {"at": func.current_timestamp(), "kind": kind}
    number = connection.execute(insert(changes).values(at).returning(changes.c.number)).scalar_one()
    for position, edit in enumerate(edits):
        told = {"before": _plain(edit.before), "after": _plain(edit.after)}
        row = {"change_number": number, "position": position, _COLUMN_OF[edit.table]: edit.key, **told}
        connection.execute(insert(changed).values(row))


def last_change(connection: Connection) -> tuple[int, str, datetime] | None:
    """Return number, kind and time of the last change that can be undone: what it touched is still there."""
    wanted = (
        select(changes.c.number, changes.c.kind, changes.c.at)
        .where(changes.c.undone == false(), changes.c.number.in_(select(changed.c.change_number)))
        .order_by(changes.c.number.desc())
        .limit(1)
    )
    row = connection.execute(wanted).first()
    return None if row is None else (row[0], row[1], row[2])


def revert(connection: Connection, number: int) -> list[tuple[Table, UUID]]:
    """Undo a change; return the rows that it touched, the last one first."""
    wanted = select(changed).where(changed.c.change_number == number).order_by(changed.c.position.desc())
    rows = connection.execute(wanted).mappings().all()
    touched = [(table, row[name]) for row in rows for name, table in TARGETS.items() if row[name] is not None]
    for (table, key), row in zip(touched, rows, strict=True):  # of each row one, as a constraint holds
        _apply(connection, table, key, _typed(table, row["before"]))
    connection.execute(update(changes).where(changes.c.number == number).values(undone=True))
    return touched


def _apply(connection: Connection, table: Table, key: UUID, values: Mapping[str, Any]) -> None:
    if EXCHANGED in values:
        _exchange_legs(connection, key)
    columns = {name: value for name, value in values.items() if name != EXCHANGED}
    if columns:
        connection.execute(update(table).where(table.c.id == key).values(columns))


def _exchange_legs(connection: Connection, session_id: UUID) -> None:
    for table in (sessions, measurements, trials, *IN_A_SET):
        key = table.c.id if table is sessions else table.c.session_id
        other = case(_OTHER_LEG, value=table.c.side, else_=table.c.side)
        connection.execute(update(table).where(key == session_id).values(side=other))


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as JSON has them."""
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else value.hex
        if isinstance(value, UUID)
        else value
        for name, value in values.items()
    }


def _typed(table: Table, plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as the columns of ``table`` take them."""
    return {
        name: value if value is None or name == EXCHANGED else _value(table.c[name], value)
        for name, value in plain.items()
    }


def _value(column: Column[Any], plain: Any) -> Any:  # noqa: ANN401  what columns hold
    if isinstance(column.type, Instant):
        return datetime.fromisoformat(plain)
    if isinstance(column.type, Day):
        return date.fromisoformat(plain)
    return UUID(plain) if isinstance(column.type, Key) else plain
