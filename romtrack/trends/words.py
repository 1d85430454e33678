"""How trends are told: the one place for the command, the pages and the report."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from romtrack import units
from romtrack.reps.totals import amount_text, span_text
from romtrack.trends.series import range_deg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from romtrack.trends.change import Standing, Verdict
    from romtrack.trends.series import Trends
    from romtrack.types import Measured, RecordedBy, Summary, When

__all__ = [
    "RECORDED_BY",
    "ProgressRow",
    "change_text",
    "date_cell",
    "done_text",
    "happened_text",
    "lines_of_people",
    "progress_rows",
    "result_lines",
    "verdict_text",
]

_VERDICTS: Final[dict[Verdict, str]] = {
    "more": "more range",
    "less": "less range",
    "none": "no change that can be told",
}


RECORDED_BY: Final[dict[RecordedBy, str]] = {
    "container": "says the recording itself",
    "file": "says the file: when it was last changed",
    "user": "was said by whoever analysed it",
    "camera": "the camera was live",
}


class ProgressRow(NamedTuple):
    """One measured direction of a session, or what was done of an exercise, in words.

    spread_of: what the spread is: of a value's trials, or the ranges of repetitions.
    """

    date: str
    person: str
    exercise: str
    hip: str
    result: str
    spread: str
    change: str
    spread_of: Literal["trials", "repetitions"]


def progress_rows(sessions: Iterable[Summary], trends: Trends) -> list[ProgressRow]:
    """Return a row for each measured direction, and one for each session of repetitions."""
    rows: list[ProgressRow] = []
    for session in sessions:
        if not session.measured:
            rows.append(_reps_row(session))
        rows += (_measured_row(session, measured, trends.at(measured)) for measured in session.measured)
    return rows


def _measured_row(session: Summary, measured: Measured, standing: Standing | None) -> ProgressRow:
    return ProgressRow(
        *_who(session),
        measured.side,
        _range_text(measured),
        "" if measured.sd_deg is None else units.degrees(measured.sd_deg),
        change_text(standing),
        "trials",
    )


def _reps_row(session: Summary) -> ProgressRow:
    spread = "" if session.ranges is None else span_text(*session.ranges, session.unit)
    return ProgressRow(*_who(session), session.side or "", done_text(session), spread, "", "repetitions")


def _who(session: Summary) -> tuple[str, str, str]:
    return date_cell(session.when), session.person, session.exercise


def date_cell(when: When) -> str:
    """Return when a session happened, for a table."""
    date = units.day_and_time(when.at)
    return date if when.recorded_at is not None else f"analysed {date}"


def happened_text(when: When) -> str:
    """Return when a session happened, at its own place, for a sentence."""
    date = units.date_and_time(when.at)
    return date if when.recorded_at is not None else f"analysed {date}; when it was recorded is not known"


def done_text(session: Summary) -> str:
    """Return the repetitions, or the seconds held where there are none."""
    return amount_text(session.reps, session.held_s)


def _range_text(measured: Measured) -> str:
    size, way = range_deg(measured), measured.direction
    if size is None or measured.sigma_deg is None:
        return f"{way}: no number"
    return f"{way} {units.degrees(size)} {units.plus_minus(measured.sigma_deg)}"


def result_lines(session: Summary) -> list[str]:
    """Return what a session gave, a line each."""
    if not session.measured:
        return [f"{session.side or ''} {done_text(session)}".strip()]
    return [f"{measured.side} {_range_text(measured)}" for measured in session.measured]


def lines_of_people(trends: Trends) -> dict[str, list[str]]:
    """Return, by person, the last value of each hip and direction, with what became of it since the first."""
    lines: dict[str, list[str]] = defaultdict(list)
    for key, values in trends.series:
        since = change_text(trends.at(values[-1])) or "the first"
        lines[key.person].append(f"{key.side} {_range_text(values[-1])}, {since}")
    return lines


def verdict_text(standing: Standing) -> str:
    """Return what both tests say together."""
    return _VERDICTS[standing.verdict]


def change_text(standing: Standing | None) -> str:
    """Return what became of a hip since the first session, and what that means; empty at the first."""
    if standing is None:
        return ""
    first, slope = standing.since_first, standing.slope
    parts = [f"{units.degrees(first.change_deg, signed=True)} since the first"]
    if slope is not None and slope.verdict != "none":
        rate = units.degrees(slope.deg_per_week, signed=True)
        parts.append(f"{rate} a week ({units.number(slope.low)} to {units.degrees(slope.high)})")
    limit = f" (under {units.degrees(first.detectable_deg)})" if standing.verdict == "none" else ""
    return f"{', '.join(parts)}: {verdict_text(standing)}{limit}"
