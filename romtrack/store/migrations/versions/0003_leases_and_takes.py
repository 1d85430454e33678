"""Who may write an open session, and each recording once.

Written out, and never changed: ``romtrack.store.tables`` goes on, these stay as they were. No table
is built anew: a row that is damaged would stop that, and stays as it is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add leases to open sessions, and takes to sessions."""
    op.add_column("open_sessions", sa.Column("holder", sa.Text()))
    op.add_column("open_sessions", sa.Column("heartbeat_at", sa.DateTime(timezone=True)))
    op.add_column(
        "open_sessions", sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("sessions", sa.Column("take", sa.Integer(), server_default=sa.text("0"), nullable=False))
    _number_the_takes()
    op.drop_index("ix_sessions_video_sha256_exercise", "sessions")
    columns = ["video_sha256", "exercise", "take"]
    op.create_index("ix_sessions_video_sha256_exercise_take", "sessions", columns, unique=True)
    op.drop_index("ix_sessions_person_exercise_started_at", "sessions")
    op.create_index("ix_sessions_person_started_at", "sessions", ["person", "started_at"])
    op.create_index("ix_sessions_started_at", "sessions", ["started_at"])


def _number_the_takes() -> None:
    """Give the records of one recording and exercise their numbers, in the order of saving."""
    sessions = sa.table(
        "sessions", *(sa.column(name) for name in ("id", "video_sha256", "exercise", "saved_at", "take"))
    )
    other = sessions.alias("other")
    before = sa.or_(
        other.c.saved_at < sessions.c.saved_at,
        sa.and_(other.c.saved_at == sessions.c.saved_at, other.c.id < sessions.c.id),
    )
    same = sa.and_(
        other.c.video_sha256 == sessions.c.video_sha256, other.c.exercise == sessions.c.exercise, before
    )
    earlier = sa.select(sa.func.count()).select_from(other).where(same).scalar_subquery()
    is_again = sa.and_(sessions.c.video_sha256.is_not(None), earlier > 0)
    op.execute(sessions.update().values(take=earlier).where(is_again))
