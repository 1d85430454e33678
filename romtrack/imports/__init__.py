"""What was measured elsewhere, or kept as files: into the log, all of a file or nothing of it."""

from romtrack.imports.hand_csv import COLUMNS, HandValue, read_hand_values
from romtrack.imports.keeping import Imported, import_hand_values, import_result, read_session

__all__ = [
    "COLUMNS",
    "HandValue",
    "Imported",
    "import_hand_values",
    "import_result",
    "read_hand_values",
    "read_session",
]
