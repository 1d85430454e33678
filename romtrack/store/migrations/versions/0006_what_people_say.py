"""What people say themselves: plans, goals, pain, and what was measured by hand.

Written out, and never changed: ``romtrack.store.tables`` goes on, these stay as they were. No table is built
anew: a row that is damaged would stop that, and stays as it is. What SQLite cannot change of a table that it
has is put right in its statement (https://sqlite.org/lang_altertable.html, section 7).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import InvalidRequestError

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_PAIN = "pain_before BETWEEN 0 AND 10 AND pain_after BETWEEN 0 AND 10"
_WAYS = (
    "(quantity = 'hip_rotation' AND direction IN ('internal', 'external'))"
    " OR (quantity = 'hip_abduction' AND direction IN ('abduction', 'adduction'))"
)
_ENTRIES = {"plan_id": "plans", "goal_id": "goals", "hand_measurement_id": "hand_measurements"}
_OLD_WHAT = "(session_id IS NULL) != (person_id IS NULL)"
_WHAT = (
    "CASE WHEN session_id IS NULL THEN 0 ELSE 1 END + CASE WHEN person_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN plan_id IS NULL THEN 0 ELSE 1 END + CASE WHEN goal_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN hand_measurement_id IS NULL THEN 0 ELSE 1 END = 1"
)
_SIDE = "CONSTRAINT ck_sessions_side CHECK"
_PEOPLE_KEY = "CONSTRAINT fk_changed_people FOREIGN KEY"


def upgrade() -> None:
    """Make room for what people say, and let changes of it be undone."""
    _make_plans()
    _make_angles("goals", sa.Column("said_at", sa.DateTime(timezone=True), nullable=False))
    _make_angles(
        "hand_measurements",
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("sessions", sa.Column("pain_before", sa.Integer()))
    op.add_column("sessions", sa.Column("pain_after", sa.Integer()))
    op.add_column(
        "sessions", sa.Column("pain_sharp", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    for name in _ENTRIES:
        op.add_column("changed", sa.Column(name, sa.Uuid()))
    if op.get_bind().dialect.name == "sqlite":
        _put_statements_right(op.get_bind())
    else:
        _exchange_constraints()


def _make_plans() -> None:
    _make(
        "plans",
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("sets", sa.Integer(), nullable=False),
        sa.Column("reps", sa.Integer()),
        sa.Column("hold_s", sa.Double()),
        sa.Column("weekdays", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date()),
        sa.CheckConstraint("side IN ('left', 'right', 'both')", name="ck_plans_side"),
        sa.CheckConstraint("sets > 0 AND (reps IS NULL) != (hold_s IS NULL)", name="ck_plans_dose"),
    )


def _make_angles(name: str, *columns: sa.Column[object]) -> None:
    rotation = sa.text("'hip_rotation'")
    _make(
        name,
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Text(), server_default=rotation, nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("value_deg", sa.Double(), nullable=False),
        *columns,
        sa.CheckConstraint("side IN ('left', 'right')", name=f"ck_{name}_side"),
        sa.CheckConstraint(_WAYS, name=f"ck_{name}_direction"),
    )


def _make(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=f"fk_{name}_people"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_person_id", name, ["person_id"])


def _put_statements_right(connection: sa.Connection) -> None:
    (version,) = connection.exec_driver_sql("PRAGMA schema_version").one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    keys = "".join(
        f"CONSTRAINT fk_changed_{of} FOREIGN KEY({name}) REFERENCES {of} (id) ON DELETE CASCADE, \n\t"
        for name, of in _ENTRIES.items()
    )
    _put_right(connection, "sessions", _SIDE, f"CONSTRAINT ck_sessions_pain CHECK ({_PAIN}), \n\t{_SIDE}")
    _put_right(connection, "changed", _PEOPLE_KEY, f"{keys}{_PEOPLE_KEY}")
    _put_right(connection, "changed", _OLD_WHAT, _WHAT)
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=RESET")


def _put_right(connection: sa.Connection, table: str, old: str, new: str) -> None:
    done = connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?)"
        " WHERE type = 'table' AND name = ? AND instr(sql, ?)",
        (old, new, table, old),
    )
    if done.rowcount != 1:
        raise InvalidRequestError(f"the table {table} is not as romtrack made it")


def _exchange_constraints() -> None:
    op.create_check_constraint("ck_sessions_pain", "sessions", _PAIN)
    for name, of in _ENTRIES.items():
        op.create_foreign_key(f"fk_changed_{of}", "changed", of, [name], ["id"], ondelete="CASCADE")
    op.drop_constraint("ck_changed_what", "changed")
    op.create_check_constraint("ck_changed_what", "changed", _WHAT)
