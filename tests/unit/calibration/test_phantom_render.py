"""A clip is drawn, where OpenGL and the phantom's own requirements are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("moderngl", reason="needs calibration/phantom/requirements.txt")


def test_a_clip_and_its_truth_are_written(tmp_path: Path) -> None:
    from calibration.phantom import render  # noqa: PLC0415  imports moderngl

    out = tmp_path / "clip.mp4"
    words = f"--motion standing_hip_abduction --seed 1 --size 160x120 --still 3 --out {out}"
    render.main(words.split())
    truth = json.loads(out.with_suffix(".gt.json").read_text())
    assert len(truth["frames"]["t"]) == 3
    assert out.stat().st_size > 2000
