"""The rows of a table that somebody has saved as CSV."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Final

from romtrack.errors import InputError
from romtrack.files import read_ordinary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["csv_rows"]

_MOST_BYTES: Final = 1 << 22


def csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty with their numbers, from 1.

    Between cells stand commas, semicolons or tabs, as the first line has them.

    Raises
    ------
    InputError: the file cannot be read, or is no such table.
    """
    try:
        text = read_ordinary(path, _MOST_BYTES).decode("utf-8-sig")
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
