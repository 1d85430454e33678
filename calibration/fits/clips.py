"""Clips with their truth: found in folders, followed once, their tracks kept for the next time."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import numpy as np

from romtrack.errors import InputError, StorageError
from romtrack.exercises import exercise
from romtrack.progress import SILENT
from romtrack.settings import Settings
from romtrack.store import load_tracks, save_tracks
from romtrack.tracking import track_person
from romtrack.validation.truth import Truth, read_truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from romtrack.types import FloatArray, PoseTrack

__all__ = ["KEPT", "Clip", "any_of", "clips_in", "turns_a_hip"]

KEPT: Final = ".track.npz"  # instead of the clip's .mp4
_AXES: Final = np.diag([1.0, -1.0, -1.0])  # from OpenGL's axes to the picture's
_MOVES: Final = "camera_roll_deg"  # a column of clips whose camera does


@dataclass(frozen=True, slots=True)
class Clip:
    """What was seen in a clip, and what is true of it.

    body: who is seen. pitch_deg: of the camera, - = looking down. columns: the truth's at the times of the
    track, (T,) each, by their names in the file. joints_m: as the camera has them, x right, y down, z away,
    (T, 3) each; down: straight down there, (3,). steady: the camera stands still. plain: nothing of the
    renderer's realism (clothes, covers, moving cloth, noise) was asked for.
    """

    name: str
    body: str
    track: PoseTrack
    truth: Truth
    pitch_deg: float
    columns: Mapping[str, FloatArray]
    joints_m: Mapping[str, FloatArray]
    down: FloatArray
    steady: bool = True
    plain: bool = True


def any_of(_truth: Truth) -> bool:
    """Say that clips of any exercise are wanted."""
    return True


def turns_a_hip(truth: Truth) -> bool:
    """Say whether a clip shows the rotation of a hip."""
    return exercise(truth.exercise).reads == "hip_rotation"


def clips_in(
    folders: Iterable[Path], kept: Path | None = None, wanted: Callable[[Truth], bool] = any_of
) -> Iterator[Clip]:
    """Yield the clips of exercises in ``folders`` that are wanted, by name; the others are passed over.

    kept: where tracks are kept, in a folder for each of ``folders``; None = beside the clips.

    Raises
    ------
    InputError: a folder holds no truth, a truth cannot be used, or a clip cannot be read.
    """
    for folder in folders:
        truths = sorted(folder.glob("*.gt.json"))
        if not truths:
            raise InputError(f"{folder} holds no clip with its truth (x.mp4, x.gt.json): name another folder")
        for path in truths:
            truth = read_truth(path)
            if isinstance(truth, Truth) and wanted(truth):
                yield _clip(path, truth, folder if kept is None else kept / folder.name)


def _clip(path: Path, truth: Truth, kept: Path) -> Clip:
    """Join the truth in ``path`` with the track of its clip, which is followed unless ``kept`` holds it."""
    name = path.name.removesuffix(".gt.json")
    track = _track(path.with_name(f"{name}.mp4"), truth, kept / f"{name}{KEPT}")
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        body, pitch_deg = str(held["body"]), float(held["camera"]["pitch_deg"])
        frames: dict[str, list[object]] = held["frames"]
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path.name} lacks {error}: render the clip again") from error
    columns = {key: _at(track, truth, values) for key, values in frames.items() if _is_plain(values)}
    joints_m, down = _as_seen(held, track, truth)
    steady, plain = _MOVES not in frames, not held.get("realism")
    return Clip(name, body, track, truth, pitch_deg, columns, joints_m, down, steady, plain)


def _as_seen(
    held: dict[str, Any], track: PoseTrack, truth: Truth
) -> tuple[dict[str, FloatArray], FloatArray]:
    """Return the joints (T, 3) and straight down (3,) as the camera has them; nothing of older truths."""
    view = held["camera"].get("world_to_camera_gl")
    if view is None:
        return {}, np.full(3, np.nan)
    from_world = _AXES @ np.array(view, dtype=float)[:3]
    places_m = np.array(held["frames"]["joints_m"], dtype=float) @ from_world[:, :3].T + from_world[:, 3]
    joints = enumerate(held["joint_names"])
    return {name: _points_at(track, truth, places_m[:, at]) for at, name in joints}, -from_world[:, 2]


def _track(video: Path, truth: Truth, kept: Path) -> PoseTrack:
    """Return the track of a clip, kept for the next time; one that is older than its clip is made anew."""
    if kept.exists() and (not video.exists() or kept.stat().st_mtime >= video.stat().st_mtime):
        try:
            return load_tracks(kept)[0]
        except StorageError:  # of another romtrack: it can be made again
            pass
    sys.stderr.write(f"following {video.name}\n")
    track = track_person(video, Settings(truth.exercise), SILENT).track
    whole = kept.parent / save_tracks(kept.parent, uuid4(), track, {})
    whole.rename(kept)
    return track


def _is_plain(values: list[object]) -> bool:
    """Say whether a column holds one number a frame."""
    return all(isinstance(value, (int, float)) or value is None for value in values)


def _at(track: PoseTrack, truth: Truth, values: list[object]) -> FloatArray:
    """Return a column of the truth at the times of the track; NaN is next to what is not known."""
    column = np.array([np.nan if value is None else value for value in values], dtype=float)
    return np.asarray(np.interp(track.time_s, truth.time_s, column))


def _points_at(track: PoseTrack, truth: Truth, points: FloatArray) -> FloatArray:
    """Return points (N, 3) of the truth at the times of the track, (T, 3)."""
    return np.stack([np.interp(track.time_s, truth.time_s, axis) for axis in points.T], axis=1)
