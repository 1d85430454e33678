"""Validation: what romtrack reads from clips whose truth is known, and how wrong it is."""

from romtrack.validation.agreement import Agreement, Coverage, agreement, coverage
from romtrack.validation.causes import CAUSES
from romtrack.validation.estimators import ESTIMATORS, estimator_names
from romtrack.validation.output import VALIDATION_FILES, write
from romtrack.validation.page import validation_html
from romtrack.validation.rows import to_json, to_rows
from romtrack.validation.run import ClipResult, Found, Validation, find_clips, validate
from romtrack.validation.tables import Table, tables_of

__all__ = [
    "CAUSES",
    "ESTIMATORS",
    "VALIDATION_FILES",
    "Agreement",
    "ClipResult",
    "Coverage",
    "Found",
    "Table",
    "Validation",
    "agreement",
    "coverage",
    "estimator_names",
    "find_clips",
    "tables_of",
    "to_json",
    "to_rows",
    "validate",
    "validation_html",
    "write",
]
