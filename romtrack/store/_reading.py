"""Rows as sessions. One that has a damaged row is set apart and named; the others are not its victims."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from romtrack import units
from romtrack.kinematics.quantities import is_way
from romtrack.store import tables
from romtrack.store._columns import UNREADABLE
from romtrack.store._rows import IN_A_SET
from romtrack.types import Camera, Measurement, Quality, Session, SetRecord, Trial, VideoInfo, When

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, RowMapping, Select, Table


__all__ = ["PERSON", "DamagedError", "Read", "check", "moments", "named", "read_sessions"]

_T = TypeVar("_T")
_CAMERA: Final = tuple(tables.cameras.c[field.name].label(f"camera_{field.name}") for field in fields(Camera))
PERSON: Final = tables.people.c.name.label("person")
_ByPlace = dict[tuple[Any, ...], list["RowMapping"]]


class Read(NamedTuple):
    """What was read; left_out names the sessions that have a damaged row, and are left as they are."""

    sessions: list[Session]
    left_out: list[str]


class DamagedError(ValueError):
    """A row that cannot be read, or that belongs nowhere."""


def read_sessions(connection: Connection, chosen: Select[Any]) -> Read:
    """Return the sessions whose ids ``chosen`` selects, the earliest first."""
    table = tables.sessions
    wanted = (
        select(table, PERSON, *_CAMERA)
        .select_from(tables.OWNED.outerjoin(tables.cameras))
        .where(table.c.id.in_(chosen))
        .order_by(tables.AT, table.c.saved_at)
    )
    rows = connection.execute(wanted).mappings().all()
    parts = _Parts(connection, chosen)
    read = Read([], [])
    for row in rows:
        try:
            read.sessions.append(_session(row, parts))
        except DamagedError:
            read.left_out.append(named(row["id"], row["person"], row["recorded_at"], row["analysed_at"]))
    return read


def check(table: Table, row: RowMapping) -> None:
    """Look at each value of a row of ``table``.

    Raises
    ------
    DamagedError: one of them is damaged.
    """
    for column in table.columns:
        value = row[column.name]
        if value is UNREADABLE or (value is None and not column.nullable):
            raise DamagedError
    if "quantity" in row and not is_way(row["quantity"], row["direction"]):
        raise DamagedError


def named(session_id: object, person: object, *dates: object) -> str:
    """Return what people can find a session by, as far as it can be read; of the dates the first."""
    who = person if isinstance(person, str) else "nobody known"
    read = (units.day_and_time(when) for when in dates if isinstance(when, datetime))
    key = session_id if isinstance(session_id, UUID) else "of no id"
    return f"{who}, {next(read, 'no date')} (session {key})"


def moments(recorded_by: str | None, *columns: Any) -> When:  # noqa: ANN401  they are looked at here
    """Return when a session happened, each moment at its own place; ``columns``: ``tables.MOMENTS``.

    Raises
    ------
    DamagedError: there is no such moment or place.
    """
    recorded_at, analysed_at = _zoned(*columns[:3]), _zoned(*columns[3:])
    if analysed_at is None or (recorded_at is None) != (recorded_by is None):
        raise DamagedError
    return When(recorded_at, analysed_at)


def _zoned(when: Any, offset_s: Any, zone_name: Any) -> datetime | None:  # noqa: ANN401
    if when is None:
        return None
    try:
        found: datetime = when.astimezone(_zone(offset_s, zone_name))
    except (ValueError, TypeError, AttributeError, OverflowError, OSError) as error:
        raise DamagedError from error
    return found


@lru_cache
def _zone(offset_s: float, name: str | None) -> tzinfo:
    fixed = timezone(timedelta(seconds=offset_s))
    try:
        return fixed if name is None else ZoneInfo(name)
    except ZoneInfoNotFoundError:  # a machine without this zone still knows the offset
        return fixed


class _Parts:
    """All that some sessions hold, by the key of the row that holds it."""

    def __init__(self, connection: Connection, chosen: Select[Any]) -> None:
        inside = (tables.sets, *IN_A_SET, tables.measurements, tables.trials)
        self._rows = {table: _by_place(connection, table, chosen) for table in inside}
        self._strays = set(self._lost(tables.sets, *IN_A_SET)) | set(
            self._lost(tables.measurements, tables.trials)
        )

    def _lost(self, above: Table, *below: Table) -> Iterator[Any]:
        """Yield the sessions of rows whose parent is missing."""
        known = {(*key, place) for key, rows in self._rows[above].items() for place in range(len(rows))}
        for table in below:
            yield from (key[0] for key in self._rows[table] if key not in known)

    def of(self, session_id: UUID) -> tuple[tuple[SetRecord, ...], tuple[Measurement, ...]]:
        """Return the sets and the measurements of a session."""
        if session_id in self._strays:
            raise DamagedError
        sets = self._made(tables.sets, (session_id,), SetRecord, IN_A_SET)
        return sets, self._made(tables.measurements, (session_id,), Measurement, {tables.trials: Trial})

    def _made(
        self, table: Table, key: tuple[Any, ...], made: type[_T], inside: Mapping[Table, type[Any]]
    ) -> tuple[_T, ...]:
        """Return the records below ``key``, with those ``inside`` each of them."""
        rows = self._rows[table].get(key, ())
        found = []
        for place, row in enumerate(rows):
            check(table, row)
            if row["position"] != place:  # one before it is missing
                raise DamagedError
            parts: dict[str, Any] = {
                below.name: self._made(below, (*key, place), kind, {}) for below, kind in inside.items()
            }
            found.append(_made(made, row, **parts))
        return tuple(found)


def _by_place(connection: Connection, table: Table, chosen: Select[Any]) -> _ByPlace:
    """Return the rows of ``table``, in order, by the key of the row that holds them."""
    key = table.primary_key.columns
    wanted = select(table).where(table.c.session_id.in_(chosen)).order_by(*key)
    found: _ByPlace = defaultdict(list)
    for row in connection.execute(wanted).mappings():
        found[tuple(row[column] for column in key)[:-1]].append(row)
    return found


def _session(row: RowMapping, parts: _Parts) -> Session:
    check(tables.sessions, row)
    of_camera = [row[column.name] for column in _CAMERA]
    if row["person"] in {None, UNREADABLE} or UNREADABLE in of_camera:
        raise DamagedError
    if row["camera_id"] is not None and None in of_camera:
        raise DamagedError
    sets, measurements = parts.of(row["id"])
    when = moments(row["recorded_by"], *(row[name] for name in tables.MOMENTS))
    return _made(
        Session,
        row,
        recorded_at=when.recorded_at,
        analysed_at=when.analysed_at,
        video=None if row["video_sha256"] is None else _made(VideoInfo, row, "video_"),
        quality=_made(Quality, row, "quality_"),
        camera=None if row["camera_id"] is None else _made(Camera, row, "camera_"),
        sets=sets,
        measurements=measurements,
    )


def _made(made: type[_T], row: RowMapping, prefix: str = "", **given: object) -> _T:
    """Return the dataclass ``made`` from the columns named as its fields."""
    names = {field.name for field in fields(made)} - given.keys()  # type: ignore[arg-type]  # each is a dataclass
    return made(**{name: row[prefix + name] for name in names}, **given)
