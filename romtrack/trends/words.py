"""How trends are told: the one place for the command, the pages and the report."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from romtrack import units
from romtrack.clock import here
from romtrack.language import N_, gettext, ngettext
from romtrack.reps.totals import amount_text, span_text
from romtrack.trends.change import SESSIONS_FOR_SLOPE
from romtrack.trends.said import by_instrument
from romtrack.trends.series import range_deg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from romtrack.kinematics.quantities import Quantity, ReferenceBand
    from romtrack.trends.change import Slope, Standing, Verdict
    from romtrack.trends.series import Development, SeriesKey, Trends
    from romtrack.types import Direction, HandMeasurement, Measured, RecordedBy, Side, Summary, When

__all__ = [
    "RECORDED_BY",
    "VERDICTS",
    "ProgressRow",
    "change_text",
    "date_cell",
    "development_text",
    "done_text",
    "goal_text",
    "hand_texts",
    "happened_text",
    "is_nothing",
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

VERDICTS: Final[dict[Verdict, str]] = {
    "more": N_("a gain"),
    "less": N_("a loss"),
    "none": N_("no change that can be told"),
}

_ID_LENGTH: Final = 8  # of 32 digits: enough to tell thousands of sessions apart
_NOTHING: Final = 0.05  # degrees: what is written as none
_SHORT: Final = N_("{told}; below 0 the hip does not reach the straight position")
_OFF: Final = N_("off the line of the others: the next session will tell")
_FROM_OFF: Final = N_("from one off the line of the others")
_A_YEAR_DAYS, _A_MONTH_DAYS, _A_WEEK_DAYS = 365.25, 30.44, 7
_WEEKS_A_YEAR: Final = 365.25 / 7
_FARTHEST_WEEKS: Final = 2 * _WEEKS_A_YEAR  # nobody's rate lasts longer
_FINE_DEG: Final = 0.3  # an interval so narrow needs more than a tenth of a degree a week

RECORDED_BY: Final[dict[RecordedBy, str]] = {
    "container": N_("says the recording itself"),
    "file": N_("says the file: when it was last changed"),
    "user": N_("was said by whoever analysed it"),
    "camera": N_("the camera was live"),
}

_LEGS: Final = (N_("left"), N_("right"), N_("both"))
_DIRECTIONS: Final[Mapping[Direction, str]] = {
    "internal": N_("internal"),
    "external": N_("external"),
    "abduction": N_("abduction"),
    "adduction": N_("adduction"),
}
_NO_NUMBER: Final[Mapping[Direction, str]] = {
    "internal": N_("internal: no number"),
    "external": N_("external: no number"),
    "abduction": N_("abduction: no number"),
    "adduction": N_("adduction: no number"),
}
_SERIES: Final[Mapping[tuple[Side, Direction], str]] = {
    ("left", "internal"): N_("Left, internal"),
    ("right", "internal"): N_("Right, internal"),
    ("left", "external"): N_("Left, external"),
    ("right", "external"): N_("Right, external"),
    ("left", "abduction"): N_("Left, abduction"),
    ("right", "abduction"): N_("Right, abduction"),
    ("left", "adduction"): N_("Left, adduction"),
    ("right", "adduction"): N_("Right, adduction"),
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
        _leg(measured.side),
        _range_text(measured),
        "" if measured.sd_deg is None else units.degrees(measured.sd_deg),
        change_text(standing),
        "trials",
    )


def _reps_row(session: Summary) -> ProgressRow:
    spread = "" if session.ranges is None else span_text(*session.ranges, session.unit)
    return ProgressRow(*_who(session), _leg(session.side), done_text(session), spread, "", "repetitions")


def _who(session: Summary) -> tuple[str, str, str, str]:
    return session.id.hex[:_ID_LENGTH], date_cell(session.when), session.person, session.exercise


def _leg(side: str | None) -> str:
    """Return one of ``_LEGS`` in the language in force; empty where none was said."""
    return gettext(side) if side in _LEGS else ""


def date_cell(when: When) -> str:
    """Return when a session happened by the clocks of this place, for a table."""
    date = units.day_and_time(here(when.at))
    return date if when.recorded_at is not None else gettext("analysed {date}", date=date)


def happened_text(when: When) -> str:
    """Return when a session happened by the clocks of this place, for a sentence."""
    date = date_cell(when)
    if when.recorded_at is not None:
        return date
    return gettext("{date}; when it was recorded is not known", date=date)


def done_text(session: Summary) -> str:
    """Return the repetitions, or the seconds held where there are none."""
    return amount_text(session.reps, session.held_s)


def _range_text(measured: Measured) -> str:
    size, way = range_deg(measured), measured.direction
    if size is None or measured.sigma_deg is None:
        return gettext(_NO_NUMBER[way])
    return f"{gettext(_DIRECTIONS[way])} {units.degrees(size)} {units.plus_minus(measured.sigma_deg)}"


def result_lines(session: Summary) -> list[str]:
    """Return what a session gave, a line each."""
    if not session.measured:
        return [f"{_leg(session.side)} {done_text(session)}".strip()]
    return [f"{_leg(measured.side)} {_range_text(measured)}" for measured in session.measured]


def lines_of_people(trends: Trends) -> dict[str, list[str]]:
    """Return, by person, the last value of each hip and direction, with what became of it since the first."""
    lines: dict[str, list[str]] = defaultdict(list)
    for key, values in trends.series:
        since = change_text(trends.at(values[-1])) or gettext("the first")
        lines[key.person].append(f"{_leg(key.side)} {_range_text(values[-1])}, {since}")
    return lines


def change_text(standing: Standing | None) -> str:
    """Return what became of a hip since the baseline, and what that means; empty at the baseline."""
    if standing is None:
        return ""
    first, slope = standing.since_first, standing.slope
    since = N_("{change} since the first")
    parts = [
        gettext("the same as the first")
        if is_nothing(first.change_deg)
        else gettext(since, change=units.degrees(first.change_deg, signed=True))
    ]
    if slope is not None and slope.verdict != "none":
        parts.append(f"{_rate(slope)} ({_ends(slope)})")
    return f"{', '.join(parts)}: {gettext(VERDICTS[standing.verdict])}{_limit_text(standing)}"


def _limit_text(standing: Standing) -> str:
    """Return why nothing can be told."""
    if standing.verdict != "none":
        return ""
    if standing.is_off:
        return f", {gettext(_OFF)}"
    return gettext(" (under {limit})", limit=units.degrees(standing.since_first.detectable_deg))


def plain_text(trends: Trends, measured: Measured) -> str:
    """Return what became of a hip since the baseline, in plain words; empty at the baseline."""
    standing = trends.at(measured)
    series = next((one for one in trends.series if measured in one.values), None)
    if standing is None or series is None:
        return ""
    change = round(standing.since_first.change_deg)
    since = measured.when.at - trends.development(series).since
    than = N_("As {ago}: {verdict}")
    if change:
        than = (
            N_("{change} more than {ago}: {verdict}")
            if change > 0
            else N_("{change} less than {ago}: {verdict}")
        )
    verdict = gettext(VERDICTS[standing.verdict])
    return gettext(than, change=abs(change), ago=_ago(since.days), verdict=verdict)


def _ago(days: int) -> str:
    """Return how long ago something was, in the unit in which people say it."""
    if days < 1:
        return gettext("earlier today")
    if days >= 2 * _A_YEAR_DAYS:
        return ngettext("{count} year ago", "{count} years ago", round(days / _A_YEAR_DAYS))
    if days >= 2 * _A_MONTH_DAYS:
        return ngettext("{count} month ago", "{count} months ago", round(days / _A_MONTH_DAYS))
    if days >= 2 * _A_WEEK_DAYS:
        return ngettext("{count} week ago", "{count} weeks ago", round(days / _A_WEEK_DAYS))
    return ngettext("{count} day ago", "{count} days ago", days)


def series_name(key: SeriesKey) -> str:
    """Return the leg and the direction, to stand before what is told of them."""
    return gettext(_SERIES[key.side, key.direction])


def development_text(name: str, found: Development) -> str:
    """Return what became of a range from its baseline to now, in a sentence that begins with its name."""
    since = units.day(here(found.since))
    standing = found.standing
    if standing is None:
        first = N_("{name}: {value} degrees on {date}, to compare later ones with")
        return gettext(first, name=name, value=units.number(found.last_deg, 0), date=since)
    digits = _digits(standing)
    first, last = (units.number(value, digits) for value in (found.first_deg, found.last_deg))
    return gettext(
        "{name}: {first} \N{RIGHTWARDS ARROW} {last} degrees since {date}: {verdict} ({why})",
        name=name,
        first=first,
        last=last,
        date=since,
        verdict=gettext(VERDICTS[standing.verdict]),
        why=_why(standing, digits),
    )


def _why(standing: Standing, digits: int) -> str:
    first, slope = standing.since_first, standing.slope
    limit = units.number(first.detectable_deg, digits)
    if (standing.is_off or first.verdict == "none") and slope is not None and slope.verdict != "none":
        over = N_("{rate} over {number} sessions, {ends}")
        return gettext(over, rate=_rate(slope), number=standing.number, ends=_ends(slope))
    if standing.is_off:
        is_first = 1 in standing.off
        return gettext(N_("the first is {off}") if is_first else N_("the last is {off}"), off=gettext(_OFF))
    if first.verdict == "none":
        return gettext("within the {limit} that this instrument can mistake", limit=limit)
    if standing.verdict == "none":
        return gettext("the last session and the slope contradict each other")
    return gettext("more than the {limit} that this instrument can mistake", limit=limit)


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
        late = N_("A slope is told from {least} sessions in more than a week on; so far {number}")
        return gettext(late, least=SESSIONS_FOR_SLOPE, number=number)
    over = N_("Over {number} sessions {rate} ({ends})")
    if slope.verdict == "none":
        over = N_("Over {number} sessions {rate} ({ends}), which may be none")
    told = gettext(over, number=number, rate=_rate(slope), ends=_ends(slope))
    return f"{told}{_left_text(found.standing)}"


def _left_text(standing: Standing | None) -> str:
    """Return how many sessions count little."""
    off = 0 if standing is None else len(standing.off)
    if not off:
        return ""
    return ngettext(
        "; {count} session off the line of the others counts little",
        "; {count} sessions off the line of the others count little",
        off,
    )


def goal_text(goal_deg: float, found: Development) -> str:
    """Return how far a goal is, and by when it is reached where the slope leads there."""
    goal = units.degrees(goal_deg, 0)
    left_deg = goal_deg - found.last_deg
    if left_deg <= 0:
        return gettext("Goal {goal}: reached", goal=goal)
    left = gettext("Goal {goal}: {left} to go", goal=goal, left=units.degrees(left_deg))
    return f"{left}{_arrival(goal_deg, found)}"


def _arrival(goal_deg: float, found: Development) -> str:
    """Return by when a goal is reached, from and until when that can be."""
    slope = None if found.standing is None else found.standing.slope
    if slope is None or slope.verdict != "more":
        return gettext("; by when is told once the slope is a gain")
    left_deg = max(goal_deg - slope.end_deg, 0.0)
    early, likely, late = (left_deg / rate for rate in (slope.high, slope.deg_per_week, slope.low))
    if likely > _FARTHEST_WEEKS:
        return gettext("; at this rate it takes years")
    day, first, last = (
        units.day(found.until + timedelta(weeks=one)) for one in (likely, early, min(late, 999))
    )
    if late > _FARTHEST_WEEKS:
        return gettext(", at this rate about {day} ({first} at the earliest)", day=day, first=first)
    return gettext(", at this rate about {day} ({first} to {last})", day=day, first=first, last=last)


def hand_texts(values: Iterable[HandMeasurement]) -> list[str]:
    """Return what each instrument says that was read by hand, a sentence for each."""
    texts = []
    for name, found in by_instrument(values).items():
        told = development_text(
            gettext("By hand, {instrument}", instrument=name or gettext("instrument not known")), found
        )
        short = min(found.first_deg, found.last_deg) < 0
        texts.append(gettext(_SHORT, told=told) if short else told)
    return texts


def is_short_of_neutral(measured: HandMeasurement) -> bool:
    """Say whether a hip does not reach the straight position in the direction that was measured."""
    return (range_deg(measured) or 0.0) < 0


def step_text(standing: Standing) -> str:
    """Return the change since the session before, which decides nothing."""
    step = standing.since_last
    if is_nothing(step.change_deg):
        return gettext("The same as the session before")
    told = gettext("Last step {change}", change=units.degrees(step.change_deg, signed=True))
    if standing.is_step_off:
        why = gettext(_OFF if standing.number in standing.off else _FROM_OFF)
        return f"{told}, {why}"
    small = gettext("too little to be told from chance")
    return f"{told}, {small}" if step.verdict == "none" else told


def is_nothing(size_deg: float) -> bool:
    """Say whether a number of degrees is written as none."""
    return abs(size_deg) < _NOTHING


def usual_texts(quantity: Quantity, direction: Direction) -> list[str]:
    """Return what others reach, a sentence for each source: how it was taken, and what not to conclude."""
    bands = quantity.references[direction]
    texts = []
    for source in dict.fromkeys(band.source for band in bands):
        mine = [band for band in bands if band.source == source]
        who = "; ".join(f"{gettext(band.who)} {two_thirds_text(band)}" for band in mine)
        texts.append(
            gettext(
                "Usual {way}: two thirds of {who} ({source}): {method}; {caveat}.",
                way=gettext(quantity.way(direction).title),
                who=who,
                source=source,
                method=gettext(mine[0].method),
                caveat=gettext(mine[0].caveat),
            )
        )
    return texts


def two_thirds_text(band: ReferenceBand) -> str:
    """Return the range in which two thirds lie."""
    low, high = band.span_deg
    return gettext("{start} to {end}", start=units.number(low, 0), end=units.degrees(high, 0))


def _rate(slope: Slope) -> str:
    """Return how much a week, or a year where a week's is too little to be read."""
    weeks, rate = _pace(slope)
    return gettext(rate, change=units.degrees(weeks * slope.deg_per_week, signed=True))


def _ends(slope: Slope) -> str:
    weeks, _ = _pace(slope)
    low, high = units.number(weeks * slope.low), units.degrees(weeks * slope.high)
    return gettext("{start} to {end}", start=low, end=high)


def _pace(slope: Slope) -> tuple[float, str]:
    """Return how many weeks a rate is of, and how it is said."""
    fine = slope.high - slope.low < _FINE_DEG
    return (_WEEKS_A_YEAR, N_("{change} a year")) if fine else (1.0, N_("{change} a week"))
