"""How trends are told: the one place for the command, the pages and the report."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from romtrack import units
from romtrack.clock import here
from romtrack.kinematics.quantities import quantity_of
from romtrack.reps.totals import amount_text, span_text
from romtrack.trends.change import SESSIONS_FOR_SLOPE
from romtrack.trends.said import by_instrument
from romtrack.trends.series import range_deg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from romtrack.kinematics.quantities import Quantity, ReferenceBand
    from romtrack.trends.change import Slope, Standing, Verdict
    from romtrack.trends.pairs import Arc, Comparison, Difference
    from romtrack.trends.series import Development, SeriesKey, Trends
    from romtrack.types import Direction, HandMeasurement, Measured, RecordedBy, Summary, When

__all__ = [
    "RECORDED_BY",
    "ProgressRow",
    "arc_text",
    "change_text",
    "comparison_text",
    "date_cell",
    "development_text",
    "difference_text",
    "done_text",
    "goal_text",
    "hand_texts",
    "happened_text",
    "is_short_of_neutral",
    "lines_of_people",
    "plain_text",
    "progress_rows",
    "result_lines",
    "series_name",
    "slope_text",
    "step_text",
    "two_thirds_text",
    "usual_texts",
]

_VERDICTS: Final[dict[Verdict, str]] = {
    "more": "a gain",
    "less": "a loss",
    "none": "no change that can be told",
}

_ID_LENGTH: Final = 8  # of 32 digits: enough to tell thousands of sessions apart
_NOTHING: Final = units.degrees(0.0)
_NO_INSTRUMENT: Final = "instrument not known"
_SHORT: Final = "; below 0 the hip does not reach the straight position"
_OFF: Final = "off the line of the others: the next session will tell"
_SPANS: Final = ((365.25, "year"), (30.44, "month"), (7, "week"))
_WEEKS_A_YEAR: Final = 365.25 / 7
_FARTHEST_WEEKS: Final = 2 * _WEEKS_A_YEAR  # nobody's rate lasts longer
_FINE_DEG: Final = 0.3  # an interval so narrow needs more than a tenth of a degree a week

RECORDED_BY: Final[dict[RecordedBy, str]] = {
    "container": "says the recording itself",
    "file": "says the file: when it was last changed",
    "user": "was said by whoever analysed it",
    "camera": "the camera was live",
}


class ProgressRow(NamedTuple):
    """One measured direction of a session, or what was done of an exercise, in words.

    id: the beginning of the session's. spread_of: what the spread is: of a value's trials, or the ranges of
    repetitions.
    """

    id: str
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


def _who(session: Summary) -> tuple[str, str, str, str]:
    return session.id.hex[:_ID_LENGTH], date_cell(session.when), session.person, session.exercise


def date_cell(when: When) -> str:
    """Return when a session happened by the clocks of this place, for a table."""
    date = units.day_and_time(here(when.at))
    return date if when.recorded_at is not None else f"analysed {date}"


def happened_text(when: When) -> str:
    """Return when a session happened by the clocks of this place, for a sentence."""
    date = date_cell(when)
    return date if when.recorded_at is not None else f"{date}; when it was recorded is not known"


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


def change_text(standing: Standing | None) -> str:
    """Return what became of a hip since the baseline, and what that means; empty at the baseline."""
    if standing is None:
        return ""
    first, slope = standing.since_first, standing.slope
    change = units.degrees(first.change_deg, signed=True)
    parts = ["the same as the first" if change == _NOTHING else f"{change} since the first"]
    if slope is not None and slope.verdict != "none":
        parts.append(f"{_rate(slope)} ({_ends(slope)})")
    return f"{', '.join(parts)}: {_VERDICTS[standing.verdict]}{_limit_text(standing)}"


def _limit_text(standing: Standing) -> str:
    """Return why nothing can be told."""
    if standing.verdict != "none":
        return ""
    return (
        f", {_OFF}" if standing.is_off else f" (under {units.degrees(standing.since_first.detectable_deg)})"
    )


def plain_text(trends: Trends, measured: Measured) -> str:
    """Return what became of a hip since the baseline, in plain words; empty at the baseline."""
    standing = trends.at(measured)
    series = next((one for one in trends.series if measured in one.values), None)
    if standing is None or series is None:
        return ""
    change = round(standing.since_first.change_deg)
    since = measured.when.at - trends.development(series).since
    than = f"{abs(change)} {'more' if change > 0 else 'less'} than" if change else "As"
    return f"{than} {_ago(since.days)}: {_VERDICTS[standing.verdict]}"


def _ago(days: int) -> str:
    """Return how long ago something was, in the unit in which people say it."""
    if days < 1:
        return "earlier today"
    for length, name in _SPANS:
        if days >= 2 * length:
            return f"{units.counted(round(days / length), name)} ago"
    return f"{units.counted(days, 'day')} ago"


def series_name(key: SeriesKey) -> str:
    """Return the leg and the direction, to stand before what is told of them."""
    return f"{key.side.capitalize()}, {key.direction}"


def development_text(name: str, found: Development) -> str:
    """Return what became of a range from its baseline to now, in a sentence that begins with its name."""
    since = units.day(here(found.since))
    standing = found.standing
    if standing is None:
        return f"{name}: {units.number(found.last_deg, 0)} degrees on {since}, to compare later ones with"
    digits = _digits(standing)
    first, last = (units.number(value, digits) for value in (found.first_deg, found.last_deg))
    return (
        f"{name}: {first} \N{RIGHTWARDS ARROW} {last} degrees since {since}: "
        f"{_VERDICTS[standing.verdict]} ({_why(standing, digits)})"
    )


def _why(standing: Standing, digits: int) -> str:
    first, slope = standing.since_first, standing.slope
    limit = units.number(first.detectable_deg, digits)
    if (standing.is_off or first.verdict == "none") and slope is not None and slope.verdict != "none":
        return f"{_rate(slope)} over {standing.number} sessions, {_ends(slope)}"
    if standing.is_off:
        return f"{'the first' if 1 in standing.off else 'the last'} is {_OFF}"
    if first.verdict == "none":
        return f"within the {limit} that this instrument can mistake"
    if standing.verdict == "none":
        return "the last session and the slope contradict each other"
    return f"more than the {limit} that this instrument can mistake"


def _digits(standing: Standing) -> int:
    """Return with how many digits the numbers say what the verdict says: whole degrees where they can."""
    first = standing.since_first
    change = abs(round(first.now_deg) - round(first.before_deg))
    return 0 if (change > round(first.detectable_deg)) == (first.verdict != "none") else 1


def slope_text(found: Development) -> str:
    """Return how a range goes over all its sessions, or what is missing to say so."""
    number = 1 if found.standing is None else found.standing.number
    slope = None if found.standing is None else found.standing.slope
    if slope is None:
        return f"A slope is told from {SESSIONS_FOR_SLOPE} sessions in more than a week on; so far {number}"
    none = ", which may be none" if slope.verdict == "none" else ""
    return f"Over {number} sessions {_rate(slope)} ({_ends(slope)}){none}{_left_text(found.standing)}"


def _left_text(standing: Standing | None) -> str:
    """Return how many sessions count little."""
    off = 0 if standing is None else len(standing.off)
    return (
        f"; {units.counted(off, 'session')} off the line of the others count{'s' * (off == 1)} little"
        * bool(off)
    )


def goal_text(goal_deg: float, found: Development) -> str:
    """Return how far a goal is, and by when it is reached where the slope leads there."""
    goal = f"Goal {units.degrees(goal_deg, 0)}"
    left_deg = goal_deg - found.last_deg
    if left_deg <= 0:
        return f"{goal}: reached"
    return f"{goal}: {units.degrees(left_deg)} to go{_arrival(goal_deg, found)}"


def _arrival(goal_deg: float, found: Development) -> str:
    """Return by when a goal is reached, from and until when that can be."""
    slope = None if found.standing is None else found.standing.slope
    if slope is None or slope.verdict != "more":
        return "; by when is told once the slope is a gain"
    left_deg = max(goal_deg - slope.end_deg, 0.0)
    early, likely, late = (left_deg / rate for rate in (slope.high, slope.deg_per_week, slope.low))
    if likely > _FARTHEST_WEEKS:
        return "; at this rate it takes years"
    day, first, last = (
        units.day(found.until + timedelta(weeks=one)) for one in (likely, early, min(late, 999))
    )
    ends = f"{first} at the earliest" if late > _FARTHEST_WEEKS else f"{first} to {last}"
    return f", at this rate about {day} ({ends})"


def hand_texts(values: Iterable[HandMeasurement]) -> list[str]:
    """Return what each instrument says that was read by hand, a sentence for each."""
    texts = []
    for name, found in by_instrument(values).items():
        short = _SHORT if min(found.first_deg, found.last_deg) < 0 else ""
        texts.append(f"{development_text(f'By hand, {name or _NO_INSTRUMENT}', found)}{short}")
    return texts


def is_short_of_neutral(measured: HandMeasurement) -> bool:
    """Say whether a hip does not reach the straight position in the direction that was measured."""
    return (range_deg(measured) or 0.0) < 0


def step_text(standing: Standing) -> str:
    """Return the change since the session before, which decides nothing."""
    step = standing.since_last
    change = units.degrees(step.change_deg, signed=True)
    if change == _NOTHING:
        return "The same as the session before"
    small = ", too little to be told from chance" if step.verdict == "none" else ""
    if standing.is_step_off:
        small = f", {_OFF}" if standing.number in standing.off else ", from one off the line of the others"
    return f"Last step {change}{small}"


def difference_text(found: Difference) -> str:
    """Return left against right, and what that can tell."""
    size = units.degrees(abs(found.left_deg - found.right_deg))
    way = quantity_of(found.quantity).way(found.direction).title
    if size == _NOTHING:
        return f"Left and right are the same in {way}"
    if found.farther is None:
        return (
            f"Left and right differ by {size} in {way}: no difference that can be told "
            f"(under {units.degrees(found.detectable_deg)})"
        )
    return (
        f"Left and right differ by {size} in {way}: the {found.farther} hip goes farther "
        f"(more than {units.degrees(found.detectable_deg)}); it says where, not why"
    )


def comparison_text(name: str, found: Comparison) -> str:
    """Return what became of a range from one session to another, in a sentence that begins with its name."""
    change = found.change
    digits = 0 if abs(round(change.now_deg) - round(change.before_deg)) >= 1 else 1
    first, last = (units.number(value, digits) for value in (change.before_deg, change.now_deg))
    since, until = units.day(here(found.since)), units.day(here(found.until))
    return (
        f"{name}: {first} \N{RIGHTWARDS ARROW} {last} degrees from {since} to {until}: "
        f"{_VERDICTS[found.verdict]} ({_why_compared(found)})"
    )


def _why_compared(found: Comparison) -> str:
    size, limit = (
        units.degrees(value) for value in (abs(found.change.change_deg), found.change.detectable_deg)
    )
    own = f" {units.plus_minus(found.sigma_deg)}" if isfinite(found.sigma_deg) else ""
    if found.is_off:
        return f"one of them is {_OFF}"
    if found.change.verdict == "none":
        return f"the difference of {size}{own} is within the {limit} that this instrument can mistake"
    if found.is_unsure:
        return (
            f"the difference of {size} is more than the {limit} that this instrument can mistake, but not "
            f"more than twice its own uncertainty of{own}, which both values bring along"
        )
    return f"the difference of {size}{own} is more than the {limit} that this instrument can mistake"


def arc_text(found: Arc) -> str:
    """Return how far a hip turns in all, and what became of it."""
    return development_text(f"{found.side.capitalize()}, both directions together", found.development)


def usual_texts(quantity: Quantity, direction: Direction) -> list[str]:
    """Return what others reach, a sentence for each source: how it was taken, and what not to conclude."""
    bands = quantity.references[direction]
    texts = []
    for source in dict.fromkeys(band.source for band in bands):
        mine = [band for band in bands if band.source == source]
        who = "; ".join(f"{band.who} {two_thirds_text(band)}" for band in mine)
        texts.append(
            f"Usual {quantity.way(direction).title}: two thirds of {who} ({source}): "
            f"{mine[0].method}; {mine[0].caveat}."
        )
    return texts


def two_thirds_text(band: ReferenceBand) -> str:
    """Return the range in which two thirds lie."""
    low, high = band.span_deg
    return f"{units.number(low, 0)} to {units.degrees(high, 0)}"


def _rate(slope: Slope) -> str:
    """Return how much a week, or a year where a week's is too little to be read."""
    weeks, word = _pace(slope)
    return f"{units.degrees(weeks * slope.deg_per_week, signed=True)} a {word}"


def _ends(slope: Slope) -> str:
    weeks, _ = _pace(slope)
    return f"{units.number(weeks * slope.low)} to {units.degrees(weeks * slope.high)}"


def _pace(slope: Slope) -> tuple[float, str]:
    return (_WEEKS_A_YEAR, "year") if slope.high - slope.low < _FINE_DEG else (1.0, "week")
