"""The folder of results: all files of one analysis appear together, or none does."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from romtrack.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["RESULT_FILES", "staged_results"]

RESULT_FILES: Final = (
    "result.json",
    "angles.csv",
    "angles_both.csv",
    "signals.csv",
    "chart.svg",
    "report.html",
    "annotated.mp4",
)


@contextmanager
def staged_results(folder: Path, video_sha256: str, *, force: bool) -> Iterator[Path]:
    """Yield a hidden folder to write into; at the end its files replace those of an earlier result.

    After an exception ``folder`` is as it was before.

    Raises
    ------
    OutputError: the folder cannot be written, or holds the result of another video (``force``
        replaces that one, too).
    """
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    staging = _staging(folder)
    try:
        if not force:
            _refuse_another(folder, video_sha256)
        yield staging
        _publish(staging, folder)
    except BaseException:  # Ctrl-C, too, leaves the folder as it was
        shutil.rmtree(staging, ignore_errors=True)
        with suppress(OSError):
            for path in made:
                path.rmdir()
        raise


def _staging(folder: Path) -> Path:
    """Make the folder, and refuse before the work and not after it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".romtrack-", dir=folder))
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _refuse_another(folder: Path, video_sha256: str) -> None:
    """Refuse a folder whose result is that of another video, or none of ours."""
    earlier = folder / "result.json"
    if not earlier.exists():
        return
    try:
        video = json.loads(earlier.read_text(encoding="utf-8"))["video"]
        name, sha256 = video["name"], video["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(
            f"{earlier} is no result that romtrack can read: choose another folder with --out, or use --force"
        ) from error
    if sha256 != video_sha256:
        raise OutputError(
            f"{folder} holds the result of another video ({name}): choose another folder with --out, "
            "or replace it with --force"
        )


def _publish(staging: Path, folder: Path) -> None:
    """Move the new files into place and remove what an earlier result left beside them."""
    try:
        written = {path.name for path in staging.iterdir()}
        for name in RESULT_FILES:
            if name in written:
                (staging / name).replace(folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
        staging.rmdir()
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _cannot_write(folder: Path, error: OSError) -> OutputError:
    return OutputError(f"cannot write into {folder} ({error.strerror}): choose another folder with --out")
