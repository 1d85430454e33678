"""What romtrack read of a video: analysed now, or from the folder of its results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack import pipeline
from romtrack.errors import InputError
from romtrack.export import read_result
from romtrack.imports import csv_rows
from romtrack.progress import SILENT
from romtrack.settings import Settings
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from romtrack.progress import Progress
    from romtrack.types import FloatArray, Session, Side

__all__ = ["Recording", "read_recording"]

_ANGLES: Final = "angles_both.csv"
_MOST_BYTES: Final = 1 << 26


class Recording(NamedTuple):
    """A session and its angles. time_s: (T,). angle_deg: (T,) of each leg, + = internal, NaN = not read."""

    session: Session
    time_s: FloatArray
    angle_deg: Mapping[Side, FloatArray]


def read_recording(path: Path, progress: Progress = SILENT) -> Recording:
    """Read a folder of results, or analyse a video.

    Raises
    ------
    InputError: it is neither, or rotation of the hip was not measured in it.
    """
    return _of_folder(path) if path.is_dir() else _of_video(path, progress)


def _of_video(path: Path, progress: Progress) -> Recording:
    analysis = pipeline.analyze(path, Settings(), progress)
    signals = analysis.signals
    legs = {side: np.where(signals[side].ok, signals[side].value, np.nan) for side in SIDES}
    return Recording(analysis.session, signals["left"].time_s, legs)


def _of_folder(path: Path) -> Recording:
    session = read_result(path / "result.json")
    rotates = any(one.quantity == "hip_rotation" for one in session.measurements)
    if not rotates or not (path / _ANGLES).is_file():
        raise InputError(
            f"{path} holds no {_ANGLES} of a rotation of the hip: name the folder of results, or the video"
        )
    rows = csv_rows(path / _ANGLES, _MOST_BYTES)
    _, headings = next(rows, (1, []))
    try:
        table = [[float(cell or "nan") for cell in cells] for _, cells in rows]
        held = dict(zip(headings, np.array(table, dtype=float).reshape(-1, len(headings)).T, strict=True))
        legs = {side: np.where(held[f"{side}_ok"] > 0, held[f"{side}_angle_deg"], np.nan) for side in SIDES}
        return Recording(session, held["time_s"], legs)
    except (ValueError, KeyError, ZeroDivisionError) as error:
        raise InputError(f"{path / _ANGLES} is damaged: analyse the video again") from error
