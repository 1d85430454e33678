"""No tracks without a session: whatever is refused or killed, and whoever shares the folder."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sessions import empty_session, url_of
from test_store_tracks import _signal, _track

from romtrack.errors import StorageError
from romtrack.store import open_repository

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.store import Repository
    from romtrack.types import Session

KILLED = """
import os, sys
from uuid import UUID
sys.path[:0] = sys.argv[5:]
from sessions import empty_session
from test_store_tracks import _track
from romtrack.store import open_repository
from romtrack.store import tracks as files
from dataclasses import replace
url, session_id, where, _ = sys.argv[1], UUID(sys.argv[2]), sys.argv[3], sys.argv[4]
die = lambda *_, **__: os.kill(os.getpid(), 9)
repository = open_repository(url)
if where == "while deleting":
    repository._settling._settle = die
    repository.delete(session_id)
if where == "before the file":
    files.write_arrays = die
with repository.new_tracks(session_id, _track(3), {}) as name:
    if where == "before the session": die()
    repository.save(replace(empty_session(), id=session_id, tracks_file=name))
    if where == "after the session": die()
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return url_of(tmp_path / "romtrack.db")


def logged(repository: Repository) -> Session:
    """Return a session that was logged with its tracks."""
    track, session = _track(3), empty_session()
    with repository.new_tracks(session.id, track, {"left": _signal("left", track)}) as name:
        saved = replace(session, tracks_file=name)
        repository.save(saved)
    return saved


def left(folder: Path) -> list[str]:
    """Return what lies beside the log and in its folder of tracks."""
    return sorted(path.name for path in (*folder.glob(".*"), *(folder / "tracks").glob("*")))


def killed(url: str, session_id: object, where: str) -> None:
    path = [entry for entry in sys.path if entry]
    done = subprocess.run([sys.executable, "-c", KILLED, url, str(session_id), where, "", *path], check=False)
    assert done.returncode == -9


@pytest.mark.parametrize("where", ["before the file", "before the session", "after the session"])
def test_killed_between_tracks_and_session_there_are_both_or_none(
    tmp_path: Path, url: str, where: str
) -> None:
    session_id = uuid4()
    killed(url, session_id, where)
    assert any(name.startswith(".romtrack-log-") for name in left(tmp_path))
    with open_repository(url) as repository:
        found = repository.get(session_id)
        assert (found is not None) == (where == "after the session")
        assert left(tmp_path) == ([] if found is None else [f"{session_id}.npz"])
        assert repository.unnamed_tracks() == []


def test_killed_while_it_is_deleted_the_tracks_go_too(tmp_path: Path, url: str) -> None:
    with open_repository(url) as repository:
        session = logged(repository)
    killed(url, session.id, "while deleting")
    assert f"{session.id}.npz" in left(tmp_path)
    open_repository(url).close()
    assert left(tmp_path) == []


def test_another_log_in_the_same_folder_takes_nothing_away(tmp_path: Path, url: str) -> None:
    session_id = uuid4()
    killed(url, session_id, "after the session")
    with open_repository(url_of(tmp_path / "other.db")) as other:
        assert (tmp_path / "tracks" / f"{session_id}.npz").exists()
        assert [path.stem for path in other.unnamed_tracks()] == [str(session_id)]
    open_repository(url).close()
    assert left(tmp_path) == [f"{session_id}.npz"]


def test_tracks_that_are_being_written_are_nobody_elses(tmp_path: Path, url: str) -> None:
    session = empty_session()
    with open_repository(url) as repository, repository.new_tracks(session.id, _track(3), {}) as name:
        open_repository(url).close()  # sweeps, and finds a writer
        assert (tmp_path / "tracks" / name).exists()
        repository.save(replace(session, tracks_file=name))
    assert left(tmp_path) == [name]


def test_a_session_that_the_log_refuses_leaves_no_tracks(tmp_path: Path, url: str) -> None:
    with open_repository(url) as repository:
        saved = logged(repository)
        with pytest.raises(StorageError, match="already"), repository.new_tracks(uuid4(), _track(3), {}):
            repository.save(saved)
        assert left(tmp_path) == [f"{saved.id}.npz"]
        with pytest.raises(StorageError, match="already"), repository.new_tracks(saved.id, _track(3), {}):
            repository.save(saved)
        assert left(tmp_path) == [f"{saved.id}.npz"]  # the log names these
