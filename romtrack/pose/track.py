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
_COLUMNS = len(fields(ShankEvidence))


class TrackBuilder:
    """Append frames, then ``build``. Holds 0.9 kB a frame (32-bit numbers in blocks)."""

    def __init__(self, skeleton: Skeleton) -> None:
        self._skeleton = skeleton
        self._points = len(skeleton.keypoints)
        self._row = 6 * self._points + len(SIDES) * _COLUMNS
        self._time_s: list[float] = []
        self._blocks: list[FloatArray] = []

    def __len__(self) -> int:
        return len(self._time_s)

    def add(self, time_s: float, pose: Pose | None, evidence: Mapping[Side, ShankEvidence] | None) -> None:
        """Append one frame; without a pose (and its evidence) the frame is a gap."""
        at = len(self._time_s) % _BLOCK_ROWS
        if at == 0:
            self._blocks.append(np.full((_BLOCK_ROWS, self._row), np.nan, dtype=np.float32))
        if pose is not None and evidence is not None:
            self._blocks[-1][at] = self._numbers(pose, evidence)
        self._time_s.append(time_s)

    @staticmethod
    def _numbers(pose: Pose, evidence: Mapping[Side, ShankEvidence]) -> FloatArray:
        columns = [
            np.ravel(getattr(evidence[side], column.name))
            for side in SIDES
            for column in fields(ShankEvidence)
        ]
        return np.concatenate((pose.image_px.ravel(), pose.world_m.ravel(), pose.visibility, *columns))

    def build(
        self, width_px: int, height_px: int, upright_px: FloatArray | None, provenance: tuple[str, ...]
    ) -> PoseTrack:
        """Return the track; the builder must not be used any more."""
        frames, k = len(self._time_s), self._points
        rows = np.concatenate(self._blocks)[:frames] if self._blocks else np.empty((0, self._row))
        image, world, seen, left, right = np.split(rows, np.cumsum((2 * k, 3 * k, k, _COLUMNS)), axis=1)
        return PoseTrack(
            skeleton=self._skeleton,
            width_px=width_px,
            height_px=height_px,
            time_s=np.array(self._time_s, dtype=np.float64),
            image_px=image.reshape(frames, k, 2),
            world_m=world.reshape(frames, k, 3),
            visibility=seen,
            evidence={"left": ShankEvidence(*left.T), "right": ShankEvidence(*right.T)},
            upright_px=np.empty((0, 4)) if upright_px is None else upright_px,
            provenance=provenance,
        )
