"""What a killed process was writing goes at the next start; what somebody writes, or nobody marked, stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from romtrack import scratch
from romtrack.owner import Owner

WRITING = """
import sys
from pathlib import Path
from romtrack.scratch import new_folder
folder = new_folder(Path(sys.argv[1]))
(folder / "half").write_text("a recording")
print(folder, flush=True)
sys.stdin.read()
"""


def writing(parent: Path) -> tuple[subprocess.Popen[str], Path]:
    """Return a process that writes in a scratch folder, and the folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITING, str(parent)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_what_a_killed_process_left_is_counted_and_swept(tmp_path: Path) -> None:
    process, folder = writing(tmp_path)
    with process:
        scratch.sweep(tmp_path)
        assert (folder / "half").exists()  # its owner is there
        assert scratch.abandoned(tmp_path) == []
        process.kill()
    assert scratch.abandoned(tmp_path) == [folder]
    scratch.sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_who_writes_there_next_removes_it(tmp_path: Path) -> None:
    process, folder = writing(tmp_path)
    with process, scratch.scratch_folder(tmp_path):
        assert (folder / "half").exists()
        process.kill()
    with scratch.scratch_folder(tmp_path) as mine:
        assert list(tmp_path.iterdir()) == [mine]


def test_the_folder_is_private_and_gone_in_the_end(tmp_path: Path) -> None:
    with scratch.scratch_folder(tmp_path) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "deep").mkdir()
    assert list(tmp_path.iterdir()) == []


def test_killed_before_the_mark_it_is_empty_and_goes(tmp_path: Path) -> None:
    (tmp_path / ".romtrack-abcdefgh").mkdir()
    half = tmp_path / ".romtrack-ijklmnop"
    half.mkdir()
    (half / "owner.new").write_text('{"mach', encoding="utf-8")
    scratch.sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_killed_while_it_was_removed_it_still_says_whose_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = scratch.new_folder(tmp_path)
    (folder / "resists").write_text("", encoding="utf-8")
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)
    scratch.remove(folder)
    assert Owner.of((folder / "owner").read_text(encoding="utf-8")) == Owner.here()


@pytest.mark.parametrize("name", ["romtrack-out", ".romtrack-notes", "other", ".romtrack-abcdefgh"])
def test_what_nobody_marked_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "mine.txt").write_text("mine", encoding="utf-8")
    scratch.sweep(tmp_path)
    assert (tmp_path / name / "mine.txt").exists()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    process, folder = writing(tmp_path)
    process.kill()
    process.communicate()
    elsewhere = tmp_path / "elsewhere"
    folder.rename(elsewhere)
    (tmp_path / ".romtrack-abcdefgh").symlink_to(elsewhere)
    scratch.sweep(tmp_path)
    assert (elsewhere / "half").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_what_another_user_left_is_left_to_them(tmp_path: Path) -> None:
    process, folder = writing(tmp_path)
    process.kill()
    process.communicate()
    os.chown(folder, 12345, 12345)
    scratch.sweep(tmp_path)
    assert (folder / "half").exists()


def test_a_place_that_is_not_there_has_nothing_to_sweep(tmp_path: Path) -> None:
    scratch.sweep(tmp_path / "nowhere")
    assert scratch.abandoned(tmp_path / "nowhere") == []
