"""A recorded track played to a live session, as if the camera saw it now."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from romtrack.live import Look
from romtrack.types import SIDES, Frame, Pose, ShankEvidence, Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from romtrack.live import LiveSession, Update
    from romtrack.types import FloatArray, PoseTrack, Skeleton

BLACK = np.zeros((2, 2, 3), np.uint8)


class ReplayEye:
    """Sees what a track holds, again and again, ``pause_s`` apart."""

    clear = True

    def __init__(self, track: PoseTrack) -> None:
        self.track = track
        self.row = 0
        self.closed = False

    @property
    def skeleton(self) -> Skeleton:
        return self.track.skeleton

    def look(self, frame: Frame) -> Look:
        track, row = self.track, self.row
        if not track.detected[row]:
            return Look(frame.time_s, track.width_px, track.height_px)
        pose = Pose(
            frame.time_s,
            track.width_px,
            track.height_px,
            track.image_px[row],
            track.world_m[row],
            track.visibility[row],
        )
        evidence = {side: _at(track.evidence[side], row) for side in SIDES}
        return Look(frame.time_s, track.width_px, track.height_px, pose, evidence)

    def upright_px(self) -> FloatArray:
        return self.track.upright_px

    def close(self) -> None:
        self.closed = True


def _at(columns: ShankEvidence, row: int) -> ShankEvidence:
    return ShankEvidence(*(getattr(columns, column.name)[row] for column in fields(ShankEvidence)))


def play(session: LiveSession, eye: ReplayEye, start_s: float = 0.0, rows: slice = slice(None)) -> Iterator[Update]:
    """Give every row of the track to the session; yield the updates."""
    for row in range(*rows.indices(len(eye.track))):
        eye.row = row
        update = session.update(Frame(start_s + float(eye.track.time_s[row]), BLACK))
        if update is not None:
            yield update


def mirrored_side(side: Side) -> Side:
    return "right" if side == "left" else "left"
