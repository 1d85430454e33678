"""Series of one person's hip in one direction of a quantity, and what can be told at each session."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack.kinematics.quantities import quantity_of
from romtrack.sane import is_known
from romtrack.trends.change import Standing, course

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from romtrack.trends.change import Course
    from romtrack.types import Direction, Measured, Measurement, QuantityName, Side

__all__ = ["Series", "SeriesKey", "Trends", "range_deg", "series_of", "trends_of"]

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


def range_deg(measured: Measured | Measurement) -> float | None:
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

    Each is told from the sessions up to it; what comes later rewrites nothing.
    """

    def __init__(self, series: Iterable[Series]) -> None:
        self.series = tuple(series)
        self._courses = {one.key: _course_of(one) for one in self.series}
        self._places: dict[tuple[UUID, SeriesKey], int] = {
            (one.session_id, key): place for key, values in self.series for place, one in enumerate(values)
        }

    def at(self, measured: Measured) -> Standing | None:
        """Return what a value means; None: it is the first of its series, or no number."""
        key = key_of(measured)
        place = self._places.get((measured.session_id, key))
        return None if place is None else self._courses[key].standing(place)


def trends_of(measured: Iterable[Measured]) -> Trends:
    """Return what can be told of values that are in the order of time."""
    return Trends(series_of(measured))


def _course_of(series: Series) -> Course:
    quantity, first = quantity_of(series.key.quantity), series.values[0].when.at
    sign = quantity.way(series.key.direction).sign
    return course(
        [(one.when.at - first).total_seconds() / _WEEK_S for one in series.values],
        [sign * (one.value_deg or 0.0) for one in series.values],
        [
            np.nan if one.sigma_deg is None or not is_known(one.sigma_deg) else one.sigma_deg
            for one in series.values
        ],
        quantity.sem_deg,
    )
