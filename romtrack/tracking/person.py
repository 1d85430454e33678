"""One person followed through a whole video, streaming and in bounded memory.

Three threads share the work: frames are decoded ahead, the pose model runs on the caller's
thread, and the shanks are measured in each picture while the model is at the next one.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from romtrack import __version__, units
from romtrack.errors import UsageError
from romtrack.exercises import Exercise, exercise
from romtrack.kinematics.level import surroundings
from romtrack.kinematics.room import RoomWatch, put_back
from romtrack.kinematics.shank import shank_evidence
from romtrack.pose import (
    Census,
    Subject,
    SubjectFollower,
    TrackBuilder,
    hips_and_trunk,
    open_estimator,
    open_finder,
    pointed,
    scouted,
)
from romtrack.settings import AUTO
from romtrack.tracking.pictures import small, unmirrored, working
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

    from romtrack.kinematics.level import Surroundings
    from romtrack.pose import PeopleFinder, Reason
    from romtrack.progress import Progress
    from romtrack.settings import Settings
    from romtrack.types import FloatArray, Frame, Pose, PoseTrack, ShankEvidence, Side, VideoInfo

    _Row = tuple[Frame, Pose | None, Mapping[Side, ShankEvidence] | None]

__all__ = ["Followed", "track_person"]

_IN_FLIGHT = 3


class Followed(NamedTuple):
    """One person's track through a video; ``clear`` is False when another could be meant.

    by: what they were chosen by among all who are there.
    """

    track: PoseTrack
    info: VideoInfo
    clear: bool
    by: Reason = "alone"


def track_person(video: Path, settings: Settings, progress: Progress) -> Followed:
    """Follow one person through ``video``; what each frame says about the shanks goes along.

    Raises
    ------
    UsageError: nobody is where the settings say that the person is.
    """
    card = None if settings.exercise == AUTO else exercise(settings.exercise)
    with (
        VideoReader(video) as reader,
        open_finder(settings.model) as finder,
        SubjectFollower(
            open_estimator(settings.model), finder, card, _subject(video, settings, finder, card)
        ) as follower,
        ThreadPoolExecutor(max_workers=1, thread_name_prefix="shank") as executor,
    ):
        progress.begin("pose", reader.expected_frames)
        builder, census = TrackBuilder(follower.skeleton), Census(finder)
        width_px = height_px = 0
        measured = _Measured(follower, census, executor)
        with closing(measured.over(working(reader, mirrored=settings.mirrored))) as rows:
            for frame, pose, evidence in rows:
                height_px, width_px = frame.image.shape[:2]
                builder.add(frame.time_s, pose, evidence)
                progress.step()
        made_by = (f"romtrack({__version__})", f"track_person(mirrored={settings.mirrored})")
        info, company = reader.info(), census.notice()
        if company is not None:
            info = replace(info, warnings=(*info.warnings, company))
        track = builder.build(width_px, height_px, None, made_by)
        track = measured.with_room(track)
        return Followed(track, info, follower.clear, follower.by)


def _subject(video: Path, settings: Settings, finder: PeopleFinder, card: Exercise | None) -> Subject:
    """Find out who is meant, before the video is read from its beginning."""
    with VideoReader(video) as reader:
        frames = (small(unmirrored(frame, mirrored=settings.mirrored)) for frame in reader)
        if settings.person_at is None:
            return scouted(frames, finder, card)
        place = settings.person_at
        frame = next((frame for frame in frames if frame.time_s >= place.time_s), None)
        if frame is None:
            raise UsageError(
                f"the video ends before {units.figure(place.time_s)} s: "
                "point at the person in an earlier picture"
            )
        scale = frame.image.shape[1] / reader.width_px
        x_px = reader.width_px - 1 - place.x_px if settings.mirrored else place.x_px
        subject = pointed(frame, x_px * scale, place.y_px * scale, finder)
        if subject is None:
            raise UsageError(f"nobody is seen at {place}: {_where(frame, scale, reader, settings, finder)}")
        return subject


def _where(frame: Frame, scale: float, reader: VideoReader, settings: Settings, finder: PeopleFinder) -> str:
    """Say where somebody is, in pixels of the file's picture."""
    places = []
    for pose in finder.find(frame):
        x_px, y_px = hips_and_trunk(pose, finder.skeleton)[0] / scale
        x_px = reader.width_px - 1 - x_px if settings.mirrored else x_px
        places.append(f"{units.number(x_px, 0)},{units.number(y_px, 0)}")
    size = f"the picture is {reader.width_px} x {reader.height_px} pixels"
    if not places:
        return f"{size}, and nobody is found in it; choose another time (X,Y@SECONDS)"
    return f"{size}, with somebody at {' and at '.join(places)}"


class _Measured:
    """Poses on the caller's thread, the rest of each picture on another, in order and a few frames apart.

    Of the room: its upright edges behind the person in the first frame of each view, and how it moves.
    """

    def __init__(self, follower: SubjectFollower, census: Census, executor: ThreadPoolExecutor) -> None:
        self._follower = follower
        self._census = census
        self._executor = executor
        self._room = RoomWatch()
        self._seen: dict[int, tuple[float, Surroundings]] = {}
        self._pending: deque[tuple[Frame, Pose | None, Future[Mapping[Side, ShankEvidence] | None]]] = deque()

    def over(self, frames: Generator[Frame]) -> Generator[_Row]:
        with closing(frames):
            for frame in frames:
                pose = self._follower.detect(frame)
                future = self._executor.submit(self._look, frame, pose)
                self._pending.append((frame, pose, future))
                if len(self._pending) > _IN_FLIGHT:
                    yield self._oldest()
            while self._pending:
                yield self._oldest()

    def _oldest(self) -> _Row:
        frame, pose, future = self._pending.popleft()
        return frame, pose, future.result()

    def _look(self, frame: Frame, pose: Pose | None) -> Mapping[Side, ShankEvidence] | None:
        self._room.look(frame, pose)
        if pose is None:
            return None
        self._census.look(frame, pose)
        if self._room.stretch not in self._seen:
            found = surroundings(frame, pose, self._follower.skeleton)
            self._seen[self._room.stretch] = frame.time_s, found
        return shank_evidence(frame, pose, self._follower.skeleton)

    def with_room(self, track: PoseTrack) -> PoseTrack:
        """Return the track with what was seen of the room."""
        if not self._seen:
            return track
        content = next(content for _, (_, content) in self._seen.values())
        edges = {
            number: self._edges(time_s, found.upright_px) for number, (time_s, found) in self._seen.items()
        }
        return replace(
            track,
            upright_px=np.concatenate([*edges.values()]),
            upright_of=np.repeat([*edges], [len(found) for found in edges.values()]),
            room=self._room.motion(track.time_s),
            content_px=None if content == (0, 0, track.width_px, track.height_px) else np.array(content),
        )

    def _edges(self, time_s: float, seen_px: FloatArray) -> FloatArray:
        """Return edges (N, 4) that were seen then, where they are in the first picture of their stretch."""
        return put_back(seen_px.reshape(1, -1, 2), self._room.motion(np.array([time_s]))).reshape(-1, 4)
