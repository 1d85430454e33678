"""``romtrack agreement``: a phone beside a video's results, and what of it a study takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from conftest import SAMPLES
from phones import Phone, clip_of, recorded, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

PHONE = Phone(offset_s=3600.0, drift=2e-4)


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    """Return what a phone on the shank of the sample would have recorded."""
    return written(tmp_path / "phone.csv", *recorded(clip_of(SAMPLES / "seated_measure.gt.json"), PHONE))


def test_a_phone_beside_the_results_of_a_video(
    here: Callable[..., Run], sample_run: Run, phone: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = here(out, "agreement", "phone", phone, sample_run.folder, "--out", out)
    assert done.code == 0, done.stderr
    assert "Trials (degrees)" in done.stdout
    found = json.loads((out / "phone.json").read_text("utf-8"))
    clip = clip_of(SAMPLES / "seated_measure.gt.json")
    middle_s = float(np.mean(clip.time_s))
    later_s = found["clock_drift"] * middle_s + found["clock_offset_s"]
    assert later_s == pytest.approx(PHONE.drift * middle_s + PHONE.offset_s, abs=0.02)
    assert abs(found["still_frames"]["bias_deg"]) < 1
    assert {path.name for path in out.iterdir()} == {"phone.json", "frames.csv", "study.csv", "phone.html"}


def test_a_study_of_one_is_refused_and_leaves_nothing(
    here: Callable[..., Run], sample_run: Run, phone: Path, tmp_path: Path
) -> None:
    one = tmp_path / "one"
    assert here(one, "agreement", "phone", phone, sample_run.folder, "--out", one).code == 0
    out = tmp_path / "study"
    done = here(out, "agreement", "study", one / "study.csv", "--out", out)
    assert done.code == 3
    assert done.stderr == "romtrack: 1 person is no study: measure 3 at least, and better 30\n"
    assert not out.exists()


def test_the_other_leg_is_refused_in_a_line(
    here: Callable[..., Run], sample_run: Run, phone: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    side = "right" if clip_of(SAMPLES / "seated_measure.gt.json").side == "left" else "left"
    done = here(out, "agreement", "phone", phone, sample_run.folder, "--side", side, "--out", out)
    assert done.code == 3
    assert f"not with the {side} one" in done.stderr
    assert not out.exists()
