"""The doctor counts what killed processes left, and takes nothing away."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from romtrack.diagnosis.leftovers import check_leftovers

if TYPE_CHECKING:
    from pathlib import Path

LEAVING = """
import os, sys
from pathlib import Path
from romtrack.export import claimed
from romtrack.scratch import TEMPORARY, new_folder
from romtrack.store import open_repository
new_folder(Path(sys.argv[1]) / "temporary", TEMPORARY)
with open_repository() as log:
    new_folder(Path(sys.argv[1]) / "log", ".romtrack-log-")
    log.tracks_folder.mkdir()
    (log.tracks_folder / "of-nobody.npz").touch()
with claimed(Path("romtrack-out/clip"), ()):
    os.kill(os.getpid(), 9)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where everything is: the current folder, the log, the temporary files."""
    for name in ("temporary", "log"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", f"sqlite:///{tmp_path / 'log' / 'romtrack.db'}")
    return tmp_path


def test_nothing_is_left(place: Path) -> None:
    assert check_leftovers().status == "ok"
    assert not list((place / "log").iterdir())  # no log is made


def test_what_is_left_is_counted_with_its_places(place: Path) -> None:
    subprocess.run([sys.executable, "-c", LEAVING, place], check=False)
    diagnosis = check_leftovers()
    assert diagnosis.status == "warning"
    assert diagnosis.detail.startswith("3 folder(s) of killed romtracks in ")
    for where in (place / "temporary", place / "log", "romtrack-out", place / "log" / "tracks"):
        assert str(where) in diagnosis.detail
    assert "; 1 file(s) that the log does not name in " in diagnosis.detail
    assert diagnosis.remedy is not None
    assert "romtrack analyze" in diagnosis.remedy
    assert len(list((place / "temporary").iterdir())) == 1
    assert (place / "log" / "tracks" / "of-nobody.npz").exists()
