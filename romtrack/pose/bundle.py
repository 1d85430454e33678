"""The pose model that the package carries, and the check of any other that a person names.

The bundle is made when romtrack is built (``hatch_build.py``) from the model card beside it.
"""

from __future__ import annotations

import hashlib
import tomllib
import zipfile
from importlib.resources import files
from pathlib import Path

from romtrack.errors import ModelError

__all__ = ["MEMBERS", "bundled_model", "check_model_file", "model_sha256", "verify"]

MEMBERS = ("pose_detector.tflite", "pose_landmarks_detector.tflite")
_FOLDER = Path(str(files("romtrack.pose"))) / "models"
_CARD = "pose_landmarker_full.toml"
_REINSTALL = "reinstall romtrack"


def _bundle() -> tuple[str, str]:
    """Return file name and sha256 of the bundle, from the model card."""
    try:
        card = tomllib.loads((_FOLDER / _CARD).read_text(encoding="utf-8"))
        return str(card["bundle"]["file"]), str(card["bundle"]["sha256"])
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise ModelError(f"the card of the pose model, {_CARD}, is missing or damaged", _REINSTALL) from error


def model_sha256() -> str:
    """Return the sha256 that the package's own model must have."""
    return _bundle()[1]


def bundled_model() -> Path:
    """Return the path of the package's own model; ModelError if it is not there.

    Only its presence is checked: it is read at every start. ``verify`` checks its bytes.
    """
    path = _FOLDER / _bundle()[0]
    if not path.is_file():
        raise ModelError(f"romtrack's pose model, {path}, is missing", _REINSTALL)
    return path


def verify(path: Path) -> None:
    """Raise ModelError unless the file is, byte for byte, the package's own model."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"the pose model {path} cannot be read ({error.strerror})", _REINSTALL) from error
    if found != model_sha256():
        raise ModelError(
            f"the pose model {path} is damaged (sha256 {found}, expected {model_sha256()})", _REINSTALL
        )


def check_model_file(path: Path) -> Path:
    """Return ``path`` if it is a Pose Landmarker bundle (lite, full or heavy), else raise ModelError."""
    remedy = "give a Pose Landmarker bundle (.task), or leave --model out to use romtrack's own"
    if not path.is_file():
        states = {path.is_dir(): "is a folder", not path.exists(): "does not exist"}
        state = states.get(True, "is no ordinary file")
        raise ModelError(f"the pose model {path} {state}", remedy)
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except OSError as error:
        raise ModelError(f"the pose model {path} cannot be read ({error.strerror})", remedy) from error
    except zipfile.BadZipFile as error:
        raise ModelError(f"the pose model {path} is no .task file (not a zip)", remedy) from error
    missing = [member for member in MEMBERS if member not in names]
    if missing:
        raise ModelError(f"the pose model {path} has no {' and no '.join(missing)}", remedy)
    return path
