"""What people say themselves: plans, goals, and what was measured by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import insert, select

from romtrack.errors import StorageError, UsageError
from romtrack.names import name_key
from romtrack.store._journal import Edit, edit_of, record
from romtrack.store._moment import now_of
from romtrack.store._reading import DamagedError, check
from romtrack.store._writing import person_id_of
from romtrack.store.tables import goals, hand_measurements, people, plans
from romtrack.types import Entry, Goal, HandMeasurement, PlanItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, RowMapping, Table

    from romtrack.store.roster import Transaction

__all__ = ["Entries", "damaged_entries", "given_way"]

_Kind = TypeVar("_Kind", bound=Entry)
_TABLES: Final[Mapping[type[Any], Table]] = {
    PlanItem: plans,
    Goal: goals,
    HandMeasurement: hand_measurements,
}
_ORDER: Final = {
    plans: (plans.c.valid_from, plans.c.exercise, plans.c.id),
    goals: (goals.c.said_at, goals.c.id),
    hand_measurements: (
        hand_measurements.c.measured_on,
        hand_measurements.c.entered_at,
        hand_measurements.c.id,
    ),
}
_WORDS: Final = {
    plans: "an exercise of the plan",
    goals: "a goal",
    hand_measurements: "a value measured by hand",
}


class Entries:
    """What people say themselves. Each method is one transaction, and writes down what it does.

    Parameters
    ----------
    left_out: is told of what has a damaged row.
    """

    def __init__(
        self, reading: Transaction, writing: Transaction, left_out: Callable[[Iterable[str]], None]
    ) -> None:
        self._reading, self._writing, self._left_out = reading, writing, left_out

    def of(self, person: str, kind: type[_Kind], *, binned: bool = False) -> list[_Kind]:
        """Return a person's, the earliest first; ``binned``: those in the bin."""
        table = _TABLES[kind]
        in_bin = table.c.deleted_at.is_not(None)
        with self._reading() as connection:
            found, damaged = _read(connection, kind, _whose(person), in_bin if binned else ~in_bin)
        self._left_out(damaged)
        return found

    def add(self, person: str, entries: Sequence[Entry]) -> int:
        """Keep what the log does not hold yet, as ``add_all`` does; return how much that was."""
        return self.add_all({person: entries})

    def add_all(self, of: Mapping[str, Sequence[Entry]]) -> int:
        """Keep of each person what the log does not hold yet, as one change; return how much that was.

        An id that is known, in the bin, too, is held; and so is what was measured by hand on the same day
        with the same instrument and the same result, as often as that is said, and an exercise that the plan
        asks for at that time.

        Raises
        ------
        StorageError: the name is too long.
        """
        with self._writing() as connection:
            owned = [(person_id_of(connection, person), entries) for person, entries in of.items()]
            new = [(owner, one) for owner, entries in owned for one in _unknown(connection, owner, entries)]
            _insert(connection, new)
        return len(new)

    def change(self, person: str, entries: Sequence[Entry], without: Sequence[Entry] = ()) -> None:
        """Let entries be as they are said (those that are not held are new), and others go, as one change.

        Raises
        ------
        StorageError: one of them is not held for this person any more.
        """
        with self._writing() as connection:
            owner = person_id_of(connection, person)
            gone = {"deleted_at": now_of(connection)}
            new = [one for one in entries if not _is_held(connection, one)]
            edits = [
                *(_edit(connection, owner, one, asdict(one)) for one in entries if one not in new),
                *(_edit(connection, owner, one, gone) for one in without),
            ]
            done = [edit for edit in edits if edit is not None]
            _insert(connection, [(owner, one) for one in new], done, "edit" if entries else "delete")


def damaged_entries(connection: Connection) -> Iterator[str]:
    """Yield a sentence for each row that cannot be read."""
    yield from _read(connection, PlanItem)[1]
    yield from _read(connection, Goal)[1]
    yield from _read(connection, HandMeasurement)[1]


def _read(
    connection: Connection, kind: type[_Kind], *conditions: ColumnElement[bool]
) -> tuple[list[_Kind], list[str]]:
    """Return what can be read, and what is to be said of the rest."""
    table = _TABLES[kind]
    wanted = (
        select(table, people.c.name.label("person"))
        .select_from(table.outerjoin(people))
        .where(*conditions)
        .order_by(*_ORDER[table])
    )
    found: list[_Kind] = []
    damaged = []
    for row in connection.execute(wanted).mappings():
        try:
            check(table, row)
            found.append(kind(**{field.name: row[field.name] for field in fields(kind)}))
        except (DamagedError, UsageError):
            who = row["person"] if isinstance(row["person"], str) else "nobody known"
            damaged.append(f"{_WORDS[table]} of {who} ({row['id']})")
    return found, damaged


def _whose(person: str) -> ColumnElement[bool]:
    return people.c.name_key == name_key(person)


def _is_held(connection: Connection, entry: Entry) -> bool:
    table = _TABLES[type(entry)]
    return connection.execute(select(table.c.id).where(table.c.id == entry.id)).first() is not None


def _unknown(connection: Connection, owner: UUID, entries: Sequence[Entry]) -> list[Entry]:
    table = hand_measurements
    here = (table.c.person_id == owner, table.c.deleted_at.is_(None))
    held = Counter(map(_said, connection.execute(select(table).where(*here)).mappings()))
    planned = _plan_of(connection, owner)
    new: list[Entry] = []
    for entry in entries:
        if isinstance(entry, PlanItem):
            if any(entry.overlaps(one) for one in planned):
                continue
            planned.append(entry)
        said = _said(asdict(entry)) if isinstance(entry, HandMeasurement) else None
        if said is not None and held[said] > 0:
            held[said] -= 1
        elif not _is_held(connection, entry):
            new.append(entry)
    return new


def _plan_of(connection: Connection, owner: UUID) -> list[PlanItem]:
    return _read(connection, PlanItem, people.c.id == owner, plans.c.deleted_at.is_(None))[0]


def given_way(connection: Connection, owner: UUID, other: UUID) -> dict[UUID, dict[str, Any]]:
    """Return which exercises of a person's plan give way to those of another's, and what becomes of them.

    They end where the other plan asks for the same exercise, or begin after it; nothing left goes to the bin.
    """
    theirs, now = _plan_of(connection, other), now_of(connection)
    found: dict[UUID, dict[str, Any]] = {}
    for item in _plan_of(connection, owner):
        same = next((one for one in theirs if one.overlaps(item)), None)
        if same is None:
            continue
        if item.valid_from < same.valid_from:
            found[item.id] = {"valid_until": same.valid_from}
        elif same.until < item.until:
            found[item.id] = {"valid_from": same.until}
        else:
            found[item.id] = {"deleted_at": now}
    return found


def _said(row: Mapping[str, Any] | RowMapping) -> tuple[object, ...]:
    """Return what makes two values measured by hand the same one."""
    return tuple(
        row[name] for name in ("measured_on", "quantity", "side", "direction", "value_deg", "instrument")
    )


def _edit(connection: Connection, owner: UUID, entry: Entry, after: Mapping[str, Any]) -> Edit | None:
    table = _TABLES[type(entry)]
    here = (table.c.id == entry.id, table.c.person_id == owner, table.c.deleted_at.is_(None))
    if connection.execute(select(table.c.id).where(*here)).first() is None:
        raise StorageError(f"{_WORDS[table]} was deleted meanwhile", "look at the page again")
    return edit_of(connection, table, entry.id, after)


def _insert(
    connection: Connection,
    new: Sequence[tuple[UUID, Entry]],
    edits: Sequence[Edit] = (),
    kind: str = "edit",
) -> None:
    """Write new entries of their owners, and do ``edits``; taken back, the new ones are in the bin."""
    now = now_of(connection)
    for owner, entry in new:
        row = {**asdict(entry), "person_id": owner, "deleted_at": now}
        connection.execute(insert(_TABLES[type(entry)]).values(row))
    shown = [Edit(_TABLES[type(one)], one.id, {"deleted_at": now}, {"deleted_at": None}) for _, one in new]
    if shown or edits:
        record(connection, kind, [*edits, *shown])
