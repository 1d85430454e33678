"""A session as rows; ``_reading`` makes them a session again."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from romtrack.store import tables
from romtrack.types import Fault, Hold, Partial, Rep

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Table

    from romtrack.types import Session

__all__ = ["IN_A_SET", "part_row", "parts_of", "rows_of", "session_row", "zone_of"]

IN_A_SET: Final[dict[Table, type[Rep | Partial | Hold | Fault]]] = {
    tables.reps: Rep,
    tables.partials: Partial,
    tables.holds: Hold,
    tables.faults: Fault,
}


def rows_of(session: Session) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Yield every row of ``session`` with its table, parents first; whose it is is told by its name alone."""
    yield tables.sessions, session_row(session)
    for table, inside, records in parts_of(session):
        for place, record in enumerate(records):
            yield table, part_row(table, inside, place, record)


def parts_of(session: Session) -> Iterator[tuple[Table, dict[str, Any], Sequence[object]]]:
    """Yield what a session holds many of, parents first: the table, the keys above, and the records."""
    inside = {"session_id": session.id}
    yield tables.sets, inside, session.sets
    for place, record in enumerate(session.sets):
        for table in IN_A_SET:
            yield table, {**inside, "set_position": place}, getattr(record, table.name)
    yield tables.measurements, inside, session.measurements
    for place, measurement in enumerate(session.measurements):
        yield tables.trials, {**inside, "measurement_position": place}, measurement.trials


def part_row(table: Table, inside: Mapping[str, Any], place: int, record: object) -> dict[str, Any]:
    """Return the row of the record at ``place``, counted from 0."""
    return {**inside, "position": place, **_columns_of(table, record)}


def _columns_of(table: Table, record: object, prefix: str = "") -> dict[str, Any]:
    """Return those fields of a dataclass that ``table`` has a column for."""
    names = {column.name for column in table.columns}
    return {
        prefix + field.name: getattr(record, field.name)
        for field in fields(record)  # type: ignore[arg-type]  # every record is a dataclass
        if prefix + field.name in names
    }


def session_row(session: Session) -> dict[str, Any]:
    """Return the row of the session itself, but for whose it is."""
    video = {} if session.video is None else _columns_of(tables.sessions, session.video, "video_")
    return {
        **_columns_of(tables.sessions, session),
        **video,
        **_columns_of(tables.sessions, session.quality, "quality_"),
        "settings": dict(session.settings),
        **zone_of(session.analysed_at, "analysed"),
        **zone_of(session.recorded_at, "recorded"),
        "saved_at": datetime.now(UTC),
    }


def zone_of(when: datetime | None, name: str) -> dict[str, float | str | None]:
    """Return the columns that say at which place a moment was."""
    zone, offset = (None, None) if when is None else (when.tzinfo, when.utcoffset())
    return {
        f"{name}_zone_offset_s": None if when is None else (offset or timedelta()).total_seconds(),
        f"{name}_zone_name": zone.key if isinstance(zone, ZoneInfo) else None,
    }
