"""``romtrack validate`` on a short clip with a truth beside it."""

from __future__ import annotations

import csv
import json
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from conftest import SAMPLES, rewritten, written

from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.xdist_group("validate")

FRAMES = 190  # the hang, one whole repetition, and the beginning of the rest
END_S = 7.5


def _cut(truth: dict[str, Any]) -> dict[str, Any]:
    """Cut a truth to the frames that the short clip has."""
    frames = {name: column[:FRAMES] for name, column in truth["frames"].items()}
    events = {
        name: [one for one in truth[name] if one["end_s"] < END_S] for name in ("reps", "not_reps", "faults")
    }
    return {**truth, **events, "frames": frames}


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a short clip, one of a motion that nobody knows, and one with a damaged truth."""
    folder = tmp_path_factory.mktemp("clips")
    truth = _cut(json.loads((SAMPLES / "seated_measure.gt.json").read_text(encoding="utf-8")))
    with VideoReader(SAMPLES / "seated_measure.mp4") as reader:
        written(folder / "short.mp4", islice(reader, 0, FRAMES, 2))  # every other frame is dropped
    for name, held in (
        ("short", truth),
        ("walk", {**truth, "motion": "tightrope_walk"}),
        ("bad", {name: value for name, value in truth.items() if name != "camera"}),
    ):
        (folder / f"{name}.gt.json").write_text(json.dumps(held), encoding="utf-8")
        (folder / f"{name}.mp4").touch()
    return folder


@pytest.fixture(scope="module")
def run(romtrack: Callable[..., Run], clips: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return one run with all estimators."""
    out = tmp_path_factory.mktemp("results") / "new"
    return romtrack(out, "validate", clips, "--compare", "landmarks,world,mask,fused", "--out", out)


def written_rows(run: Run, name: str) -> list[dict[str, str]]:
    """Return the rows of a table that the run wrote."""
    with (run.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def row(run: Run) -> dict[str, str]:
    """Return the only row of its table."""
    (only,) = written_rows(run, "validation")
    return only


def test_figures_of_a_short_clip(row: dict[str, str]) -> None:
    assert (row["clip"], row["exercise"], row["side"]) == ("short", "seated-ir-measure", "left")
    assert (row["frames_with_truth"], row["detected_share"]) == (str(FRAMES // 2), "1.0")
    assert float(row["mae_deg"]) < 1.5
    assert row["fused_mae_deg"] == row["mae_deg"]
    assert float(row["world_mae_deg"]) > float(row["landmarks_mae_deg"])
    assert float(row["icc_2_1"]) > 0.98
    assert (row["reps_true"], row["reps_counted"], row["trials_accepted"]) == ("1", "1", "1")
    assert float(row["trial_max_error_deg"]) < 2


def test_tables_on_the_terminal_and_what_was_left_out(run: Run, row: dict[str, str]) -> None:
    assert run.code == 0
    expected = ("short", "MAE", "ICC", "straight", "Estimators, by set-up", "walk (tightrope_walk)")
    for word in (*expected, f"{float(row['mae_deg']):.2f}", str(run.folder)):
        assert word in run.stdout
    assert run.stderr.count("\n") == 1
    assert "bad.gt.json" in run.stderr
    assert "'camera' is missing" in run.stderr


def test_table_and_page_are_written(run: Run) -> None:
    assert sorted(path.name for path in run.folder.iterdir()) == [
        "frames.csv",
        "trials.csv",
        "validation.csv",
        "validation.html",
        "values.csv",
    ]
    page = (run.folder / "validation.html").read_text(encoding="utf-8")
    assert page.count("<svg ") == 5
    assert "://" not in page


def test_frames_and_trials_are_written_beside_their_truth(run: Run, row: dict[str, str]) -> None:
    frames, trials = (written_rows(run, name) for name in ("frames", "trials"))
    assert len(frames) == FRAMES // 2
    sizes = [abs(float(one["read_deg"]) - float(one["true_deg"])) for one in frames if one["read_deg"]]
    assert sum(sizes) / len(sizes) == pytest.approx(float(row["mae_deg"]), abs=0.002)
    by_line = [abs(float(one["true_line_deg"]) - float(one["true_deg"])) for one in frames]
    assert sum(by_line) / len(by_line) < 1  # the camera stands straight: a perfect line reads well
    (trial,) = trials
    assert (trial["direction"], trial["accepted"], trial["was"]) == ("internal", "True", "clean")
    assert abs(float(trial["error_deg"])) == pytest.approx(float(row["trial_max_error_deg"]), abs=0.002)


def test_json_prints_the_figures_and_nothing_else(
    clips: Path, tmp_path: Path, here: Callable[..., Run]
) -> None:
    rewritten(SAMPLES / "seated_measure.mp4", tmp_path / "two.mp4", lambda frame: frame, 2)
    (tmp_path / "two.gt.json").write_bytes((clips / "short.gt.json").read_bytes())
    run = here(tmp_path / "o", "validate", tmp_path, "--out", tmp_path / "o", "--json")
    assert run.code == 0
    told = json.loads(run.stdout)
    assert told["schema"] == "romtrack.validation/1"
    assert told["clips"][0]["frames_with_truth"] == 2
    assert told["overall"]["trials_accepted"] == 0


def test_a_folder_without_clips_is_exit_3_in_one_line(tmp_path: Path, here: Callable[..., Run]) -> None:
    run = here(tmp_path / "out", "validate", tmp_path, "--out", tmp_path / "out")
    assert (run.code, run.stderr.count("\n")) == (3, 1)
    assert str(tmp_path) in run.stderr
    assert not (tmp_path / "out").exists()


def test_an_unknown_estimator_is_exit_2_in_one_line(
    clips: Path, tmp_path: Path, here: Callable[..., Run]
) -> None:
    out = tmp_path / "out"
    run = here(out, "validate", clips, "--compare", "mask,mouse", "--out", out)
    assert (run.code, run.stderr.count("\n")) == (2, 1)
    assert "mouse" in run.stderr


def test_its_help_has_an_example(here: Callable[..., Run], tmp_path: Path) -> None:
    assert "romtrack validate clips" in here(tmp_path, "validate", "--help").stdout
