"""Exercise cards: the catalog is sound, cards of one's own are read, a wrong one is refused in one line."""

from __future__ import annotations

import os
import re
import socket
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from romtrack.errors import ExerciseError, UsageError
from romtrack.exercises import broken_cards, exercise, exercise_ids, picture, read_exercise
from romtrack.kinematics.signals import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Callable

IDS = {
    "clamshell",
    "fire-hydrant",
    "lateral-lunge-reach",
    "ninety-ninety",
    "pigeon",
    "quadruped-rockback",
    "seated-ir-measure",
    "seated-resisted-ir",
    "sidelying-ir",
    "single-leg-rdl-reach",
    "squat-with-rotation",
    "standing-abduction-measure",
}
SHIPPED = (files("romtrack.exercises") / "catalog" / "clamshell.toml").read_text(encoding="utf-8")
CARD = """
id = "x"
title = "X"
kind = "reps"
position = "standing"
view = "front"
camera = "In front."
movement = "One knee rises."
steps = ["Stand.", "Lift a knee."]
muscles = ["hip flexors"]
sources = ["own"]
not_cued = [{ fault = "sway", why = "it is small" }]
[dose]
sets = [2, 3]
reps = [10, 10]
[count]
signal = "knee_rise"
unit = "torso"
direction = "increase"
notice = 0.1
least = 0.3
sure = 0.5
partial_share = 0.4
shortest_s = 0.6
longest_s = 15
[[cues]]
fault = "lean"
signal = "trunk_incline"
unit = "deg"
direction = "above"
limit = 20
persist_s = 0.3
say = "Stay upright."
"""
HOLD = """
[hold]
signal = "knee_rise"
unit = "torso"
direction = "above"
enter = 0.3
leave = 0.4
least_s = 2
wobble_s = 1
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of one's own cards, empty."""
    folder = tmp_path / "cards"
    folder.mkdir()
    monkeypatch.setenv("ROMTRACK_EXERCISES", str(folder))
    return folder


def card(folder: Path, text: str, name: str = "x.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_the_catalog_holds_the_measurement_and_ten_exercises() -> None:
    assert set(exercise_ids()) >= IDS
    assert exercise_ids()[0] == "seated-ir-measure"


@pytest.mark.parametrize("known", sorted(IDS))
def test_a_shipped_exercise_explains_itself_and_has_a_picture(known: str) -> None:
    one = exercise(known)
    assert one.id == known
    assert len(one.steps) >= 3
    assert all(text[-1] in ".!?" for text in (one.movement, one.camera, *one.steps))
    assert not {cue.fault for cue in one.cues} & {each.fault for each in one.not_cued}
    image = picture(known)
    assert image is not None
    assert image.startswith(b"\xff\xd8")
    assert len(image) <= 45_000


def test_the_demanding_ones_ask_about_pain() -> None:
    assert {known for known in IDS if exercise(known).ask_pain} == {"ninety-ninety", "pigeon"}


def test_a_good_card_is_read(tmp_path: Path) -> None:
    one = read_exercise(card(tmp_path, CARD))
    assert one.count is not None
    assert one.count.longest_s == 15.0
    assert one.dose.rest_s == (30.0, 90.0)
    assert one.cues[0].limit == 20.0
    assert one.not_cued[0].why == "it is small"
    assert one.signals == ("knee_rise", "trunk_incline")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[count]", "[count", "not valid TOML"),
        ('title = "X"\n', "", "title: is missing"),
        ('title = "X"', 'title = ""', "title: must not be empty"),
        ('title = "X"', "title = 3", "title: must be a text in quotes, not 3"),
        ('id = "x"', 'id = "X y"', "id: 'X y' may have small letters, digits and single hyphens only"),
        ('"reps"', '"rest"', "kind: 'rest' is not known; allowed are measurement, reps, alternating, hold"),
        ('"reps"', '"hold"', "hold: is missing; an exercise of the kind 'hold' needs one"),
        ('"standing"', '"flying"', "position: 'flying' is not known; allowed are seated, side_lying, floor"),
        ('"front"', '"back"', "view: 'back' is not known; allowed are front, diagonal, side"),
        ('"front"\n', '"front"\ncolour = 3\n', "colour: is not a key; allowed are id, title, kind, position"),
        ('"front"\n', '"front"\nlegs = 3\n', "legs: 3 is not known; allowed are 1, 2"),
        ('"front"\n', '"front"\nask_pain = "no"\n', "ask_pain: must be true or false, not 'no'"),
        ('["own"]', '"own"', "sources: must be a list in square brackets, not 'own'"),
        ('["own"]', "[]", "sources: must not be empty"),
        ('["own"]', '["own", 3]', "sources[1]: must be a text in quotes, not 3"),
        ('"sway", why', '"sway", because', "not_cued[0].because: is not a key; allowed are fault, why"),
        ("[dose]", "[dosis]", "dose: is missing"),
        ("[10, 10]", "[10]", "dose.reps: must be [from, to], not [10]"),
        ("[10, 10]", "[12, 10]", "dose.reps: must be [from, to], above 0, smallest first"),
        ("[10, 10]", "[10, 10.5]", "dose.reps[1]: must be a whole number, not 10.5"),
        ("reps = [10, 10]\n", "", "dose.reps, hold_s: one of the two must be there, and only one"),
        ("[count]", "[[count]]", "count: must be one table, in single brackets"),
        (
            '"knee_rise"',
            '"knee_wobble"',
            "count.signal: 'knee_wobble' is not known; allowed are ankle_lift, ",
        ),
        ('unit = "torso"\n', "", "count.unit: is missing"),
        ('unit = "torso"', 'unit = "deg"', "count.unit: knee_rise is in 'torso', not in 'deg'"),
        ("least = 0.3\n", "", "count.least: is missing"),
        ("least = 0.3", "least = 0.6", "count.notice, least, sure: must be above 0 and in this order"),
        ("notice = 0.1", "notice = 0", "count.notice, least, sure: must be above 0"),
        ("notice = 0.1", 'notice = "0.1"', "count.notice: must be a number, not '0.1'"),
        ("notice = 0.1", "notice = nan", "count.notice: must be a number, not nan"),
        ("0.4", "1.4", "count.partial_share: must lie between 0 and 1"),
        ("shortest_s = 0.6", "shortest_s = 20.0", "count.shortest_s, longest_s: must be above 0 and in this"),
        ("[[cues]]", "[cues]", "cues: must be a list in square brackets"),
        ("limit = 20", "limit = -20", "cues[0].own, limit: must not be under 0"),
        ('"Stay upright."', '" "', "cues[0].say: must not be empty"),
        ("[[cues]]", f"{HOLD}[[cues]]", "hold.leave: must be below enter, so that a wobble does not end"),
    ],
)
def test_a_wrong_card_is_one_line_with_file_key_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert old in CARD
    with pytest.raises(ExerciseError, match=re.escape(says)) as raised:
        read_exercise(card(tmp_path, CARD.replace(old, new, 1)))
    assert str(raised.value).startswith("x.toml: ")
    assert "\n" not in str(raised.value)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    wrong = CARD.replace("notice = 0.1", "notice = true").replace('"front"', '"back"')
    with pytest.raises(ExerciseError) as raised:
        read_exercise(card(tmp_path, wrong))
    assert "view: 'back'" in str(raised.value)
    assert "count.notice: must be a number" in str(raised.value)


def test_an_unknown_exercise_lists_those_there_are() -> None:
    with pytest.raises(UsageError, match="seated-resisted-ir"):
        exercise("handstand")


def test_a_card_of_ones_own_is_there_as_soon_as_it_is_written(own: Path) -> None:
    assert "x" not in exercise_ids()
    written = card(own, CARD, "my march.toml")
    assert exercise_ids()[-1] == "x"
    assert exercise("x").title == "X"
    assert picture("x") is None
    (own / "x.jpg").write_bytes(b"picture")
    assert picture("x") == b"picture"
    card(own, CARD.replace('"X"', '"A march"'), written.name)
    assert exercise("x").title == "A march"
    written.unlink()
    assert "x" not in exercise_ids()


def test_a_bad_card_stops_nothing_but_itself(own: Path) -> None:
    card(own, CARD.replace("knee_rise", "knee_wobble"), "bad.toml")
    card(own, CARD, "good.toml")
    assert set(exercise_ids()) == IDS | {"x"}
    (line,) = broken_cards()
    assert line.startswith("bad.toml: count.signal: 'knee_wobble' is not known; allowed are ")
    assert all(signal in line for signal in SIGNALS)
    with pytest.raises(UsageError, match=r"not usable: bad\.toml: count\.signal"):
        exercise("bad")


@pytest.mark.parametrize(
    ("text", "taken_by"), [(SHIPPED, "the catalog"), (CARD, "a.toml")], ids=["catalog", "own"]
)
def test_an_id_is_given_once(own: Path, text: str, taken_by: str) -> None:
    card(own, CARD, "a.toml")
    card(own, text, "b.toml")
    (line,) = broken_cards()
    assert re.fullmatch(rf"b\.toml: id: '.*' is taken by {taken_by}; choose another", line)
    assert exercise("clamshell").title == "Clam shell"


def folder_card(path: Path) -> None:
    path.mkdir()


def socket_card(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "dangling link": (lambda path: path.symlink_to(path.with_name("gone")), "No such file"),
    "link to itself": (lambda path: path.symlink_to(path), "symbolic links"),
    "folder": (folder_card, "a folder"),
    "pipe": (os.mkfifo, "not an ordinary file"),
    "socket": (socket_card, "not an ordinary file"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "not an ordinary file"),
    "process": (lambda path: path.symlink_to("/proc/self/mem"), "cannot be read (Input/output error)"),
    "brackets": (lambda path: path.write_text("a = " + "[" * 20_000), "nested too deeply"),
    "tables": (lambda path: path.write_text("title" + ".a" * 20_000 + " = 1"), "more than 200 dots"),
    "inline tables": (lambda path: path.write_text("a = " + "{a = " * 9_000), "nested too deeply"),
    "large": (lambda path: os.truncate(path.write_bytes(b"a") and path, 2**40), "larger than 64 KiB"),
    "not UTF-8": (lambda path: path.write_bytes(b"\xff\xfea = 1"), "not valid TOML"),
    "NUL": (lambda path: path.write_bytes(b"a = 1\0"), "not valid TOML"),
    "number": (lambda path: path.write_text("a = " + "9" * 5000), "not valid TOML"),
    "keys": (lambda path: path.write_text("".join(f"k{n} = 1\n" for n in range(5000))), "is not a key"),
    "empty": (lambda path: path.touch(), "id: is missing"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and sockets are made otherwise there")
@pytest.mark.parametrize(("make", "says"), BAD.values(), ids=BAD.keys())
def test_whatever_lies_among_the_cards_is_one_line_and_the_rest_is_there(
    own: Path, make: Callable[[Path], object], says: str
) -> None:
    make(own / "bad.toml")
    card(own, CARD, "good.toml")
    assert set(exercise_ids()) == IDS | {"x"}
    (line,) = broken_cards()
    assert line.startswith("bad.toml: ")
    assert says in line
    assert "\n" not in line
    assert len(line) < 2100
    with pytest.raises(UsageError, match="not usable: bad"):
        exercise("bad")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take only names that are text")
def test_a_name_that_is_no_text_can_be_shown(own: Path) -> None:
    for name in (b"\xff.toml", b"\xfe.toml"):
        Path(os.fsdecode(bytes(own) + b"/" + name)).write_text(CARD, encoding="utf-8")
    (line,) = broken_cards()
    assert line.encode() == rb"\udcff.toml: id: 'x' is taken by \udcfe.toml; choose another"


def test_a_card_that_may_be_read_again_is_read_again(own: Path) -> None:
    link = own / "x.toml"
    link.symlink_to(own / "later")
    assert len(broken_cards()) == 1
    card(own, CARD, "later")
    assert broken_cards() == ()
    assert "x" in exercise_ids()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in its file system")
def test_a_picture_that_is_a_pipe_or_endless_is_none(own: Path) -> None:
    card(own, CARD)
    os.mkfifo(own / "x.jpg")
    assert picture("x") is None
    (own / "x.jpg").unlink()
    (own / "x.jpg").symlink_to("/dev/zero")
    assert picture("x") is None


def test_a_folder_that_is_named_must_be_there(own: Path) -> None:
    own.rmdir()
    assert broken_cards() == (f"{own}: is not there; make it, or unset ROMTRACK_EXERCISES",)
    own.write_text("a file", encoding="utf-8")
    (line,) = broken_cards()
    assert line.startswith(f"{own}: cannot be read")
    own.unlink()
    os.mkfifo(own)
    (line,) = broken_cards()
    assert line.startswith(f"{own}: cannot be read")
    assert set(exercise_ids()) == IDS


def test_without_a_name_it_lies_beside_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROMTRACK_EXERCISES", raising=False)
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    assert broken_cards() == ()
    (tmp_path / "exercises").mkdir()
    card(tmp_path / "exercises", CARD)
    assert "x" in exercise_ids()


@pytest.mark.parametrize("name", exercise_ids())
def test_the_shanks_are_looked_at_where_a_quantity_is_read_from_them(name: str) -> None:
    card = exercise(name)
    assert card.needs_shanks == any(SIGNALS[signal].quantity for signal in card.signals)
