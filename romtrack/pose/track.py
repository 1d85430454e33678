"""Collecting a followed person frame by frame into a ``PoseTrack`` of bounded size."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from romtrack.types import SIDES, PoseTrack, ShankEvidence, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from romtrack.types import FloatArray, Pose, Skeleton

__all__ = ["TrackBuilder"]

_BLOCK_ROWS = 1024
_COLUMNS = tuple(column.name for column in fields(ShankEvidence))


class TrackBuilder:
    """Append frames, and ``build`` what there is. Holds 0.9 kB a frame (32-bit numbers in blocks).

    Attributes
    ----------
    time_s: of the frames so far.
    """

    def __init__(self, skeleton: Skeleton) -> None:
        self._skeleton = skeleton
        self._points = len(skeleton.keypoints)
        self._row = 6 * self._points + len(SIDES) * len(_COLUMNS)
        self.time_s: list[float] = []
        self._blocks: list[FloatArray] = []

    def __len__(self) -> int:
        return len(self.time_s)

    def add(self, time_s: float, pose: Pose | None, evidence: Mapping[Side, ShankEvidence] | None) -> None:
        """Append one frame; without a pose (and its evidence) the frame is a gap."""
        at = len(self.time_s) % _BLOCK_ROWS
        if at == 0:
            self._blocks.append(np.full((_BLOCK_ROWS, self._row), np.nan, dtype=np.float32))
        if pose is not None and evidence is not None:
            self._blocks[-1][at] = self._numbers(pose, evidence)
        self.time_s.append(time_s)

    @staticmethod
    def _numbers(pose: Pose, evidence: Mapping[Side, ShankEvidence]) -> FloatArray:
        columns = [float(getattr(evidence[side], name)) for side in SIDES for name in _COLUMNS]
        return np.concatenate((pose.image_px.ravel(), pose.world_m.ravel(), pose.visibility, columns))

    def build(
        self,
        width_px: int,
        height_px: int,
        upright_px: FloatArray | None = None,
        provenance: tuple[str, ...] = (),
        first: int = 0,
    ) -> PoseTrack:
        """Return the track of the frames from ``first`` on, at their own times."""
        frames, k = len(self.time_s) - first, self._points
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
        """Return the numbers of the frames from ``first`` on; a view where they lie in one block."""
        block, at = divmod(first, _BLOCK_ROWS)
        blocks = self._blocks[block:]
        frames = len(self.time_s) - first
        if len(blocks) == 1:
            return blocks[0][at : at + frames]
        return np.concatenate(blocks)[at : at + frames] if blocks else np.empty((0, self._row))
