"""Pose and signal tracks: one compressed file for each session, beside the database.

``romtrack.tracks/2`` is an ``.npz`` of plain arrays: those of the pose track under their names,
``evidence`` (2 sides, columns of ``ShankEvidence``, T), ``signal_<side>_<field>``, and ``about``,
a JSON text with all that is no array. What was not known is left out: ``room`` (columns of
``RoomMotion``, T), ``upright_of``, ``content_px``.
"""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from romtrack.errors import StorageError
from romtrack.store._errors import damaged, storage_errors
from romtrack.types import SIDES, PoseTrack, RoomMotion, ShankEvidence, Side, SignalTrack, Skeleton

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
# What a damaged zip or array makes zipfile (NotImplementedError: an unknown compression), zlib, json and
# NumPy raise.
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)


def save_tracks(folder: Path, session_id: UUID, track: PoseTrack, signals: Mapping[Side, SignalTrack]) -> str:
    """Write the tracks of a session, whole or not at all, and return the file's name.

    Raises
    ------
    StorageError: the folder or the disk does not take it.
    """
    path = folder / f"{session_id}.npz"
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with storage_errors(str(path)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                np.savez_compressed(file, **_arrays(track, signals))  # type: ignore[arg-type]  # no name is allow_pickle
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    return path.name


def load_tracks(path: Path) -> tuple[PoseTrack, dict[Side, SignalTrack]]:
    """Read what ``save_tracks`` wrote.

    Raises
    ------
    StorageError: the file is missing, damaged, or of an earlier or newer romtrack.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            about = json.loads(str(data["about"]))
            if about["format"] == _EARLIER:
                raise StorageError(f"{path} was written by an earlier romtrack; analyse the recording again")
            if about["format"] != _FORMAT:
                raise StorageError(f"{path} was written by a newer romtrack; update romtrack")
            return _track(about, data), {side: _signal(side, about, data) for side in about["signals"]}
    except OSError as error:
        if isinstance(error, StorageError):
            raise
        raise StorageError(
            f"cannot read {path} ({error.strerror or error}); analyse the recording again"
        ) from error
    except _DAMAGE as error:
        raise damaged(str(path)) from error


def _arrays(track: PoseTrack, signals: Mapping[Side, SignalTrack]) -> dict[str, NDArray[Any]]:
    columns = [
        [getattr(track.evidence[side], field.name) for field in fields(ShankEvidence)] for side in SIDES
    ]
    return {
        "about": np.array(json.dumps(_about(track, signals))),
        "evidence": np.array(columns),
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
    room = track.room
    known = {
        "room": None if room is None else np.array([getattr(room, field.name) for field in fields(room)]),
        "upright_of": track.upright_of,
        "content_px": track.content_px,
    }
    return {name: array for name, array in known.items() if array is not None}


def _about(track: PoseTrack, signals: Mapping[Side, SignalTrack]) -> dict[str, Any]:
    skeleton = track.skeleton
    return {
        "format": _FORMAT,
        "skeleton": {"name": skeleton.name, "keypoints": skeleton.keypoints, "edges": skeleton.edges},
        "width_px": track.width_px,
        "height_px": track.height_px,
        "provenance": track.provenance,
        "signals": {
            side: {"name": signal.name, "unit": signal.unit, "provenance": signal.provenance}
            for side, signal in signals.items()
        },
    }


def _track(about: Mapping[str, Any], data: Mapping[str, NDArray[Any]]) -> PoseTrack:
    made = about["skeleton"]
    edges = tuple((start, end) for start, end in made["edges"])
    left, right = (ShankEvidence.recorded(columns) for columns in data["evidence"])
    return PoseTrack(
        skeleton=Skeleton(made["name"], tuple(made["keypoints"]), edges),
        width_px=about["width_px"],
        height_px=about["height_px"],
        time_s=data["time_s"],
        image_px=data["image_px"],
        world_m=data["world_m"],
        visibility=data["visibility"],
        evidence={"left": left, "right": right},
        upright_px=data["upright_px"],
        provenance=tuple(about["provenance"]),
        upright_of=data.get("upright_of"),
        room=_room(data["room"]) if "room" in data else None,
        content_px=data.get("content_px"),
    )


def _room(columns: NDArray[Any]) -> RoomMotion:
    turned_deg, grown, x_px, y_px, stretch = columns
    return RoomMotion(turned_deg, grown, x_px, y_px, stretch.astype(np.int64))


def _signal(side: Side, about: Mapping[str, Any], data: Mapping[str, NDArray[Any]]) -> SignalTrack:
    made = about["signals"][side]
    return SignalTrack(
        name=made["name"],
        side=side,
        unit=made["unit"],
        provenance=tuple(made["provenance"]),
        **{name: data[f"signal_{side}_{name}"] for name in _SIGNAL_ARRAYS},
    )
