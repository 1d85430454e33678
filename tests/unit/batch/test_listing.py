"""Which videos a batch is of, and what the folders of their results are called."""

from __future__ import annotations

import os
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from romtrack.batch import key_of, listed
from romtrack.errors import InputError
from romtrack.settings import AUTO, Settings

if TYPE_CHECKING:
    from pathlib import Path


def put(path: Path, content: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content or path.name, encoding="utf-8")
    return path


def test_every_video_below_the_folder_and_nothing_else(tmp_path: Path) -> None:
    for name in ("b.MP4", "a.mov", "week 2/a.mov", "notes.txt", ".hidden.mp4", ".trash/c.mp4"):
        put(tmp_path / "in" / name)
    for name in ("earlier/result.json", "earlier/annotated.mp4", "out/old.mp4"):
        put(tmp_path / "in" / name)
    tasks = listed(tmp_path / "in", Settings(person="Ada"), tmp_path / "in" / "out")
    assert [(task.file, task.name) for task in tasks] == [
        ("a.mov", "a"),
        ("b.MP4", "b"),
        ("week 2/a.mov", "week 2-a"),
    ]
    assert {task.settings for task in tasks} == {Settings(person="Ada")}


def test_no_two_videos_write_into_one_folder(tmp_path: Path) -> None:
    for name in ("clip.mp4", "CLIP.mov", "a/b.mp4", "a-b.mp4"):
        put(tmp_path / name)
    put(tmp_path / "clip.avi", "CLIP.mov")  # the same file again
    tasks = listed(tmp_path, Settings(), tmp_path / "out")
    names = [task.name.casefold() for task in tasks]
    assert len(set(names)) == len(tasks)
    told = {task.file: task.name for task in tasks}
    assert told == {task.file: task.name for task in listed(tmp_path, Settings(), tmp_path / "out")}
    same = [key_of(task) for task in tasks if task.file in {"CLIP.mov", "clip.avi"}]
    assert same[0] == same[1]


def test_no_video_writes_where_the_table_stands_or_no_file_system_can(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["x" * 90] * 3)
    for name in ("summary.csv.mp4", "Index.html.mov", deep / "\N{GRINNING FACE}.mp4", deep / "b.mp4"):
        put(tmp_path / name)
    names = [task.name for task in listed(tmp_path, Settings(), tmp_path / "out")]
    assert len({name.casefold() for name in names} - {"summary.csv", "index.html"}) == 4
    assert max(len(name.encode()) for name in names) < 255 - len("..romtrack")


def test_two_files_that_cannot_be_read_are_two(tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        (tmp_path / name).symlink_to(tmp_path / "away" / name)
    first, second = listed(tmp_path, Settings(), tmp_path / "out")
    assert key_of(first) != key_of(second)


@pytest.mark.parametrize("asked", ["ankle-pump", AUTO])
def test_a_card_that_was_changed_asks_for_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setenv("ROMTRACK_EXERCISES", str(tmp_path))
    card = (files("romtrack.exercises") / "catalog" / "clamshell.toml").read_text("utf-8")
    own = put(tmp_path / "ankle-pump.toml", card.replace('id = "clamshell"', 'id = "ankle-pump"'))
    put(tmp_path / "a.mp4")
    (task,) = listed(tmp_path, Settings(asked), tmp_path / "out")
    before = key_of(task)
    own.write_text(own.read_text("utf-8").replace("shortest_s = 0.7", "shortest_s = 0.8"), encoding="utf-8")
    assert key_of(task) != before


def test_a_list_says_what_holds_for_each_video_alone(tmp_path: Path) -> None:
    put(tmp_path / "clips" / "a.mp4")
    put(tmp_path / "b.mp4")
    rows = "file;person;side;exercise;recorded_at\nclips/a.mp4;Ada;Right;clamshell;2026-03-02\nb.mp4;;;;\n"
    first, second = listed(put(tmp_path / "list.csv", rows), Settings(person="me"), tmp_path / "out")
    asked = first.settings
    assert (first.file, first.name) == ("clips/a.mp4", "clips-a")
    assert (asked.person, asked.side, asked.exercise) == ("Ada", "right", "clamshell")
    assert asked.recorded_at is not None
    assert asked.recorded_at.date().isoformat() == "2026-03-02"
    assert second.settings == Settings(person="me")


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("person\nAda\n", "no column file"),
        ("file,hip\na.mp4,left\n", "row 1, column 2: 'hip' is not known"),
        ("file,file\na.mp4,a.mp4\n", "2 columns file"),
        ("file,side\na.mp4\n", "row 2 has 1 cell, and the first row 2"),
        ("file,side\na.mp4,middle\n", "row 2, column side: 'middle': write left or right or auto"),
        ("file,exercise\n\na.mp4,yoga\n", "row 3: .*yoga"),
        ("file,recorded_at\na.mp4,yesterday\n", "row 2: 'yesterday' is no date"),
        (f"file,person\na.mp4,{'x' * 500}\n", "row 2: a name of 500 characters"),
        ("file,person\n,Ada\n", "row 2, column file: is empty"),
        ("file\nb.mp4\n", "row 2, column file: there is no 'b.mp4'"),
        (f"file\n{'y' * 5000}.mp4\n", "row 2, column file: 'y+…' cannot be reached"),
        ("file\n", "no rows"),
    ],
)
def test_a_list_that_cannot_be_read_says_where_and_why(tmp_path: Path, rows: str, why: str) -> None:
    put(tmp_path / "a.mp4")
    with pytest.raises(InputError, match=why) as caught:
        listed(put(tmp_path / "list.csv", rows), Settings(), tmp_path / "out")
    assert "\n" not in str(caught.value)


def test_a_folder_without_videos_says_so(tmp_path: Path) -> None:
    put(tmp_path / "notes.txt")
    with pytest.raises(InputError, match="holds no video"):
        listed(tmp_path, Settings(), tmp_path / "out")


def test_a_folder_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    put(tmp_path / "a.mp4")
    inner = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):  # deeper than any path reaches
        os.mkdir("x" * 250, dir_fd=inner)
        outer, inner = inner, os.open("x" * 250, os.O_RDONLY, dir_fd=inner)
        os.close(outer)
    os.close(inner)
    with pytest.raises(InputError, match=r"cannot be read \(File name too long\)"):
        listed(tmp_path, Settings(), tmp_path / "out")
