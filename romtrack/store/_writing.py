"""Writing sessions: whole, only what is new of one that grows, and away."""

from __future__ import annotations

from itertools import groupby, takewhile
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, exists, insert, select, update

from romtrack.errors import StorageError
from romtrack.names import LONGEST_NAME, name_key
from romtrack.store._rows import part_row, parts_of, rows_of, session_row
from romtrack.store.tables import ENTRIES, cameras, people, sessions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Table

    from romtrack.types import Camera, Session

__all__ = ["UNOWNED", "delete_session", "insert_session", "person_id_of", "write_difference"]

UNOWNED: Final = tuple(people.c.id.not_in(select(table.c.person_id)) for table in (sessions, *ENTRIES))
"""What is true of people of whom the log holds nothing, in the bin, too."""


def insert_session(connection: Connection, session: Session, take: int = 0) -> None:
    """Write a new session, as the ``take`` of its recording.

    Raises
    ------
    StorageError: its person has no name that can be kept.
    """
    person, camera = person_id_of(connection, session.person), _camera_id_of(connection, session.camera)
    whose = {"take": take, "person_id": person, "camera_id": camera}
    for table, rows in groupby(rows_of(session), key=itemgetter(0)):
        more = whose if table is sessions else {}
        connection.execute(insert(table), [row | more for _, row in rows])


def person_id_of(connection: Connection, name: str) -> UUID:
    """Return the id of a person, who is new where nobody has the name; whoever is in the bin comes back.

    Raises
    ------
    StorageError: the name is too long.
    """
    key = name_key(name)
    found = connection.execute(select(people.c.id).where(people.c.name_key == key)).scalar()
    if isinstance(found, UUID):
        connection.execute(update(people).where(people.c.id == found).values(deleted_at=None))
        return found
    if len(name) > LONGEST_NAME:
        raise StorageError(
            f"a name of {len(name)} characters cannot be kept", f"give one of {LONGEST_NAME} at most"
        )
    new = uuid4()
    connection.execute(insert(people), {"id": new, "name": name, "name_key": key})
    return new


def _camera_id_of(connection: Connection, camera: Camera | None) -> UUID | None:
    """Return the id of a camera, which is new where no session has it."""
    if camera is None:
        return None
    known = {"label": camera.label, "width_px": camera.width_px, "height_px": camera.height_px}
    found = connection.execute(select(cameras.c.id).where(*_at(cameras, known))).scalar()
    if isinstance(found, UUID):
        return found
    new = uuid4()
    connection.execute(insert(cameras), {"id": new, **known})
    return new


def _forget_cameras(connection: Connection) -> None:
    """Delete the cameras that no session names: a label may say whose telephone it was."""
    connection.execute(delete(cameras).where(~exists().where(sessions.c.camera_id == cameras.c.id)))


def delete_session(connection: Connection, session_id: UUID) -> bool:
    """Delete a session; with their last one goes a person of whom nothing but the name is known.

    Returns whether there was such a session.
    """
    here = sessions.c.id == session_id
    whose = connection.execute(select(sessions.c.person_id).where(here)).scalar()
    found = connection.execute(delete(sessions).where(here)).rowcount
    _forget_cameras(connection)
    nothing_known = (people.c.sex.is_(None), people.c.birth_year.is_(None), people.c.notes == "")
    if isinstance(whose, UUID):
        connection.execute(delete(people).where(people.c.id == whose, *UNOWNED, *nothing_known))
    return found > 0


def write_difference(connection: Connection, before: Session, after: Session) -> None:
    """Make the rows of ``before``, which the log holds, those of ``after``; the same rows are not touched."""
    _update(connection, sessions, {"id": after.id}, _without_time(before), _without_time(after))
    if before.camera != after.camera:
        camera = {"camera_id": _camera_id_of(connection, after.camera)}
        connection.execute(update(sessions).where(sessions.c.id == after.id).values(camera))
        _forget_cameras(connection)
    had = {(table, *inside.values()): records for table, inside, records in parts_of(before)}
    for table, inside, records in parts_of(after):
        _write_part(connection, table, inside, had.get((table, *inside.values()), ()), records)


def _without_time(session: Session) -> dict[str, Any]:
    return {name: value for name, value in session_row(session).items() if name != "saved_at"}


def _write_part(
    connection: Connection,
    table: Table,
    inside: Mapping[str, Any],
    before: Sequence[object],
    after: Sequence[object],
) -> None:
    if before == after[: len(before)]:  # by far the most: something was added, or nothing
        same = len(before)
    else:
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    changed = min(len(before), len(after))
    for place in range(same, changed):
        old, new = (part_row(table, inside, place, records[place]) for records in (before, after))
        _update(connection, table, {**inside, "position": place}, old, new)
    added = [part_row(table, inside, place, after[place]) for place in range(changed, len(after))]
    if added:
        connection.execute(insert(table), added)
    if len(before) > len(after):
        connection.execute(delete(table).where(*_at(table, inside), table.c.position >= len(after)))


def _update(
    connection: Connection,
    table: Table,
    key: Mapping[str, Any],
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> None:
    values = {name: value for name, value in new.items() if value != old[name]}
    if values:
        connection.execute(update(table).where(*_at(table, key)).values(values))


def _at(table: Table, key: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in key.items()]
