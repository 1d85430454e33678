"""One video followed by several processes, a piece each, and joined as if by one.

Where a piece begins, its process finds the person by how they looked at the beginning of the video, and
follows them for a moment before what it reads counts. Where that is not whom the piece before has followed to
its end, the piece is followed again from there.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from romtrack.apart import run_apart
from romtrack.batch.together import Together
from romtrack.pose import STEP_TRUNKS, hips_and_trunk
from romtrack.tracking import Followed, Segment, find_subject, joined, track_person
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from romtrack.progress import Progress
    from romtrack.settings import Settings
    from romtrack.types import PoseTrack

__all__ = ["free_cores", "in_pieces"]

LEAST_PIECE_S: Final = 15.0  # a process needs 2 s to begin, as long as it takes for 3 s of video
RUN_IN_S: Final = 1.0
_SKIPPED_COST: Final = 0.1  # of a picture that is only decoded, over one that is looked at
_JOIN_S: Final = 0.5  # so near to a join both sides must know of the person, or neither
_JOINING: Final = "following on from where somebody else was taken for the person"


def free_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_pieces(
    video: Path, settings: Settings, progress: Progress, stage: str = "pose", *, jobs: int
) -> Followed:
    """Follow one person through ``video`` with up to ``jobs`` processes, this one among them.

    A video of under half a minute is followed by one.

    Raises
    ------
    UsageError, InputError: as in ``track_person``.
    RomtrackError: a process died.
    """
    with VideoReader(video, all_frames=settings.all_frames) as reader:
        duration_s, frames = reader.expected_duration_s or 0.0, reader.expected_frames
    starts_s = shared_out(duration_s, min(jobs, int(duration_s / LEAST_PIECE_S)))
    if len(starts_s) == 1:
        return track_person(video, settings, progress, stage)
    subject = find_subject(video, settings)
    segments = [Segment(a, b, subject, RUN_IN_S) for a, b in pairwise([*starts_s, np.inf])]
    progress.begin(stage, frames)
    with _others(video, settings, segments[1:], progress) as team:
        first = track_person(video, settings, team, segment=segments[0])
        pieces = [first, *team.results()]
    return joined(handed_on(pieces, video, settings, progress))


def shared_out(duration_s: float, jobs: int) -> list[float]:
    """Return where the pieces begin, so that all take as long: each is decoded from the file's beginning."""
    if jobs <= 1:
        return [0.0]
    grown = 1 - (1 + _SKIPPED_COST) ** -np.arange(jobs + 1)
    return [float(duration_s * share) for share in grown[:-1] / grown[-1]]


class _Team:
    """The processes of all pieces but the first, and the progress of all together."""

    def __init__(self, progress: Progress) -> None:
        self.together = Together(progress)
        self._futures: list[Future[Followed]] = []

    def start(self, executor: ThreadPoolExecutor, work: partial[Followed]) -> None:
        """Start a piece in a process of its own."""
        self._futures.append(executor.submit(run_apart, work, self.together))

    def results(self) -> list[Followed]:
        """Wait for the pieces, in their order."""
        return [future.result() for future in self._futures]

    def begin(self, stage: str, expected_frames: int | None) -> None:
        """Leave it: the whole has begun."""

    def step(self) -> None:
        """Tell of one more frame of the first piece; raise what another piece has failed with."""
        self.together.step()
        for future in self._futures:
            if future.done():
                future.result()


@contextmanager
def _others(
    video: Path, settings: Settings, segments: Sequence[Segment], progress: Progress
) -> Iterator[_Team]:
    """Follow the other pieces meanwhile; no process outlives this."""
    team = _Team(progress)
    with ThreadPoolExecutor(len(segments), thread_name_prefix="piece") as executor:
        for segment in segments:
            team.start(executor, partial(_follow, video, settings, segment))
        try:
            yield team
        finally:
            team.together.stop()


def _follow(video: Path, settings: Settings, segment: Segment, progress: Progress) -> Followed:
    return track_person(video, settings, progress, segment=segment)


def handed_on(
    pieces: Sequence[Followed], video: Path, settings: Settings, progress: Progress
) -> list[Followed]:
    """Return the pieces, each of the person of the one before."""
    known = [pieces[0]]
    for piece in pieces[1:]:
        if goes_on(known[-1].track, piece.track):
            known.append(piece)
        else:
            segment = replace(piece.segment, subject=known[-1].subject)
            known.append(track_person(video, settings, progress, _JOINING, segment))
    return known


def goes_on(before: PoseTrack, after: PoseTrack) -> bool:
    """Say whether two pieces end and begin with the same person, as far as they tell."""
    if not len(before) or not len(after):
        return True
    last, first = before.detected.copy(), after.detected.copy()
    last[before.time_s < before.time_s[-1] - _JOIN_S] = False
    first[after.time_s > after.time_s[0] + _JOIN_S] = False
    if not (last.any() and first.any()):
        return bool(last.any() == first.any())
    skeleton = before.skeleton
    was_px, trunk_px = hips_and_trunk(before.image_px[np.flatnonzero(last)[-1]], skeleton)
    is_px, _ = hips_and_trunk(after.image_px[np.argmax(first)], skeleton)
    return bool(np.hypot(*(is_px - was_px)) < STEP_TRUNKS * trunk_px)
