"""The files of a validation: ``validation.csv`` and ``validation.html``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from romtrack.export import write_csv, write_text
from romtrack.validation.page import validation_html
from romtrack.validation.rows import to_rows

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.validation.run import Validation

__all__ = ["VALIDATION_FILES", "write"]

_TABLE, _PAGE = "validation.csv", "validation.html"
VALIDATION_FILES: Final = (_TABLE, _PAGE)


def write(validation: Validation, folder: Path) -> None:
    """Write the table (a row a clip, empty cell = unknown) and the page into an existing folder.

    Raises
    ------
    OutputError: a file cannot be written.
    """
    rows = to_rows(validation)
    columns = dict.fromkeys(name for row in rows for name in row)  # clips of other motions have fewer
    write_csv(folder / _TABLE, columns, ([row.get(name) for name in columns] for row in rows))
    write_text(folder / _PAGE, validation_html(validation))
