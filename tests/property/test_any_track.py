"""Whatever track or signal: the whole way of a file, from the reading to the drawing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np
import pytest
from conftest import camera_of, reading_of
from hypothesis import given
from hypothesis import strategies as st
from wild import Scripted, numbers, poses, samples, share, sound, sound_measurement, sound_sets, tracks

from romtrack import pipeline
from romtrack.charts import signal_chart
from romtrack.exercises import exercise, exercise_ids
from romtrack.kinematics.lens import straightened
from romtrack.kinematics.posture import Posture
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.kinematics.view import assumed_camera
from romtrack.measure.acceptance import judge
from romtrack.measure.findings import NO_PERSON
from romtrack.measure.measuring import measure
from romtrack.measure.neutral import NeutralFinder, choose_hang
from romtrack.measure.quality import judge_quality
from romtrack.measure.reading import posture_signals
from romtrack.measure.seated import read_seated
from romtrack.measure.setup import check_recording
from romtrack.measure.trials import Attempt, Moment, Plateau, TrialDetector
from romtrack.protocols.proposing import propose
from romtrack.reps import Coach, RepCounter, coach_recording
from romtrack.reps.excursion import ExcursionFinder
from romtrack.reps.form import CueWatch
from romtrack.reps.holds import HoldTimer
from romtrack.reps.rest import RestLevel
from romtrack.settings import Settings
from romtrack.signals.zero_phase import zero_phase
from romtrack.tracking import person
from romtrack.types import SIDES, Frame, Partial, Quality, Rep, Session
from romtrack.video import Mark, Marks, Overlay, VideoWriter

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.types import Pose, PoseTrack, SetRecord

ROTATION = QUANTITIES["hip_rotation"]
CARDS = [exercise(name) for name in exercise_ids()]


def session_of(name: str, sets: tuple[SetRecord, ...], quality: Quality) -> Session:
    return Session(
        id=UUID(int=1),
        person="Ada",
        exercise=name,
        side="left",
        analysed_at=datetime(2026, 1, 1, tzinfo=UTC),
        video=None,
        sets=sets,
        measurements=(),
        quality=quality,
    )


@share(0.2)
@given(track=tracks(), side=st.sampled_from(("auto", "left", "right")))
def test_a_seated_measurement_of_any_track(track: PoseTrack, side: Any) -> None:  # noqa: ANN401
    reading = read_seated(track, assumed_camera(track.width_px, track.height_px), side)
    setup = check_recording(track, reading.side, reading.view.roll_deg)
    quality = judge_quality(track, reading.signal, (), setup)
    for signal in reading.signals.values():
        sound(signal, track)
    for posture in posture_signals(reading, "left").values():
        sound(posture, track)
    for measured in (*measure(reading, setup=setup), *measure(reading)):
        sound_measurement(measured)
    if not track.detected.any():
        assert NO_PERSON.id in {notice.id for notice in quality.warnings}
    if reading.signal is not None:
        card = exercise("seated-resisted-ir")
        signals = {"hip_rotation": reading.signal, **posture_signals(reading, reading.signal.side)}
        sets = coach_recording(card, reading.signal.side, signals, reading.rest_deg)
        sound_sets(sets)
        drawn(track, reading.signals, session_of(card.id, sets, quality))


@share(0.1)
@given(track=tracks(), bulge=st.floats(-0.4, 0.4), roll_deg=st.one_of(st.none(), st.floats(-180, 180)))
def test_any_track_through_a_lens(track: PoseTrack, bulge: float, roll_deg: float | None) -> None:
    camera = replace(camera_of(track), distortion=(bulge, 0.0, 0.0, 0.0, 0.0), roll_deg=roll_deg)
    straight, ideal = straightened(track, camera)
    assert not ideal.distortion
    assert not ideal.roll_deg
    assert np.isnan(straight.image_px[np.isnan(track.image_px)]).all()
    assert not np.isinf(straight.image_px).any()


@share(0.15)
@given(track=tracks(), name=st.sampled_from([card.id for card in CARDS]))
def test_every_exercise_in_any_track(track: PoseTrack, name: str) -> None:
    card = exercise(name)
    read = reading_of(track, card)
    for one in (read, *(reading_of(track, card, side) for side in SIDES)):
        for signal in one.own.values():
            sound(signal, track)
        sound_sets(one.sets)
        for measured in one.measurements:
            sound_measurement(measured)
    quality = judge_quality(track, read.signal, (), ())
    drawn(track, read.own, session_of(card.id, read.sets, quality))


def drawn(track: PoseTrack, signals: Any, session: Session) -> None:  # noqa: ANN401
    """Draw chart and picture."""
    signal_chart(signals["left"], session).to_dict()
    reps = (rep for done in session.sets for rep in done.reps)
    marks = [Mark(rep.peak_s, rep.end_s, rep.peak_value, accepted=True) for rep in reps]
    overlay = Overlay(track, signals, "left", Marks("rep", tuple(sorted(marks))), 2.0)
    picture = np.full((48, 64, 3), 90, np.uint8)
    for row in range(0, len(track), 17):
        overlay.draw(Frame(float(track.time_s[row]), picture), row)


@share(0.08)
@given(track=tracks(60))
def test_what_any_track_looks_like(track: PoseTrack) -> None:
    for proposal in propose(track, camera_of(track)):
        assert 0 <= proposal.confidence <= 1


@share(0.3)
@given(rows=samples(), cutoff_hz=st.sampled_from((0.5, 6.0)))
def test_any_signal_through_the_filter(rows: list[tuple[float, float]], cutoff_hz: float) -> None:
    time_s, value = np.array(rows, dtype=float).reshape(-1, 2).T
    kept = np.diff(time_s, append=np.inf) > 0
    smooth = zero_phase(time_s[kept], value[kept], cutoff_hz)
    assert not np.isinf(smooth).any()
    seen = np.isfinite(smooth)
    assert (np.isfinite(value[kept]) | ~seen).all()
    if seen.any():
        assert np.abs(smooth[seen]).max() <= 2 * np.abs(value[kept][seen]).max() + 1e-6


@share(0.2)
@given(rows=samples(), other=samples())
def test_any_signal_counted_timed_and_cued(
    rows: list[tuple[float, float]], other: list[tuple[float, float]]
) -> None:
    for card in CARDS:
        folded(Coach(card, "left"), card.signals, rows, other)
        if card.count is not None:
            counter = RepCounter(card.count, "left")
            for time_s, value in rows:
                counter.update(time_s, value)
            for event in counter.finish():
                assert event.range_value >= 0
        if card.hold is not None:
            timer = HoldTimer(card.hold, "left")
            for time_s, value in rows:
                timer.update(time_s, value)
        for cue in card.cues:
            watch = CueWatch(cue, "left")
            for time_s, value in rows:
                watch.update(time_s, value, resting=value < 0.1, away=value > 0.1)


@share(0.3)
@given(rows=samples(), other=samples())
def test_hang_and_turns_of_any_signal(
    rows: list[tuple[float, float]], other: list[tuple[float, float]]
) -> None:
    finder, hangs, detector = ExcursionFinder(0.05, 6.0), NeutralFinder(), TrialDetector(ROTATION, 0.0)
    rest, nowhere = RestLevel(0.05), Posture(*(np.array(np.nan),) * 5)
    phases, attempts = [], []
    for at, (time_s, value) in enumerate(rows):
        finder.update(time_s, value)
        rest.update(time_s, value)
        beside = other[at][1] if at < len(other) else value
        phases.append(hangs.update(time_s, value))
        attempts.append(detector.update(Moment(time_s, value, abs(beside), nowhere)))
    finder.finish()
    choose_hang([phase for phase in (*phases, hangs.finish()) if phase is not None])
    judge(ROTATION, "left", [one for one in (*attempts, detector.finish()) if one is not None])


def folded(
    coach: Coach,
    names: tuple[str, ...],
    rows: list[tuple[float, float]],
    other: list[tuple[float, float]],
) -> None:
    """Give a coach the same wild signal in all its names, the first one's apart."""
    for at, (time_s, value) in enumerate(rows):
        beside = other[at][1] if at < len(other) else value
        events = coach.update(time_s, dict.fromkeys(names, beside) | {names[0]: value})
        for event in events:
            if isinstance(event, Rep | Partial):
                assert event.range_value >= 0
    coach.finish()


POSTURES = st.builds(Posture, *[numbers.map(np.asarray)] * 5)
PLATEAUS = st.builds(Plateau, numbers, numbers, numbers, POSTURES, numbers)


@share(0.3)
@given(plateaus=st.lists(PLATEAUS, min_size=1, max_size=3), turn_deg=numbers, seen=numbers)
def test_any_attempts_are_judged(plateaus: list[Plateau], turn_deg: float, seen: float) -> None:
    attempts = [
        Attempt("internal", 0.0, 1.0, 2.0, turn_deg, turn_deg, plateau, seen, 0.0, begun=True, finished=True)
        for plateau in plateaus
    ]
    for trial, plateau in zip(judge(ROTATION, "left", attempts), plateaus, strict=True):
        assert not trial.accepted or np.isfinite([plateau.sigma_deg, turn_deg]).all()


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "short.mp4"
    with VideoWriter(path, 64, 64) as writer:
        for at in range(14):
            writer.write(Frame(at / 12, np.full((64, 64, 3), 60 + 5 * at, np.uint8)))
    return path


silent = SimpleNamespace(begin=lambda *_: None, step=lambda: None)


@share(0.06)
@given(
    said=st.lists(st.one_of(st.none(), poses((64, 64)), poses((64, 64))), min_size=1, max_size=4),
    name=st.sampled_from(exercise_ids()),
)
def test_a_file_with_any_poses_in_it(clip: Path, said: list[Pose | None], name: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(person, "open_estimator", lambda _model: Scripted(said))
        patch.setattr(person, "open_finder", lambda _model: Scripted(said))
        analysis = pipeline.analyze(clip, Settings(exercise=name), silent)
    for measured in analysis.session.measurements:
        sound_measurement(measured)
    sound_sets(analysis.session.sets)
    assert analysis.session.quality.warnings
