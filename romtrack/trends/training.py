"""What was done of each exercise, week by week: how much, how far, how fast and how well."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from romtrack.clock import here
from romtrack.sane import is_known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from romtrack.types import Summary

__all__ = ["Week", "weeks_of"]


@dataclass(frozen=True, slots=True)
class Week:
    """What was done of an exercise from a Monday on.

    Attributes
    ----------
    held_s: seconds of all holds. tempo_s: of one repetition, on average; None: there was none.
    share: mean range of the repetitions, of the person's best one ever; None: not known.
    faults: how often the form was off.
    """

    monday: date
    reps: int
    held_s: float
    tempo_s: float | None
    share: float | None
    faults: int


def weeks_of(sessions: Iterable[Summary], bests: Mapping[str, float]) -> dict[str, list[Week]]:
    """Return the weeks of each exercise in which something was done of it, the latest first.

    bests: the largest range of a repetition that the person ever did, by exercise.
    """
    by_exercise: dict[str, dict[date, list[Summary]]] = defaultdict(lambda: defaultdict(list))
    for session in sessions:
        if not session.measured:
            by_exercise[session.exercise][_monday(session)].append(session)
    return {
        name: [_week(monday, weeks[monday], bests.get(name)) for monday in sorted(weeks, reverse=True)]
        for name, weeks in sorted(by_exercise.items())
    }


def _week(monday: date, sessions: Sequence[Summary], best: float | None) -> Week:
    mean = _mean_of_reps(sessions, [one.mean_range for one in sessions])
    return Week(
        monday=monday,
        reps=sum(one.reps for one in sessions),
        held_s=sum(one.held_s for one in sessions),
        tempo_s=_mean_of_reps(sessions, [one.tempo_s for one in sessions]),
        share=mean / best if mean is not None and best else None,
        faults=sum(one.faults for one in sessions),
    )


def _mean_of_reps(sessions: Sequence[Summary], means: Sequence[float]) -> float | None:
    """Return the mean of all repetitions of the means of sessions; None: none is known."""
    known = [(one.reps, mean) for one, mean in zip(sessions, means, strict=True) if is_known(mean)]
    reps = sum(count for count, _ in known)
    return sum(count * mean for count, mean in known) / reps if reps else None


def _monday(session: Summary) -> date:
    day = here(session.when.at).date()
    return day - timedelta(days=day.weekday())
