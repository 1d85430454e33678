"""Pose and signal tracks: one compressed file for each session, beside the database.

``romtrack.tracks/2`` is an ``.npz`` of plain arrays: those of the pose track under their names,
``evidence`` (2 sides, columns of ``ShankEvidence``, T), ``signal_<side>_<field>``, and ``about``,
a JSON text with all that is no array.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from cattrs import BaseValidationError, Converter

from romtrack.errors import StorageError
from romtrack.store._arrays import DAMAGE, ArrayFile, write_arrays
from romtrack.store._errors import damaged, storage_errors
from romtrack.types import SIDES, PoseTrack, ShankEvidence, Side, SignalTrack, Skeleton

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from uuid import UUID

    from numpy.typing import NDArray

__all__ = ["load_tracks", "save_tracks"]

_FORMAT: Final = "romtrack.tracks/2"
_EARLIER: Final = "romtrack.tracks/1"  # without the shank's outer outline
_TRACK_ARRAYS: Final = ("time_s", "image_px", "world_m", "visibility", "upright_px")
_SIGNAL_ARRAYS: Final = ("time_s", "value", "sigma", "ok")
_CONVERTER: Final = Converter()


@dataclass(frozen=True, slots=True)
class _AboutSignal:
    name: str
    unit: str
    provenance: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _About:
    """What is no array."""

    format: str
    skeleton: Skeleton
    width_px: int
    height_px: int
    provenance: tuple[str, ...]
    signals: dict[Side, _AboutSignal]


def save_tracks(folder: Path, session_id: UUID, track: PoseTrack, signals: Mapping[Side, SignalTrack]) -> str:
    """Write the tracks of a session, return the file's name; ``Repository.new_tracks`` lets it appear whole.

    Raises
    ------
    StorageError: the folder or the disk does not take it.
    """
    path = folder / f"{session_id}.npz"
    with storage_errors(str(path)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            write_arrays(file, _arrays(track, signals))
            file.flush()
            os.fsync(file.fileno())
    return path.name


def load_tracks(path: Path) -> tuple[PoseTrack, dict[Side, SignalTrack]]:
    """Read what ``save_tracks`` wrote.

    Raises
    ------
    StorageError: the file is missing, damaged, or of an earlier or newer romtrack.
    """
    try:
        with path.open("rb") as file:
            return _read(path, ArrayFile(file))
    except StorageError:
        raise
    except OSError as error:
        raise StorageError(
            f"cannot read {path} ({error.strerror or error}); analyse the recording again"
        ) from error
    except (*DAMAGE, BaseValidationError, RecursionError) as error:  # too deep for JSON
        raise damaged(str(path)) from error


def _read(path: Path, arrays: ArrayFile) -> tuple[PoseTrack, dict[Side, SignalTrack]]:
    plain = json.loads(str(arrays.read("about", "U")))
    made = plain.get("format") if isinstance(plain, dict) else None
    if made == _EARLIER:
        raise StorageError(f"{path} was written by an earlier romtrack; analyse the recording again")
    if isinstance(made, str) and made != _FORMAT:
        raise StorageError(f"{path} was written by a newer romtrack; update romtrack")
    about = _CONVERTER.structure(plain, _About)
    signals = {side: _signal(side, made, arrays) for side, made in about.signals.items()}
    return _track(about, arrays), signals


def _arrays(track: PoseTrack, signals: Mapping[Side, SignalTrack]) -> dict[str, NDArray[Any]]:
    columns = [
        [getattr(track.evidence[side], field.name) for field in fields(ShankEvidence)] for side in SIDES
    ]
    return {
        "about": np.array(json.dumps(_CONVERTER.unstructure(_about(track, signals)))),
        "evidence": np.array(columns),
        **{name: getattr(track, name) for name in _TRACK_ARRAYS},
        **{
            f"signal_{side}_{name}": getattr(signal, name)
            for side, signal in signals.items()
            for name in _SIGNAL_ARRAYS
        },
    }


def _about(track: PoseTrack, signals: Mapping[Side, SignalTrack]) -> _About:
    return _About(
        _FORMAT,
        track.skeleton,
        track.width_px,
        track.height_px,
        track.provenance,
        {side: _AboutSignal(one.name, one.unit, one.provenance) for side, one in signals.items()},
    )


def _track(about: _About, arrays: ArrayFile) -> PoseTrack:
    evidence = arrays.read("evidence")
    if evidence.shape[:2] != (len(SIDES), len(fields(ShankEvidence))):
        raise ValueError("evidence")
    left, right = (ShankEvidence(*columns) for columns in evidence)
    return PoseTrack(
        skeleton=about.skeleton,
        width_px=about.width_px,
        height_px=about.height_px,
        evidence={"left": left, "right": right},
        provenance=about.provenance,
        **{name: arrays.read(name) for name in _TRACK_ARRAYS},
    )


def _signal(side: Side, about: _AboutSignal, arrays: ArrayFile) -> SignalTrack:
    return SignalTrack(
        name=about.name,
        side=side,
        unit=about.unit,
        provenance=about.provenance,
        **{
            name: arrays.read(f"signal_{side}_{name}", "b" if name == "ok" else "f")
            for name in _SIGNAL_ARRAYS
        },
    )
