"""Agreement with a reference on real people: studies of several raters, days and instruments."""

from romtrack.validation.reference.comparing import Comparison, Contrast, Repeats, compare
from romtrack.validation.reference.output import STUDY_FILES, write_study
from romtrack.validation.reference.study import STUDY_COLUMNS, About, Study, read_about, read_study
from romtrack.validation.reference.tables import study_tables

__all__ = [
    "STUDY_COLUMNS",
    "STUDY_FILES",
    "About",
    "Comparison",
    "Contrast",
    "Repeats",
    "Study",
    "compare",
    "read_about",
    "read_study",
    "study_tables",
    "write_study",
]
