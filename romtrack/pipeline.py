"""Offline: from a video file to a session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import numpy as np

from romtrack import __version__
from romtrack.clock import local_now
from romtrack.exercises import Exercise, exercise
from romtrack.kinematics.view import assumed_camera
from romtrack.measure.acceptance import faults_of
from romtrack.measure.counting import seated_sets
from romtrack.measure.findings import NO_PERSON, Finding
from romtrack.measure.proposing import advise, choose, sits_mostly
from romtrack.measure.quality import judge_quality
from romtrack.measure.seated import measure_rotation, read_seated
from romtrack.measure.setup import check_recording, is_empty
from romtrack.progress import SILENT, Progress
from romtrack.reps import read_exercise_track
from romtrack.settings import AUTO, Settings
from romtrack.tracking import Followed, track_person
from romtrack.types import Measurement, Notice, PoseTrack, Session, SetRecord, Side, SignalTrack

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Analysis", "analyze"]

SEEN_SHARE = 0.9  # of the frames: less is no base for a proposal
# Of the frames, a person seen by one leg only: the model invents such people in 2.4 % of those of real
# bottles on a belt; who does a one-legged exercise is seen so in nearly all.
PARTLY_SHARE = 0.05
LOOK_FURTHER = "looking for another exercise"


@dataclass(frozen=True, slots=True)
class Analysis:
    """A session with what it was made from.

    signals: what the exercise measures or counts, for each leg. roll_deg: of the camera, as far as known.
    proposal: the warning that the exercise was found out; None where it was named.
    """

    session: Session
    track: PoseTrack
    side: Side | None
    signals: Mapping[Side, SignalTrack]
    roll_deg: float
    video: Path
    settings: Settings
    proposal: Notice | None = None

    @property
    def signal(self) -> SignalTrack | None:
        """The chosen leg's signal."""
        return None if self.side is None else self.signals[self.side]


class _Read(NamedTuple):
    """What an exercise's part of the analysis found."""

    side: Side | None
    signals: Mapping[Side, SignalTrack]
    sets: tuple[SetRecord, ...]
    measurements: tuple[Measurement, ...]
    findings: tuple[Finding, ...]
    roll_deg: float = 0.0
    recorded: Mapping[str, str | float | bool] = {}


def analyze(video: Path, settings: Settings, progress: Progress = SILENT) -> Analysis:
    """Measure or count what the person in ``video`` does.

    Raises
    ------
    UsageError: there is no such exercise, or the pose model cannot be loaded.
    InputError: the file cannot be read or holds no video.
    """
    named = None if settings.exercise == AUTO else exercise(settings.exercise)
    followed = track_person(video, settings, progress)
    track, info = followed.track, followed.info
    card, proposed = choose(track, settings.side) if named is None else (named, None)
    read = _read(track, card, settings, clear=followed.clear)
    if is_empty(track):
        read = _Read(None, read.signals, (), (), ())
    other = () if _is_found(read) else advise(_any_track(followed, video, settings, progress), card)
    findings = (*([] if proposed is None else [proposed]), *read.findings, *other)
    signal = None if read.side is None else read.signals[read.side]
    session = Session(
        id=uuid4(),
        person=settings.person,
        exercise=card.id,
        side=None if read.side is None else "both" if card.kind == "alternating" else read.side,
        started_at=local_now(),
        video=info,
        sets=read.sets,
        measurements=read.measurements,
        quality=judge_quality(track, signal, info.warnings, findings, _nobody(card)),
        settings={**_recorded(settings), "person_by": followed.by, **read.recorded},
        romtrack_version=__version__,
    )
    proposal = None if proposed is None else proposed.notice
    return Analysis(session, track, read.side, read.signals, read.roll_deg, video, settings, proposal)


def _read(track: PoseTrack, card: Exercise, settings: Settings, *, clear: bool) -> _Read:
    if card.position == "seated":
        return _read_seated(track, card, settings, clear=clear)
    read = read_exercise_track(track, card, settings.side)
    findings = tuple(Finding(notice.id, "warning", notice.text) for notice in read.notices)
    return _Read(read.side, read.signals, read.sets, (), findings)


def _read_seated(track: PoseTrack, card: Exercise, settings: Settings, *, clear: bool) -> _Read:
    """Read the hip's rotation; count and cue it, or measure it."""
    reading = read_seated(track, assumed_camera(track.width_px, track.height_px), settings.side)
    setup = check_recording(track, reading.side, reading.view.roll_deg)
    measured = card.kind == "measurement"
    measurements = measure_rotation(reading, clear=clear, setup=setup) if measured else ()
    sets = seated_sets(track, reading, card, setup)
    if sets and measured:
        sets = (replace(sets[0], faults=faults_of(measurements)), *sets[1:])
    view = {
        "camera": reading.view.camera.source,
        "camera_roll_deg": round(reading.view.roll_deg, 1),
        "body_yaw_deg": round(reading.view.yaw_deg, 1),
    }
    return _Read(reading.side, reading.signals, sets, measurements, setup, reading.view.roll_deg, view)


def _nobody(card: Exercise) -> Notice:
    """Return what to say when nobody was found."""
    if card.position == "seated":
        return NO_PERSON.notice
    return Notice(NO_PERSON.id, f"nobody was found with the legs in view. {card.camera}")


def _is_found(read: _Read) -> bool:
    """Say whether anything of the exercise was done, by either leg."""
    done = any(one.reps or one.holds for one in read.sets)
    return done or any(finding.id == "wrong_leg" for finding in read.findings)


def _any_track(followed: Followed, video: Path, settings: Settings, progress: Progress) -> PoseTrack:
    """Return a track that tells what else was done, where nothing of the exercise was seen.

    It is mostly the one that there is. The video is followed once more, and this is said, only where that
    one lacks what another exercise needs: somebody seen by a single leg, or the shanks of somebody who sits.
    """
    track = followed.track
    by_one_leg = np.mean(track.detected) < SEEN_SHARE and followed.partly > PARTLY_SHARE * len(track)
    if settings.exercise == AUTO or not (by_one_leg or (track.shanks is None and sits_mostly(track))):
        return track
    return track_person(video, replace(settings, exercise=AUTO), progress, LOOK_FURTHER).track


def _recorded(settings: Settings) -> dict[str, str | float | bool]:
    """Return the settings that the result keeps."""
    return {
        "side": settings.side,
        "mirrored": settings.mirrored,
        **({} if settings.person_at is None else {"person_at": str(settings.person_at)}),
        "model": "pose_landmarker_full" if settings.model is None else settings.model.name,
    }
