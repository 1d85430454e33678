"""Sessions over time as rows to read: what each gave, and what that means beside the one before."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from romtrack.measure.change import Change, changes
from romtrack.reps import done_text, range_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.types import Measurement, Session

__all__ = ["ProgressRow", "progress_rows"]


class ProgressRow(NamedTuple):
    """One measured direction of a session, or what was done of an exercise, in words."""

    date: str
    person: str
    exercise: str
    hip: str
    result: str
    spread: str
    change: str


def progress_rows(sessions: Sequence[Session]) -> list[ProgressRow]:
    """Return a row for each measured direction, and one for each session of repetitions.

    ``sessions``: in the order of time. Ranges are compared within person, leg and direction.
    """
    told = _changes(sessions)
    rows: list[ProgressRow] = []
    for session in sessions:
        if not session.measurements:
            rows.append(_reps_row(session))
        for measurement in session.measurements:
            change = told.get((str(session.id), measurement.side, measurement.direction))
            rows.append(_measured_row(session, measurement, change))
    return rows


def _changes(sessions: Sequence[Session]) -> dict[tuple[str, str, str], Change | None]:
    """Return each measurement's change to the last one of the same person, leg and direction."""
    series: dict[tuple[str, str, str], list[tuple[str, float]]] = defaultdict(list)
    for session in sessions:
        for measurement in session.measurements:
            if measurement.value_deg is not None:
                key = (session.person, measurement.side, measurement.direction)
                series[key].append((str(session.id), abs(measurement.value_deg)))
    found: dict[tuple[str, str, str], Change | None] = {}
    for (_, side, direction), values in series.items():
        for (session_id, _), change in zip(values, changes([value for _, value in values]), strict=True):
            found[session_id, side, direction] = change
    return found


def _measured_row(session: Session, measurement: Measurement, change: Change | None) -> ProgressRow:
    return ProgressRow(
        *_who(session),
        measurement.side,
        _range_text(measurement),
        "" if measurement.sd_deg is None else f"{measurement.sd_deg:.1f}°",
        _change_text(change),
    )


def _reps_row(session: Session) -> ProgressRow:
    reps = [rep for record in session.sets for rep in record.reps]
    spread = f"range {range_text(reps)}" if reps else ""
    return ProgressRow(*_who(session), session.side or "", done_text(session.sets), spread, "")


def _who(session: Session) -> tuple[str, str, str]:
    return f"{session.started_at:%Y-%m-%d %H:%M}", session.person, session.exercise


def _range_text(measurement: Measurement) -> str:
    if measurement.value_deg is None or measurement.sigma_deg is None:
        return f"{measurement.direction}: no number"
    return f"{measurement.direction} {abs(measurement.value_deg):.1f}° ±{measurement.sigma_deg:.1f}"


def _change_text(change: Change | None) -> str:
    if change is None:
        return ""
    if not change.is_real:
        return f"{change.change_deg:+.1f}°: no change that can be told (under {change.detectable_deg:.1f}°)"
    return f"{change.change_deg:+.1f}°: {'more' if change.change_deg > 0 else 'less'} range"
