"""What lies on disk: the pose model, the database, and the room for more."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

from romtrack import units
from romtrack.diagnosis._child import Answer, ask
from romtrack.diagnosis._diagnosis import Diagnosis
from romtrack.errors import StorageError

__all__ = [
    "check_database",
    "check_disk",
    "check_exercises",
    "check_model",
    "database_diagnosis",
    "database_url",
    "disk_diagnosis",
    "exercises_diagnosis",
    "free_space_diagnosis",
    "model_diagnosis",
    "records_folder",
    "sqlite_path",
]

_ROOM_BYTES: Final = 500_000_000
_OTHER_DATABASE: Final = "choose another place: ROMTRACK_DATABASE_URL=sqlite:////folder/romtrack.db"
_REINSTALL: Final = "reinstall romtrack"
_NAMED: Final = 3  # sessions whose tracks are missing
_LOST: Final = (
    "values are kept, curves are not: romtrack restore brings them from a backup, romtrack analyze --force "
    "from the video"
)
_OWN_CARDS: Final = "correct the card: docs/exercises.md says what each key means"
_EXERCISES: Final = """
from romtrack.exercises import broken_cards, exercise_ids, own_folder
print(f"{len(exercise_ids())}; own cards are read from {own_folder()}", *broken_cards(), sep="\\n")
"""
# The package's own __init__ is left out: it imports cv2, which has its own diagnosis.
_MODEL: Final = """
import sys
from importlib.util import find_spec, module_from_spec
sys.modules["romtrack.pose"] = module_from_spec(find_spec("romtrack.pose"))
from romtrack.pose.bundle import bundled_model, verify
verify(bundled_model())
print(bundled_model().name)
"""


def check_model() -> Diagnosis:
    """Check that the pose model is there, byte for byte."""
    return model_diagnosis(ask(_MODEL))


def model_diagnosis(answer: Answer) -> Diagnosis:
    """Judge the pose model by what the child said."""
    if answer.error is None:
        return Diagnosis("pose model", "ok", f"{answer.output}, sha256 as expected")
    return Diagnosis("pose model", "problem", answer.error, _REINSTALL)


def check_exercises() -> Diagnosis:
    """Check that the exercises can be read, those of one's own too."""
    return exercises_diagnosis(ask(_EXERCISES))


def exercises_diagnosis(answer: Answer) -> Diagnosis:
    """Judge the exercises by what the child said: how many and where, then a line for each bad card."""
    if answer.error is not None:
        return Diagnosis("exercises", "problem", answer.error, _REINSTALL)
    detail, *broken = answer.output.splitlines()
    if broken:
        return Diagnosis("exercises", "warning", f"{detail}; not usable: {'; '.join(broken)}", _OWN_CARDS)
    return Diagnosis("exercises", "ok", detail)


def check_database() -> Diagnosis:
    """Check the database that romtrack opens; none is made."""
    try:
        return database_diagnosis(database_url())
    except ImportError as error:
        return Diagnosis("database", "problem", f"its place is not known: {error}", _REINSTALL)


def database_url() -> str:
    """Return the URL of the database that romtrack opens; ImportError without platformdirs."""
    from platformdirs import user_data_path  # noqa: PLC0415  its absence must not stop the other checks

    default = user_data_path("romtrack", appauthor=False) / "romtrack.db"
    return os.environ.get("ROMTRACK_DATABASE_URL") or f"sqlite:///{default}"


def sqlite_path(url: str) -> Path | None:
    """Return the file of an SQLite URL, None for every other URL."""
    match = re.fullmatch(r"sqlite(?:\+\w+)?:///([^?]+)(?:\?(?!.*\buri=).*)?", url)
    return Path(match[1]) if match and match[1] != ":memory:" else None


def database_diagnosis(url: str) -> Diagnosis:
    """Check the database at ``url``: sound, not yet there, or what is wrong with it.

    An older one is upgraded, a copy kept: opening it does that, here as in every command.
    """
    if re.match(r"(?!sqlite)[\w+]+://", url):
        detail = "on a server: not checked, the doctor opens no connection"  # the URL may hold a password
        return Diagnosis("database", "warning", detail, "romtrack progress tells whether it can be reached")
    path = sqlite_path(url)
    if path is not None and not os.access(path, os.F_OK):
        return _to_be_made(path)
    return _opened(url)


def _to_be_made(path: Path) -> Diagnosis:
    error = _refusal(path.parent)
    if error is None:
        return Diagnosis("database", "ok", f"none yet: it will be made at {path}")
    detail = f"none yet, and {path.parent} cannot be written ({error})"
    return Diagnosis("database", "problem", detail, _OTHER_DATABASE)


def _refusal(folder: Path) -> str | None:
    """Return why nothing could be made in ``folder``, itself perhaps to be made; None = it could."""
    try:
        with tempfile.TemporaryFile(dir=_existing(folder)):  # as root and on Windows, access() guesses
            return None
    except OSError as error:
        return error.strerror or str(error)


def _existing(folder: Path) -> Path:
    """Return the nearest folder above that is there (``exists`` would raise where it may not look)."""
    candidates = (folder, *folder.parents)
    return next(path for path in candidates if os.access(path, os.F_OK) or path == candidates[-1])


def _opened(url: str) -> Diagnosis:
    try:
        from romtrack.store import open_repository  # noqa: PLC0415  its absence must not stop the others

        with open_repository(url) as repository:
            faults, schema = repository.check(), repository.schema_version()
            missing = repository.missing_tracks()
    except ImportError as error:
        return Diagnosis("database", "problem", f"cannot be opened: {error}", _REINSTALL)
    except StorageError as error:
        return Diagnosis("database", "problem", error.what, error.remedy or _OTHER_DATABASE)
    path = sqlite_path(url)
    if faults:
        return Diagnosis("database", "problem", f"{path}: {', '.join(faults)}", "restore a copy of it")
    detail = f"{path}, schema {schema}, sound"
    if not missing:
        return Diagnosis("database", "ok", detail)
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    several = units.counted(len(missing), "session")
    lost = f"no tracks file any more of {several}: {'; '.join(missing[:_NAMED])}{more}"
    return Diagnosis("database", "warning", f"{detail}; {lost}", _LOST)


def check_disk() -> list[Diagnosis]:
    """Look at the room where records and where temporary files go."""
    folder = records_folder()
    found = [] if folder is None else [disk_diagnosis("room for records", folder)]
    try:
        return [*found, disk_diagnosis("room for temporary files", Path(tempfile.gettempdir()))]
    except FileNotFoundError as error:
        remedy = "set TMPDIR to a folder that can be written"
        return [*found, Diagnosis("room for temporary files", "problem", str(error), remedy)]


def records_folder() -> Path | None:
    """Return the folder of the log, None = it is not on this disk, or not known."""
    try:
        path = sqlite_path(database_url())
    except ImportError:  # the diagnosis about the database says so
        return None
    return None if path is None else path.parent


def disk_diagnosis(name: str, folder: Path) -> Diagnosis:
    """Look at the room in ``folder``, or where it would be made."""
    try:
        free_bytes = shutil.disk_usage(_existing(folder)).free
    except OSError as error:
        return Diagnosis(name, "warning", f"{folder} cannot be looked at ({error.strerror})")
    return free_space_diagnosis(name, folder, free_bytes)


def free_space_diagnosis(name: str, folder: Path, free_bytes: int) -> Diagnosis:
    """Judge the free room of a folder."""
    detail = f"{units.number(free_bytes / 1e9)} GB free in {folder}"
    if free_bytes >= _ROOM_BYTES:
        return Diagnosis(name, "ok", detail)
    return Diagnosis(name, "warning", detail, f"free at least {units.number(_ROOM_BYTES / 1e6, 0)} MB there")
