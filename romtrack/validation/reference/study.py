"""A study: who was measured, by whom, with what, on which day, as a table with a row each."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import numpy as np

from romtrack import units
from romtrack.errors import InputError, UsageError
from romtrack.files import read_ordinary
from romtrack.imports import Cells, csv_values, why_impossible
from romtrack.kinematics.quantities import quantity_of
from romtrack.settings import name_of
from romtrack.types import SIDES
from romtrack.video import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from romtrack.types import Direction, Side

__all__ = ["STUDY_COLUMNS", "About", "Study", "StudyReading", "in_order", "read_about", "read_study"]

STUDY_COLUMNS: Final = ("person", "side", "direction", "trial", "rater", "day", "value", "instrument")
_OPTIONAL: Final = ("instrument",)
_TRIAL: Final = re.compile(r"[1-9]\d{0,2}", re.ASCII)
_QUANTITY: Final = quantity_of("hip_rotation")
# A hip that turns by less than 1.6 degrees at most is none; pi / 2 is 1.57.
_RADIANS: Final = 1.6
_MOST_BYTES: Final = 1 << 16


class StudyReading(NamedTuple):
    """One value: how far the hip goes in its direction. rater, day, instrument: empty = not named."""

    row: int
    person: str
    side: Side
    direction: Direction
    trial: int
    rater: str
    day: str
    instrument: str
    value_deg: float


class Study(NamedTuple):
    """All readings of a file, and the file's SHA-256."""

    readings: tuple[StudyReading, ...]
    sha256: str


class About(NamedTuple):
    """What a study's own people say of it. facts: name -> text, in their order."""

    title: str
    facts: Mapping[str, str]


def read_study(path: Path) -> Study:
    """Read a table of a study; its columns: ``STUDY_COLUMNS``, docs/agreement.md.

    Raises
    ------
    InputError: a row cannot be read, two rows say the same, or the values are not degrees: which, and what
        to do.
    """
    readings = tuple(csv_values(path, STUDY_COLUMNS, _reading, optional=_OPTIONAL))
    for judge in (_refuse_repeats, _refuse_spellings, _refuse_units):
        judge(path, readings)
    return Study(readings, sha256_of(path))


def _reading(number: int, row: Cells) -> StudyReading:
    trial = row.text("trial")
    if _TRIAL.fullmatch(trial) is None:
        raise row.wrong("trial", f"{row.shown('trial')} is no number of a trial: write 1, 2, 3, …")
    try:
        person = name_of(row.text("person"))
    except UsageError as error:
        raise row.wrong("person", str(error)) from error
    value_deg = row.degrees("value")
    if not _QUANTITY.is_possible(value_deg):
        raise row.wrong("value", why_impossible(_QUANTITY, row.text("value")))
    return StudyReading(
        number,
        person,
        cast("Side", row.one_of("side", SIDES)),
        cast("Direction", row.one_of("direction", [way.name for way in _QUANTITY.ways])),
        int(trial),
        row.label("rater"),
        row.label("day"),
        row.label("instrument"),
        value_deg,
    )


def _refuse_repeats(path: Path, readings: Iterable[StudyReading]) -> None:
    first = dict[tuple[object, ...], int]()
    for one in readings:
        key = one[1:-1]
        if key in first:
            raise InputError(
                f"{path}, row {one.row}: the same person, side, direction, trial, rater, day and instrument "
                f"as in row {first[key]}: number the trials, or take one of them out"
            )
        first[key] = one.row


def _refuse_spellings(path: Path, readings: Iterable[StudyReading]) -> None:
    """Refuse names that differ in nothing but their capitals: nobody can tell whether they are two."""
    for column in ("person", "rater", "day", "instrument"):
        seen = dict[str, StudyReading]()
        for one in readings:
            name = getattr(one, column)
            before = seen.setdefault(name.casefold(), one)
            if getattr(before, column) != name:
                both = f"{getattr(before, column)!r} and {name!r}"
                raise InputError(
                    f"{path}, rows {before.row} and {one.row}, column {column}: {both} differ in their "
                    "capitals only: write one of them"
                )


def _refuse_units(path: Path, readings: tuple[StudyReading, ...]) -> None:
    for instrument in in_order(one.instrument for one in readings):
        of = [one for one in readings if one.instrument == instrument]
        whose = f" of {instrument}" if instrument else ""
        if max(abs(one.value_deg) for one in of) < _RADIANS:
            raise InputError(f"{path}: all values{whose} are below {_RADIANS}, as radians are: give degrees")
        for way in _QUANTITY.ways:
            values = [one.value_deg for one in of if one.direction == way.name]
            if values and np.median(values) < 0:
                raise InputError(
                    f"{path}: the values{whose} for {way.name} are below 0: write how far the hip goes in "
                    "that direction, without a minus"
                )


def in_order(names: Iterable[str]) -> list[str]:
    """Return different names, numbers by their size."""

    def place(name: str) -> tuple[bool, int, str]:
        is_number = name.isascii() and name.isdecimal()
        return not is_number, int(name) if is_number else 0, name

    return sorted(set(names), key=place)


def read_about(path: Path | None) -> About:
    """Read what a page shall say of the study, from a TOML file of texts; ``title`` is its heading.

    Raises
    ------
    InputError: the file cannot be read, or holds anything but texts and numbers.
    """
    if path is None:
        return About("", {})
    try:
        table = tomllib.loads(read_ordinary(path, _MOST_BYTES).decode("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): name a TOML file of texts") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f'{path} is no TOML ({error}): write lines such as people = "30 adults"') from error
    facts = {name: _fact(path, name, value) for name, value in table.items()}
    return About(facts.pop("title", ""), facts)


def _fact(path: Path, name: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InputError(f'{path}: {name} must be a text: write {name} = "…"')
    return value.strip() if isinstance(value, str) else units.figure(value)
