"""Rows, tables and the page."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from validation_clips import pairs, result, truth, validation

from romtrack.validation import tables_of, to_json, to_rows, validation_html, write
from romtrack.validation.matching import joined
from romtrack.validation.run import Validation

if TYPE_CHECKING:
    from pathlib import Path

BOTH = ("mask", "fused")


def two_clips(folder: Path) -> Validation:
    good = result("good", mask=pairs(2.0), fused=pairs(0.5))
    bad = result("bad", truth(side="right", yaw_deg=20.0), mask=pairs(-4.0, 300), fused=pairs(-1.5, 300))
    return validation(folder, good, bad, estimators=BOTH)


def test_overall_is_over_all_frames_and_the_worst_clip_is_named(tmp_path: Path) -> None:
    told = to_json(two_clips(tmp_path))
    overall = told["overall"]
    assert isinstance(overall, dict)
    assert overall["mae_deg"] == pytest.approx((0.5 + 3 * 1.5) / 4)
    assert overall["worst_clip_mae_deg"] == 1.5
    assert overall["mask_mae_deg"] == pytest.approx((2 + 3 * 4) / 4)
    assert (overall["reps_true"], overall["reps_counted"], overall["trials_accepted"]) == (6, 6, 6)
    assert overall["within_1_sigma_share"] == 0.25
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_setups_are_pooled_apart(tmp_path: Path) -> None:
    setups = to_json(two_clips(tmp_path))["setups"]
    assert isinstance(setups, list)
    assert [(row["setup"], row["clips"], row["mae_deg"]) for row in setups] == [
        ("straight", 1, 0.5),
        ("yaw over 15", 1, 1.5),
        ("without faults", 2, 1.25),
    ]


def test_csv_has_a_row_a_clip_and_an_empty_cell_for_the_unknown(tmp_path: Path) -> None:
    other = result("other", truth(true_deg=None), fused=joined(()))
    write(validation(tmp_path, result(fused=pairs(0.5)), other, estimators=("fused",)), tmp_path)
    with (tmp_path / "validation.csv").open(encoding="utf-8", newline="") as file:
        one, two = csv.DictReader(file)
    assert (one["clip"], one["mae_deg"], one["fused_mae_deg"]) == ("one", "0.5", "0.5")
    assert (two["clip"], two["mae_deg"], two["reps_counted"]) == ("other", "", "3")
    assert all("deg" in name for name in one if name.endswith(("bias", "mae", "p95")))


def test_tables_of_frames_trials_and_values_have_their_columns_without_a_row(tmp_path: Path) -> None:
    other = result("other", truth(true_deg=None), fused=joined(()))
    write(validation(tmp_path, other), tmp_path)
    headings = {
        name: (tmp_path / f"{name}.csv").read_text("utf-8").splitlines()[0] for name in ("frames", "values")
    }
    assert headings["frames"] == "clip,time_s,true_deg,read_deg,sigma_deg,true_line_deg,true_level_deg"
    assert headings["values"] == "clip,direction,value_deg,sigma_deg,error_deg"


def test_tables_end_with_all_and_fit_their_headings(tmp_path: Path) -> None:
    tables = tables_of(two_clips(tmp_path))
    assert len(tables) == 6
    for table in tables:
        assert table.rows[-1][0] == "all"
        assert {len(row) for row in table.rows} == {len(table.headings)}
    assert "2.00 / 2.00 / 2.00" in tables[4].rows[0]


def test_without_estimators_there_is_nothing_side_by_side(tmp_path: Path) -> None:
    alone = validation(tmp_path)
    assert len(tables_of(alone)) == 4
    assert "side by side" not in validation_html(alone)


def test_the_page_needs_nothing_else_and_its_pictures_are_their_own(tmp_path: Path) -> None:
    page = validation_html(two_clips(tmp_path))
    assert page.count("<svg ") == 5
    for banned in ("<script", "http://", "https://", "@import", "nan"):
        assert banned not in page
    names = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(names) == len(set(names))


def test_names_of_files_are_escaped(tmp_path: Path) -> None:
    odd = result("<b>&amp", fused=pairs(0.5))
    page = validation_html(Validation(tmp_path, (odd,), ("fused",), {"<i>": "walk"}, ("<u> is damaged",)))
    for banned in ("<b>", "<i>", "<u>"):
        assert banned not in page
    for part in page.split("<svg ")[1:]:
        ET.fromstring("<svg " + part.split("</svg>")[0] + "</svg>")  # noqa: S314  our own


def test_a_clip_without_frames_still_makes_a_page(tmp_path: Path) -> None:
    page = validation_html(validation(tmp_path, result(fused=joined(())), estimators=("fused",)))
    assert "<svg" not in page
    assert "3 of 3" in page


def test_one_frame_makes_a_page(tmp_path: Path) -> None:
    assert "<svg" in validation_html(validation(tmp_path, result(fused=pairs(0.5, 1)), estimators=("fused",)))


def test_rows_of_all_clips_have_units_in_their_names(tmp_path: Path) -> None:
    for row in to_rows(two_clips(tmp_path)):
        numbers = [name for name, value in row.items() if isinstance(value, float)]
        plain = {"gain", "correlation", "icc_2_1", "exposure", "lens_k1"}
        assert all(name.endswith(("_deg", "_share", "_s")) for name in numbers if name not in plain)
