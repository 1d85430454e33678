"""Logs as earlier releases of romtrack left them, by the revision of their tables."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from romtrack.names import name_key
from romtrack.store import tables
from romtrack.store._open import find_database
from romtrack.store._rows import rows_of
from romtrack.store._schema import SCRIPTS
from romtrack.types import Goal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.types import Session

EARLIER: Final = ("0001", "0002", "0003", "0004", "0005", "0006")
GOAL: Final = Goal(uuid4(), "hip_rotation", "left", "internal", 35.0, datetime(2026, 3, 1, tzinfo=UTC))
"""What the first person wants, in a log that has goals."""
_OLD_NAMES: Final = {
    "analysed_at": "started_at",
    "analysed_zone_offset_s": "zone_offset_s",
    "analysed_zone_name": "zone_name",
}


def make_earlier_log(url: str, revision: str, sessions: Sequence[Session], cut_off: Session) -> None:
    """Write sessions into a log of an earlier revision; ``cut_off`` as an open one, where it has those."""
    engine = sa.create_engine(find_database(url))
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", SCRIPTS)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        people = {one.person: uuid4() for one in (*sessions, cut_off)}
        for name, key in people.items():
            _insert(connection, tables.people, {"id": key, "name": name, "name_key": name_key(name)})
        for number, session in enumerate((*sessions, cut_off)):
            for table, row in rows_of(session):
                more: dict[str, Any] = {}
                if table is tables.sessions:
                    more = {
                        "saved_at": row["saved_at"] + timedelta(seconds=number),
                        "person": session.person,
                        "person_id": people[session.person],
                    }
                _insert(connection, table, row | more)
        if revision >= "0005":
            _correct(connection, sessions[0])
        if revision >= "0006":
            _insert(connection, tables.goals, {**asdict(GOAL), "person_id": people[sessions[0].person]})
        if revision != EARLIER[0]:
            plan = {"session_id": cut_off.id, "plan": {"sets": 2}, "version": 0}
            _insert(connection, tables.open_sessions, plan)
    engine.dispose()


def _correct(connection: sa.Connection, session: Session) -> None:
    """Let the note of a session have been corrected."""
    change = {"number": 1, "at": session.analysed_at, "kind": "edit"}
    _insert(connection, tables.changes, change)
    texts = {"before": {"note": ""}, "after": {"note": "cold"}}
    row = {"change_number": 1, "position": 0, "session_id": session.id, **texts}
    _insert(connection, tables.changed, row)
    noted = sa.update(sa.table("sessions", sa.column("id", sa.Uuid()), sa.column("note")))
    connection.execute(noted.where(sa.column("id", sa.Uuid()) == session.id).values(note="cold"))


def _insert(connection: sa.Connection, table: sa.Table, row: dict[str, Any]) -> None:
    """Insert what the table had columns for then."""
    known = {column["name"] for column in sa.inspect(connection).get_columns(table.name)}
    kinds = {**{column.name: column.type for column in table.columns}, "person": sa.Text()}
    old = {name if name in known else _OLD_NAMES.get(name, name): name for name in row}
    columns = [sa.column(name, kinds[new]) for name, new in old.items() if name in known]
    values = {name: row[new] for name, new in old.items() if name in known}
    connection.execute(sa.table(table.name, *columns).insert().values(values))
