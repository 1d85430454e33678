"""What somebody says of their hips beside what the camera measured: values taken by hand, and goals."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack.kinematics.quantities import quantity_of
from romtrack.settings import day_of
from romtrack.trends.series import SeriesKey, course_of, developed, range_deg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from romtrack.trends.series import Development
    from romtrack.types import Goal, HandMeasurement

__all__ = ["NOTHING_SAID", "Said", "by_instrument", "said_of"]


class Said(NamedTuple):
    """By hip and direction: what was measured by hand, the earliest first, and the latest goal.

    goals_deg: + = the way of the direction.
    """

    hand: Mapping[SeriesKey, Sequence[HandMeasurement]]
    goals_deg: Mapping[SeriesKey, float]


NOTHING_SAID: Final = Said({}, {})


def said_of(person: str, hand: Iterable[HandMeasurement], goals: Iterable[Goal]) -> Said:
    """Return what a person said; ``hand`` and ``goals`` are in the order of time."""
    values: dict[SeriesKey, list[HandMeasurement]] = defaultdict(list)
    for one in hand:
        values[_key(person, one)].append(one)
    return Said(values, {_key(person, one): range_deg(one) or 0.0 for one in goals})


def by_instrument(values: Iterable[HandMeasurement]) -> dict[str, Development]:
    """Return what became of a range as each instrument tells it: two instruments are not compared."""
    found: dict[str, list[HandMeasurement]] = defaultdict(list)
    for one in values:
        found[one.instrument].append(one)
    return {name: _developed(of_one) for name, of_one in found.items()}


def _developed(values: Sequence[HandMeasurement]) -> Development:
    sem_deg = quantity_of(values[0].quantity).sem_deg
    moments = [day_of(one.measured_on) for one in values]
    ranges = [range_deg(one) or 0.0 for one in values]
    return developed(course_of(moments, ranges, [np.nan] * len(values), sem_deg), moments, sem_deg)


def _key(person: str, one: HandMeasurement | Goal) -> SeriesKey:
    return SeriesKey(person, one.quantity, one.side, one.direction)
