"""The first tables.

Written out, and never changed: ``romtrack.store.tables`` goes on, these stay as they were.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    _people_and_sessions()
    _sets()
    _measurements()


def _people_and_sessions() -> None:
    """Make the tables of who, when, of which recording, and how well it was seen."""
    op.create_table(
        "people",
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_people"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("side", sa.Text()),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone_offset_s", sa.Double(), nullable=False),
        sa.Column("zone_name", sa.Text()),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("video_name", sa.Text()),
        sa.Column("video_sha256", sa.Text()),
        sa.Column("video_width_px", sa.Integer()),
        sa.Column("video_height_px", sa.Integer()),
        sa.Column("video_duration_s", sa.Double()),
        sa.Column("video_frames", sa.Integer()),
        sa.Column("video_warnings", sa.JSON()),
        sa.Column("quality_detected", sa.Double()),
        sa.Column("quality_usable", sa.Double()),
        sa.Column("quality_warnings", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("romtrack_version", sa.Text(), nullable=False),
        sa.Column("tracks_file", sa.Text()),
        sa.CheckConstraint("side IN ('left', 'right', 'both')", name="ck_sessions_side"),
        sa.CheckConstraint(
            "quality_detected BETWEEN 0 AND 1 AND quality_usable BETWEEN 0 AND 1", name="ck_sessions_quality"
        ),
        sa.CheckConstraint(
            "video_sha256 IS NULL OR (video_name IS NOT NULL AND video_width_px > 0 AND video_height_px > 0"
            " AND video_duration_s >= 0 AND video_frames >= 0 AND video_warnings IS NOT NULL)",
            name="ck_sessions_video",
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["people.name"], name="fk_sessions_people", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index(
        "ix_sessions_person_exercise_started_at", "sessions", ["person", "exercise", "started_at"]
    )
    op.create_index("ix_sessions_video_sha256_exercise", "sessions", ["video_sha256", "exercise"])


def _sets() -> None:
    """Make the tables of what was done between rests."""
    op.create_table(
        "sets",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start_s", sa.Double(), nullable=False),
        sa.Column("end_s", sa.Double(), nullable=False),
        sa.CheckConstraint("position >= 0", name="ck_sets_position"),
        sa.CheckConstraint("start_s <= end_s", name="ck_sets_span"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_sets_sessions", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", "position", name="pk_sets"),
    )
    op.create_table(
        "reps",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("set_position", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("signal", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("start_s", sa.Double(), nullable=False),
        sa.Column("end_s", sa.Double(), nullable=False),
        sa.Column("peak_s", sa.Double(), nullable=False),
        sa.Column("rest_value", sa.Double()),
        sa.Column("peak_value", sa.Double()),
        sa.Column("range_value", sa.Double()),
        sa.Column("peak_speed", sa.Double()),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.CheckConstraint("side IN ('left', 'right')", name="ck_reps_side"),
        sa.CheckConstraint("position >= 0", name="ck_reps_position"),
        sa.CheckConstraint("start_s <= end_s", name="ck_reps_span"),
        sa.ForeignKeyConstraint(
            ["session_id", "set_position"],
            ["sets.session_id", "sets.position"],
            name="fk_reps_sets",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "set_position", "position", name="pk_reps"),
    )
    op.create_table(
        "partials",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("set_position", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("signal", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("start_s", sa.Double(), nullable=False),
        sa.Column("end_s", sa.Double(), nullable=False),
        sa.Column("peak_s", sa.Double(), nullable=False),
        sa.Column("rest_value", sa.Double()),
        sa.Column("peak_value", sa.Double()),
        sa.Column("range_value", sa.Double()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("side IN ('left', 'right')", name="ck_partials_side"),
        sa.CheckConstraint("position >= 0", name="ck_partials_position"),
        sa.CheckConstraint("start_s <= end_s", name="ck_partials_span"),
        sa.ForeignKeyConstraint(
            ["session_id", "set_position"],
            ["sets.session_id", "sets.position"],
            name="fk_partials_sets",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "set_position", "position", name="pk_partials"),
    )
    op.create_table(
        "holds",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("set_position", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("start_s", sa.Double(), nullable=False),
        sa.Column("end_s", sa.Double(), nullable=False),
        sa.Column("median_value", sa.Double()),
        sa.CheckConstraint("side IN ('left', 'right')", name="ck_holds_side"),
        sa.CheckConstraint("position >= 0", name="ck_holds_position"),
        sa.CheckConstraint("start_s <= end_s", name="ck_holds_span"),
        sa.ForeignKeyConstraint(
            ["session_id", "set_position"],
            ["sets.session_id", "sets.position"],
            name="fk_holds_sets",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "set_position", "position", name="pk_holds"),
    )
    op.create_table(
        "faults",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("set_position", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("start_s", sa.Double(), nullable=False),
        sa.Column("end_s", sa.Double(), nullable=False),
        sa.Column("worst_value", sa.Double()),
        sa.CheckConstraint("side IN ('left', 'right')", name="ck_faults_side"),
        sa.CheckConstraint("position >= 0", name="ck_faults_position"),
        sa.CheckConstraint("start_s <= end_s", name="ck_faults_span"),
        sa.ForeignKeyConstraint(
            ["session_id", "set_position"],
            ["sets.session_id", "sets.position"],
            name="fk_faults_sets",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "set_position", "position", name="pk_faults"),
    )


def _measurements() -> None:
    """Make the tables of ranges of motion and the trials that they come from."""
    op.create_table(
        "measurements",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("value_deg", sa.Double()),
        sa.Column("sd_deg", sa.Double()),
        sa.Column("sigma_deg", sa.Double()),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("offset_deg", sa.Double()),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.CheckConstraint("direction IN ('internal', 'external')", name="ck_measurements_direction"),
        sa.CheckConstraint("reference IN ('gravity', 'neutral')", name="ck_measurements_reference"),
        sa.CheckConstraint("side IN ('left', 'right')", name="ck_measurements_side"),
        sa.CheckConstraint("position >= 0", name="ck_measurements_position"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_measurements_sessions", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", "position", name="pk_measurements"),
    )
    op.create_table(
        "trials",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("measurement_position", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("start_s", sa.Double(), nullable=False),
        sa.Column("end_s", sa.Double(), nullable=False),
        sa.Column("peak_s", sa.Double(), nullable=False),
        sa.Column("peak_deg", sa.Double()),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.CheckConstraint("direction IN ('internal', 'external')", name="ck_trials_direction"),
        sa.CheckConstraint("side IN ('left', 'right')", name="ck_trials_side"),
        sa.CheckConstraint("position >= 0", name="ck_trials_position"),
        sa.CheckConstraint("start_s <= end_s", name="ck_trials_span"),
        sa.ForeignKeyConstraint(
            ["session_id", "measurement_position"],
            ["measurements.session_id", "measurements.position"],
            name="fk_trials_measurements",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "measurement_position", "position", name="pk_trials"),
    )
