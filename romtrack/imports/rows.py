"""The rows of a table that somebody has saved as CSV, and its cells, read strictly."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING, Final, TypeVar

from romtrack import units
from romtrack.errors import InputError
from romtrack.files import read_ordinary
from romtrack.names import LONGEST_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["Cells", "csv_rows", "csv_values"]

_Value = TypeVar("_Value")
_MOST_BYTES: Final = 1 << 22
# A comma before three digits may be meant as a thousand's.
_DEGREES: Final = re.compile(r"([+-]?\d{1,6}(?:\.\d{1,6}|,\d{1,2})?) *(?:°|deg|degrees)?", re.ASCII)
_SHOWN: Final = 40  # characters of a cell in an error


def csv_rows(path: Path, most_bytes: int = _MOST_BYTES) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty with their numbers, from 1.

    Between cells stand commas, semicolons or tabs, as the first line has them.

    Raises
    ------
    InputError: the file cannot be read, or is no such table.
    """
    try:
        text = read_ordinary(path, most_bytes).decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): name a table saved as CSV") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8: save the table as 'CSV UTF-8'") from error
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    read = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(read, 1):
            if any(map(str.strip, cells)):
                yield number, cells
    except csv.Error as error:
        raise InputError(f"{path}, row {number + 1}: {error}: save the table as 'CSV UTF-8' again") from error


def csv_values(
    path: Path,
    known: Sequence[str],
    read: Callable[[int, Cells], _Value],
    *,
    optional: Sequence[str] = (),
    remark: str = "",
) -> list[_Value]:
    """Return what ``read`` makes of each row (its number, its cells) below the first.

    known: the names that columns may have. optional: those that may be missing. remark: what a fault means.

    Raises
    ------
    InputError: a row, or the file, cannot be read: which, why, and what to do.
    """
    rows = csv_rows(path)
    columns = _columns(path, *next(rows, (1, [])), known, optional)
    found, faults = [], []
    for number, cells in rows:
        try:
            found.append(read(number, Cells.of(number, cells, columns)))
        except InputError as fault:
            faults.append(fault)
    if faults:
        more = f" ({units.counted(len(faults) - 1, 'more row')} cannot be read either)" * (len(faults) > 1)
        raise InputError(f"{path}, {faults[0]}{remark}{more}")
    if not found:
        raise InputError(f"{path} has no rows: write a value in each, below a first line {','.join(columns)}")
    return found


def _columns(
    path: Path, row: int, headings: Sequence[str], known: Sequence[str], optional: Sequence[str]
) -> list[str]:
    """Return which column is which, as the first row that is not empty says."""
    names = [name.strip().lower() for name in headings]
    wanted = f"the first line must name {', '.join(name for name in known if name not in optional)}"
    if optional:
        wanted += f", and may name {', '.join(optional)}"
    for at, (name, count) in enumerate(Counter(names).items(), 1):
        if name not in known:
            raise InputError(f"{path}, row {row}, column {at}: {_shown(name)} is not known: {wanted}")
        if count > 1:
            raise InputError(f"{path}, row {row}: there are {count} columns {name}: {wanted}")
    missing = [name for name in known if name not in names and name not in optional]
    if missing:
        raise InputError(f"{path}, row {row}: there is no column {', '.join(missing)}: {wanted}")
    return names


class Cells:
    """The cells of a row by column; what is wrong with one is said of it."""

    def __init__(self, row: int, cells: Mapping[str, str]) -> None:
        self._row, self._cells = row, cells

    @classmethod
    def of(cls, row: int, cells: Sequence[str], columns: Sequence[str]) -> Cells:
        """Return the cells of a row.

        Raises
        ------
        InputError: there are more or fewer than columns.
        """
        if len(cells) != len(columns):
            counts = f"{units.counted(len(cells), 'cell')}, and the first row {len(columns)}"
            raise InputError(f"row {row} has {counts}: put a text with commas in quotation marks")
        return cls(row, dict(zip(columns, cells, strict=True)))

    def text(self, column: str) -> str:
        """Return a cell without the spaces around it; empty where there is no such column.

        Raises
        ------
        InputError: it is no text that people write.
        """
        cell = self._cells.get(column, "").strip()
        if any(unicodedata.category(one) == "Cc" and not one.isspace() for one in cell):
            raise self.wrong(column, "holds a character that is no text: write it again")
        return cell

    def label(self, column: str) -> str:
        """Return a short text, with single spaces between its words."""
        name = " ".join(self.text(column).split())
        if len(name) > LONGEST_NAME:
            raise self.wrong(column, f"{len(name)} characters: give {LONGEST_NAME} at most")
        return name

    def one_of(self, column: str, known: Sequence[str]) -> str:
        """Return a cell that may hold only this."""
        cell = self.text(column).lower()
        if cell not in known:
            raise self.wrong(column, f"{_shown(cell)}: write {' or '.join(known)}")
        return cell

    def degrees(self, column: str) -> float:
        """Return a cell that holds an angle."""
        text = self.text(column)
        found = _DEGREES.fullmatch(text)
        if found is None:
            raise self.wrong(column, f"{_shown(text)} is no number of degrees: write 31 or 31.5")
        return float(found[1].replace(",", "."))

    def wrong(self, column: str, why: str) -> InputError:
        """Return the error of a cell."""
        return InputError(f"row {self._row}, column {column}: {why}")

    def shown(self, column: str) -> str:
        """Return a cell as an error shows it."""
        return _shown(self.text(column))


def _shown(cell: str) -> str:
    return repr(cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…") if cell else "an empty cell"
