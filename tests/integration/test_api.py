"""What callers from Python are promised: the documented examples run, and the reference is of this tree."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import SAMPLES, excerpt, recorded

import romtrack
from romtrack import api

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_BLOCK = re.compile(r"<!-- run -->\n```python\n(.*?)```", re.DOTALL)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with less of the sample: its first turn."""
    (tmp_path / "sample_videos").mkdir()
    excerpt(SAMPLES / "seated_measure.mp4", tmp_path / "sample_videos" / "seated_measure.mp4", 1.5, 7.5)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_examples_run_in_their_order(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("xarray")
    blocks = _BLOCK.findall((DOCS / "api.md").read_text(encoding="utf-8"))
    assert len(blocks) == (DOCS / "api.md").read_text(encoding="utf-8").count("```python")
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "docs/api.md", "exec"), names)  # noqa: S102  our own
    said = capsys.readouterr().out
    assert "hip_rotation  left  internal" in re.sub(r" +", "  ", said)
    assert "P07" in said
    assert (here / "study.db").is_file()


def test_the_example_of_a_folder_takes_about_ten_lines() -> None:
    (first, *_) = _BLOCK.findall((DOCS / "api.md").read_text(encoding="utf-8"))
    assert len([line for line in first.splitlines() if line.strip()]) <= 11


def test_the_reference_is_of_this_tree() -> None:
    made = subprocess.run(
        [sys.executable, "-c", "from make_reference import reference; print(reference(), end='')"],
        capture_output=True,
        text=True,
        check=True,
        cwd=DOCS,
    )
    assert made.stdout == (DOCS / "reference.md").read_text(encoding="utf-8"), "python docs/make_reference.py"


def test_all_that_is_promised_is_there_and_explained() -> None:
    assert romtrack.__all__ == api.__all__
    for name in api.__all__:
        known = getattr(romtrack, name)
        assert known is getattr(api, name)
        if inspect.isfunction(known) or inspect.isclass(known):
            assert inspect.getdoc(known)
            assert name in (DOCS / "reference.md").read_text(encoding="utf-8")


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        romtrack.nonsense  # type: ignore[attr-defined]  # noqa: B018  that is the point


def test_importing_loads_nothing_heavy_and_says_nothing() -> None:
    heavy = ("numpy", "cv2", "pandas", "mediapipe")
    code = f"import romtrack, sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_track_is_read_as_arrays() -> None:
    known = recorded("measure_male_left_offset")
    reading = romtrack.read_track(known.track, side="left")
    angle = reading.signals["hip_rotation"]["left"]
    assert (angle.unit, angle.value.shape) == ("deg", known.track.time_s.shape)
    table = romtrack.signals_frame(reading, ["hip_rotation"])
    assert len(table) == 2 * len(known.track)
    assert np.array_equal(table[table.side == "left"].value, angle.value, equal_nan=True)


def test_what_is_wrong_is_one_line(tmp_path: Path) -> None:
    known = recorded("measure_male_left_offset")
    with pytest.raises(romtrack.RomtrackError, match="nonsense"):
        romtrack.read_track(known.track, "nonsense")
    with pytest.raises(romtrack.RomtrackError, match=r"no signal of this reading; it has .*hip_rotation"):
        romtrack.signals_frame(romtrack.read_track(known.track), ["elbow"])
    with pytest.raises(romtrack.RomtrackError):
        romtrack.load_session(tmp_path)
    (tmp_path / "result.json").write_text(json.dumps({"schema": "romtrack.result/99"}), encoding="utf-8")
    with pytest.raises(romtrack.RomtrackError, match=r"romtrack[.]result/99"):
        romtrack.load_session(tmp_path)
