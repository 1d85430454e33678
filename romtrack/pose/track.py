"""Collecting a followed person frame by frame into a ``PoseTrack``, in memory that does not grow with it."""

from __future__ import annotations

from array import array
from contextlib import contextmanager
from dataclasses import fields
from tempfile import TemporaryFile
from typing import TYPE_CHECKING
from weakref import finalize

import numpy as np

from romtrack.errors import StorageError
from romtrack.types import SIDES, PoseTrack, ShankEvidence, Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from romtrack.types import FloatArray, Pose, Skeleton

__all__ = ["TrackBuilder"]

_BLOCK = 1024  # frames of a track that are taken at a time
_COLUMNS = tuple(column.name for column in fields(ShankEvidence))


class TrackBuilder:
    """Append frames, and ``build`` what there is.

    The numbers (32 bits each, 0.8 kB a frame, 0.9 with the shanks) go to a file without a name as they come,
    and are mapped where they are read: memory holds the times alone, and however the process ends, nothing
    stays behind.

    Parameters
    ----------
    folder: where there is room for them, made if need be; None = where the system keeps what is temporary.
    shanks: whether what the pictures say of them is kept.

    Attributes
    ----------
    time_s: of the frames so far.

    Raises
    ------
    StorageError: the folder takes no file.
    """

    def __init__(self, skeleton: Skeleton, folder: Path | None = None, *, shanks: bool = True) -> None:
        self._skeleton = skeleton
        self._points = len(skeleton.keypoints)
        self._shanks = shanks
        columns = len(SIDES) * len(_COLUMNS) if shanks else 0
        self._row = np.empty(6 * self._points + columns, dtype=np.float32)
        self._folder = folder
        self.time_s = array("d")
        with self._room():
            if folder is not None:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = TemporaryFile(buffering=0, dir=folder)  # noqa: SIM115  closed with the builder
        finalize(self, self._file.close)

    def __len__(self) -> int:
        return len(self.time_s)

    def add(self, time_s: float, pose: Pose | None, shanks: Mapping[Side, ShankEvidence] | None) -> None:
        """Append one frame; without a pose it is a gap.

        Raises
        ------
        StorageError: there is no room for it; what was added before stays.
        """
        self._row[:] = np.nan
        if pose is not None:
            self._fill(pose, shanks if self._shanks else None)
        self._write(self._row)
        self.time_s.append(time_s)

    def extend(self, track: PoseTrack) -> None:
        """Append the frames of a track of the same skeleton, with shanks if this one keeps them.

        Raises
        ------
        StorageError: as above.
        """
        for first in range(0, len(track), _BLOCK):
            part = slice(first, first + _BLOCK)
            columns = [
                getattr(track.shank(side), name)[part, None]
                for side in SIDES
                if self._shanks
                for name in _COLUMNS
            ]
            points = (
                array[part].reshape(len(track.time_s[part]), -1)
                for array in (track.image_px, track.world_m, track.visibility)
            )
            self._write(np.concatenate((*points, *columns), axis=1, dtype=np.float32))
            self.time_s.extend(track.time_s[part].tolist())

    def _fill(self, pose: Pose, shanks: Mapping[Side, ShankEvidence] | None) -> None:
        found = np.concatenate((pose.image_px.ravel(), pose.world_m.ravel(), pose.visibility))
        self._row[: len(found)] = found
        if shanks is not None:
            self._row[len(found) :] = [
                float(getattr(shanks[side], name)) for side in SIDES for name in _COLUMNS
            ]

    def _write(self, rows: NDArray[np.float32]) -> None:
        """Write whole rows after those that there are."""
        left = rows.reshape(-1).data.cast("B")
        with self._room():
            self._file.seek(len(self) * self._row.nbytes)
            while left:
                left = left[self._file.write(left) :]

    @contextmanager
    def _room(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            where = "the temporary folder" if self._folder is None else self._folder
            raise StorageError(
                f"no room for the pose track in {where} ({error.strerror}); make room there"
            ) from error

    def build(
        self,
        width_px: int,
        height_px: int,
        upright_px: FloatArray | None = None,
        provenance: tuple[str, ...] = (),
        first: int = 0,
    ) -> PoseTrack:
        """Return the track of the frames from ``first`` on, at their own times; its arrays are read-only."""
        frames, k = len(self) - first, self._points
        rows = self._rows(first)
        image, world, seen = rows[:, : 2 * k], rows[:, 2 * k : 5 * k], rows[:, 5 * k : 6 * k]
        return PoseTrack(
            skeleton=self._skeleton,
            width_px=width_px,
            height_px=height_px,
            time_s=np.array(self.time_s[first:], dtype=np.float64),
            image_px=image.reshape(frames, k, 2),
            world_m=world.reshape(frames, k, 3),
            visibility=seen,
            shanks=self._columns(rows[:, 6 * k :]) if self._shanks else None,
            upright_px=np.empty((0, 4)) if upright_px is None else upright_px,
            provenance=provenance,
        )

    @staticmethod
    def _columns(rows: FloatArray) -> dict[Side, ShankEvidence]:
        left, right = rows[:, : len(_COLUMNS)], rows[:, len(_COLUMNS) :]
        return {"left": ShankEvidence(*left.T), "right": ShankEvidence(*right.T)}

    def _rows(self, first: int) -> FloatArray:
        """Return the numbers of the frames from ``first`` on, mapped."""
        shape = len(self) - first, len(self._row)
        if not shape[0]:
            return np.empty(shape, dtype=np.float32)
        mapped = np.memmap(self._file, np.float32, "r", first * self._row.nbytes, shape)
        return mapped.view(np.ndarray)
