"""Results as files that other programs read."""

from romtrack.export.angles_csv import write_angles, write_angles_both
from romtrack.export.result_json import result_schema, to_result, write_result

__all__ = ["result_schema", "to_result", "write_angles", "write_angles_both", "write_result"]
