"""Sessions that are still going on, or were cut off.

Written out, and never changed: ``romtrack.store.tables`` goes on, these stay as they were.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of open sessions."""
    op.create_table(
        "open_sessions",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_open_sessions_sessions", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", name="pk_open_sessions"),
    )
