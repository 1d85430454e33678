"""What was done of each exercise, week by week: how much, how far, how fast and how well."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from statistics import fmean
from typing import TYPE_CHECKING

from romtrack.clock import here
from romtrack.reps.totals import held_s
from romtrack.sane import is_known

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from romtrack.types import Rep, Session

__all__ = ["Week", "weeks_of"]


@dataclass(frozen=True, slots=True)
class Week:
    """What was done of an exercise from a Monday on.

    Attributes
    ----------
    held_s: seconds of all holds. tempo_s: of one repetition, on average; None: there was none.
    share: mean range of the repetitions, of the person's best one in all weeks told; None: not known.
    faults: how often the form was off.
    """

    monday: date
    reps: int
    held_s: float
    tempo_s: float | None
    share: float | None
    faults: int


def weeks_of(sessions: Iterable[Session]) -> dict[str, list[Week]]:
    """Return the weeks of each exercise in which something was done of it, the latest first."""
    by_exercise: dict[str, dict[date, list[Session]]] = defaultdict(lambda: defaultdict(list))
    for session in sessions:
        if not session.measurements:
            by_exercise[session.exercise][_monday(session)].append(session)
    return {
        name: [_week(monday, weeks[monday], _best(weeks.values())) for monday in sorted(weeks, reverse=True)]
        for name, weeks in sorted(by_exercise.items())
    }


def _week(monday: date, sessions: list[Session], best: float | None) -> Week:
    reps = list(_reps(sessions))
    ranges = [rep.range_value for rep in reps if is_known(rep.range_value)]
    return Week(
        monday=monday,
        reps=len(reps),
        held_s=sum(held_s(session.sets) for session in sessions),
        tempo_s=fmean(rep.end_s - rep.start_s for rep in reps) if reps else None,
        share=fmean(ranges) / best if ranges and best else None,
        faults=sum(len(done.faults) for session in sessions for done in session.sets),
    )


def _best(weeks: Iterable[list[Session]]) -> float | None:
    """Return the largest range of all repetitions."""
    ranges = [rep.range_value for week in weeks for rep in _reps(week) if is_known(rep.range_value)]
    return max(ranges, default=None)


def _reps(sessions: Iterable[Session]) -> Iterable[Rep]:
    return (rep for session in sessions for done in session.sets for rep in done.reps)


def _monday(session: Session) -> date:
    day = here(session.when.at).date()
    return day - timedelta(days=day.weekday())
