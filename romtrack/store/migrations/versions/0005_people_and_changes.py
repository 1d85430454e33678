"""People with an id, whatever the spelling of their name; a bin, notes, and the history of what was changed.

Written out, and never changed: ``romtrack.store.tables`` goes on, these stay as they were. The sessions are
not built anew: a row that is damaged would stop that, and stays as it is. What SQLite cannot change of a
table that it has is put right in its statement (https://sqlite.org/lang_altertable.html, section 7).
"""

from __future__ import annotations

import unicodedata
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import InvalidRequestError

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OLD_KEY = "FOREIGN KEY(person) REFERENCES people (name) ON DELETE CASCADE ON UPDATE CASCADE"
_NEW_KEY = "FOREIGN KEY(person_id) REFERENCES people (id)"


def upgrade() -> None:
    """Let sessions belong to a person's id, and tell what was deleted and changed."""
    connection = op.get_bind()
    is_file = connection.dialect.name == "sqlite"
    names = [
        name
        for (name,) in connection.execute(
            sa.text(
                "SELECT name FROM people WHERE name IS NOT NULL"
                " UNION SELECT person FROM sessions WHERE person IS NOT NULL"
            )
        )
    ]
    if not is_file:
        op.drop_constraint("fk_sessions_people", "sessions")
    op.drop_table("people")
    _make_people()
    op.add_column("sessions", sa.Column("person_id", sa.Uuid()))
    _take_over(connection, names)
    op.drop_index("ix_sessions_person", "sessions")
    if is_file:
        _put_statement_right(connection)
    else:
        op.alter_column("sessions", "person_id", nullable=False)
        op.create_foreign_key("fk_sessions_people", "sessions", "people", ["person_id"], ["id"])
    op.drop_column("sessions", "person")
    op.create_index("ix_sessions_person_id", "sessions", ["person_id"])
    op.add_column("sessions", sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("sessions", sa.Column("deleted_at", sa.DateTime(timezone=True)))
    _make_changes()


def _make_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text()),
        sa.Column("birth_year", sa.Integer()),
        sa.Column("notes", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("sex IN ('female', 'male', 'other')", name="ck_people_sex"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_index("ix_people_name_key", "people", ["name_key"], unique=True)


def _take_over(connection: sa.Connection, names: list[str | bytes]) -> None:
    """Give everybody an id; names that differ by case, or by how an accent is written, are one person."""
    insert = sa.text(
        "INSERT INTO people (id, name, name_key) VALUES (:id, CAST(:name AS TEXT), :key)"
    ).bindparams(sa.bindparam("id", type_=sa.Uuid()))
    own = sa.text("UPDATE sessions SET person_id = :id WHERE person = CAST(:name AS TEXT)").bindparams(
        sa.bindparam("id", type_=sa.Uuid())
    )
    known: dict[str, UUID] = {}
    for name in sorted(names, key=repr):
        key = _key(name)
        if key not in known:
            known[key] = uuid4()
            connection.execute(insert, {"id": known[key], "name": name, "key": key})
        connection.execute(own, {"id": known[key], "name": name})


def _key(name: str | bytes) -> str:
    """Return what spellings of a name share; of one that is damaged (the driver gives bytes) its bytes."""
    if isinstance(name, bytes):
        return name.hex()
    folded = unicodedata.normalize("NFC", name).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())


def _make_changes() -> None:
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("undone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("kind IN ('edit', 'delete', 'merge', 'replace')", name="ck_changes_kind"),
        sa.PrimaryKeyConstraint("number", name="pk_changes"),
    )
    op.create_table(
        "changed",
        sa.Column("change_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Uuid()),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.CheckConstraint("(session_id IS NULL) != (person_id IS NULL)", name="ck_changed_what"),
        sa.ForeignKeyConstraint(
            ["change_number"], ["changes.number"], name="fk_changed_changes", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_changed_sessions", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_changed_people", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("change_number", "position", name="pk_changed"),
    )
    op.create_index("ix_changed_session_id", "changed", ["session_id"])


def _put_statement_right(connection: sa.Connection) -> None:
    (version,) = connection.exec_driver_sql("PRAGMA schema_version").one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    for old, new in ((_OLD_KEY, _NEW_KEY), ("person_id CHAR(32)", "person_id CHAR(32) NOT NULL")):
        done = connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?)"
            " WHERE type = 'table' AND name = 'sessions' AND instr(sql, ?)",
            (old, new, old),
        )
        if done.rowcount != 1:
            raise InvalidRequestError("the table sessions is not as romtrack made it")
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=RESET")
