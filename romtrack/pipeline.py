"""Offline: from a video file to a session, streaming and in bounded memory.

Three threads share the work: frames are decoded ahead, the pose model runs on the caller's
thread, and the shanks are measured in each picture while the model is at the next one.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol
from uuid import uuid4

import cv2
import numpy as np

from romtrack import __version__
from romtrack.export import write_angles, write_angles_both, write_result
from romtrack.kinematics.shank import shank_evidence
from romtrack.kinematics.view import assumed_camera
from romtrack.measure.quality import judge_quality
from romtrack.measure.seated import SeatedTest, measure_seated
from romtrack.pose import SubjectFollower, TrackBuilder, open_estimator
from romtrack.types import SIDES, Frame, PoseTrack, Session, Side, VideoInfo
from romtrack.video import Overlay, VideoReader, VideoWriter, prefetched

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

    from romtrack.types import Pose, ShankEvidence

    _Row = tuple[Frame, Pose | None, Mapping[Side, ShankEvidence] | None]

__all__ = ["Analysis", "Progress", "Settings", "analyze", "annotate", "save"]

EXERCISE = "seated-ir-measure"
LONGEST_EDGE_PX = 960  # the model looks at 256 pixels of the person: more only costs time
_IN_FLIGHT = 3


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

    side: the leg to measure; ``auto`` takes the one that moves. mirrored: the recording is a
    selfie's mirror image. model: a ``.task`` file instead of the package's own.
    """

    side: Side | Literal["auto"] = "auto"
    mirrored: bool = False
    model: Path | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """A session with what it was made from."""

    session: Session
    track: PoseTrack
    test: SeatedTest
    video: Path
    settings: Settings


def analyze(video: Path, settings: Settings, progress: Progress) -> Analysis:
    """Measure the person in ``video``.

    Raises
    ------
    InputError: the file cannot be read or holds no video.
    ModelError: the pose model cannot be loaded.
    """
    track, info = track_person(video, settings, progress)
    camera = assumed_camera(track.width_px, track.height_px)
    test = measure_seated(track, camera, settings.side)
    session = Session(
        id=uuid4(),
        exercise=EXERCISE,
        side=test.side,
        video=info,
        measurements=test.measurements,
        quality=judge_quality(track, test, info.warnings),
        settings=_recorded(settings, test),
        romtrack_version=__version__,
    )
    return Analysis(session, track, test, video, settings)


def track_person(video: Path, settings: Settings, progress: Progress) -> tuple[PoseTrack, VideoInfo]:
    """Follow one person through ``video``; what each frame says about the shanks goes along."""
    with (
        VideoReader(video) as reader,
        SubjectFollower(open_estimator(settings.model)) as follower,
        ThreadPoolExecutor(max_workers=1, thread_name_prefix="shank") as executor,
    ):
        progress.begin("pose", reader.expected_frames)
        builder = TrackBuilder(follower.skeleton)
        width_px = height_px = 0
        with closing(_Measured(follower, executor).over(_working(reader, settings))) as measured:
            for frame, pose, evidence in measured:
                height_px, width_px = frame.image.shape[:2]
                builder.add(frame.time_s, pose, evidence)
                progress.step()
        made_by = (f"romtrack({__version__})", f"track_person(mirrored={settings.mirrored})")
        return builder.build(width_px, height_px, made_by), reader.info()


class _Measured:
    """Poses on the caller's thread, shanks on another, in order and a few frames apart."""

    def __init__(self, follower: SubjectFollower, executor: ThreadPoolExecutor) -> None:
        self._follower = follower
        self._executor = executor
        self._pending: deque[tuple[Frame, Pose | None, Future[Mapping[Side, ShankEvidence]] | None]] = deque()

    def over(self, frames: Generator[Frame]) -> Generator[_Row]:
        with closing(frames):
            for frame in frames:
                pose = self._follower.detect(frame)
                future = None if pose is None else self._executor.submit(self._both_shanks, frame, pose)
                self._pending.append((frame, pose, future))
                if len(self._pending) > _IN_FLIGHT:
                    yield self._oldest()
            while self._pending:
                yield self._oldest()

    def _oldest(self) -> _Row:
        frame, pose, future = self._pending.popleft()
        return frame, pose, None if future is None else future.result()

    def _both_shanks(self, frame: Frame, pose: Pose) -> Mapping[Side, ShankEvidence]:
        return {side: shank_evidence(frame, pose, self._follower.skeleton, side) for side in SIDES}


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


def _recorded(settings: Settings, test: SeatedTest) -> dict[str, str | float | bool]:
    """Return the settings that the result keeps, with what was read off the view."""
    return {
        "side": settings.side,
        "mirrored": settings.mirrored,
        "model": "pose_landmarker_full" if settings.model is None else settings.model.name,
        "camera": test.view.camera.source,
        "camera_roll_deg": round(test.view.roll_deg, 1),
        "body_yaw_deg": round(test.view.yaw_deg, 1),
    }


def save(analysis: Analysis, folder: Path) -> None:
    """Write result.json, angles.csv and angles_both.csv into an existing folder.

    Raises
    ------
    OutputError: a file cannot be written.
    """
    write_result(analysis.session, folder / "result.json")
    if analysis.test.side is not None:
        write_angles(analysis.test.signals[analysis.test.side], folder / "angles.csv")
    write_angles_both(analysis.test.signals, folder / "angles_both.csv")


def annotate(analysis: Analysis, path: Path, progress: Progress) -> None:
    """Write the video again with the legs, the angle and the trials drawn in.

    Raises
    ------
    OutputError: the file cannot be written.
    """
    test = analysis.test
    overlay = Overlay(analysis.track, test.signals, test.side, test.trials, test.view.roll_deg)
    progress.begin("annotated video", len(analysis.track))
    with VideoReader(analysis.video) as reader:
        writer = VideoWriter(path, reader.width_px, reader.height_px)
        frames = prefetched(_unmirrored(frame, analysis.settings) for frame in reader)
        with writer, closing(frames):
            for row, frame in enumerate(frames):
                writer.write(overlay.draw(frame, row))
                progress.step()
