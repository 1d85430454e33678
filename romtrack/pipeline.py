"""Offline: from a video file to a session, streaming and in bounded memory.

Three threads share the work: frames are decoded ahead, the pose model runs on the caller's
thread, and the shanks are measured in each picture while the model is at the next one.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol
from uuid import uuid4

import cv2
import numpy as np

from romtrack import __version__
from romtrack.charts import signal_chart, to_svg
from romtrack.clock import local_now
from romtrack.errors import InputError, UsageError
from romtrack.exercises import Exercise, exercise
from romtrack.export import write_angles, write_angles_both, write_result, write_signals, write_text
from romtrack.kinematics.level import surroundings
from romtrack.kinematics.room import RoomWatch, put_back
from romtrack.kinematics.shank import shank_evidence
from romtrack.kinematics.view import assumed_camera
from romtrack.measure.acceptance import faults_of
from romtrack.measure.counting import seated_sets
from romtrack.measure.findings import NO_PERSON, Finding
from romtrack.measure.proposing import advise, choose
from romtrack.measure.quality import judge_quality
from romtrack.measure.seated import measure_rotation, read_seated
from romtrack.measure.setup import check_recording, is_empty
from romtrack.pose import (
    Census,
    Place,
    Subject,
    SubjectFollower,
    TrackBuilder,
    hips_and_trunk,
    open_estimator,
    open_finder,
    pointed,
    scouted,
)
from romtrack.reports import report_html
from romtrack.reps import levels_of, read_exercise_track
from romtrack.types import (
    Frame,
    Measurement,
    Notice,
    PoseTrack,
    Session,
    SetRecord,
    Side,
    SignalTrack,
    VideoInfo,
)
from romtrack.video import Mark, Marks, Overlay, VideoReader, VideoWriter, prefetched

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

    from romtrack.kinematics.level import Surroundings
    from romtrack.pose import PeopleFinder, Reason
    from romtrack.store import Repository
    from romtrack.types import FloatArray, Pose, ShankEvidence

    _Row = tuple[Frame, Pose | None, Mapping[Side, ShankEvidence] | None]

__all__ = [
    "AUTO",
    "Analysis",
    "Progress",
    "Settings",
    "Still",
    "analyze",
    "analyze_into",
    "annotate",
    "log",
    "save",
    "still",
    "track_person",
]

LONGEST_EDGE_PX = 960  # the model looks at 256 pixels of the person: more only costs time
_IN_FLIGHT = 3
AUTO = "auto"
SEEN_SHARE = 0.9  # of the frames: less is no base for a proposal


class Progress(Protocol):
    """Whoever wants to know how far an analysis is."""

    def begin(self, stage: str, expected_frames: int | None) -> None:
        """Start a stage; the number of its frames is an estimate, None where unknown."""
        ...

    def step(self) -> None:
        """One more frame is done."""
        ...


@dataclass(frozen=True, slots=True)
class Settings:
    """How to analyse a video.

    exercise: an id of the catalog; ``auto`` takes what the recording looks like. side: the leg;
    ``auto`` takes the one that moves. mirrored: the recording is a selfie's mirror image. model: a
    ``.task`` file instead of the package's own. person_at: where the person is who is meant, in the
    pictures as the file has them; None: found out.
    """

    exercise: str = "seated-ir-measure"
    side: Side | Literal["auto"] = "auto"
    person: str = "me"
    mirrored: bool = False
    model: Path | None = None
    person_at: Place | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """A session with what it was made from.

    signals: what the exercise measures or counts, for each leg. roll_deg: of the camera, as far as known.
    """

    session: Session
    track: PoseTrack
    side: Side | None
    signals: Mapping[Side, SignalTrack]
    roll_deg: float
    video: Path
    settings: Settings

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


def analyze(video: Path, settings: Settings, progress: Progress) -> Analysis:
    """Measure or count what the person in ``video`` does.

    Raises
    ------
    UsageError: there is no such exercise, or the pose model cannot be loaded.
    InputError: the file cannot be read or holds no video.
    """
    named = None if settings.exercise == AUTO else exercise(settings.exercise)
    track, info, clear, by = track_person(video, settings, progress)
    card, proposed = choose(track, settings.side) if named is None else (named, None)
    read = _read(track, card, settings, clear=clear)
    if is_empty(track):
        read = _Read(None, read.signals, (), (), ())
    other = () if _is_found(read) else advise(_any_track(track, video, settings, progress), card)
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
        settings={**_recorded(settings), "person_by": by, **read.recorded},
        romtrack_version=__version__,
    )
    return Analysis(session, track, read.side, read.signals, read.roll_deg, video, settings)


def analyze_into(folder: Path, video: Path, name: str, settings: Settings, progress: Progress) -> Analysis:
    """Analyse ``video`` under the ``name`` that it shall have, and put all files into an existing folder.

    Raises
    ------
    UsageError, InputError: as in ``analyze``.
    OutputError: a file cannot be written.
    """
    analysis = analyze(video, settings, progress)
    session = analysis.session
    if session.video is not None:
        named = replace(session.video, name=name)
        analysis = replace(analysis, session=replace(session, video=named))
    save(analysis, folder)
    annotate(analysis, folder / "annotated.mp4", progress)
    return analysis


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


def _any_track(track: PoseTrack, video: Path, settings: Settings, progress: Progress) -> PoseTrack:
    """Return the track, followed again by a single leg where both were not seen for long."""
    if settings.exercise == AUTO or np.mean(track.detected) >= SEEN_SHARE:
        return track
    return track_person(video, replace(settings, exercise=AUTO), progress).track


class Still(NamedTuple):
    """One picture of a video as JPEG, and its size in the file."""

    jpeg: bytes
    width_px: int
    height_px: int


def still(video: Path, _progress: Progress) -> Still:
    """Return the first picture of a video, upright, no larger than what is analysed.

    Raises
    ------
    InputError: the file cannot be read or holds no video.
    """
    with VideoReader(video) as reader:
        image = _small(next(reader)).image
        _, jpeg = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
        return Still(jpeg.tobytes(), reader.width_px, reader.height_px)


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
        with closing(measured.over(_working(reader, settings))) as rows:
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
        frames = (_small(_unmirrored(frame, settings)) for frame in reader)
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


def _working(reader: VideoReader, settings: Settings) -> Generator[Frame]:
    """Yield the pictures that are analysed, decoded ahead."""
    return prefetched(_small(_unmirrored(frame, settings)) for frame in reader)


def _unmirrored(frame: Frame, settings: Settings) -> Frame:
    if not settings.mirrored:
        return frame
    return Frame(frame.time_s, np.ascontiguousarray(frame.image[:, ::-1]))


def _small(frame: Frame) -> Frame:
    """Shrink a large picture to what the model can use."""
    height_px, width_px = frame.image.shape[:2]
    scale = LONGEST_EDGE_PX / max(width_px, height_px)
    if scale >= 1:
        return frame
    size = (round(width_px * scale), round(height_px * scale))
    image = cv2.resize(frame.image, size, interpolation=cv2.INTER_AREA)
    return Frame(frame.time_s, np.asarray(image, dtype=np.uint8))


def _recorded(settings: Settings) -> dict[str, str | float | bool]:
    """Return the settings that the result keeps."""
    return {
        "side": settings.side,
        "mirrored": settings.mirrored,
        **({} if settings.person_at is None else {"person_at": str(settings.person_at)}),
        "model": "pose_landmarker_full" if settings.model is None else settings.model.name,
    }


def save(analysis: Analysis, folder: Path) -> None:
    """Write result.json, the angles or signals, chart.svg and report.html into an existing folder.

    Raises
    ------
    OutputError: a file cannot be written.
    """
    session, signal = analysis.session, analysis.signal
    write_result(session, folder / "result.json")
    turned = exercise(session.exercise).position == "seated"
    if turned:
        write_angles_both(analysis.signals, folder / "angles_both.csv")
    else:
        write_signals(analysis.signals, folder / "signals.csv")
    if signal is None:
        return
    if turned:
        write_angles(signal, folder / "angles.csv")
    chart = to_svg(signal_chart(signal, session))
    write_text(folder / "chart.svg", chart)
    write_text(folder / "report.html", report_html(session, chart))


def log(analysis: Analysis, repository: Repository, *, again: bool) -> Session | None:
    """Save the session with its tracks; tracks without their session are not left.

    Parameters
    ----------
    again: save it although this recording is in the log for this exercise; else nothing is saved then,
        and the earlier session is returned.

    Raises
    ------
    StorageError: the log does not take it.
    """
    session = analysis.session
    with repository.new_tracks(session.id, analysis.track, analysis.signals) as tracks_file:
        return repository.save(replace(session, tracks_file=tracks_file), again=again)


def annotate(analysis: Analysis, path: Path, progress: Progress) -> None:
    """Write the video again with what was read and counted drawn in.

    Raises
    ------
    OutputError: the file cannot be written.
    InputError: the video is not the one that was analysed any more.
    """
    overlay = Overlay(
        analysis.track, analysis.signals, analysis.side, _marks(analysis.session), analysis.roll_deg
    )
    progress.begin("annotated video", len(analysis.track))
    with VideoReader(analysis.video) as reader:
        if analysis.session.video is not None and reader.sha256() != analysis.session.video.sha256:
            raise InputError(f"{analysis.video} was changed after it was analysed; analyse it again")
        writer = VideoWriter(path, reader.width_px, reader.height_px)
        frames = prefetched(_unmirrored(frame, analysis.settings) for frame in reader)
        with writer, closing(frames):
            for row, frame in enumerate(frames):
                writer.write(overlay.draw(frame, row))
                progress.step()


def _marks(session: Session) -> Marks:
    """Return what the annotated video shows: trials of a measurement, else repetitions, holds and faults."""
    if session.measurements:
        trials = [trial for measurement in session.measurements for trial in measurement.trials]
        marks = [Mark(trial.peak_s, trial.end_s, trial.peak_deg, trial.accepted) for trial in trials]
        return Marks("trial", tuple(sorted(marks)))
    reps = [
        Mark(rep.peak_s, rep.end_s, rep.peak_value, accepted=True) for s in session.sets for rep in s.reps
    ]
    tries = [Mark(p.peak_s, p.end_s, p.peak_value, accepted=False) for s in session.sets for p in s.partials]
    card = exercise(session.exercise)
    return Marks(
        "hold" if card.kind == "hold" else "rep",
        tuple(sorted((*reps, *tries))),
        tuple(hold for s in session.sets for hold in s.holds),
        tuple(fault for s in session.sets for fault in s.faults),
        levels_of(card, session.sets),
        both=session.side == "both",
    )
