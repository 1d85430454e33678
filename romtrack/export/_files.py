"""Text files, and tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from romtrack.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["csv_text", "write_csv", "write_text"]

# https://owasp.org/www-community/attacks/CSV_Injection; the wide forms are those of Chinese and Japanese.
_FORMULA: Final = (
    *"=+-@\t\n",
    *"\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}",
    *"\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}",
)


def write_text(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8; a name that is none (a damaged file's) keeps its bytes visible.

    Raises
    ------
    OutputError: the folder or the disk does not take it.
    """
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
    except OSError as error:
        raise OutputError(
            f"cannot write {path} ({error.strerror}): choose another folder with --out, or make room"
        ) from error


def write_csv(path: Path, header: Iterable[str], rows: Iterable[Iterable[str | float | None]]) -> None:
    """Write a table, an empty cell for None; no text in it is a formula to a spreadsheet.

    Raises
    ------
    OutputError: the file cannot be written.
    """
    write_text(path, csv_text(header, rows))


def csv_text(header: Iterable[str], rows: Iterable[Iterable[str | float | None]]) -> str:
    """Return a table as ``write_csv`` writes it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_safe(cell) for cell in row] for row in (header, *rows))
    return text.getvalue()


def _safe(cell: str | float | None) -> str | float | None:
    """Return a cell that a spreadsheet takes for what it is: a leading apostrophe says text."""
    if not isinstance(cell, str):
        return cell
    one_cell = cell.replace("\r", "\n")  # csv does not quote a return before Python 3.13
    return f"'{one_cell}" if one_cell.startswith(_FORMULA) and not _is_number(one_cell) else one_cell


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
