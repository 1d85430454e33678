"""Where an error comes from: a known fault of the line or of the level is told as such."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import Recorded, recorded
from validation_clips import pairs, truth

from romtrack.kinematics.view import camera_for
from romtrack.measure.seated import read_seated
from romtrack.validation.causes import TRUE_LEVEL, TRUE_LINE, causes_deg, with_true_line

if TYPE_CHECKING:
    from romtrack.kinematics.view import View
    from romtrack.validation.truth import Truth

ROLL_DEG = 3.0


@pytest.fixture(scope="module")
def clip() -> Recorded:
    return recorded("measure_male_left_offset")


@pytest.fixture(scope="module")
def view(clip: Recorded) -> View:
    camera = camera_for(clip.track.width_px, clip.track.height_px)
    return read_seated(clip.track, camera, clip.side).view


@pytest.fixture(scope="module")
def known(clip: Recorded, view: View) -> Truth:
    """Return a truth in which the joints are where the landmarks are, and the level is what was read."""
    ends = [clip.track.point_px(f"{clip.side}_{joint}") for joint in ("knee", "ankle")]
    level = {"roll_deg": view.roll_deg, "pitch_deg": view.pitch_deg}
    true_deg = clip.true_deg[clip.side]
    shank_px = np.stack(ends, axis=1)
    return truth(side=clip.side, time_s=clip.track.time_s, true_deg=true_deg, shank_px=shank_px, **level)


def test_a_level_that_is_right_has_no_part(clip: Recorded, view: View, known: Truth) -> None:
    by_line, by_level = with_true_line(clip.track, view, known).values()
    assert by_line == pytest.approx(by_level, nan_ok=True)
    assert np.nanmean(np.abs(by_line - clip.true_deg[clip.side])) < 3  # as landmarks are


def test_a_roll_that_is_read_wrongly_is_the_levels_part_whole(
    clip: Recorded, view: View, known: Truth
) -> None:
    tilted = replace(view, roll_deg=view.roll_deg + ROLL_DEG)
    right = with_true_line(clip.track, view, known)[TRUE_LINE]
    read = with_true_line(clip.track, tilted, known)
    assert read[TRUE_LEVEL] == pytest.approx(right, abs=0.1, nan_ok=True)  # how it sits is read by the level
    assert np.nanmean(np.abs(read[TRUE_LINE] - right)) == pytest.approx(ROLL_DEG, abs=0.1)


def test_nothing_is_said_of_a_truth_without_joints(clip: Recorded, view: View, known: Truth) -> None:
    assert with_true_line(clip.track, view, replace(known, shank_px=None)) == {}
    assert with_true_line(clip.track, None, known) == {}


def test_the_parts_add_up_to_the_error() -> None:
    read = {"fused": pairs(3.0), TRUE_LINE: pairs(1.0), TRUE_LEVEL: pairs(-0.5)}
    parts = causes_deg(read)
    assert {name: part[0] for name, part in parts.items()} == pytest.approx(
        {"line": 2.0, "level": 1.5, "seat": -0.5}
    )
    assert causes_deg({"fused": pairs(3.0)}) == {}
