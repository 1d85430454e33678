"""A recorded track played to a live session, as if the camera saw it now."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from romtrack.live import Look
from romtrack.types import SIDES, Frame, Pose, ShankEvidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from romtrack.live import LiveSession, Update
    from romtrack.types import FloatArray, PoseTrack, Skeleton

BLACK = np.zeros((2, 2, 3), np.uint8)


class ReplayEye:
    """Sees the row of a track that it is told, None = nobody; says once that it was ``moved``."""

    clear = True

    def __init__(self, track: PoseTrack) -> None:
        self.track = track
        self.row: int | None = 0
        self.closed = False
        self.moved = False

    @property
    def skeleton(self) -> Skeleton:
        return self.track.skeleton

    def look(self, frame: Frame, *, begun: bool) -> Look:  # noqa: ARG002  it knows whom it shows
        track, row = self.track, self.row
        nobody = Look(frame.time_s, track.width_px, track.height_px)
        if row is None or not track.detected[row]:
            return nobody
        pose = Pose(
            frame.time_s,
            track.width_px,
            track.height_px,
            track.image_px[row],
            track.world_m[row],
            track.visibility[row],
        )
        evidence = {side: _at(track.shank(side), row) for side in SIDES}
        moved, self.moved = self.moved, False
        return Look(frame.time_s, track.width_px, track.height_px, pose, evidence, moved=moved)

    def upright_px(self) -> FloatArray:
        return self.track.upright_px

    def close(self) -> None:
        self.closed = True


def _at(columns: ShankEvidence, row: int) -> ShankEvidence:
    return ShankEvidence(*(getattr(columns, column.name)[row] for column in fields(ShankEvidence)))


def rows(eye: ReplayEye, start_s: float, end_s: float) -> list[int]:
    """Return the rows of a time of the recording."""
    inside = (eye.track.time_s >= start_s) & (eye.track.time_s < end_s)
    return [int(row) for row in np.flatnonzero(inside)]


_PLAYERS: list[Player] = []


def leave_all() -> None:
    """Leave the sessions that a test began, as the app does: each holds its log open."""
    while _PLAYERS:
        _PLAYERS.pop().session.leave()


class Player:
    """Gives rows to a session, one after the other, at the recording's own pace."""

    def __init__(self, session: LiveSession, eye: ReplayEye) -> None:
        self.session, self.eye = session, eye
        self.step_s = float(np.median(np.diff(eye.track.time_s)))
        self.now_s = 100.0
        self.updates: list[Update] = []
        _PLAYERS.append(self)

    def play(self, rows: Iterable[int | None]) -> Iterator[Update]:
        for row in rows:
            self.now_s += self.step_s
            self.eye.row = row
            update = self.session.update(Frame(self.now_s, BLACK))
            if update is not None:
                self.updates.append(update)
                yield update

    def run(self, rows: Iterable[int | None]) -> list[Update]:
        return list(self.play(rows))

    def hang(self, seconds: float) -> list[Update]:
        """Let the person hang still: the first rows to and fro."""
        still = rows(self.eye, 0.3, 1.7)
        wave = [*still, *reversed(still)]
        return self.run(wave[at % len(wave)] for at in range(round(seconds / self.step_s)))

    def spoken(self) -> list[str]:
        return [sound.what for update in self.updates for sound in update.sounds if sound.kind != "tone"]

    def clip_s(self, session_s: float) -> float:
        """Return the recording's time at a session's time; the recording was played to its end."""
        return session_s - self.updates[-1].time_s + float(self.eye.track.time_s[-1])

    def phase(self) -> str:
        """Return the phase that is shown now."""
        return self.updates[-1].screen.phase
