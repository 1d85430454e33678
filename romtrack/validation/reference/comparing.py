"""What a study says: differences between instruments, raters and days, and how well each repeats."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import product
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from romtrack.errors import InputError, UsageError
from romtrack.validation.reference.study import in_order
from romtrack.validation.reliability import reliability
from romtrack.validation.repeated import differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from romtrack.types import Direction, FloatArray, Side
    from romtrack.validation.reference.study import Study, StudyReading
    from romtrack.validation.reliability import Reliability
    from romtrack.validation.repeated import Differences

__all__ = ["Contrast", "Facet", "Group", "Repeats", "StudyComparison", "compare"]

Facet = Literal["instrument", "rater", "day", "trial"]
_BETWEEN: Final[tuple[Facet, ...]] = ("instrument", "rater", "day")
_OURS: Final = "romtrack"
_FEWEST: Final = 3  # persons; of two every correlation is 1 or -1
_POOR: Final = 30  # persons; fewer are a poor sample in COSMIN's checklist (Terwee et al. 2012)
_ALONE: Final[Mapping[Facet, str]] = {
    "instrument": "One instrument: no agreement with another one.",
    "rater": "One rater, or none named: nothing about raters.",
    "day": "One day: how well it repeats from day to day is not known.",
    "trial": "One trial each: how well trials repeat is not known.",
}


class Group(NamedTuple):
    """Readings in which each person counts once. side: None = everybody was measured on one side only."""

    direction: Direction
    side: Side | None

    @property
    def name(self) -> str:
        """It in words."""
        return self.direction if self.side is None else f"{self.side}, {self.direction}"


class Contrast(NamedTuple):
    """Paired readings that differ in one facet: ``other`` minus ``first``.

    held: whose readings both are, in words. first_deg, other_deg: (T,). persons: (T,).
    """

    group: Group
    facet: Facet
    first: str
    other: str
    held: str
    first_deg: FloatArray
    other_deg: FloatArray
    persons: tuple[str, ...]
    figures: Differences


class Repeats(NamedTuple):
    """How well the same persons are read again, where one facet changes and the others stand.

    levels: of the facet. held: the other facets, in words. day: the one that is held. trials: how many are in
    each value, fewest and most. left_out: persons who were not measured in all levels.
    """

    group: Group
    facet: Facet
    levels: tuple[str, ...]
    held: str
    day: str
    trials: tuple[int, int]
    left_out: int
    figures: Reliability


class StudyComparison(NamedTuple):
    """All that a study says. remarks: what it cannot say, and why."""

    study: Study
    persons: int
    contrasts: tuple[Contrast, ...]
    repeats: tuple[Repeats, ...]
    remarks: tuple[str, ...]


def compare(study: Study, reference: str = "") -> StudyComparison:
    """Compare all that a study allows.

    Parameters
    ----------
    reference: the instrument that the others are compared with; empty: the other one than romtrack.

    Raises
    ------
    InputError: nothing was measured twice, or on fewer than three persons.
    UsageError: the reference is none of the study's instruments, or must be named.
    """
    first = _reference(study.readings, reference)
    contrasts: list[Contrast] = []
    repeats: list[Repeats] = []
    for group, readings in _groups(study.readings):
        for facet in _BETWEEN:
            contrasts += _contrasts(group, facet, readings, first if facet == "instrument" else "")
        for facet in (*_BETWEEN, "trial"):
            repeats += _repeats(group, facet, readings)
    persons = len({one.person for one in study.readings})
    if not (contrasts or repeats):
        raise InputError(_nothing(study.readings, persons))
    remarks = tuple(_remarks(study.readings, persons))
    return StudyComparison(study, persons, tuple(contrasts), tuple(repeats), remarks)


def _reference(readings: Sequence[StudyReading], asked: str) -> str:
    names = in_order(one.instrument for one in readings)
    if asked:
        if asked not in names:
            raise UsageError(f"--reference {asked}: the study has no such instrument, but {', '.join(names)}")
        return asked
    others = [name for name in names if name.casefold() != _OURS]
    if len(names) > 1 and len(others) != 1:
        raise UsageError(f"name the instrument that the others are compared with: --reference {names[0]}")
    return others[0] if others else names[0]


def _groups(readings: Sequence[StudyReading]) -> Iterator[tuple[Group, list[StudyReading]]]:
    """Yield the groups: both hips of a person are not two persons, and are never read together."""
    sides = defaultdict[str, set[str]](set)
    for one in readings:
        sides[one.person].add(one.side)
    both = any(len(of) > 1 for of in sides.values())
    found: defaultdict[Group, list[StudyReading]] = defaultdict(list)
    for one in readings:
        found[Group(one.direction, one.side if both else None)].append(one)
    yield from sorted(found.items(), key=lambda item: (item[0].direction != "internal", item[0].side or ""))


def _contrasts(
    group: Group, facet: Facet, readings: Sequence[StudyReading], first: str
) -> Iterator[Contrast]:
    """Yield each level less the first one, by instrument and rater: these have much in common."""
    levels = _levels(facet, readings)
    start = first or (levels[0] if levels else "")
    for held, part in _parts(facet, ("instrument", "rater"), readings):
        for level in levels:
            pairs = [] if level == start else list(_pairs(facet, part, start, level))
            persons = tuple(one.person for one, _ in pairs)
            if len(set(persons)) < _FEWEST:
                continue
            one_deg, other_deg = (np.array([pair[at].value_deg for pair in pairs]) for at in (0, 1))
            figures = differences(other_deg - one_deg, persons)
            yield Contrast(group, facet, start, level, _words(held), one_deg, other_deg, persons, figures)


def _parts(
    facet: Facet, facets: Iterable[Facet], readings: Sequence[StudyReading]
) -> Iterator[tuple[dict[Facet, str], list[StudyReading]]]:
    """Yield the readings for each way to hold ``facets`` still, all but the one that is compared."""
    held = [one for one in facets if one != facet]
    for fixed in product(*(in_order(str(getattr(one, name)) for one in readings) for name in held)):
        at = dict(zip(held, fixed, strict=True))
        part = [one for one in readings if all(_holds(facet, one, name, value) for name, value in at.items())]
        if len({getattr(one, facet) for one in part}) > 1:
            yield at, part


def _holds(facet: Facet, one: StudyReading, name: Facet, value: str) -> bool:
    """Say whether a reading belongs to a held level; an instrument without a rater goes with every rater."""
    own = getattr(one, name)
    return bool(own == value) or (facet == "instrument" and name == "rater" and own == "")


def _words(held: Mapping[Facet, str]) -> str:
    named = ((name, value) for name, value in held.items() if value)
    return ", ".join(value if name == "instrument" else f"{name} {value}" for name, value in named)


def _pairs(
    facet: Facet, readings: Sequence[StudyReading], first: str, other: str
) -> Iterator[tuple[StudyReading, StudyReading]]:
    """Yield the readings of the same person, trial and day, but for the facet."""
    of = {_key(facet, one): one for one in readings if getattr(one, facet) == other}
    for one in readings:
        if getattr(one, facet) == first and _key(facet, one) in of:
            yield one, of[_key(facet, one)]


def _key(facet: Facet, one: StudyReading) -> tuple[object, ...]:
    return (one.person, one.trial, None if facet == "day" else one.day)


def _levels(facet: Facet, readings: Iterable[StudyReading]) -> list[str]:
    """Return what a facet can be; where others are named, no rater is none."""
    names = in_order(str(getattr(one, facet)) for one in readings)
    return [name for name in names if name] if facet == "rater" else names


def _repeats(group: Group, facet: Facet, readings: Sequence[StudyReading]) -> Iterator[Repeats]:
    """Yield the figures for each way to hold the other facets still."""
    for held, part in _parts(facet, _BETWEEN, readings):
        cells = _cells(facet, part)
        levels, persons = _best(cells)
        if not persons:
            continue
        ratings = np.array([[np.mean(cells[person][level]) for level in levels] for person in persons])
        counts = [len(cells[person][level]) for person in persons for level in levels]
        yield Repeats(
            group,
            facet,
            levels,
            _words(held),
            held.get("day", ""),
            (min(counts), max(counts)),
            len(cells) - len(persons),
            reliability(ratings),
        )


def _cells(facet: Facet, readings: Iterable[StudyReading]) -> Mapping[str, Mapping[str, list[float]]]:
    """Return the values by person and level."""
    cells = defaultdict[str, defaultdict[str, list[float]]](lambda: defaultdict(list))
    for one in readings:
        level = str(getattr(one, facet))
        if level or facet != "rater":
            cells[one.person][level].append(one.value_deg)
    return cells


def _best(cells: Mapping[str, Mapping[str, list[float]]]) -> tuple[tuple[str, ...], list[str]]:
    """Return levels and the persons who have all of them: as many of both together as can be had, or none.

    A fourth trial of one person must not drop all others; so levels are taken by how many persons have them.
    """
    count = Counter(level for levels in cells.values() for level in levels)
    ranked = sorted(in_order(count), key=lambda level: -count[level])
    best, most = (tuple[str, ...](), list[str]()), 0
    for size in range(2, len(ranked) + 1):
        persons = [person for person, levels in cells.items() if levels.keys() >= set(ranked[:size])]
        freedom = (len(persons) - 1) * (size - 1)
        if len(persons) >= _FEWEST and freedom > most:
            best, most = (tuple(in_order(ranked[:size])), persons), freedom
    return best


def _nothing(readings: Sequence[StudyReading], persons: int) -> str:
    if persons < _FEWEST:
        few = "1 person is" if persons == 1 else f"{persons} persons are"
        return f"{few} no study: measure {_FEWEST} at least, and better {_POOR}"
    return (
        "nothing was measured twice in the same three persons: one rater, one day, one trial and one "
        f"instrument in {len(readings)} rows leave nothing to compare"
    )


def _remarks(readings: Sequence[StudyReading], persons: int) -> Iterator[str]:
    for facet, words in _ALONE.items():
        if len(_levels(facet, readings)) < 2:  # noqa: PLR2004  nothing to compare
            yield words
    if persons < _POOR:
        yield f"{persons} persons are few: COSMIN's checklist calls less than {_POOR} a poor sample."
