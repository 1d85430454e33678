"""Values that were measured by hand, as a table with a row each; what the columns hold: docs/records.md."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, cast
from uuid import uuid4

from romtrack import units
from romtrack.errors import InputError, UsageError
from romtrack.imports.rows import csv_rows
from romtrack.kinematics.quantities import QUANTITIES, is_way, quantity_of
from romtrack.language import N_, SOURCE, speaking
from romtrack.names import LONGEST_NAME
from romtrack.settings import name_of
from romtrack.types import SIDES, HandMeasurement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from romtrack.kinematics.quantities import Quantity
    from romtrack.types import Direction, QuantityName, Side

__all__ = ["COLUMNS", "FIRST_DAY", "HandValue", "read_hand_values", "why_impossible"]

_Column = Literal["person", "date", "side", "direction", "quantity", "value", "instrument"]
COLUMNS: Final[tuple[_Column, ...]] = (
    "person",
    "date",
    "side",
    "direction",
    "quantity",
    "value",
    "instrument",
)
_FIRST_ROW: Final = 2  # as a spreadsheet numbers it
FIRST_DAY: Final = date(1900, 1, 1)
# A comma before three digits may be meant as a thousand's.
_DEGREES: Final = re.compile(r"([+-]?\d{1,6}(?:\.\d{1,6}|,\d{1,2})?) *(?:°|deg|degrees)?", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SHOWN: Final = 40  # characters of a cell in an error


class HandValue(NamedTuple):
    """A row: whose value it is, and the value."""

    person: str
    measured: HandMeasurement


class _Cells:
    """The cells of a row by column; what is wrong with one is said of it."""

    def __init__(self, row: int, cells: Mapping[_Column, str]) -> None:
        self._row, self._cells = row, cells

    def text(self, column: _Column) -> str:
        """Return a cell without the spaces around it.

        Raises
        ------
        InputError: it is no text that people write.
        """
        cell = self._cells[column].strip()
        if any(unicodedata.category(one) == "Cc" and not one.isspace() for one in cell):
            raise self.wrong(column, "holds a character that is no text: write it again")
        return cell

    def one_of(self, column: _Column, known: Sequence[str]) -> str:
        """Return a cell that may hold only this."""
        cell = self.text(column).lower()
        if cell not in known:
            raise self.wrong(column, f"{_shown(cell)}: write {' or '.join(known)}")
        return cell

    def wrong(self, column: _Column, why: str) -> InputError:
        """Return the error of a cell."""
        return InputError(f"row {self._row}, column {column}: {why}")


def read_hand_values(path: Path) -> list[HandValue]:
    """Return all rows of a file; between cells stand commas, semicolons or tabs, as its first line has them.

    Raises
    ------
    InputError: a row, or the file, cannot be read: which, why, and what to do.
    """
    rows = csv_rows(path)
    columns = _columns(path, *next(rows, (1, [])))
    found, faults = [], []
    for number, cells in rows:
        try:
            found.append(_value(number, cells, columns))
        except InputError as fault:
            faults.append(fault)
    if faults:
        more = f" ({units.counted(len(faults) - 1, 'more row')} cannot be read either)" * (len(faults) > 1)
        raise InputError(f"{path}, {faults[0]}; nothing was imported{more}")
    if not found:
        raise InputError(f"{path} has no rows: write a value in each, below a first line {','.join(COLUMNS)}")
    return found


def _columns(path: Path, row: int, headings: Sequence[str]) -> list[_Column]:
    """Return which column is which, as the first row that is not empty says."""
    names = [name.strip().lower() for name in headings]
    wanted = f"the first line must name {', '.join(COLUMNS)}"
    for at, (name, count) in enumerate(Counter(names).items(), 1):
        if name not in COLUMNS:
            raise InputError(f"{path}, row {row}, column {at}: {_shown(name)} is not known: {wanted}")
        if count > 1:
            raise InputError(f"{path}, row {row}: there are {count} columns {name}: {wanted}")
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise InputError(f"{path}, row {row}: there is no column {', '.join(missing)}: {wanted}")
    return cast("list[_Column]", names)


def _value(number: int, cells: Sequence[str], columns: Sequence[_Column]) -> HandValue:
    if len(cells) != len(columns):
        counts = f"{units.counted(len(cells), 'cell')}, and the first row {len(columns)}"
        raise InputError(f"row {number} has {counts}: put a text with commas in quotation marks")
    row = _Cells(number, dict(zip(columns, cells, strict=True)))
    quantity = cast("QuantityName", row.one_of("quantity", list(QUANTITIES)))
    ways = [way.name for way in quantity_of(quantity).ways if is_way(quantity, way.name)]
    direction = cast("Direction", row.one_of("direction", ways))
    measured = HandMeasurement(
        uuid4(),
        _day(row),
        quantity,
        cast("Side", row.one_of("side", SIDES)),
        direction,
        _degrees(row, quantity, direction),
        datetime.now(UTC) + timedelta(microseconds=number),  # orders those of a day as the rows are
        _instrument(row),
    )
    return HandValue(_person(row), measured)


def _person(row: _Cells) -> str:
    try:
        return name_of(row.text("person"))
    except UsageError as error:
        raise row.wrong("person", str(error)) from error


def _instrument(row: _Cells) -> str:
    name = " ".join(row.text("instrument").split())
    if len(name) > LONGEST_NAME:
        raise row.wrong("instrument", f"{len(name)} characters: give {LONGEST_NAME} at most")
    return name


def _day(row: _Cells) -> date:
    text = row.text("date")
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise row.wrong("date", f"{_shown(text)} is no date: write year, month and day as 2026-11-25")
    if not FIRST_DAY <= day <= datetime.now(UTC).date() + timedelta(days=1):
        raise row.wrong("date", f"nothing can have been measured on {text}: check the date")
    return day


def _degrees(row: _Cells, quantity: QuantityName, direction: Direction) -> float:
    """Return a value, signed as in ``Measurement``."""
    known, text = quantity_of(quantity), row.text("value")
    found = _DEGREES.fullmatch(text)
    if found is None:
        raise row.wrong("value", f"{_shown(text)} is no number of degrees: write 31 or 31.5")
    range_deg = float(found[1].replace(",", "."))
    if not known.is_possible(range_deg):
        raise row.wrong("value", why_impossible(known, text))
    return known.way(direction).sign * range_deg + 0.0  # no minus zero


@speaking(SOURCE)
def why_impossible(quantity: Quantity, value: str) -> str:
    """Return what is wrong with a value that is not possible, and what to write."""
    most, least = units.degrees(quantity.most_deg, 0), units.degrees(-quantity.short_deg, 0)
    return N_(
        "{value} degrees of {quantity} are not possible: write how far it goes in its direction, {most} at "
        "most; below 0, down to {least}, only of a hip that does not reach the straight position"
    ).format(value=value, quantity=quantity.noun, most=most, least=least)


def _shown(cell: str) -> str:
    return repr(cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…") if cell else "an empty cell"
