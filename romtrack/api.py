"""What is promised to callers from Python; ``import romtrack`` gives all of it (docs/api.md)."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from romtrack import pipeline, store
from romtrack.batch import analyzed, free_cores, in_pieces
from romtrack.errors import RomtrackError
from romtrack.exercises import exercise as card_of
from romtrack.export import read_result
from romtrack.kinematics.view import camera_for
from romtrack.pipeline import Analysis
from romtrack.progress import SILENT
from romtrack.protocols import Reading, read
from romtrack.settings import AUTO, Settings
from romtrack.store import Repository
from romtrack.tidy import measurements_frame, signals_frame, track_dataset
from romtrack.types import (
    CameraModel,
    Measurement,
    Notice,
    PoseTrack,
    Session,
    SetRecord,
    SignalTrack,
    Trial,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor

    from romtrack.progress import Progress
    from romtrack.types import Side

__all__ = [
    "AUTO",
    "Analysis",
    "CameraModel",
    "Measurement",
    "Notice",
    "PoseTrack",
    "Reading",
    "Repository",
    "RomtrackError",
    "Session",
    "SetRecord",
    "Settings",
    "SignalTrack",
    "Trial",
    "analyze",
    "analyze_many",
    "load_session",
    "measurements_frame",
    "open_log",
    "read_track",
    "signals_frame",
    "track_dataset",
]


def analyze(
    video: str | os.PathLike[str],
    settings: Settings | None = None,
    progress: Progress = SILENT,
    camera: CameraModel | None = None,
    jobs: int = 1,
) -> Analysis:
    """Measure or count what a person in a video does; nothing is written, and nothing is logged.

    Parameters
    ----------
    settings: what is done, by whom, with which leg; None: the seated measurement, of the leg that moves.
    progress: is told how far it is. camera: that took the video; None: a typical one is assumed. jobs:
    how many processes may share a video of over half a minute.

    Raises
    ------
    RomtrackError: in one line what is wrong with the video or with what was asked, and what to do.
    """
    follow = partial(in_pieces, jobs=jobs)
    return pipeline.analyze(Path(video), settings or Settings(), progress, camera, follow)


def analyze_many(
    videos: Iterable[str | os.PathLike[str]],
    settings: Settings | None = None,
    executor: Executor | None = None,
    jobs: int | None = None,
) -> Iterator[Analysis | RomtrackError]:
    """Measure or count in many videos; nothing is written, and nothing is logged.

    Yields, in the order of the videos, each one's analysis, or the error that says in one line what is wrong
    with it: one that fails stops no other. Who stops asking ends what has not begun.

    Parameters
    ----------
    settings: as of ``analyze``, for all. executor: any ``concurrent.futures.Executor`` does the work from
    this call on, a cluster's too, where it finds the videos under the same paths; None: processes of this
    machine, ``jobs`` of them at a time (None: as many as there are free cores).
    """
    paths = [Path(video) for video in videos]
    return analyzed(paths, settings or Settings(), executor, jobs or free_cores())


def read_track(
    track: PoseTrack | str | os.PathLike[str],
    exercise: str = "seated-ir-measure",
    side: Side | Literal["auto"] = "auto",
    camera: CameraModel | None = None,
) -> Reading:
    """Read a pose track, or the file in which the log keeps one, as an exercise; no video is needed.

    The result holds all named signals as arrays: ``reading.signals["hip_rotation"]["left"].value``, (T,).

    Parameters
    ----------
    exercise: an id that ``romtrack exercises`` lists. side: the leg; ``auto``: the one that moves.

    Raises
    ------
    RomtrackError: there is no such exercise, or the file cannot be read.
    """
    if not isinstance(track, PoseTrack):
        track, _ = store.load_tracks(Path(track))
    return read(track, card_of(exercise), camera_for(track.width_px, track.height_px, camera), side)


def load_session(result: str | os.PathLike[str]) -> Session:
    """Read a session from a ``result.json``, or from the folder in which it lies.

    Raises
    ------
    RomtrackError: it cannot be read, or is of a schema that this romtrack does not know.
    """
    path = Path(result)
    return read_result(path / "result.json" if path.is_dir() else path)


def open_log(url: str | None = None) -> Repository:
    """Open the log of sessions: ``url``, else ``ROMTRACK_DATABASE_URL``, else the user's own; to be closed.

    Raises
    ------
    RomtrackError: it cannot be reached, read or upgraded.
    """
    return store.open_repository(url)
