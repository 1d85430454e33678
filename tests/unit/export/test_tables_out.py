"""No text in a table is a formula to a spreadsheet, and no number is turned into text."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from romtrack.export import write_csv

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize(
    "cell", ["=HYPERLINK(1)", "+1+cmd|' /C calc'!A0", "-2-3", "@SUM(A1)", "\t=1", "\n=1", "\uff1d1"]
)
def test_a_formula_is_text(tmp_path: Path, cell: str) -> None:
    write_csv(tmp_path / "table.csv", [cell], [[cell, "="]])
    assert read(tmp_path / "table.csv") == [[f"'{cell}"], [f"'{cell}", "'="]]


@pytest.mark.parametrize("cell", ["-1.25", "+3", "-inf", "clip", "", "a=b", -1.25, 7])
def test_a_number_or_a_word_is_as_it_was(tmp_path: Path, cell: str | float) -> None:
    write_csv(tmp_path / "table.csv", ["name"], [[cell, None]])
    assert read(tmp_path / "table.csv")[1] == [str(cell), ""]


@pytest.mark.parametrize("cell", ["\r=1", "clip\r=1", "clip\r\n=1"])
def test_a_cell_stays_one_cell(tmp_path: Path, cell: str) -> None:
    write_csv(tmp_path / "table.csv", ["name"], [[cell]])
    (_, (read_back,)) = read(tmp_path / "table.csv")
    assert "\r" not in read_back
    assert not read_back.startswith(("=", "\n"))
