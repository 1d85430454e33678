"""One person followed through a whole video, streaming and in bounded memory.

Three threads share the work: frames are decoded ahead, the pose model runs on the caller's
thread, and each picture is examined while the model is at the next one.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from romtrack import __version__
from romtrack.errors import UsageError
from romtrack.exercises import Exercise, exercise
from romtrack.pose import (
    Subject,
    TrackBuilder,
    hips_and_trunk,
    open_estimator,
    open_finder,
    pointed,
    scouted,
)
from romtrack.settings import AUTO
from romtrack.tracking.observer import Observer
from romtrack.tracking.pictures import small, unmirrored, working
from romtrack.tracking.rooms import RoomRecord
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.pose import PeopleFinder, Reason
    from romtrack.progress import Progress
    from romtrack.settings import Settings
    from romtrack.types import Frame, PoseTrack, VideoInfo

__all__ = ["Followed", "track_person"]


class Followed(NamedTuple):
    """One person's track through a video; ``clear`` is False when another could be meant.

    by: what they were chosen by among all who are there. partly: number of frames without them because fewer
    legs were seen than the exercise needs.
    """

    track: PoseTrack
    info: VideoInfo
    clear: bool
    by: Reason = "alone"
    partly: int = 0


def track_person(video: Path, settings: Settings, progress: Progress, stage: str = "pose") -> Followed:
    """Follow one person through ``video``; what each frame says about the shanks goes along.

    Raises
    ------
    UsageError: nobody is where the settings say that the person is.
    """
    card = None if settings.exercise == AUTO else exercise(settings.exercise)
    with (
        VideoReader(video) as reader,
        open_finder(settings.model) as finder,
        open_estimator(settings.model) as estimator,
    ):
        room = RoomRecord(estimator.skeleton)
        subject = _subject(video, settings, finder, card)
        observer = Observer(estimator, finder, card, room, subject)
        builder = TrackBuilder(estimator.skeleton, shanks=observer.shanks)
        progress.begin(stage, reader.expected_frames)
        width_px = height_px = 0
        with closing(observer.over(working(reader, mirrored=settings.mirrored))) as looks:
            for look in looks:
                width_px, height_px = look.width_px, look.height_px
                builder.add(look.time_s, look.pose, look.shanks)
                progress.step()
        made_by = (f"romtrack({__version__})", f"track_person(mirrored={settings.mirrored})")
        info, company = reader.info(), observer.census.notice()
        if company is not None:
            info = replace(info, warnings=(*info.warnings, company))
        track = room.with_room(builder.build(width_px, height_px, None, made_by))
        follower = observer.follower
        return Followed(track, info, follower.clear, follower.by, follower.partly)


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
                f"the video ends before {place.time_s:g} s: point at the person in an earlier picture"
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
        places.append(f"{x_px:.0f},{y_px:.0f}")
    size = f"the picture is {reader.width_px} x {reader.height_px} pixels"
    if not places:
        return f"{size}, and nobody is found in it; choose another time (X,Y@SECONDS)"
    return f"{size}, with somebody at {' and at '.join(places)}"
