"""The people whose sessions are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from sqlalchemy import case, false, func, select
from sqlalchemy.sql.functions import coalesce

from romtrack.errors import StorageError
from romtrack.names import name_key
from romtrack.store._journal import Edit, edit_of, record
from romtrack.store._moment import now_of
from romtrack.store._writing import person_id_of
from romtrack.store.entries import given_way
from romtrack.store.tables import AT, ENTRIES, TARGETS, changed, changes, people, plans, sessions
from romtrack.types import KnownPerson, Person

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, RowMapping

    Transaction = Callable[[], AbstractContextManager[Connection]]

__all__ = ["Roster"]

_SHORTEST: Final = 3  # letters: two names of less are one letter apart too easily
_KNOWN: Final = people.c.deleted_at.is_(None)
_DELETED: Final = (
    select(changed)
    .join_from(changed, changes)
    .where(changes.c.kind == "delete", changes.c.undone == false(), changed.c.person_id.is_not(None))
)


class Roster:
    """Who there is; names are compared as ``name_key`` does. Each method is one transaction.

    Parameters
    ----------
    shown: what is true of sessions that lists show.
    """

    def __init__(self, reading: Transaction, writing: Transaction, shown: ColumnElement[bool]) -> None:
        self._reading, self._writing, self._shown = reading, writing, shown

    def all(self, since: datetime) -> list[KnownPerson]:
        """Return everybody, those with the latest session first; ``lately``: sessions since then."""
        counted = (
            select(
                sessions.c.person_id,
                func.count().label("sessions"),
                func.sum(case((since <= AT, 1), else_=0)).label("lately"),
                func.max(AT).label("last_at"),
            )
            .where(self._shown)
            .group_by(sessions.c.person_id)
            .subquery()
        )
        wanted = (
            select(people, coalesce(counted.c.sessions, 0), coalesce(counted.c.lately, 0), counted.c.last_at)
            .outerjoin(counted, counted.c.person_id == people.c.id)
            .where(_KNOWN)
        )
        with self._reading() as connection:
            rows = connection.execute(wanted).all()
        found = [KnownPerson(_person(row._mapping), *row[-3:]) for row in rows if isinstance(row.name, str)]  # noqa: SLF001  its only name
        return sorted(
            found, key=lambda one: (-(one.last_at.timestamp() if one.last_at else 0), one.person.name)
        )

    def binned(self) -> list[Person]:
        """Return who was deleted and can be put back, the latest first; not those who were merged."""
        deleted = _DELETED.with_only_columns(changed.c.person_id)
        wanted = select(people).where(~_KNOWN, people.c.id.in_(deleted)).order_by(people.c.deleted_at.desc())
        with self._reading() as connection:
            return [_person(row) for row in connection.execute(wanted).mappings()]

    def put_back(self, person: Person) -> int:
        """Take a person out of the bin, with the sessions that went with them; return how many.

        Raises
        ------
        StorageError: they are not in the bin.
        """
        back = {"deleted_at": None}
        with self._writing() as connection:
            numbers = _DELETED.with_only_columns(func.max(changed.c.change_number))
            number = connection.execute(numbers.where(changed.c.person_id == person.id)).scalar()
            known = edit_of(connection, people, person.id, back) if number is not None else None
            if known is None:
                raise StorageError(f"{person.name} is not in the bin", "romtrack people lists who is there")
            went = (
                connection.execute(select(changed).where(changed.c.change_number == number)).mappings().all()
            )
            found = [
                edit
                for name, table in TARGETS.items()
                for row in went
                if table is not people and row[name] and (edit := edit_of(connection, table, row[name], back))
            ]
            record(connection, "edit", [*found, known])
        return sum(edit.table is sessions for edit in found)

    def find(self, name: str) -> Person | None:
        """Return who has the name, None = nobody."""
        with self._reading() as connection:
            row = connection.execute(select(people).where(_KNOWN, _named(name))).mappings().first()
        return None if row is None else _person(row)

    def alike(self, name: str) -> str | None:
        """Return a name that is one letter away from ``name``, or two that changed places; None = none is."""
        key = name_key(name)
        with self._reading() as connection:
            known = connection.execute(select(people.c.name, people.c.name_key).where(_KNOWN)).all()
        near = (
            one for one, of in known if isinstance(one, str) and isinstance(of, str) and _is_near(key, of)
        )
        return next(near, None)

    def add(self, name: str) -> Person:
        """Return who has the name, new where nobody has.

        Raises
        ------
        StorageError: the name is too long.
        """
        with self._writing() as connection:
            key = person_id_of(connection, name)
            return _person(connection.execute(select(people).where(people.c.id == key)).mappings().one())

    def change(self, person: Person) -> None:
        """Let a person be called, and be known, as ``person`` says.

        Raises
        ------
        StorageError: there is no such person, or another one has the name.
        """
        after = {
            "name": person.name,
            "name_key": name_key(person.name),
            "sex": person.sex,
            "birth_year": person.birth_year,
            "notes": person.notes,
        }
        with self._writing() as connection:
            here = select(people.c.id).where(people.c.id == person.id, _KNOWN)
            if connection.execute(here).first() is None:
                _nobody(person.name)
            other = select(people.c.name).where(_named(person.name), people.c.id != person.id)
            taken = connection.execute(other).scalar()
            if taken is not None:
                raise StorageError(f"{taken} has this name already", "merge the two, if they are one person")
            edit = edit_of(connection, people, person.id, after)
            if edit is not None:
                record(connection, "edit", [edit])

    def merge(self, name: str, into: str) -> int:
        """Give all that is held of one person to another, and let the first go; return how many sessions.

        What is known of the first fills what is not known of the second; of an exercise that both plans ask
        for at one time the second's stays.

        Raises
        ------
        StorageError: there is no such person, or both are the same.
        """
        with self._writing() as connection:
            one, other = self._row(connection, name), self._row(connection, into)
            if one["id"] == other["id"]:
                raise StorageError(f"{one['name']} and {into} are one person already")
            given = given_way(connection, one["id"], other["id"])
            gave_way = [edit_of(connection, plans, key, after) for key, after in given.items()]
            moved = [
                Edit(table, key, {"person_id": one["id"]}, {"person_id": other["id"]})
                for table in (sessions, *ENTRIES)
                for key in connection.execute(
                    select(table.c.id).where(table.c.person_id == one["id"])
                ).scalars()
            ]
            known = {name: other[name] or one[name] for name in ("sex", "birth_year", "notes")}
            filled = edit_of(connection, people, other["id"], known)
            gone = Edit(people, one["id"], {"deleted_at": None}, {"deleted_at": now_of(connection)})
            edits = (*moved, *gave_way, filled, gone)
            record(connection, "merge", [edit for edit in edits if edit is not None])
        return sum(edit.table is sessions for edit in moved)

    def _row(self, connection: Connection, name: str) -> RowMapping:
        row = connection.execute(select(people).where(_KNOWN, _named(name))).mappings().first()
        return row if row is not None else _nobody(name)


def _nobody(name: str) -> NoReturn:
    raise StorageError(f"nobody in the log is called {name}", "romtrack people lists them")


def _named(name: str) -> ColumnElement[bool]:
    return people.c.name_key == name_key(name)


def _person(row: RowMapping) -> Person:
    return Person(row["id"], row["name"], row["sex"], row["birth_year"], row["notes"])


def _is_near(one: str, other: str) -> bool:
    """Say whether two different names differ by one letter: one more, one less, another, or two exchanged."""
    short, long = sorted((one, other), key=len)
    if one == other or len(short) < _SHORTEST or len(long) - len(short) > 1:
        return False
    at = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    exchanged = short[:at] + short[at + 1 : at + 2] + short[at] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or exchanged == long
