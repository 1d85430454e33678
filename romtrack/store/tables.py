"""The tables.

A session and everything in it share ``session_id``; below it each row is found by its place:
``position`` in its parent, counted from 0. So tuples come back in order, and deleting a session
deletes all of it. Columns are named as the fields that they keep; ``video_`` and ``quality_``
stand before those of ``VideoInfo`` and ``Quality``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Table,
    false,
    func,
    text,
)

from romtrack.kinematics.quantities import QUANTITIES
from romtrack.store._columns import (
    Count,
    Day,
    Flag,
    Instant,
    Key,
    Names,
    Notices,
    Number,
    OneOf,
    SettingsColumn,
    Value,
    Words,
)
from romtrack.types import SEXES

if TYPE_CHECKING:
    from sqlalchemy.schema import SchemaItem

    from romtrack.types import RecordedBy

__all__ = [
    "AT",
    "CHANGES",
    "ENTRIES",
    "MOMENTS",
    "OWNED",
    "RECORDED_BY",
    "TARGETS",
    "cameras",
    "changed",
    "changes",
    "faults",
    "goals",
    "hand_measurements",
    "holds",
    "measurements",
    "metadata",
    "open_sessions",
    "partials",
    "people",
    "plans",
    "reps",
    "sessions",
    "sets",
    "trials",
]

CHANGES: Final = ("edit", "delete", "merge", "replace")
RECORDED_BY: Final[tuple[RecordedBy, ...]] = ("container", "file", "user", "camera")
_DIRECTIONS: Final = tuple(way.name for quantity in QUANTITIES.values() for way in quantity.ways)

metadata = MetaData(
    naming_convention={
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

people: Final = Table(
    "people",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Words, nullable=False),
    Column("name_key", Words, nullable=False),  # what spellings of the name share: romtrack.names.name_key
    Column("sex", OneOf(*SEXES)),
    Column("birth_year", Count),
    Column("notes", Words, nullable=False, server_default=text("''")),
    Column("deleted_at", Instant),
    CheckConstraint("sex IN ('female', 'male', 'other')", name="sex"),
    Index(None, "name_key", unique=True),
)

cameras: Final = Table(
    "cameras",  # what sessions were recorded with; one that no session names any more is removed
    metadata,
    Column("id", Key, primary_key=True),
    Column("label", Words, nullable=False),
    Column("width_px", Count, nullable=False),
    Column("height_px", Count, nullable=False),
    CheckConstraint("width_px > 0 AND height_px > 0", name="size"),
    Index(None, "label", "width_px", "height_px", unique=True),
)

sessions: Final = Table(
    "sessions",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False),
    Column("exercise", Words, nullable=False),
    Column("side", OneOf("left", "right", "both")),
    # Each moment with the offset of its place; zone_name: IANA key, NULL = nothing but the offset is known.
    Column("analysed_at", Instant, nullable=False),
    Column("analysed_zone_offset_s", Number, nullable=False),
    Column("analysed_zone_name", Words),
    Column("saved_at", Instant, nullable=False),  # tells the later of two sessions of one recording
    Column("video_name", Words),
    Column("video_sha256", Words),
    Column("video_width_px", Count),
    Column("video_height_px", Count),
    Column("video_duration_s", Number),
    Column("video_frames", Count),
    Column("video_warnings", Notices),
    Column("quality_detected", Value),
    Column("quality_usable", Value),
    Column("quality_warnings", Notices, nullable=False),
    Column("settings", SettingsColumn, nullable=False),
    Column("romtrack_version", Words, nullable=False),
    Column("tracks_file", Words),
    # Which record of its recording and exercise this is: 0, and the next one where it was logged again.
    Column("take", Count, nullable=False, server_default=text("0")),
    Column("recorded_at", Instant),  # NULL = not known; recorded_by: what says so
    Column("recorded_zone_offset_s", Number),
    Column("recorded_zone_name", Words),
    Column("recorded_by", OneOf(*RECORDED_BY)),
    Column("note", Words, nullable=False, server_default=text("''")),
    Column("deleted_at", Instant),  # NULL = it is not in the bin
    Column("pain_before", Count),  # 0-10, NULL = not said
    Column("pain_after", Count),
    Column("pain_sharp", Flag, nullable=False, server_default=false()),
    Column("camera_id", Key, ForeignKey("cameras.id")),  # NULL = not known
    CheckConstraint("pain_before BETWEEN 0 AND 10 AND pain_after BETWEEN 0 AND 10", name="pain"),
    CheckConstraint("recorded_by IN ('container', 'file', 'user', 'camera')", name="recorded_by"),
    CheckConstraint(
        "(recorded_at IS NULL) = (recorded_by IS NULL)"
        " AND (recorded_at IS NULL) = (recorded_zone_offset_s IS NULL)",
        name="recorded",
    ),
    CheckConstraint("side IN ('left', 'right', 'both')", name="side"),
    CheckConstraint(
        "video_sha256 IS NULL OR (video_name IS NOT NULL AND video_width_px > 0 AND video_height_px > 0"
        " AND video_duration_s >= 0 AND video_frames >= 0 AND video_warnings IS NOT NULL)",
        name="video",
    ),
    CheckConstraint("quality_detected BETWEEN 0 AND 1 AND quality_usable BETWEEN 0 AND 1", name="quality"),
    Index(None, "person_id"),
    Index(None, "camera_id"),
    Index(None, "video_sha256", "exercise", "take", unique=True),
)

MOMENTS: Final = tuple(
    f"{of}_{part}" for of in ("recorded", "analysed") for part in ("at", "zone_offset_s", "zone_name")
)
AT: Final = func.coalesce(sessions.c.recorded_at, sessions.c.analysed_at)
"""What sessions are ordered by: when they happened, as far as that is known."""

OWNED: Final = sessions.outerjoin(people)
"""Sessions with their person, who may be missing where rows are damaged."""

open_sessions: Final = Table(
    "open_sessions",  # those that are going on, or were cut off; plan: what was to be done
    metadata,
    Column("session_id", Key, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("plan", SettingsColumn, nullable=False),
    # Who may write it (romtrack.store.leases); version: counts what was written.
    Column("holder", Words),
    Column("heartbeat_at", Instant),
    Column("version", Count, nullable=False, server_default=text("0")),
)


def _side() -> tuple[SchemaItem, ...]:
    return (
        Column("side", OneOf("left", "right"), nullable=False),
        CheckConstraint("side IN ('left', 'right')", name="side"),
    )


def _way() -> tuple[SchemaItem, ...]:
    """Return what was measured, and which way: a quantity has its own two."""
    known = " OR ".join(
        f"(quantity = '{one.name}' AND direction IN ('{one.ways[0].name}', '{one.ways[1].name}'))"
        for one in QUANTITIES.values()
    )
    return (
        Column("quantity", OneOf(*QUANTITIES), nullable=False, server_default=text("'hip_rotation'")),
        Column("direction", OneOf(*_DIRECTIONS), nullable=False),
        CheckConstraint(known, name="direction"),
    )


def _entry(name: str, *columns: SchemaItem) -> Table:
    """Return the table of what people say themselves."""
    return Table(
        name,
        metadata,
        Column("id", Key, primary_key=True),
        Column("person_id", Key, ForeignKey("people.id"), nullable=False),
        *columns,
        Column("deleted_at", Instant),  # NULL = it is not in the bin
        Index(None, "person_id"),
    )


plans: Final = _entry(
    "plans",  # an exercise of a plan each
    Column("exercise", Words, nullable=False),
    Column("side", OneOf("left", "right", "both"), nullable=False),
    Column("sets", Count, nullable=False),
    Column("reps", Count),
    Column("hold_s", Number),
    Column("weekdays", Names, nullable=False),
    Column("valid_from", Day, nullable=False),
    Column("valid_until", Day),
    CheckConstraint("side IN ('left', 'right', 'both')", name="side"),
    CheckConstraint("sets > 0 AND (reps IS NULL) != (hold_s IS NULL)", name="dose"),
)
goals: Final = _entry(
    "goals",
    *_side(),
    *_way(),
    Column("value_deg", Number, nullable=False),
    Column("said_at", Instant, nullable=False),
)
hand_measurements: Final = _entry(
    "hand_measurements",
    Column("measured_on", Day, nullable=False),
    *_side(),
    *_way(),
    Column("value_deg", Number, nullable=False),
    Column("instrument", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("entered_at", Instant, nullable=False),
)
ENTRIES: Final = (plans, goals, hand_measurements)

TARGETS: Final = {
    "session_id": sessions,
    "person_id": people,
    "plan_id": plans,
    "goal_id": goals,
    "hand_measurement_id": hand_measurements,
}
"""What a change can touch, by the column of ``changed`` that says which row."""

changes: Final = Table(
    "changes",  # what people did to what is kept, in order, whatever the clock said
    metadata,
    Column("number", Count, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("kind", OneOf(*CHANGES), nullable=False),
    Column("undone", Flag, nullable=False, server_default=false()),
    CheckConstraint("kind IN ('edit', 'delete', 'merge', 'replace')", name="kind"),
)

changed: Final = Table(
    "changed",  # what a change did to a row: its columns before and after, those that differ
    metadata,
    Column(
        "change_number",
        Count,
        ForeignKey("changes.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("position", Count, primary_key=True, autoincrement=False),
    *(Column(name, Key, ForeignKey(f"{of.name}.id", ondelete="CASCADE")) for name, of in TARGETS.items()),
    Column("before", SettingsColumn, nullable=False),
    Column("after", SettingsColumn, nullable=False),
    CheckConstraint(
        " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in TARGETS) + " = 1", name="what"
    ),
    Index(None, "session_id"),
)


def _part(name: str, parent: Table, *columns: SchemaItem) -> Table:
    """Return the table of what ``parent`` holds many of, in order."""
    keys = [column.name for column in parent.primary_key]
    if parent is sessions:
        links = ["session_id"]
    else:
        links = ["session_id", f"{parent.name.removesuffix('s')}_position"]
    return Table(
        name,
        metadata,
        *(
            Column(link, column.type, primary_key=True, autoincrement=False)
            for link, column in zip(links, parent.primary_key, strict=True)
        ),
        Column("position", Count, primary_key=True, autoincrement=False),
        *columns,
        ForeignKeyConstraint(links, [f"{parent.name}.{key}" for key in keys], ondelete="CASCADE"),
        CheckConstraint("position >= 0", name="position"),
    )


def _span() -> tuple[SchemaItem, ...]:
    return (
        Column("start_s", Number, nullable=False),
        Column("end_s", Number, nullable=False),
        CheckConstraint("start_s <= end_s", name="span"),
    )


def _movement() -> tuple[SchemaItem, ...]:
    """Return what a repetition and a partial one share."""
    values = ("rest_value", "peak_value", "range_value")
    return (
        *_side(),
        Column("signal", Words, nullable=False),
        Column("unit", Words, nullable=False),
        *_span(),
        Column("peak_s", Number, nullable=False),
        *(Column(name, Value) for name in values),
    )


sets: Final = _part("sets", sessions, *_span())
reps: Final = _part(
    "reps", sets, *_movement(), Column("peak_speed", Value), Column("faults", Names, nullable=False)
)
partials: Final = _part("partials", sets, *_movement(), Column("reason", Words, nullable=False))
holds: Final = _part("holds", sets, *_side(), *_span(), Column("median_value", Value))
faults: Final = _part(
    "faults", sets, Column("name", Words, nullable=False), *_side(), *_span(), Column("worst_value", Value)
)

measurements: Final = _part(
    "measurements",
    sessions,
    *_side(),
    *_way(),
    Column("value_deg", Number),
    Column("sd_deg", Number),
    Column("sigma_deg", Number),
    Column("reference", OneOf("gravity", "neutral"), nullable=False),
    Column("offset_deg", Number),
    Column("warnings", Notices, nullable=False),
    CheckConstraint("reference IN ('gravity', 'neutral')", name="reference"),
)
trials: Final = _part(
    "trials",
    measurements,
    *_side(),
    *_way(),
    *_span(),
    Column("peak_s", Number, nullable=False),
    Column("peak_deg", Value),
    Column("accepted", Flag, nullable=False),
    Column("reasons", Names, nullable=False),
)
