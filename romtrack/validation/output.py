"""The files of a validation: ``validation.csv`` and ``validation.html``."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from romtrack.errors import OutputError
from romtrack.export import write_text
from romtrack.validation.page import validation_html
from romtrack.validation.rows import Row, to_rows

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.validation.run import Validation

__all__ = ["prepare", "write"]


def prepare(folder: Path) -> None:
    """Make the folder for the results, before the work and not after it.

    Raises
    ------
    OutputError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot write into {folder} ({error.strerror}): choose another folder with --out"
        ) from error


def write(validation: Validation, folder: Path) -> None:
    """Write the table (a row a clip, empty cell = unknown) and the page into an existing folder.

    Raises
    ------
    OutputError: a file cannot be written.
    """
    write_text(folder / "validation.csv", _csv(to_rows(validation)))
    write_text(folder / "validation.html", validation_html(validation))


def _csv(rows: list[Row]) -> str:
    columns = dict.fromkeys(name for row in rows for name in row)  # clips of other motions have fewer
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
