"""Whole clips through a live session: both legs in one go, and exercises, against their truth.

On request: ``pytest tests/campaigns/test_live_clips.py -n 0 -s`` (minutes). Frames are given as fast as
they are answered; needs ../shared/phantom/dev beside the checkout.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from romtrack.exercises import exercise
from romtrack.live import CameraEye, LiveSession, Plan
from romtrack.store import open_repository
from romtrack.types import Frame
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from romtrack.types import Session

EXERCISES = {
    "clamshell": "clamshell",
    "sidelying_ir": "sidelying-ir",
    "seated_resisted_ir": "seated-resisted-ir",
    "fire_hydrant": "fire-hydrant",
    "lateral_lunge": "lateral-lunge-reach",
    "quadruped_rockback": "quadruped-rockback",
    "single_leg_rdl_reach": "single-leg-rdl-reach",
    "squat_with_rotation": "squat-with-rotation",
    "ninety_ninety": "ninety-ninety",
}


def still(frame: Frame, seconds: float, rate: float) -> Iterator[Frame]:
    for number in range(round(seconds * rate)):
        yield Frame(number / rate, frame.image)


def _turned(frame: Frame) -> Frame:
    return Frame(frame.time_s, np.ascontiguousarray(frame.image[:, ::-1]))


def pictures(*clips: tuple[Path, bool], before_s: float, after_s: float) -> Iterator[Frame]:
    """Yield the clips (flipped where asked) one after the other, each with still time around it."""
    now_s = 0.0
    for clip, flipped in clips:
        with VideoReader(clip) as reader:
            shown = [
                Frame(f.time_s, np.ascontiguousarray(f.image[:, ::-1]) if flipped else f.image)
                for f in reader
            ]
        rate = (len(shown) - 1) / shown[-1].time_s
        parts = (*still(shown[0], before_s, rate), *shown, *still(shown[-1], after_s, rate))
        for number, frame in enumerate(parts):
            yield Frame(now_s + number / rate, frame.image)
        now_s += len(parts) / rate


def lived(plan: Plan, frames: Iterator[Frame], url: str) -> Session:
    session = LiveSession(plan, CameraEye(exercise(plan.exercise)), open_repository(url))
    for frame in frames:
        update = session.update(frame)
        if update is not None and update.screen.phase == "done":
            break
    return session.save()


def test_both_legs_in_one_go(phantom: Path, tmp_path: Path) -> None:
    clip = phantom / "measure_male_left.mp4"
    frames = pictures((clip, False), (clip, True), before_s=7, after_s=2)
    session = lived(Plan(), frames, f"sqlite:///{tmp_path / 'log.db'}")
    values = {one.side: one.value_deg for one in session.measurements}
    sys.stdout.write(f"\nboth legs: {values}\n")
    left, right = values["left"], values["right"]
    assert left is not None
    assert right == pytest.approx(left, abs=1.0), "the same turn, in a mirror"


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_is_counted_as_it_is_true(phantom: Path, tmp_path: Path, name: str) -> None:
    truth = json.loads((phantom / f"{name}.gt.json").read_text(encoding="utf-8"))
    plan = Plan(exercise=EXERCISES[name], sides=(truth["side"],), sets=1, reps=99)
    frames = pictures((phantom / f"{name}.mp4", False), before_s=6, after_s=12)
    session = lived(plan, frames, f"sqlite:///{tmp_path / 'log.db'}")
    reps = sum(len(record.reps) for record in session.sets)
    sys.stdout.write(f"\n{name}: {reps} of {len(truth['reps'])}\n")
    # The squat's first turn comes sooner after squatting down than a set begins.
    assert reps == len(truth["reps"]) - (name == "squat_with_rotation")
