"""``romtrack exercises``: the list, one explained, the same as JSON."""

from __future__ import annotations

import json
import os
from functools import partial
from typing import TYPE_CHECKING

import pytest

from romtrack.exercises import exercise, exercise_ids, rule_texts
from romtrack.kinematics.signals import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run


@pytest.fixture
def exercises(
    here: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Run]:
    monkeypatch.setenv("ROMTRACK_EXERCISES", str(tmp_path))
    return partial(here, tmp_path, "exercises")


def test_the_list_has_id_title_position_camera_and_dose(exercises: Callable[..., Run]) -> None:
    said = exercises()
    assert (said.code, said.stderr) == (0, "")
    (row,) = (line for line in said.stdout.splitlines() if "│ pigeon " in line)
    cells = [cell.strip() for cell in row.strip("│").split("│")]
    assert cells == [
        "pigeon",
        "Pigeon",
        "on the floor, one leg ahead",
        "at the side",
        "a hold of 30-60 s a side",
    ]
    assert all(f"│ {known} " in said.stdout for known in exercise_ids())


@pytest.mark.parametrize("known", exercise_ids())
def test_one_is_explained_with_all_that_its_card_holds(exercises: Callable[..., Run], known: str) -> None:
    said, one = exercises(known), exercise(known)
    assert (said.code, said.stderr) == (0, "")
    text = " ".join(said.stdout.split())
    meanings = [SIGNALS[name].meaning for name in one.signals]
    for part in (one.title, one.movement, one.camera, *one.steps, *one.muscles, *one.sources, *meanings):
        assert part in text
    for cue in one.cues:
        limit = f"{cue.limit:g} degrees" if cue.unit == "deg" else f"{100 * cue.limit:.0f}% of the "
        assert cue.say in text
        assert f"{limit}" in text
    assert all(each.why in text for each in one.not_cued)
    assert ("pinch or hurt" in text) == one.ask_pain
    assert all(line == line.rstrip() for line in said.stdout.splitlines())


def test_the_doses_are_those_of_the_articles(exercises: Callable[..., Run]) -> None:
    rows = exercises().stdout
    for dose in (
        "3 trials a leg",
        "2-3 sets of 10-12 repetitions a side, 30-60 s rest",
        "20-30 repetitions a side",
        "10-20 repetitions, both sides together",
        "2-3 sets of 8-10 repetitions a side, 30-45 s rest",
        "2-3 sets of 4-6 repetitions a side, 60-90 s rest",
    ):
        assert dose in " ".join(rows.replace("│", " ").split()) or dose.removesuffix(" rest") in rows


@pytest.mark.parametrize("name", exercise_ids())
def test_rules_are_told_in_words_of_the_body(name: str) -> None:
    for text in rule_texts(exercise(name)):
        assert "lengths" not in text
        assert "_" not in text, "names of signals are for cards"
        assert "-0" not in text
        assert " by at least -" not in text
        assert " by at most -" not in text


def test_a_limit_below_none_is_one_of_the_other_way() -> None:
    (kept_down,) = [text for text in rule_texts(exercise("clamshell")) if "45%" in text]
    assert kept_down == (
        'with each repetition: "height of the working knee over its hip" '
        "goes down by at most 45% of the trunk's length"
    )


def test_json_holds_the_cards(exercises: Callable[..., Run]) -> None:
    listed = json.loads(exercises("--json").stdout)
    assert [one["id"] for one in listed] == list(exercise_ids())
    alone = json.loads(exercises("clamshell", "--json").stdout)
    assert alone in listed
    assert alone["dose"]["reps"] == [20, 20]
    assert alone["signals"][alone["count"]["signal"]]["unit"] == alone["count"]["unit"]


def test_an_unknown_id_is_one_line_with_those_there_are(exercises: Callable[..., Run]) -> None:
    said = exercises("handstand")
    assert (said.code, said.stdout) == (2, "")
    assert said.stderr.startswith("romtrack: there is no exercise 'handstand'; there are seated-ir-measure, ")
    assert all(known in said.stderr for known in exercise_ids())
    assert said.stderr.count("\n") == 1


def test_a_bad_card_is_one_line_after_the_list(exercises: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "march.toml").write_text('id = "march"\ncolour = 3\n', encoding="utf-8")
    said = exercises()
    assert said.code == 2
    assert "clamshell" in said.stdout
    assert said.stderr.startswith("romtrack: not usable: march.toml: colour: is not a key; allowed are id, ")
    assert said.stderr.count("\n") == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in its file system")
def test_cards_that_cannot_be_read_hide_no_other(exercises: Callable[..., Run], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "deep.toml").write_text("a = " + "[" * 20_000, encoding="utf-8")
    said = exercises()
    assert said.code == 2
    assert all(known in said.stdout for known in exercise_ids())
    assert said.stderr.count("\n") == 1
    assert all(f"{name}.toml: " in said.stderr for name in ("pipe", "gone", "deep"))
    assert exercises("clamshell").code == 0
