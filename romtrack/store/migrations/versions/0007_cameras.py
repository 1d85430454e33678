"""What sessions were recorded with.

Written out, and never changed: ``romtrack.store.tables`` goes on, these stay as they were. No table is built
anew: a row that is damaged would stop that, and stays as it is. What SQLite cannot change of a table that it
has is put right in its statement (https://sqlite.org/lang_altertable.html, section 7).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import InvalidRequestError

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PEOPLE_KEY = "CONSTRAINT fk_sessions_people FOREIGN KEY"
_CAMERAS_KEY = "CONSTRAINT fk_sessions_cameras FOREIGN KEY(camera_id) REFERENCES cameras (id), \n\t"


def upgrade() -> None:
    """Let sessions name the camera that recorded them; of those that are there it is not known."""
    op.create_table(
        "cameras",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.CheckConstraint("width_px > 0 AND height_px > 0", name="ck_cameras_size"),
        sa.PrimaryKeyConstraint("id", name="pk_cameras"),
    )
    columns = ["label", "width_px", "height_px"]
    op.create_index("ix_cameras_label_width_px_height_px", "cameras", columns, unique=True)
    op.add_column("sessions", sa.Column("camera_id", sa.Uuid()))
    if op.get_bind().dialect.name == "sqlite":
        _put_statement_right(op.get_bind())
    else:
        op.create_foreign_key("fk_sessions_cameras", "sessions", "cameras", ["camera_id"], ["id"])
    op.create_index("ix_sessions_camera_id", "sessions", ["camera_id"])


def _put_statement_right(connection: sa.Connection) -> None:
    (version,) = connection.exec_driver_sql("PRAGMA schema_version").one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    done = connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?)"
        " WHERE type = 'table' AND name = 'sessions' AND instr(sql, ?)",
        (_PEOPLE_KEY, f"{_CAMERAS_KEY}{_PEOPLE_KEY}", _PEOPLE_KEY),
    )
    if done.rowcount != 1:
        raise InvalidRequestError("the table sessions is not as romtrack made it")
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=RESET")
