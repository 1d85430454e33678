"""What was measured elsewhere, or kept as files: into the log, all of a file or nothing of it."""

from romtrack.imports.hand_csv import COLUMNS, FIRST_DAY, HandValue, read_hand_values, why_impossible
from romtrack.imports.keeping import Imported, import_hand_values, import_result, read_session
from romtrack.imports.rows import Cells, csv_rows, csv_values

__all__ = [
    "COLUMNS",
    "FIRST_DAY",
    "Cells",
    "HandValue",
    "Imported",
    "csv_rows",
    "csv_values",
    "import_hand_values",
    "import_result",
    "read_hand_values",
    "read_session",
    "why_impossible",
]
