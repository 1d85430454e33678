"""The command on a real clip: number, tables and video, held against the clip's truth."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import jsonschema
import numpy as np
import pytest
from conftest import SAMPLES, excerpt, rewritten

from romtrack.export import read_result, result_schema
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.xdist_group("browser")  # whose tests need the same analysis


def columns(path: Path) -> dict[str, np.ndarray]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) if row[name] else np.nan for row in rows]) for name in rows[0]}


def test_it_ends_well_and_says_the_number(sample_run: Run) -> None:
    assert (sample_run.code, sample_run.stderr) == (0, "")
    value = sample_run.result()["measurements"][0]["value_deg"]
    assert f"{value:.1f}°" in sample_run.stdout
    assert "not a medical device" in sample_run.stdout


def test_result_fits_the_schema(sample_run: Run) -> None:
    jsonschema.validate(sample_run.result(), result_schema())


def test_the_result_says_when_the_file_was_recorded(sample_run: Run) -> None:
    result = sample_run.result()
    assert result["recorded_by"] in {"container", "file"}
    assert datetime.fromisoformat(result["recorded_at"]) < datetime.fromisoformat(result["analysed_at"])


@pytest.mark.parametrize("date", ["last Tuesday", "2026-02-30", "1904-01-01", "2999-01-01"])
def test_a_date_that_is_none_is_refused_in_one_line(
    here: Callable[..., Run], tmp_path: Path, date: str
) -> None:
    out = tmp_path / "out"
    run = here(out, "analyze", SAMPLES / "seated_measure.mp4", "--out", out, "--recorded-at", date)
    assert (run.code, run.stderr.count("\n")) == (2, 1)
    assert "date" in run.stderr
    assert not out.exists()


def test_value_and_trials_are_those_of_the_truth(sample_run: Run, sample_truth: dict[str, Any]) -> None:
    result = sample_run.result()
    assert result["side"] == sample_truth["side"]
    (measured,) = result["measurements"]
    accepted = [trial for trial in measured["trials"] if trial["accepted"]]
    assert len(accepted) == len(sample_truth["reps"])
    for trial, rep in zip(accepted, sample_truth["reps"], strict=True):
        assert trial["peak_deg"] == pytest.approx(rep["peak_deg"], abs=2)
        assert rep["start_s"] <= trial["peak_s"] <= rep["end_s"]
    refused = [trial for trial in measured["trials"] if not trial["accepted"]]
    assert len(refused) == 1  # the partial attempt
    assert "partial" in refused[0]["reasons"][0]
    assert measured["value_deg"] == pytest.approx(
        np.mean([rep["peak_deg"] for rep in sample_truth["reps"]]), abs=1.5
    )


def test_every_frame_has_a_row_and_the_angle_follows_the_truth(
    sample_run: Run, sample_truth: dict[str, Any]
) -> None:
    table = columns(sample_run.folder / "angles.csv")
    truth = sample_truth["frames"]
    assert table["time_s"] == pytest.approx(truth["t"], abs=1e-3)
    error = np.abs(table["angle_deg"] - truth["hip_rot_gravity_left"])
    assert np.nanmean(error) < 0.8
    assert table["ok"].mean() > 0.98
    both = columns(sample_run.folder / "angles_both.csv")
    assert np.array_equal(both["left_angle_deg"], table["angle_deg"], equal_nan=True)
    assert np.nanmean(np.abs(both["right_angle_deg"] - truth["hip_rot_gravity_right"])) < 2


def test_annotated_video_has_every_frame_and_differs_from_the_source(
    sample_run: Run, sample_truth: dict[str, Any]
) -> None:
    with VideoReader(sample_run.folder / "annotated.mp4") as reader:
        first = next(reader)
        rest = sum(1 for _ in reader)
        assert (reader.width_px, reader.height_px) == (640, 480)
        assert rest + 1 == len(sample_truth["frames"]["t"])
    assert first.image.std() > 10


def test_a_mirror_image_measures_the_same_leg_with_the_same_sign(
    here: Callable[..., Run], sample_run: Run, tmp_path: Path
) -> None:
    selfie = excerpt(
        SAMPLES / "seated_measure.mp4",
        tmp_path / "selfie.mp4",
        end_s=7.6,
        change=lambda image: np.ascontiguousarray(image[:, ::-1]),
    )
    run = here(tmp_path, "analyze", selfie, "--mirrored", "--out", tmp_path, "--no-video")
    assert run.result()["side"] == "left"
    plain, mirrored = columns(sample_run.folder / "angles.csv"), columns(tmp_path / "angles.csv")
    assert mirrored["angle_deg"] == pytest.approx(plain["angle_deg"][:190:2], abs=2)


def test_json_prints_the_result_and_nothing_else(here: Callable[..., Run], tmp_path: Path) -> None:
    short = rewritten(
        SAMPLES / "seated_measure.mp4", tmp_path / "naïve clip 🦵.mp4", lambda frame: frame, count=2
    )
    options = ("--json", "--no-video", "--recorded-at", "2026-03-01T09:30+05:45")
    run = here(tmp_path, "analyze", short, "--out", tmp_path / "out", *options)
    assert run.code == 0
    result = json.loads(run.stdout)
    assert (result["recorded_at"], result["recorded_by"]) == ("2026-03-01T09:30:00+05:45", "user")
    assert read_result(tmp_path / "out" / "result.json").person == "me"
    jsonschema.validate(result, result_schema())
    assert result["video"]["name"] == "naïve clip 🦵.mp4"
    assert result["measurements"][0]["value_deg"] is None
    assert [warning["id"] for warning in result["quality"]["warnings"]] == ["too_short"]
    assert "too short" in run.stderr
