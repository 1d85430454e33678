"""``romtrack exercises``: the list, one explained, the same as JSON."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from romtrack.cli import main
from romtrack.exercises import exercise, exercise_ids

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Said(NamedTuple):
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def exercises(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., Said]:
    monkeypatch.setenv("ROMTRACK_EXERCISES", str(tmp_path))

    def run(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["romtrack", "exercises", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)

    return run


def test_the_list_has_id_title_position_camera_and_dose(exercises: Callable[..., Said]) -> None:
    said = exercises()
    assert (said.code, said.err) == (0, "")
    (row,) = (line for line in said.out.splitlines() if "│ pigeon " in line)
    cells = [cell.strip() for cell in row.strip("│").split("│")]
    assert cells == [
        "pigeon",
        "Pigeon",
        "on the floor, one leg ahead",
        "at the side",
        "a hold of 30-60 s a side",
    ]
    assert all(f"│ {known} " in said.out for known in exercise_ids())


@pytest.mark.parametrize("known", exercise_ids())
def test_one_is_explained_with_all_that_its_card_holds(exercises: Callable[..., Said], known: str) -> None:
    said, one = exercises(known), exercise(known)
    assert (said.code, said.err) == (0, "")
    text = " ".join(said.out.split())
    for part in (one.title, one.movement, one.camera, *one.steps, *one.muscles, *one.sources, *one.signals):
        assert part in text
    assert all(cue.say in text and f"{cue.limit:g} " in text for cue in one.cues)
    assert all(each.why in text for each in one.not_cued)
    assert ("pinch or hurt" in text) == one.ask_pain
    assert all(line == line.rstrip() for line in said.out.splitlines())


def test_the_doses_are_those_of_the_articles(exercises: Callable[..., Said]) -> None:
    rows = exercises().out
    for dose in (
        "3 trials a leg",
        "2-3 sets of 10-12 repetitions a side, 30-60 s rest",
        "20-30 repetitions a side",
        "10-20 repetitions, both sides together",
        "2-3 sets of 8-10 repetitions a side, 30-45 s rest",
        "2-3 sets of 4-6 repetitions a side, 60-90 s rest",
    ):
        assert dose in " ".join(rows.replace("│", " ").split()) or dose.removesuffix(" rest") in rows


def test_json_holds_the_cards(exercises: Callable[..., Said]) -> None:
    listed = json.loads(exercises("--json").out)
    assert [one["id"] for one in listed] == list(exercise_ids())
    alone = json.loads(exercises("clamshell", "--json").out)
    assert alone in listed
    assert alone["dose"]["reps"] == [20, 20]
    assert alone["signals"][alone["count"]["signal"]]["unit"] == alone["count"]["unit"]


def test_an_unknown_id_is_one_line_with_those_there_are(exercises: Callable[..., Said]) -> None:
    said = exercises("handstand")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("romtrack: there is no exercise 'handstand'; there are seated-ir-measure, ")
    assert all(known in said.err for known in exercise_ids())
    assert said.err.count("\n") == 1


def test_a_bad_card_is_one_line_after_the_list(exercises: Callable[..., Said], tmp_path: Path) -> None:
    (tmp_path / "march.toml").write_text('id = "march"\ncolour = 3\n', encoding="utf-8")
    said = exercises()
    assert said.code == 2
    assert "clamshell" in said.out
    assert said.err.startswith("romtrack: not usable: march.toml: colour: is not a key; allowed are id, ")
    assert said.err.count("\n") == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in its file system")
def test_cards_that_cannot_be_read_hide_no_other(exercises: Callable[..., Said], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "deep.toml").write_text("a = " + "[" * 20_000, encoding="utf-8")
    said = exercises()
    assert said.code == 2
    assert all(known in said.out for known in exercise_ids())
    assert said.err.count("\n") == 1
    assert all(f"{name}.toml: " in said.err for name in ("pipe", "gone", "deep"))
    assert exercises("clamshell").code == 0
