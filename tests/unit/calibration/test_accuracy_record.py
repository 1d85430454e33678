"""The measured part of ACCURACY.md: figures from what validate wrote, and nothing of the rest touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from validation_clips import pairs, result, truth, validation

from calibration.accuracy.__main__ import BEGIN, END, main, measured, replaced
from calibration.accuracy.diagram import found_deg, reliability_svg
from calibration.accuracy.results import WRITTEN, read_results
from calibration.accuracy.sheet import tile
from calibration.accuracy.tables import section, worst_clips
from romtrack.errors import InputError
from romtrack.validation import write
from romtrack.validation.truth import Scene, Span

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.validation import ClipResult

SHORTS, LOOSE = (
    Scene(body, clothes, 640, 480, 0.1, 80.0) for body, clothes in (("a", "shorts"), ("b", "loose"))
)


def clip(name: str, scene: Scene, error_deg: float, *, faults: tuple[Span, ...] = ()) -> ClipResult:
    """Return a clip that is off by as much everywhere; its line alone would be off by half a degree less."""
    parts = {"fused": pairs(error_deg), "true_line": pairs(0.5), "true_level": pairs(0.5)}
    rest = {other: pairs(error_deg) for other in ("landmarks", "mask")}
    return result(name, truth(scene=scene, faults=faults), **parts, **rest)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a set of three clips, one with a fault, as validate leaves it."""
    held = tmp_path_factory.mktemp("sets") / "rooms"
    (held / WRITTEN).mkdir(parents=True)
    faulty = clip("faulty", SHORTS, 50.0, faults=(Span(3, 7, "trunk_lean"),))
    clips = (clip("one", SHORTS, 1.5), clip("two", LOOSE, -2.5), faulty)
    write(validation(held, *clips), held / WRITTEN)
    return held


def rows(lines: list[str]) -> dict[str, list[str]]:
    """Return the first table row of each name."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return {row[0]: row[1:] for row in reversed(cells)}


def test_errors_are_by_clothes_with_their_parts_and_faults_left_out(folder: Path) -> None:
    found = rows(section(read_results(folder)))
    mean, median, worst, line, level, seat = found["all"][1:7]
    assert (mean, median, worst) == ("2.00", "2.00", "2.5")
    assert (line, level, seat) == ("2.00", "0.00", "0.50")  # 1.5 - 0.5 and -2.5 - 0.5, their sizes
    assert found["close"][:2] == ["1", "1.50"]
    assert found["loose"][:2] == ["1", "2.50"]


def test_an_accepted_trial_with_a_fault_is_counted(folder: Path) -> None:
    lines = section(read_results(folder))
    trials = rows(lines[lines.index(next(line for line in lines if "faulty accepted" in line)) :])
    assert trials["all"][-3:] == ["8 of 8", "1", "0"]
    assert trials["loose"][-3:] == ["3 of 3", "0", "0"]


def test_the_worst_clips_come_worst_first(folder: Path) -> None:
    assert [clip["clip"] for clip in worst_clips(read_results(folder))] == ["faulty", "two", "one"]


def test_sigma_that_is_true_lies_on_the_diagonal() -> None:
    drawn = np.random.default_rng(3)
    sigma_deg = drawn.uniform(0.5, 8.0, 20_000)
    frames = pd.DataFrame({"sigma_deg": sigma_deg, "error_deg": sigma_deg * drawn.standard_normal(20_000)})
    found = found_deg(frames)
    assert found["found"].to_numpy() == pytest.approx(found["stated"].to_numpy(), rel=0.1)
    assert len(found) > 2


def test_the_diagram_has_a_line_for_each_group(folder: Path) -> None:
    svg = reliability_svg(read_results(folder))
    assert ">loose, 1 clip<" in svg
    assert ">close, 2 clips<" in svg


def test_the_lines_are_drawn_where_they_are() -> None:
    plain = np.full((480, 640, 3), 90, dtype=np.uint8)
    shank_px = np.array([[300.0, 200.0], [300.0, 300.0]])
    drawn = tile(plain, shank_px, 20.0, ("one",))
    white, orange = ((drawn[:256] == colour).all(axis=-1).nonzero() for colour in ((255,) * 3, (255, 140, 0)))
    assert abs(np.median(white[1]) - 128) <= 2
    slope = np.polyfit(orange[0], orange[1], 1)[0]
    assert np.degrees(np.arctan(slope)) == pytest.approx(20, abs=1)


def test_only_what_stands_between_the_marks_is_replaced(folder: Path) -> None:
    document = f"# Title\n\n{BEGIN}\nold figures\n{END}\n\nby hand\n"
    text = replaced(document, "new figures")
    assert "old figures" not in text
    assert text.startswith("# Title\n")
    assert text.endswith(f"{END}\n\nby hand\n")
    assert replaced(text, "new figures") == text
    with pytest.raises(InputError, match="put them back"):
        replaced("# Title\n", measured([read_results(folder)]))


def test_a_folder_that_was_not_validated_is_one_line_that_says_what_to_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"romtrack validate {tmp_path} --out {tmp_path / WRITTEN}" in said


def test_the_document_has_its_marks_and_its_pictures() -> None:
    text = (ROOT / "calibration" / "ACCURACY.md").read_text("utf-8")
    assert replaced(text, "x") != text
    for name in ("reliability.svg", "worst_clips.jpg"):
        assert f"](../docs/pictures/{name})" in text
        assert (ROOT / "docs" / "pictures" / name).is_file()
