"""Offline: from a video file to a session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

import numpy as np

from romtrack import __version__
from romtrack.clock import local_now
from romtrack.exercises import exercise
from romtrack.kinematics.view import camera_for
from romtrack.measure.quality import judge_quality
from romtrack.progress import SILENT, Progress
from romtrack.protocols import advise, choose, nobody, read, sits_mostly, view_settings
from romtrack.settings import AUTO, Settings
from romtrack.tracking import Followed, track_person
from romtrack.types import Camera, Session
from romtrack.video import Recorded, origin_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from romtrack.protocols import Reading
    from romtrack.types import CameraModel, Notice, PoseTrack, Side, SignalTrack

__all__ = ["Analysis", "Follow", "analyze"]

SEEN_SHARE = 0.9  # of the frames: less is no base for a proposal
# Of the frames, a person seen by one leg only: the model invents such people in 2.4 % of those of real
# bottles on a belt; who does a one-legged exercise is seen so in nearly all.
PARTLY_SHARE = 0.05
LOOK_FURTHER = "looking for another exercise"


@dataclass(frozen=True, slots=True)
class Analysis:
    """A session with what it was made from.

    reading: all that was read for it. proposal: the warning that the exercise was found out; None where it
    was named.
    """

    session: Session
    track: PoseTrack
    reading: Reading
    video: Path
    settings: Settings
    proposal: Notice | None = None

    @property
    def side(self) -> Side | None:
        """The leg that was read."""
        return self.reading.side

    @property
    def signals(self) -> Mapping[Side, SignalTrack]:
        """What the exercise measures or counts, for each leg."""
        return self.reading.own

    @property
    def signal(self) -> SignalTrack | None:
        """The same of the chosen leg."""
        return self.reading.signal


class Follow(Protocol):
    """How a person is followed through a video."""

    def __call__(self, video: Path, settings: Settings, progress: Progress, stage: str = "pose") -> Followed:
        """Follow them; ``progress`` is told that ``stage`` is done. Errors as of ``track_person``."""
        ...


def analyze(
    video: Path,
    settings: Settings,
    progress: Progress = SILENT,
    profile: CameraModel | None = None,
    follow: Follow = track_person,
) -> Analysis:
    """Measure or count what the person in ``video`` does.

    Parameters
    ----------
    profile: of the camera that took it; without one, a typical one is assumed. follow: how the person is
    followed through it.

    Raises
    ------
    UsageError: there is no such exercise, the pose model cannot be loaded, or the profile does not fit.
    InputError: the file cannot be read or holds no video.
    """
    named = None if settings.exercise == AUTO else exercise(settings.exercise)
    followed = follow(video, settings, progress)
    track, info = followed.track, followed.info
    camera = camera_for(track.width_px, track.height_px, profile)
    card, proposed = choose(track, camera, settings.side) if named is None else (named, None)
    found = read(track, card, camera, settings.side, clear=followed.clear)
    further = partial(follow, video, replace(settings, exercise=AUTO), progress, LOOK_FURTHER)
    other = () if found.done else advise(_any_track(followed, settings, further), card, camera)
    findings = (*([] if proposed is None else [proposed]), *found.findings, *other)
    origin = origin_of(video)
    recorded = origin.recorded if settings.recorded_at is None else Recorded(settings.recorded_at, "user")
    session = Session(
        id=uuid4(),
        person=settings.person,
        exercise=card.id,
        side=None if found.side is None else "both" if card.kind == "alternating" else found.side,
        analysed_at=local_now(),
        recorded_at=None if recorded is None else recorded.at,
        recorded_by=None if recorded is None else recorded.by,
        camera=Camera(origin.camera, info.width_px, info.height_px) if origin.camera else None,
        video=info,
        sets=found.sets,
        measurements=found.measurements,
        quality=judge_quality(track, found.signal, info.warnings, findings, nobody(card)),
        settings={**_recorded(settings), **_how(followed), **view_settings(found.view)},
        romtrack_version=__version__,
    )
    proposal = None if proposed is None else proposed.notice
    return Analysis(session, track, found, video, settings, proposal)


def _any_track(followed: Followed, settings: Settings, further: Callable[[], Followed]) -> PoseTrack:
    """Return a track that tells what else was done, where nothing of the exercise was seen.

    It is mostly the one that there is. The video is followed once more, and this is said, only where that
    one lacks what another exercise needs: somebody seen by a single leg, or the shanks of somebody who sits.
    """
    track = followed.track
    by_one_leg = np.mean(track.detected) < SEEN_SHARE and followed.partly > PARTLY_SHARE * len(track)
    if settings.exercise == AUTO or not (by_one_leg or (track.shanks is None and sits_mostly(track))):
        return track
    return further().track


def _how(followed: Followed) -> dict[str, str | int]:
    """Return what the result keeps of how the person was followed."""
    return {
        "person_by": followed.by,
        "pieces": followed.pieces,
        "frames_looked_at": len(followed.track),
    }


def _recorded(settings: Settings) -> dict[str, str | float | bool]:
    """Return the settings that the result keeps."""
    return {
        "side": settings.side,
        "mirrored": settings.mirrored,
        "all_frames": settings.all_frames,
        **({} if settings.person_at is None else {"person_at": str(settings.person_at)}),
        "model": "pose_landmarker_full" if settings.model is None else settings.model.name,
    }
