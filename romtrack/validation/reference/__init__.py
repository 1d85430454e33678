"""Agreement with a reference on real people: studies of raters and instruments; a phone on the shank."""

from romtrack.validation.reference.comparing import Contrast, Repeats, StudyComparison, compare
from romtrack.validation.reference.output import STUDY_FILES, write_study
from romtrack.validation.reference.phone import PhoneComparison, compare_phone
from romtrack.validation.reference.phone_csv import PhoneRecording, read_phone
from romtrack.validation.reference.phone_output import PHONE_FILES, write_phone
from romtrack.validation.reference.phone_page import phone_tables
from romtrack.validation.reference.recording import Recording, read_recording
from romtrack.validation.reference.study import STUDY_COLUMNS, About, Study, read_about, read_study
from romtrack.validation.reference.tables import study_tables

__all__ = [
    "PHONE_FILES",
    "STUDY_COLUMNS",
    "STUDY_FILES",
    "About",
    "Contrast",
    "PhoneComparison",
    "PhoneRecording",
    "Recording",
    "Repeats",
    "Study",
    "StudyComparison",
    "compare",
    "compare_phone",
    "phone_tables",
    "read_about",
    "read_phone",
    "read_recording",
    "read_study",
    "study_tables",
    "write_phone",
    "write_study",
]
