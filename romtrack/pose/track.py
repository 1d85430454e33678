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

    from romtrack.types import FloatArray, Pose, Skeleton

__all__ = ["TrackBuilder"]

_COLUMNS = tuple(column.name for column in fields(ShankEvidence))


class TrackBuilder:
    """Append frames, and ``build`` what there is.

    The numbers (32 bits each, 0.9 kB a frame) go to a file without a name as they come, and are mapped
    where they are read: memory holds the times alone, and however the process ends, nothing stays behind.

    Parameters
    ----------
    folder: where there is room for them, made if need be; None = where the system keeps what is temporary.

    Attributes
    ----------
    time_s: of the frames so far.

    Raises
    ------
    StorageError: the folder takes no file.
    """

    def __init__(self, skeleton: Skeleton, folder: Path | None = None) -> None:
        self._skeleton = skeleton
        self._points = len(skeleton.keypoints)
        self._row = np.empty(6 * self._points + len(SIDES) * len(_COLUMNS), dtype=np.float32)
        self._folder = folder
        self.time_s = array("d")
        with self._room():
            if folder is not None:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = TemporaryFile(buffering=0, dir=folder)  # noqa: SIM115  closed with the builder
        finalize(self, self._file.close)

    def __len__(self) -> int:
        return len(self.time_s)

    def add(self, time_s: float, pose: Pose | None, evidence: Mapping[Side, ShankEvidence] | None) -> None:
        """Append one frame; without a pose (and its evidence) the frame is a gap.

        Raises
        ------
        StorageError: there is no room for it; what was added before stays.
        """
        self._row[:] = np.nan if pose is None or evidence is None else self._numbers(pose, evidence)
        left = self._row.data.cast("B")
        with self._room():
            self._file.seek(len(self) * self._row.nbytes)
            while left:
                left = left[self._file.write(left) :]
        self.time_s.append(time_s)

    @staticmethod
    def _numbers(pose: Pose, evidence: Mapping[Side, ShankEvidence]) -> FloatArray:
        columns = [float(getattr(evidence[side], name)) for side in SIDES for name in _COLUMNS]
        return np.concatenate((pose.image_px.ravel(), pose.world_m.ravel(), pose.visibility, columns))

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
        left, right = rows[:, 6 * k : -len(_COLUMNS)], rows[:, -len(_COLUMNS) :]
        return PoseTrack(
            skeleton=self._skeleton,
            width_px=width_px,
            height_px=height_px,
            time_s=np.array(self.time_s[first:], dtype=np.float64),
            image_px=image.reshape(frames, k, 2),
            world_m=world.reshape(frames, k, 3),
            visibility=seen,
            evidence={"left": ShankEvidence(*left.T), "right": ShankEvidence(*right.T)},
            upright_px=np.empty((0, 4)) if upright_px is None else upright_px,
            provenance=provenance,
        )

    def _rows(self, first: int) -> FloatArray:
        """Return the numbers of the frames from ``first`` on, mapped."""
        shape = len(self) - first, len(self._row)
        if not shape[0]:
            return np.empty(shape, dtype=np.float32)
        mapped = np.memmap(self._file, np.float32, "r", first * self._row.nbytes, shape)
        return mapped.view(np.ndarray)
