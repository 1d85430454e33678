"""Results as files that other programs read."""

from romtrack.export._files import write_text
from romtrack.export.angles_csv import write_angles, write_angles_both, write_signals
from romtrack.export.folder import staged_results
from romtrack.export.result_json import result_schema, to_result, write_result

__all__ = [
    "result_schema",
    "staged_results",
    "to_result",
    "write_angles",
    "write_angles_both",
    "write_result",
    "write_signals",
    "write_text",
]
