"""Pose and signal tracks: one compressed file for each session, beside the database.

``romtrack.tracks/3`` is an ``.npz`` of plain arrays that names each of its columns: those of the pose track
under their names, ``shank_<side>_<column of ShankEvidence>``, ``room_<column of RoomMotion>``,
``signal_<side>_<column>``, and ``about``, a JSON text with all that is no array. What was not looked at or
not known is left out: the columns of the shanks, those of the room, ``upright_of``, ``content_px``.

So a column may be added without a new version: what an older file lacks is missing (NaN), what a newer one
has besides is left alone. Only a file that would be read wrongly is of a new version. ``romtrack.tracks/2``
is read, too: in it shanks and room lie in one array each (``evidence``: 2 sides, columns, T; ``room``:
columns, T).
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
from romtrack.types import SIDES, PoseTrack, RoomMotion, ShankEvidence, Side, SignalTrack, Skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from uuid import UUID

    from numpy.typing import NDArray

__all__ = ["load_tracks", "save_tracks"]

_FORMAT: Final = "romtrack.tracks/3"
_STACKED: Final = "romtrack.tracks/2"
_EARLIER: Final = "romtrack.tracks/1"  # without the shank's outer outline
_TRACK_ARRAYS: Final = ("time_s", "image_px", "world_m", "visibility", "upright_px")
_SIGNAL_ARRAYS: Final = ("time_s", "value", "sigma", "ok")
_SHANK_COLUMNS: Final = tuple(column.name for column in fields(ShankEvidence))
_ADDED_LATER: Final = {"uneven"}  # of the columns of a shank: a file may be older
_STACKED_AXES: Final = 3
_MOST_STRETCHES: Final = 1e9
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
    StorageError: the file is missing, damaged, lacks what it should hold, or is of a romtrack whose files
        this one does not read.
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
    if isinstance(made, str) and made not in {_FORMAT, _STACKED}:
        raise StorageError(f"{path} was written by a newer romtrack; update romtrack")
    about = _CONVERTER.structure(plain, _About)
    lacking = [name for name in _needed(about, arrays) if name not in arrays]
    if lacking and made == _FORMAT:
        raise StorageError(f"{path} lacks {', '.join(lacking)}; analyse the recording again")
    return _track(about, arrays), {side: _signal(side, one, arrays) for side, one in about.signals.items()}


def _needed(about: _About, arrays: ArrayFile) -> Iterator[str]:
    """Yield the arrays that a file must hold; of shanks and room all columns, where there is any."""
    yield from _TRACK_ARRAYS
    yield from (f"signal_{side}_{name}" for side in about.signals for name in _SIGNAL_ARRAYS)
    room = [f"room_{column.name}" for column in fields(RoomMotion)]
    shanks = [
        _shank_array(side, name) for side in SIDES for name in _SHANK_COLUMNS if name not in _ADDED_LATER
    ]
    for group in (room, shanks):
        if any(name in arrays for name in group):
            yield from group


def _shank_array(side: Side, column: str) -> str:
    return f"shank_{side}_{column}"


def _arrays(track: PoseTrack, signals: Mapping[Side, SignalTrack]) -> dict[str, NDArray[Any]]:
    return {
        "about": np.array(json.dumps(_CONVERTER.unstructure(_about(track, signals)))),
        **_known(track),
        **{name: getattr(track, name) for name in _TRACK_ARRAYS},
        **{
            f"signal_{side}_{name}": getattr(signal, name)
            for side, signal in signals.items()
            for name in _SIGNAL_ARRAYS
        },
    }


def _known(track: PoseTrack) -> dict[str, NDArray[Any]]:
    """Return what a track may lack."""
    known: dict[str, NDArray[Any] | None] = {
        "upright_of": None if track.upright_of is None else track.upright_of.astype(float),
        "content_px": track.content_px,
    }
    if track.shanks is not None:
        known |= {
            _shank_array(side, name): getattr(shank, name)
            for side, shank in track.shanks.items()
            for name in _SHANK_COLUMNS
        }
    if track.room is not None:
        known |= {
            f"room_{one.name}": getattr(track.room, one.name).astype(float) for one in fields(RoomMotion)
        }
    return {name: array for name, array in known.items() if array is not None}


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
    return PoseTrack(
        skeleton=about.skeleton,
        width_px=about.width_px,
        height_px=about.height_px,
        shanks=_shanks(about, arrays),
        provenance=about.provenance,
        time_s=arrays.read("time_s"),
        image_px=arrays.read("image_px"),
        world_m=arrays.read("world_m"),
        visibility=arrays.read("visibility"),
        upright_px=arrays.read("upright_px"),
        upright_of=_numbers(arrays.read("upright_of")) if "upright_of" in arrays else None,
        room=_room(about, arrays),
        content_px=arrays.read("content_px") if "content_px" in arrays else None,
    )


def _shanks(about: _About, arrays: ArrayFile) -> dict[Side, ShankEvidence] | None:
    if about.format == _STACKED:
        stacked = arrays.read("evidence")
        if stacked.ndim != _STACKED_AXES or len(stacked) != len(SIDES):
            raise ValueError("evidence")
        return {side: ShankEvidence.recorded(stacked[at]) for at, side in enumerate(SIDES)}
    if _shank_array("left", _SHANK_COLUMNS[0]) not in arrays:
        return None
    return {side: _shank(side, arrays) for side in SIDES}


def _shank(side: Side, arrays: ArrayFile) -> ShankEvidence:
    found = {name: _shank_array(side, name) for name in _SHANK_COLUMNS}
    known = {name: arrays.read(array) for name, array in found.items() if array in arrays}
    missing = np.full_like(known[_SHANK_COLUMNS[0]], np.nan)
    return ShankEvidence(**{name: known.get(name, missing) for name in _SHANK_COLUMNS})


def _room(about: _About, arrays: ArrayFile) -> RoomMotion | None:
    names = [column.name for column in fields(RoomMotion)]
    if about.format == _STACKED:
        columns = list(arrays.read("room")) if "room" in arrays else []
    else:
        columns = [arrays.read(f"room_{name}") for name in names if f"room_{name}" in arrays]
    if not columns:
        return None
    if len(columns) != len(names) or not all(np.isfinite(column).all() for column in columns):
        raise ValueError("room")
    turned_deg, grown, x_px, y_px, stretch = columns
    return RoomMotion(turned_deg, grown, x_px, y_px, _numbers(stretch))


def _numbers(stretches: NDArray[Any]) -> NDArray[np.int64]:
    """Return numbers of stretches, which a file keeps as it keeps all numbers."""
    if not (np.abs(stretches) < _MOST_STRETCHES).all():
        raise ValueError("stretch")
    return stretches.astype(np.int64)


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
