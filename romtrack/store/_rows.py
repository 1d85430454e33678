"""A session as rows, and back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Any, Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from romtrack.store import tables
from romtrack.types import (
    Fault,
    Hold,
    Measurement,
    Partial,
    Quality,
    Rep,
    Session,
    SetRecord,
    Trial,
    VideoInfo,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table

__all__ = ["read_sessions", "rows_of"]

_T = TypeVar("_T")
_ByPlace = dict[tuple[Any, ...], list["RowMapping"]]
_IN_A_SET: Final[dict[Table, type[Rep | Partial | Hold | Fault]]] = {
    tables.reps: Rep,
    tables.partials: Partial,
    tables.holds: Hold,
    tables.faults: Fault,
}


def rows_of(session: Session) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Yield every row of ``session`` with its table, parents first."""
    yield tables.sessions, _session_row(session)
    for place, record in enumerate(session.sets):
        at = {"session_id": session.id, "position": place}
        yield tables.sets, {**at, "start_s": record.start_s, "end_s": record.end_s}
        inside = {"session_id": session.id, "set_position": place}
        for table in _IN_A_SET:
            yield from _numbered(table, getattr(record, table.name), inside)
    yield from _numbered(tables.measurements, session.measurements, {"session_id": session.id})
    for place, measurement in enumerate(session.measurements):
        inside = {"session_id": session.id, "measurement_position": place}
        yield from _numbered(tables.trials, measurement.trials, inside)


def _numbered(
    table: Table, records: Sequence[object], inside: Mapping[str, Any]
) -> Iterator[tuple[Table, dict[str, Any]]]:
    for place, record in enumerate(records):
        plain = _columns_of(table, record)
        yield table, {**inside, "position": place, **plain}


def _columns_of(table: Table, record: object, prefix: str = "") -> dict[str, Any]:
    """Return those fields of a dataclass that ``table`` has a column for."""
    names = {column.name for column in table.columns}
    return {
        prefix + field.name: getattr(record, field.name)
        for field in fields(record)  # type: ignore[arg-type]  # every record is a dataclass
        if prefix + field.name in names
    }


def _session_row(session: Session) -> dict[str, Any]:
    zone, offset = session.started_at.tzinfo, session.started_at.utcoffset() or timedelta()
    video = {} if session.video is None else _columns_of(tables.sessions, session.video, "video_")
    return {
        **_columns_of(tables.sessions, session),
        **video,
        **_columns_of(tables.sessions, session.quality, "quality_"),
        "settings": dict(session.settings),
        "zone_offset_s": offset.total_seconds(),
        "zone_name": zone.key if isinstance(zone, ZoneInfo) else None,
        "saved_at": datetime.now(UTC),
    }


def read_sessions(connection: Connection, *conditions: ColumnElement[bool]) -> list[Session]:
    """Return the sessions that fulfil ``conditions``, the earliest first."""
    table = tables.sessions
    wanted = select(table).where(*conditions).order_by(table.c.started_at, table.c.saved_at)
    rows = connection.execute(wanted).mappings().all()
    chosen = select(table.c.id).where(*conditions)
    sets, measurements = _sets(connection, chosen), _measurements(connection, chosen)
    return [_session(row, sets[row["id"]], measurements[row["id"]]) for row in rows]


def _session(row: RowMapping, sets: list[SetRecord], measurements: list[Measurement]) -> Session:
    video = None if row["video_sha256"] is None else _made(VideoInfo, row, "video_")
    return _made(
        Session,
        row,
        started_at=row["started_at"].astimezone(_zone(row)),
        video=video,
        quality=_made(Quality, row, "quality_"),
        sets=tuple(sets),
        measurements=tuple(measurements),
    )


def _zone(row: RowMapping) -> tzinfo:
    fixed = timezone(timedelta(seconds=row["zone_offset_s"]))
    try:
        return fixed if row["zone_name"] is None else ZoneInfo(row["zone_name"])
    except ZoneInfoNotFoundError:  # a machine without this zone still knows the offset
        return fixed


def _sets(connection: Connection, chosen: Select[Any]) -> dict[UUID, list[SetRecord]]:
    parts = {table: _by_place(connection, table, chosen) for table in _IN_A_SET}
    found: dict[UUID, list[SetRecord]] = defaultdict(list)
    for (session_id,), rows in _by_place(connection, tables.sets, chosen).items():
        for row in rows:
            place = (session_id, row["position"])
            inside: dict[str, Any] = {
                table.name: _all_made(made, parts[table][place]) for table, made in _IN_A_SET.items()
            }
            found[session_id].append(_made(SetRecord, row, **inside))
    return found


def _measurements(connection: Connection, chosen: Select[Any]) -> dict[UUID, list[Measurement]]:
    trials = _by_place(connection, tables.trials, chosen)
    found: dict[UUID, list[Measurement]] = defaultdict(list)
    for (session_id,), rows in _by_place(connection, tables.measurements, chosen).items():
        for row in rows:
            inside = _all_made(Trial, trials[session_id, row["position"]])
            found[session_id].append(_made(Measurement, row, trials=inside))
    return found


def _by_place(connection: Connection, table: Table, chosen: Select[Any]) -> _ByPlace:
    """Return the rows of ``table``, in order, by the key of the row that holds them."""
    key = table.primary_key.columns
    wanted = select(table).where(table.c.session_id.in_(chosen)).order_by(*key)
    found: _ByPlace = defaultdict(list)
    for row in connection.execute(wanted).mappings():
        found[tuple(row[column] for column in key)[:-1]].append(row)
    return found


def _all_made(made: type[_T], rows: Sequence[RowMapping]) -> tuple[_T, ...]:
    return tuple(_made(made, row) for row in rows)


def _made(made: type[_T], row: RowMapping, prefix: str = "", **given: object) -> _T:
    """Return the dataclass ``made`` from the columns named as its fields."""
    names = {field.name for field in fields(made)} - given.keys()  # type: ignore[arg-type]  # as above
    return made(**{name: row[prefix + name] for name in names}, **given)
