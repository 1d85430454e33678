"""Sessions over time: what a list or a chart needs of each, as rows to read, and what became of a hip."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from romtrack import units
from romtrack.measure.change import Change, changes
from romtrack.reps.totals import amount_text, span_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from romtrack.types import Direction, Side

    Told = Mapping[tuple[UUID, Side, Direction], Change]

__all__ = ["Measured", "ProgressRow", "Summary", "change_text", "progress_rows", "told_changes"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One measured direction of a session; the numbers as in ``Measurement``.

    Attributes
    ----------
    started_at: of the session, with its zone. accepted: how many of its ``trials`` count.
    """

    session_id: UUID
    person: str
    started_at: datetime
    side: Side
    direction: Direction
    value_deg: float | None
    sd_deg: float | None
    sigma_deg: float | None
    accepted: int
    trials: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a session gave, without its repetitions and trials one by one.

    Attributes
    ----------
    held_s: seconds of all holds together. ranges: the smallest and the largest range of a repetition,
        in ``unit``; None where there is none.
    """

    id: UUID
    person: str
    exercise: str
    side: str | None
    started_at: datetime
    measured: tuple[Measured, ...]
    reps: int
    held_s: float
    ranges: tuple[float, float] | None
    unit: str

    @property
    def done(self) -> str:
        """The repetitions, or the seconds held where there are none."""
        return amount_text(self.reps, self.held_s)


class ProgressRow(NamedTuple):
    """One measured direction of a session, or what was done of an exercise, in words."""

    date: str
    person: str
    exercise: str
    hip: str
    result: str
    spread: str
    change: str


def told_changes(series: Iterable[Measured]) -> Told:
    """Return each value's change to the last one of the same person, leg and direction.

    ``series``: in the order of time. The first value of a hip has none.
    """
    hips: dict[tuple[str, Side, Direction], list[tuple[UUID, float]]] = defaultdict(list)
    for one in series:
        if one.value_deg is not None:
            hips[one.person, one.side, one.direction].append((one.session_id, abs(one.value_deg)))
    return {
        (session_id, side, direction): change
        for (_, side, direction), values in hips.items()
        for (session_id, _), change in zip(values, changes([value for _, value in values]), strict=True)
        if change is not None
    }


def progress_rows(sessions: Iterable[Summary], told: Told) -> list[ProgressRow]:
    """Return a row for each measured direction, and one for each session of repetitions."""
    rows: list[ProgressRow] = []
    for session in sessions:
        if not session.measured:
            rows.append(_reps_row(session))
        for measured in session.measured:
            change = told.get((session.id, measured.side, measured.direction))
            rows.append(_measured_row(session, measured, change))
    return rows


def _measured_row(session: Summary, measured: Measured, change: Change | None) -> ProgressRow:
    return ProgressRow(
        *_who(session),
        measured.side,
        _range_text(measured),
        "" if measured.sd_deg is None else units.degrees(measured.sd_deg),
        change_text(change),
    )


def _reps_row(session: Summary) -> ProgressRow:
    spread = "" if session.ranges is None else f"range {span_text(*session.ranges, session.unit)}"
    return ProgressRow(*_who(session), session.side or "", session.done, spread, "")


def _who(session: Summary) -> tuple[str, str, str]:
    return units.day_and_time(session.started_at), session.person, session.exercise


def _range_text(measured: Measured) -> str:
    if measured.value_deg is None or measured.sigma_deg is None:
        return f"{measured.direction}: no number"
    value, sigma = units.degrees(abs(measured.value_deg)), units.plus_minus(measured.sigma_deg)
    return f"{measured.direction} {value} {sigma}"


def change_text(change: Change | None) -> str:
    """Return what a change means, empty where there is none."""
    if change is None:
        return ""
    since = units.degrees(change.change_deg, signed=True)
    if not change.is_real:
        return f"{since}: no change that can be told (under {units.degrees(change.detectable_deg)})"
    return f"{since}: {'more' if change.change_deg > 0 else 'less'} range"
