"""Results as files that other programs read."""

from romtrack.export._claim import Claim, claimed
from romtrack.export._files import csv_text, write_csv, write_text
from romtrack.export.angles_csv import write_angles, write_angles_both, write_signals
from romtrack.export.folder import TASK_FILE, claimed_results
from romtrack.export.read_result import read_result
from romtrack.export.result_json import result_schema, to_result, write_result

__all__ = [
    "TASK_FILE",
    "Claim",
    "claimed",
    "claimed_results",
    "csv_text",
    "read_result",
    "result_schema",
    "to_result",
    "write_angles",
    "write_angles_both",
    "write_csv",
    "write_result",
    "write_signals",
    "write_text",
]
