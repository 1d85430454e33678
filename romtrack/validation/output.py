"""The files of a validation: its page, and tables of clips, frames, trials and values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from romtrack.export import write_csv, write_text
from romtrack.validation.causes import TRUE_LEVEL, TRUE_LINE
from romtrack.validation.events import JudgedTrial, JudgedValue
from romtrack.validation.page import validation_html
from romtrack.validation.rows import Row, frame_rows, to_rows, trial_rows, value_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from romtrack.validation.run import Validation

__all__ = ["VALIDATION_FILES", "write"]

_PAGE: Final = "validation.html"
_KNOWN: Final = tuple(f"{name}_deg" for name in (TRUE_LINE, TRUE_LEVEL))
_TABLES: Final[dict[str, tuple[Callable[[Validation], Iterable[Row]], tuple[str, ...]]]] = {
    "validation.csv": (to_rows, ()),
    "frames.csv": (frame_rows, ("time_s", "true_deg", "read_deg", "sigma_deg", *_KNOWN)),
    "trials.csv": (trial_rows, JudgedTrial._fields),
    "values.csv": (value_rows, JudgedValue._fields),
}
VALIDATION_FILES: Final = (*_TABLES, _PAGE)


def write(validation: Validation, folder: Path) -> None:
    """Write the tables (empty cell = unknown) and the page into an existing folder.

    Raises
    ------
    OutputError: a file cannot be written.
    """
    for name, (rows_of, always) in _TABLES.items():
        rows = list(rows_of(validation))
        # Clips of other motions have fewer columns than others; an empty table has its usual ones.
        columns = dict.fromkeys(("clip", *always, *(column for row in rows for column in row)))
        write_csv(folder / name, columns, ([row.get(column) for column in columns] for row in rows))
    write_text(folder / _PAGE, validation_html(validation))
