"""Series of one person's hip in one direction of a quantity, and what can be told at each session."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack.clock import here
from romtrack.kinematics.quantities import quantity_of
from romtrack.sane import is_known
from romtrack.trends.change import Standing, course, detectable_change_deg

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from romtrack.trends.change import Course
    from romtrack.types import Direction, Goal, HandMeasurement, Measured, Measurement, QuantityName, Side

__all__ = [
    "Development",
    "Series",
    "SeriesKey",
    "Trends",
    "course_of",
    "developed",
    "known_sigma_deg",
    "range_deg",
    "series_of",
    "trends_of",
]

_WEEK_S: Final = 7 * 24 * 3600.0


class SeriesKey(NamedTuple):
    """What is compared with each other, and with nothing else."""

    person: str
    quantity: QuantityName
    side: Side
    direction: Direction


class Series(NamedTuple):
    """Measured values of one hip in one direction, the earliest first; each has a number."""

    key: SeriesKey
    values: list[Measured]


@dataclass(frozen=True, slots=True)
class Development:
    """What became of a range from its baseline to the last session.

    Attributes
    ----------
    since, until: when the baseline was taken, and the last session. standing: at the last session; None: it
        is the baseline.
    no_change_deg: how far from the baseline a session can lie without a change that can be told.
    """

    since: datetime
    until: datetime
    first_deg: float
    last_deg: float
    standing: Standing | None
    no_change_deg: float


def range_deg(measured: Measured | Measurement | HandMeasurement | Goal) -> float | None:
    """Return how far a hip went in its direction, + = that way; None = no number."""
    if measured.value_deg is None:
        return None
    return quantity_of(measured.quantity).way(measured.direction).sign * measured.value_deg


def key_of(measured: Measured) -> SeriesKey:
    """Return the series that a value belongs to."""
    return SeriesKey(measured.person, measured.quantity, measured.side, measured.direction)


def series_of(measured: Iterable[Measured]) -> list[Series]:
    """Return the series of values that are in the order of time; those without a number are left out."""
    found: dict[SeriesKey, list[Measured]] = defaultdict(list)
    for one in measured:
        if one.value_deg is not None and is_known(one.value_deg):
            found[key_of(one)].append(one)
    return [Series(key, values) for key, values in found.items()]


class Trends:
    """What can be told at each session of some series.

    Each is told from the sessions from the baseline up to it; what comes later rewrites nothing.

    Parameters
    ----------
    since: the baseline of a series is its first session on this day or later, and its last one where there
        is none; None: its first.
    """

    def __init__(self, series: Iterable[Series], since: date | None = None) -> None:
        self.series = tuple(series)
        self._starts = {one.key: _start(one.values, since) for one in self.series}
        self._courses = {one.key: _course_of(one, self._starts[one.key]) for one in self.series}
        self._places: dict[tuple[UUID, SeriesKey], int] = {
            (one.session_id, key): place for key, values in self.series for place, one in enumerate(values)
        }

    def at(self, measured: Measured) -> Standing | None:
        """Return what a value means; None: it is a baseline, older than it, or no number."""
        key = key_of(measured)
        place = self._places.get((measured.session_id, key))
        if place is None or place < self._starts[key]:
            return None
        return self._courses[key].standing(place - self._starts[key])

    def compared(self, series: Series) -> list[Measured]:
        """Return the values of a series from its baseline on."""
        return series.values[self._starts[series.key] :]

    def development(self, series: Series) -> Development:
        """Return what became of a series up to now."""
        moments = [one.when.at for one in self.compared(series)]
        return developed(self._courses[series.key], moments, quantity_of(series.key.quantity).sem_deg)


def trends_of(measured: Iterable[Measured], since: date | None = None) -> Trends:
    """Return what can be told of values that are in the order of time; ``since`` as of ``Trends``."""
    return Trends(series_of(measured), since)


def _start(values: Sequence[Measured], since: date | None) -> int:
    """Return the place of the baseline."""
    if since is None:
        return 0
    later = (place for place, one in enumerate(values) if here(one.when.at).date() >= since)
    return next(later, len(values) - 1)


def _course_of(series: Series, start: int) -> Course:
    quantity = quantity_of(series.key.quantity)
    sign, values = quantity.way(series.key.direction).sign, series.values[start:]
    return course_of(
        [one.when.at for one in values],
        [sign * (one.value_deg or 0.0) for one in values],
        [known_sigma_deg(one) for one in values],
        quantity.sem_deg,
    )


def known_sigma_deg(measured: Measured) -> float:
    """Return the uncertainty of a value, NaN = not known."""
    return np.nan if measured.sigma_deg is None or not is_known(measured.sigma_deg) else measured.sigma_deg


def course_of(
    moments: Sequence[datetime], ranges_deg: Sequence[float], sigmas_deg: Sequence[float], sem_deg: float
) -> Course:
    """Return what can be told at each session, as ``course`` does, of moments in their order."""
    weeks = [(at - moments[0]).total_seconds() / _WEEK_S for at in moments]
    return course(weeks, ranges_deg, sigmas_deg, sem_deg)


def developed(found: Course, moments: Sequence[datetime], sem_deg: float) -> Development:
    """Return what became of a range up to the last session of its course."""
    standing = found.standing(len(found.range_deg) - 1)
    limit = detectable_change_deg(sem_deg) if standing is None else standing.since_first.detectable_deg
    first, last = float(found.range_deg[0]), float(found.range_deg[-1])
    return Development(moments[0], moments[-1], first, last, standing, limit)
