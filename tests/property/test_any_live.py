"""Whatever the camera sees: a live session takes it, answers in JSON, and keeps only what is one."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from replay import BLACK, ReplayEye
from wild import Scripted, frames, numbers, poses, share, sound_measurement, sound_sets, tracks

from romtrack.app.live.wire import Answers
from romtrack.exercises import exercise, exercise_ids
from romtrack.live import CameraEye, LiveSession, Plan, is_live, look
from romtrack.pose import BLAZEPOSE
from romtrack.store import open_repository
from romtrack.types import SIDES, Frame, Pose, ShankEvidence

if TYPE_CHECKING:
    from romtrack.exercises import Exercise
    from romtrack.live import Update
    from romtrack.types import FloatArray, PoseTrack

names = st.sampled_from([name for name in exercise_ids() if is_live(exercise(name))])


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('live') / 'romtrack.db'}"


def plan_of(name: str) -> Plan:
    return Plan(exercise=name, sides=("left",), sets=1, reps=2, rest_s=1.0)


def scripted(said: list[Pose | None], card: Exercise) -> CameraEye:
    """Return the eye of a camera whose pose model says what it is told to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(look, "open_estimator", lambda _model: Scripted(said))
        patch.setattr(look, "open_finder", lambda _model: Scripted(said))
        return CameraEye(card)


def answered(answers: Answers, update: Update | None) -> None:
    """Check that a page can be told."""
    if update is not None:
        json.loads(answers.answer(1, update, 1.0))


def ended(session: LiveSession) -> None:
    saved = session.save()
    for measured in saved.measurements:
        sound_measurement(measured)
    sound_sets(saved.sets)


@share(0.08)
@given(track=tracks(240), name=names, pauses=st.lists(st.integers(0, 120), max_size=2))
def test_a_session_of_any_track(url: str, track: PoseTrack, name: str, pauses: list[int]) -> None:
    eye, answers = ReplayEye(track), Answers()
    session = LiveSession(plan_of(name), eye, open_repository(url))
    for row in range(len(track)):
        if row in pauses:
            session.skip()
            session.pause()
            session.resume()
        eye.row = row
        answered(answers, session.update(Frame(float(track.time_s[row]), BLACK)))
    ended(session)


@share(0.15)
@given(
    said=st.lists(st.one_of(st.none(), poses((64, 64)), poses((64, 64))), min_size=1, max_size=6),
    picture=frames((64, 64)),
    name=names,
    steps=st.lists(st.one_of(st.just(0.04), numbers), min_size=1, max_size=4),
)
def test_a_camera_that_sees_anything(
    url: str, said: list[Pose | None], picture: Frame, name: str, steps: list[float]
) -> None:
    eye = scripted(said, exercise(name))
    session, answers, now_s = LiveSession(plan_of(name), eye, open_repository(url)), Answers(), 0.0
    for at in range(60):
        now_s += 0.05
        wild_s = steps[at % len(steps)] if at % 7 == 0 else 0.0
        answered(answers, session.update(replace(picture, time_s=now_s + wild_s)))
    ended(session)


class Seeing:
    """An eye that sees one pose, and nothing of the shanks."""

    skeleton, clear = BLAZEPOSE, True

    def __init__(self, pose: Pose) -> None:
        self.pose = pose

    def look(self, frame: Frame, *, begun: bool) -> look.Look:  # noqa: ARG002  the same each time
        nothing = ShankEvidence(*(np.asarray(np.nan) for _ in fields(ShankEvidence)))
        return look.Look(frame.time_s, 64, 64, self.pose, dict.fromkeys(SIDES, nothing))

    def upright_px(self) -> FloatArray:
        return np.empty((0, 4))

    def close(self) -> None:
        """Nothing to close."""


def test_a_landmark_without_a_place_breaks_no_answer(url: str) -> None:
    """However visible the model calls it, a point that is missing is not sent."""
    points = np.full((len(BLAZEPOSE.keypoints), 2), np.inf)
    points[0] = 30.0
    pose = Pose(0.0, 64, 64, points, np.zeros((len(points), 3)), np.ones(len(points)))
    session = LiveSession(plan_of("clamshell"), Seeing(pose), open_repository(url))
    update = session.update(Frame(0.0, BLACK))
    assert update is not None
    assert list(update.points_px) == ["nose"]
    answered(Answers(), update)
    session.discard()


@pytest.mark.parametrize("wild_s", [np.nan, np.inf, -np.inf, 4503599627370496.0, -1e300])
def test_a_clock_that_is_none_is_not_listened_to(url: str, wild_s: float) -> None:
    pose = Pose(0.0, 64, 64, np.full((33, 2), 30.0), np.zeros((33, 3)), np.ones(33))
    session = LiveSession(plan_of("clamshell"), Seeing(pose), open_repository(url))
    for before, after in ((0.0, 0.1), (0.2, 0.3)):
        assert session.update(Frame(wild_s, BLACK)) is None
        assert session.update(Frame(before, BLACK)) is not None
        assert session.update(Frame(wild_s, BLACK)) is None
        assert session.update(Frame(after, BLACK)) is not None
    session.discard()
