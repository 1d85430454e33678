"""Another exercise is looked for where nothing was seen of the one that was named: not in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import SAMPLES, rewritten

from romtrack.pipeline import LOOK_FURTHER, analyze
from romtrack.settings import Settings
from romtrack.types import Frame

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Stages:
    """Remembers what is begun."""

    def __init__(self) -> None:
        self.begun: list[str] = []

    def begin(self, stage: str, expected_frames: int | None) -> None:  # noqa: ARG002  any number
        self.begun.append(stage)

    def step(self) -> None:
        """Count nothing."""


def stages(clip: Path, exercise: str) -> list[str]:
    shown = Stages()
    analyze(clip, Settings(exercise), shown)
    return shown.begun


def empty(frame: Frame) -> Frame:
    return Frame(frame.time_s, np.full_like(frame.image, 127))


def as_it_is(frame: Frame) -> Frame:
    return frame


@pytest.mark.parametrize(
    ("change", "exercise", "begun"),
    [
        (empty, "clamshell", ["pose"]),  # once more would show nobody, too
        (as_it_is, "clamshell", ["pose", LOOK_FURTHER]),  # who sits may turn a hip: the shanks tell
        (as_it_is, "seated-ir-measure", ["pose"]),  # all that there is to see was looked at
    ],
)
def test_somebody_who_sits(
    change: Callable[[Frame], Frame], exercise: str, begun: list[str], tmp_path: Path
) -> None:
    clip = rewritten(SAMPLES / "seated_measure.mp4", tmp_path / "clip.mp4", change, 25)
    assert stages(clip, exercise) == begun


def test_somebody_of_whom_one_leg_is_seen(phantom: Path, tmp_path: Path) -> None:
    clip = rewritten(phantom / "fire_hydrant.mp4", tmp_path / "clip.mp4", as_it_is, 25)
    assert stages(clip, "clamshell") == ["pose", LOOK_FURTHER]
