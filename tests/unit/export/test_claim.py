"""A folder of results is the whole earlier one or the whole new one, whenever a process dies."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from romtrack.errors import OutputError
from romtrack.export import claimed
from romtrack.export._exchange import exchange

if TYPE_CHECKING:
    from pathlib import Path

OURS = ("one.txt", "two.txt")
KILLED = """
import os, sys
from pathlib import Path
from romtrack.export import _publish, claimed
target, where, exchanges = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "at once"
def die(*_): os.kill(os.getpid(), 9)
def dying(real):
    calls = iter(range(9))
    return lambda *given: die() if next(calls) == int(where[-1]) else real(*given)
if not exchanges: _publish.exchange = lambda *_: False
if where.startswith("rename"): Path.rename = dying(Path.rename)
if where.startswith("to_disk"): _publish._to_disk = dying(_publish._to_disk)
if where == "settle0": _publish._settle = die
with claimed(target, ("one.txt", "two.txt")) as claim:
    if where == "begun0": die()
    for name in claim.ours: (claim.folder / name).write_text("new")
    if where == "written0": die()
    claim.publish()
"""
HOLDING = """
import sys
from pathlib import Path
from romtrack.export import claimed
with claimed(Path(sys.argv[1]), ("one.txt",)):
    print("claimed", flush=True)
    sys.stdin.read()
"""


def written(target: Path, text: str, names: tuple[str, ...] = OURS) -> None:
    """Publish files of one text."""
    with claimed(target, OURS) as claim:
        for name in names:
            (claim.folder / name).write_text(text, encoding="utf-8")
        claim.publish()


def held(target: Path) -> dict[str, str]:
    """Return what a folder holds."""
    return {path.name: path.read_text(encoding="utf-8") for path in target.iterdir()}


def both(text: str) -> dict[str, str]:
    return dict.fromkeys(OURS, text)


def test_files_appear_together_and_nothing_is_left_beside_them(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    written(target, "new")
    assert held(target) == both("new")
    assert list(target.parent.iterdir()) == [target]
    assert target.stat().st_mode & 0o777 == 0o777 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_an_earlier_result_goes_and_what_a_person_put_there_stays(tmp_path: Path) -> None:
    target = tmp_path / "out"
    written(target, "old")
    (target / "notes.txt").write_text("mine", encoding="utf-8")
    (target / "more").mkdir()
    (target / "more" / "link").symlink_to("../notes.txt")
    (target / "more" / "deep.txt").write_text("mine", encoding="utf-8")
    target.chmod(0o750)
    written(target, "new", ("one.txt",))
    assert sorted(path.name for path in target.iterdir()) == ["more", "notes.txt", "one.txt"]
    assert (target / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (target / "more" / "link").readlink().name == "notes.txt"
    assert (target / "more" / "deep.txt").read_text(encoding="utf-8") == "mine"
    assert target.stat().st_mode & 0o777 == 0o750


def test_what_comes_while_the_new_folder_is_made_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    written(target, "old")
    (target / "more").mkdir()

    def late(one: Path, other: Path) -> bool:
        (target / "late.txt").write_text("mine", encoding="utf-8")
        (target / "more" / "late.txt").write_text("mine", encoding="utf-8")
        return exchange(one, other)

    monkeypatch.setattr("romtrack.export._publish.exchange", late)
    written(target, "new")
    assert (target / "late.txt").read_text(encoding="utf-8") == "mine"
    assert (target / "more" / "late.txt").read_text(encoding="utf-8") == "mine"


def test_without_publishing_everything_is_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    with suppress(ZeroDivisionError), claimed(target, OURS) as claim:
        (claim.folder / "one.txt").write_text("half", encoding="utf-8")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("where", "exchanges"),
    [
        ("begun0", "at once"),
        ("written0", "at once"),
        *((f"to_disk{number}", "at once") for number in range(4)),
        ("settle0", "at once"),
        *((f"rename{number}", "in two steps") for number in range(1, 4)),
    ],
)
def test_killed_at_any_step_it_is_the_old_or_the_new_and_the_next_run_mends_it(
    tmp_path: Path, where: str, exchanges: str
) -> None:
    target = tmp_path / "out"
    written(target, "old")
    (target / "notes.txt").write_text("mine", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", KILLED, target, where, exchanges], check=False)
    assert done.returncode == -9
    with suppress(FileNotFoundError):  # in two steps there is a moment without; the next run ends it
        assert held(target) in [both(text) | {"notes.txt": "mine"} for text in ("old", "new")]
    with claimed(target, OURS):
        assert held(target) in [both(text) | {"notes.txt": "mine"} for text in ("old", "new")]
    assert list(tmp_path.iterdir()) == [target]
    written(target, "newer")
    assert held(target) == both("newer") | {"notes.txt": "mine"}
    assert list(tmp_path.iterdir()) == [target]


def test_a_second_run_into_the_same_folder_is_refused_at_the_start(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, target], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "claimed\n"
        with pytest.raises(OutputError, match=r"another romtrack is writing into .*out: wait"):
            written(target, "second")
        with claimed(tmp_path / "other", OURS):  # does not take the first one's away
            pass
        assert not target.exists()
        process.kill()
    written(target, "third")
    assert held(target) == both("third")
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("length", [240, 250, 255])
def test_a_name_as_long_as_a_disk_takes_has_room_for_the_claim(tmp_path: Path, length: int) -> None:
    written(tmp_path / ("n" * length), "new")


@pytest.mark.parametrize("name", ["n" * 256, "file", "file/out", "full/out"])
def test_what_cannot_be_written_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "out").symlink_to("/proc/nothing")
    with pytest.raises(OutputError, match=r"^cannot write into .* \(.*\): choose another folder with --out$"):
        written(tmp_path / name, "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "full"]


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), os.mkfifo])
def test_a_stranger_under_one_of_our_names_is_refused_at_the_start(tmp_path: Path, make: object) -> None:
    target = tmp_path / "out"
    written(target, "old", ("one.txt",))
    assert callable(make)
    make(target / "two.txt")
    with pytest.raises(OutputError, match=r"two\.txt is in the way"), claimed(target, OURS):
        pytest.fail("it began to work")
    assert (target / "one.txt").read_text(encoding="utf-8") == "old"


def test_what_cannot_be_replaced_whole_is_refused_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for folder in (tmp_path, tmp_path / "in", tmp_path / "home", tmp_path / "in" / "."):
        with pytest.raises(OutputError, match=r"cannot be replaced as a whole: .*--out"):
            written(folder, "new")


def test_a_link_keeps_pointing_to_the_folder(tmp_path: Path) -> None:
    written(tmp_path / "real", "old")
    (tmp_path / "link").symlink_to("real")
    written(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert held(tmp_path / "real") == both("new")
