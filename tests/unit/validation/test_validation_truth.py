"""Truth files: what is taken from them, and one clear line where something is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from validation_clips import truth, truth_file

from romtrack.errors import InputError
from romtrack.validation import find_clips
from romtrack.validation.setups import setups_of
from romtrack.validation.truth import Span, Truth, exercise_of, read_truth

if TYPE_CHECKING:
    from pathlib import Path

TIMES = [0.0, 0.1, 0.2]


def test_what_is_compared_is_taken_from_the_file(tmp_path: Path) -> None:
    known = read_truth(truth_file(tmp_path / "x.gt.json"))
    assert isinstance(known, Truth)
    assert (known.exercise, known.side, known.exposure) == ("seated-ir-measure", "left", 0.6)
    assert (known.yaw_deg, known.roll_deg, known.hang_deg) == (-8, 3, -4)
    assert known.reps == (Span(1, 2, "internal", 1.5),)
    assert known.partials == (Span(2, 3),)
    assert known.faults == (Span(1, 2, "knee_drift"),)
    assert known.true_deg is not None
    assert np.flatnonzero(np.isnan(known.true_deg)).tolist() == [5]


@pytest.mark.parametrize(
    ("motion", "exercise"),
    [
        ("seated_ir_measure", "seated-ir-measure"),
        ("seated_resisted_ir", "seated-resisted-ir"),
        ("tightrope_walk", None),
    ],
)
def test_motions_and_their_exercises(motion: str, exercise: str | None) -> None:
    assert exercise_of(motion) == exercise


def test_two_motions_have_another_name_than_their_exercise(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = ("pigeon", "lateral-lunge-reach", "fire-hydrant")
    monkeypatch.setattr("romtrack.validation.truth.exercise_ids", lambda: catalog)
    assert tuple(map(exercise_of, ("pigeon_hold", "lateral_lunge", "fire_hydrant"))) == catalog


def test_another_motion_is_named_and_not_read_further(tmp_path: Path) -> None:
    assert (
        read_truth(truth_file(tmp_path / "x.gt.json", motion="tightrope_walk", frames=...))
        == "tightrope_walk"
    )


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"motion": ...}, "'motion'"),
        ({"frames": ...}, "'frames'"),
        ({"camera": {"yaw_deg": 0}}, "'roll_deg' is missing at camera.roll_deg"),
        ({"camera": {"yaw_deg": "left", "roll_deg": 0}}, "camera.yaw_deg"),
        ({"side": "middle"}, "side"),
        ({"reps": [{"start_s": 1}]}, "'end_s' is missing at reps[0].end_s"),
        ({"reps": 3}, "reps"),
        ({"frames": {"t": TIMES}}, "frames.hip_rot_gravity_left"),
        ({"frames": {"t": [], "hip_rot_gravity_left": [], "hip_rot_gravity_right": []}}, "frames.t"),
        (
            {"frames": {"t": TIMES, "hip_rot_gravity_left": [1, 2], "hip_rot_gravity_right": TIMES}},
            "2 entries",
        ),
        (
            {"frames": {"t": TIMES, "hip_rot_gravity_left": ["x", 1, 2], "hip_rot_gravity_right": TIMES}},
            "no number",
        ),
        ({"frames": {"t": [0, 0, 1]}}, "increase"),
    ],
)
def test_a_damaged_file_is_named_with_what_is_missing(
    tmp_path: Path, changes: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_truth(truth_file(tmp_path / "x.gt.json", **changes))
    assert "x.gt.json" in str(caught.value)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_is_no_object_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.gt.json").write_bytes(content)
    with pytest.raises(InputError, match=r"x\.gt\.json"):
        read_truth(tmp_path / "x.gt.json")


def test_a_folder_gives_clips_skipped_and_damaged(tmp_path: Path) -> None:
    for name in ("b", "a", "walk", "bad", "alone"):
        (tmp_path / f"{name}.mp4").touch()
    truth_file(tmp_path / "a.gt.json")
    truth_file(tmp_path / "b.gt.json")
    truth_file(tmp_path / "no_video.gt.json")
    truth_file(tmp_path / "walk.gt.json", motion="tightrope_walk")
    truth_file(tmp_path / "bad.gt.json", side=...)
    found = find_clips(tmp_path)
    assert [clip.name for clip in found.clips] == ["a", "b"]
    assert found.skipped == {"walk": "tightrope_walk"}
    (line,) = found.damaged
    assert "bad.gt.json" in line
    assert "'side'" in line


def test_a_folder_without_a_usable_clip_says_why(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no folder"):
        find_clips(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"x\.gt\.json"):
        find_clips(tmp_path)
    (tmp_path / "walk.mp4").touch()
    truth_file(tmp_path / "walk.gt.json", motion="tightrope_walk")
    with pytest.raises(InputError, match="tightrope_walk"):
        find_clips(tmp_path)


@pytest.mark.parametrize(
    ("changes", "setups"),
    [
        ({}, ("straight",)),
        ({"yaw_deg": -4.9, "roll_deg": 1.9, "exposure": 0.6}, ("straight", "dim")),
        ({"yaw_deg": 15.0, "roll_deg": -3.0}, ("yaw 5-15", "roll 2 or more")),
        ({"yaw_deg": -20.0, "hang_deg": -4.0}, ("yaw over 15", "offset hang")),
    ],
)
def test_setups(changes: dict[str, float], setups: tuple[str, ...]) -> None:
    assert setups_of(truth(**changes, faults=(Span(1, 2, "knee_drift"),))) == setups
    assert setups_of(truth(**changes)) == (*setups, "without faults")
