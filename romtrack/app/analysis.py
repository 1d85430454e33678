"""What an analysis does for the app: the command's steps, in a private folder, with a log at the end."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from romtrack import outputs
from romtrack.apart import run_apart
from romtrack.app.jobs import Jobs, private_folder
from romtrack.batch import free_cores, in_pieces
from romtrack.errors import OutputError, RomtrackError, StorageError
from romtrack.store import open_repository
from romtrack.tracking import still

if TYPE_CHECKING:
    from uuid import UUID

    from romtrack.apart import Patient
    from romtrack.pipeline import Analysis
    from romtrack.settings import Settings
    from romtrack.tracking import Still
    from romtrack.types import Session

__all__ = [
    "ANNOTATED",
    "JOBS",
    "Outcome",
    "Request",
    "again_as",
    "annotated",
    "confirmed",
    "log_again",
    "start",
    "still_of",
]

ANNOTATED: Final = "annotated.mp4"
_RECORDING: Final = "recording"  # our own name: what the upload is called never reaches the disk


@dataclass(frozen=True, slots=True)
class Request:
    """What to analyse.

    name: the recording's own, only shown. source: a file, or an upload's bytes. replaces: the session takes
    the place of those that the log has of this recording and exercise.
    """

    name: str
    source: Path | BinaryIO
    settings: Settings
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished analysis.

    folder: holds its files. earlier: the session that was logged of this recording before, so that this
    one was not. not_logged: why the log did not take it. to_confirm: the exercise was found out from the
    video; until somebody says whether that is right, the recording is kept and nothing is logged.
    """

    analysis: Analysis
    folder: Path
    earlier: Session | None = None
    not_logged: str = ""
    to_confirm: bool = False


JOBS: Final[Jobs[Outcome]] = Jobs()


def start(request: Request) -> str:
    """Start an analysis on a thread of its own; return its token.

    Raises
    ------
    OutputError: there is no room for the upload.
    """
    folder, source = private_folder(), request.source
    video = source if isinstance(source, Path) else _kept(source, folder)
    return JOBS.start(partial(_analyse, video, request), folder)


def _kept(upload: BinaryIO, folder: Path) -> Path:
    video = folder / _RECORDING
    try:
        with video.open("xb") as file:
            shutil.copyfileobj(upload, file)
        os.utime(video, (0, 0))  # an upload has no time of its own, and 1970 is not believed
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise OutputError(
            f"the video cannot be kept for the analysis ({error.strerror}); make room"
        ) from error
    return video


class _Waiting:
    """Waits to the end."""

    def begin(self, stage: str, expected_frames: int | None) -> None:
        """Show nothing."""

    def step(self) -> None:
        """Show nothing."""

    def go_on(self) -> None:
        """Do not give up."""


def still_of(upload: BinaryIO) -> Still:
    """Return the first picture of an upload, decoded in a process of its own; nothing of it is kept.

    Raises
    ------
    RomtrackError: it cannot be read, or there is no room for it.
    """
    folder = private_folder()
    try:
        upload.seek(0)
        video = _kept(upload, folder)
        return run_apart(partial(still, video), _Waiting())
    finally:
        upload.seek(0)
        shutil.rmtree(folder, ignore_errors=True)


def _analyse(video: Path, request: Request, folder: Path, patient: Patient) -> Outcome:
    """Analyse in a process of its own: a video that takes it along takes no live session along."""
    try:
        follow = partial(in_pieces, jobs=free_cores())
        work = partial(outputs.analyze_into, folder, video, request.name, request.settings, follow)
        analysis = run_apart(work, patient)
    except RomtrackError as error:
        raise RomtrackError(str(error).replace(str(video), request.name)) from error
    outcome = Outcome(analysis, folder)
    if analysis.proposal is not None:
        return replace(outcome, to_confirm=True)
    return confirmed(outcome, again=request.replaces)


def confirmed(outcome: Outcome, *, again: bool = False) -> Outcome:
    """Remove the upload and log the session, ``again`` as ``log_again``; return the outcome as it is then."""
    (outcome.folder / _RECORDING).unlink(missing_ok=True)
    return _logged(replace(outcome, to_confirm=False), again=again)


def again_as(outcome: Outcome, exercise_id: str) -> str:
    """Start over with the same recording as another exercise; return the new analysis' token.

    Raises
    ------
    OutputError: there is no room for the recording.
    """
    analysis = outcome.analysis
    video, settings = analysis.video, replace(analysis.settings, exercise=exercise_id)
    name = video.name if analysis.session.video is None else analysis.session.video.name
    if video.parent != outcome.folder:
        return start(Request(name, video, settings))
    with video.open("rb") as recording:  # its folder goes with the first analysis
        return start(Request(name, recording, settings))


def annotated(session_id: UUID) -> Path | None:
    """Return the annotated video of a session, while the app keeps it; None = it does not."""
    kept = (outcome for outcome in JOBS.results() if outcome.analysis.session.id == session_id)
    path = next((outcome.folder / ANNOTATED for outcome in kept), None)
    return path if path is not None and path.exists() else None


def log_again(outcome: Outcome) -> Outcome:
    """Let the session replace what the log has of this recording; return the outcome as it is then."""
    return _logged(outcome, again=True)


def _logged(outcome: Outcome, *, again: bool = False) -> Outcome:
    try:
        with open_repository() as repository:
            kept = outputs.keep(outcome.analysis, repository, again=again)
    except StorageError as error:
        return replace(outcome, not_logged=str(error))
    return replace(outcome, earlier=kept.earlier, not_logged="")
