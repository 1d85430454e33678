"""What was measured has a name, and when it was recorded is known or not.

Written out, and never changed: ``romtrack.store.tables`` goes on, these stay as they were. No table
is built anew: a row that is damaged would stop that, and stays as it is. SQLite cannot change a
constraint of a table that it has; its statement is put right instead, as
https://sqlite.org/lang_altertable.html (section 7) describes: no row is touched or looked at.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import InvalidRequestError

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_WAY = "direction IN ('internal', 'external')"
_WAYS = (
    "(quantity = 'hip_rotation' AND direction IN ('internal', 'external'))"
    " OR (quantity = 'hip_abduction' AND direction IN ('abduction', 'adduction'))"
)
_BY = "recorded_by IN ('container', 'file', 'user', 'camera')"
_KNOWN = (
    "(recorded_at IS NULL) = (recorded_by IS NULL)"
    " AND (recorded_at IS NULL) = (recorded_zone_offset_s IS NULL)"
)
_SIDE = "CONSTRAINT ck_sessions_side CHECK"


def upgrade() -> None:
    """Name the quantity of each measurement and trial, and tell recorded from analysed."""
    for old, new in (
        ("started_at", "analysed_at"),
        ("zone_offset_s", "analysed_zone_offset_s"),
        ("zone_name", "analysed_zone_name"),
    ):
        op.alter_column("sessions", old, new_column_name=new)
    op.add_column("sessions", sa.Column("recorded_at", sa.DateTime(timezone=True)))
    op.add_column("sessions", sa.Column("recorded_zone_offset_s", sa.Double()))
    op.add_column("sessions", sa.Column("recorded_zone_name", sa.Text()))
    op.add_column("sessions", sa.Column("recorded_by", sa.Text()))
    for name in ("measurements", "trials"):
        quantity = sa.Column("quantity", sa.Text(), server_default=sa.text("'hip_rotation'"), nullable=False)
        op.add_column(name, quantity)
    # The camera was live. A video was recorded before its analysis, and nobody wrote down when.
    op.execute(
        "UPDATE sessions SET recorded_at = analysed_at, recorded_zone_offset_s = analysed_zone_offset_s,"
        " recorded_zone_name = analysed_zone_name, recorded_by = 'camera' WHERE video_sha256 IS NULL"
        " AND analysed_at IS NOT NULL AND analysed_zone_offset_s IS NOT NULL"
    )
    op.drop_index("ix_sessions_person_started_at", "sessions")
    op.drop_index("ix_sessions_started_at", "sessions")
    op.create_index("ix_sessions_person", "sessions", ["person"])
    if op.get_bind().dialect.name == "sqlite":
        _put_statements_right(op.get_bind())
    else:
        _exchange_constraints()


def _put_statements_right(connection: sa.Connection) -> None:
    (version,) = connection.exec_driver_sql("PRAGMA schema_version").one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    checks = (f"ck_sessions_recorded_by CHECK ({_BY})", f"ck_sessions_recorded CHECK ({_KNOWN})")
    added = "".join(f"CONSTRAINT {check}, \n\t" for check in checks)
    _put_right(connection, "sessions", _SIDE, f"{added}{_SIDE}")
    for name in ("measurements", "trials"):
        _put_right(connection, name, _WAY, _WAYS)
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")


def _put_right(connection: sa.Connection, table: str, old: str, new: str) -> None:
    done = connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?)"
        " WHERE type = 'table' AND name = ? AND instr(sql, ?)",
        (old, new, table, old),
    )
    if done.rowcount != 1:
        raise InvalidRequestError(f"the table {table} is not as romtrack made it")


def _exchange_constraints() -> None:
    op.create_check_constraint("ck_sessions_recorded_by", "sessions", _BY)
    op.create_check_constraint("ck_sessions_recorded", "sessions", _KNOWN)
    for name in ("measurements", "trials"):
        op.drop_constraint(f"ck_{name}_direction", name)
        op.create_check_constraint(f"ck_{name}_direction", name, _WAYS)
