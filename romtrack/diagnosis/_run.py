"""The checks, in the order in which they are told: what the later ones need stands first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from romtrack.diagnosis.data import check_database, check_disk, check_exercises, check_model
from romtrack.diagnosis.leftovers import check_leftovers
from romtrack.diagnosis.libraries import check_codecs, check_imports, check_shared_libraries
from romtrack.diagnosis.machine import check_cameras, check_cores, check_platform, check_python
from romtrack.diagnosis.packages import check_packages

if TYPE_CHECKING:
    from romtrack.diagnosis._diagnosis import Diagnosis

__all__ = ["diagnose"]


def diagnose() -> list[Diagnosis]:
    """Return what every check found; takes about two seconds, most of it in child processes."""
    return [
        check_python(),
        check_platform(),
        *check_packages(),
        *check_shared_libraries(),
        *check_imports(),
        check_model(),
        check_codecs(),
        check_exercises(),
        check_leftovers(),
        check_database(),
        *check_disk(),
        check_cameras(),
        check_cores(),
    ]
