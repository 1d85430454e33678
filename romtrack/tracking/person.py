"""One person followed through a whole video, streaming and in bounded memory.

Three threads share the work: frames are decoded ahead, the pose model runs on the caller's
thread, and each picture is examined while the model is at the next one.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from romtrack import __version__, units
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
from romtrack.tracking.pictures import opened, unmirrored, working
from romtrack.tracking.rooms import NOTHING, RoomRecord
from romtrack.tracking.segments import WHOLE, with_company

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.pose import PeopleFinder, Reason
    from romtrack.progress import Progress
    from romtrack.settings import Settings
    from romtrack.tracking.rooms import RoomSeen
    from romtrack.tracking.segments import Segment
    from romtrack.types import Frame, PoseTrack, VideoInfo
    from romtrack.video import VideoReader

__all__ = ["Followed", "find_subject", "track_person"]


class Followed(NamedTuple):
    """One person's track through a video, or a piece of it.

    Attributes
    ----------
    info: what was read of the file: of a piece, up to its end. clear: False when another could be meant. by:
    what the person was chosen by among all who are there. partly: number of frames without them because fewer
    legs were seen than the exercise needs. segment: the piece. subject: who is followed, as they were seen
    last. looks: what each look for somebody else told. room: what was seen of it, small pictures among it, by
    which the next piece is joined; never to be kept. pieces: how many were joined to it.
    """

    track: PoseTrack
    info: VideoInfo
    clear: bool
    by: Reason = "alone"
    partly: int = 0
    segment: Segment = WHOLE
    subject: Subject = Subject(None)
    looks: tuple[bool, ...] = ()
    room: RoomSeen = NOTHING
    pieces: int = 1


def track_person(
    video: Path, settings: Settings, progress: Progress, stage: str = "pose", segment: Segment = WHOLE
) -> Followed:
    """Follow one person through ``video``, or through a ``segment`` of it.

    What the exercise needs of each picture goes along: what it says of the shanks, and of the room. All
    pieces of a video have the same frames at the same times as the whole: a piece is decoded from the
    beginning of the file, on which its times hang, and its pictures before ``start_s`` are left out.

    Parameters
    ----------
    stage: what ``progress`` is told that is done.

    Raises
    ------
    UsageError: there is no such exercise, or nobody is where the settings say that the person is.
    InputError: the file cannot be read or holds no video.
    """
    card = _card(settings)
    with (
        opened(video, settings, max(segment.start_s - segment.run_in_s, 0.0)) as reader,
        open_finder(settings.model) as finder,
        open_estimator(settings.model) as estimator,
    ):
        subject = _subject(video, settings, finder, card) if segment.subject is None else segment.subject
        if subject.by == "alone" and segment.start_s == 0:  # they are taken as they come into view
            subject = Subject(None)
        room = RoomRecord(estimator.skeleton)
        observer = Observer(estimator, finder, card, room, subject)
        builder = TrackBuilder(estimator.skeleton, shanks=observer.shanks)
        progress.begin(stage, _expected_frames(reader, segment))
        width_px = height_px = 0
        frames = working(reader, mirrored=settings.mirrored, end_s=segment.end_s)
        with closing(observer.over(frames, segment.start_s)) as looks:
            for look in looks:
                width_px, height_px = look.width_px, look.height_px
                builder.add(look.time_s, look.pose, look.shanks)
                progress.step()
        how = f"mirrored={settings.mirrored}, all_frames={settings.all_frames}"
        made_by = (f"romtrack({__version__})", f"track_person({how})")
        track = builder.build(width_px, height_px, None, made_by)
        seen, follower, asked = room.seen(track.time_s), observer.follower, tuple(observer.census.looks)
        return Followed(
            seen.upon(track),
            with_company(reader.info(), asked),
            follower.clear,
            follower.by,
            follower.partly,
            segment,
            follower.subject,
            asked,
            seen,
        )


def find_subject(video: Path, settings: Settings) -> Subject:
    """Find out once who is meant in ``video``, for all pieces in which it is to be followed.

    Raises
    ------
    UsageError, InputError: as in ``track_person``.
    """
    with open_finder(settings.model) as finder:
        return _subject(video, settings, finder, _card(settings))


def _card(settings: Settings) -> Exercise | None:
    return None if settings.exercise == AUTO else exercise(settings.exercise)


def _expected_frames(reader: VideoReader, segment: Segment) -> int | None:
    """Return about how many frames a piece has, None = not known."""
    frames, duration_s = reader.expected_frames, reader.expected_duration_s
    if segment == WHOLE or not frames or not duration_s:
        return frames
    return round(frames * max(min(segment.end_s, duration_s) - segment.start_s, 0.0) / duration_s)


def _subject(video: Path, settings: Settings, finder: PeopleFinder, card: Exercise | None) -> Subject:
    """Find out who is meant, before the video is read from its beginning."""
    with opened(video, settings) as reader:
        frames = (unmirrored(frame, mirrored=settings.mirrored) for frame in reader)
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
        x_px, y_px = hips_and_trunk(pose.image_px, finder.skeleton)[0] / scale
        x_px = reader.width_px - 1 - x_px if settings.mirrored else x_px
        places.append(f"{units.number(x_px, 0)},{units.number(y_px, 0)}")
    size = f"the picture is {reader.width_px} x {reader.height_px} pixels"
    if not places:
        return f"{size}, and nobody is found in it; choose another time (X,Y@SECONDS)"
    return f"{size}, with somebody at {' and at '.join(places)}"
