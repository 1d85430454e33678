"""The folder of results: all files of one analysis appear together, or none does."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from romtrack.errors import OutputError
from romtrack.export._claim import Claim, claimed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["RESULT_FILES", "TASK_FILE", "claimed_results"]

TASK_FILE: Final = "task.json"
"""What was asked for, where several videos are analysed in one go."""

RESULT_FILES: Final = (
    "result.json",
    "angles.csv",
    "angles_both.csv",
    "signals.csv",
    "chart.svg",
    "report.html",
    "annotated.mp4",
    TASK_FILE,
)


@contextmanager
def claimed_results(folder: Path, video_sha256: str, *, force: bool) -> Iterator[Claim]:
    """Claim the folder for the results of one video; without ``publish`` it stays as it is.

    Raises
    ------
    OutputError: the folder cannot be written, somebody else is writing it, or it holds the result of
        another video (``force`` replaces that one, too).
    """
    with claimed(folder, RESULT_FILES) as claim:
        if not force:
            _refuse_another(claim.target, video_sha256)
        yield claim


def _refuse_another(folder: Path, video_sha256: str) -> None:
    """Refuse a folder whose result is that of another video, or none of ours."""
    earlier = folder / "result.json"
    if not earlier.is_file():
        return
    try:
        video = json.loads(earlier.read_text(encoding="utf-8"))["video"]
        name, sha256 = video["name"], video["sha256"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise OutputError(
            f"{earlier} is no result that romtrack can read: choose another folder with --out, or use --force"
        ) from error
    if sha256 != video_sha256:
        raise OutputError(
            f"{folder} holds the result of another video ({name}): choose another folder with --out, "
            "or replace it with --force"
        )
