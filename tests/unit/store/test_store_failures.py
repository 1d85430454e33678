from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sessions import empty_session, full_session, url_of
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from romtrack.errors import OutputError, StorageError
from romtrack.store import _sqlite, open_repository
from romtrack.store._errors import DATABASE_URL_VARIABLE, storage_errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from romtrack.store import Repository

_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "romtrack.db"


@contextmanager
def _mounted(folder: Path, *options: str) -> Iterator[None]:
    """Mount a small disk of our own on ``folder``, or skip."""
    if not _ROOT or shutil.which("mount") is None:
        pytest.skip("only root may mount a small disk")
    command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "romtrack-test", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _refusal(url: str) -> str:
    """Return the one line that opening ``url`` ends with."""
    with pytest.raises(StorageError) as caught, open_repository(url):
        pass
    (line,) = str(caught.value).splitlines()
    return line


def _fill(repository: Repository, ids: list[UUID]) -> None:
    """Save until no room is left."""
    for _ in range(200):
        session = full_session()
        repository.save(session)
        ids.append(session.id)


def test_the_exit_code_is_that_of_output() -> None:
    assert issubclass(StorageError, OutputError)
    assert StorageError.exit_code == 5


def test_a_locked_log_is_waited_for_and_then_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_sqlite, "BUSY_TIMEOUT_S", 0.1)
    session = full_session()
    with open_repository(url_of(path)) as repository:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(StorageError, match=rf"program holds {path}; close it and try again"):
                repository.save(session)
            with pytest.raises(StorageError, match="close it and try again"):
                repository.delete(session.id)
            assert repository.sessions() == [], "reading goes on"
        repository.save(session)
        assert repository.sessions() == [session]


def test_a_log_that_is_locked_while_it_is_made(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_sqlite, "BUSY_TIMEOUT_S", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert _refusal(url_of(path)).endswith("close it and try again")


def test_a_damaged_log_is_refused_and_left_alone(path: Path) -> None:
    with open_repository(url_of(path)) as repository:
        for _ in range(5):
            repository.save(full_session())
    image = bytearray(path.read_bytes())
    middle = len(image) // 2 // 4096 * 4096
    image[middle : middle + 4096] = b"\xa5" * 4096
    path.write_bytes(image)
    for _ in range(2):
        said = _said_of_damage(path)
        assert path.read_bytes() == image
        (copy,) = path.parent.glob("*.bak")
        assert said == (
            f"{path} is damaged: it is only read, and {copy} keeps it as it is; "
            "restore an earlier copy of it, or move it away and romtrack starts a new one"
        )
        assert copy.stat().st_size == len(image)
        assert copy.stat().st_mode & 0o077 == 0


def _said_of_damage(path: Path) -> str:
    """Return what is said of a damaged log, which no method may write."""
    try:
        with open_repository(url_of(path)) as repository:
            session = full_session()
            for change in (
                lambda: repository.save(session),
                lambda: repository.begin(session, {}),
                lambda: repository.delete(session.id),
                lambda: repository.close_session(session.id),
            ):
                with pytest.raises(StorageError) as refused:
                    change()
                assert str(refused.value) == repository.notice
            return repository.notice
    except StorageError as error:
        return str(error)


@pytest.mark.parametrize("cut", [600, 5000, 50_000])
def test_a_log_that_was_cut_off(path: Path, cut: int) -> None:
    with open_repository(url_of(path)) as repository:
        repository.save(full_session())
    image = path.read_bytes()[:cut]
    path.write_bytes(image)
    assert "is damaged" in _said_of_damage(path)
    assert path.read_bytes() == image


def test_an_index_that_says_something_else_is_damage(path: Path) -> None:
    with open_repository(url_of(path)) as repository:
        repository.save(full_session())
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA writable_schema=ON")
        raw.execute("CREATE TABLE kept AS SELECT * FROM sqlite_master WHERE name = 'ix_sessions_person_id'")
        raw.execute("DELETE FROM sqlite_master WHERE name = 'ix_sessions_person_id'")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE sessions SET person_id = 'Nobody'")  # the index sleeps
        raw.execute("PRAGMA writable_schema=ON")
        raw.execute("INSERT INTO sqlite_master SELECT * FROM kept")
    image = path.read_bytes()
    assert "is damaged: it is only read" in _said_of_damage(path)
    assert path.read_bytes() == image


def test_a_log_as_romtrack_left_it_is_opened_without_reading_it(path: Path, looked: list[Path]) -> None:
    with open_repository(url_of(path)) as repository:
        repository.save(full_session())
    looked.clear()
    with open_repository(url_of(path)) as repository, open_repository(url_of(path)) as second:
        second.save(full_session())
        assert len(repository.sessions()) == 2
    open_repository(url_of(path)).close()
    assert looked == []
    with closing(sqlite3.connect(path)) as raw, raw:  # another program
        raw.execute("DELETE FROM faults")
    open_repository(url_of(path)).close()
    assert looked == [path]
    open_repository(url_of(path)).close()
    assert looked == [path]


def test_damage_while_it_is_open(path: Path) -> None:
    with open_repository(url_of(path)) as repository:
        for _ in range(5):
            repository.save(full_session())
        repository.close()  # the next connection reads the file anew
        image = path.read_bytes()
        path.write_bytes(image[:4096] + b"\xa5" * (len(image) - 4096))
        with pytest.raises(StorageError, match="is damaged; restore a copy"):
            repository.sessions()


@pytest.mark.parametrize("text", ["x", "SQLite format 3\0", "name,angle\nleft,33\n" * 400])
def test_a_text_file_is_refused_and_left_alone(path: Path, text: str) -> None:
    path.write_text(text)
    assert "is no SQLite database" in _refusal(url_of(path))
    assert path.read_text() == text


def test_a_folder_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    line = _refusal(url_of(tmp_path / "file" / "romtrack.db"))
    assert line.startswith(f"cannot write {tmp_path / 'file' / 'romtrack.db'}")
    assert "ROMTRACK_DATABASE_URL" in line


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    assert _refusal(url_of(tmp_path)).startswith(f"cannot write {tmp_path}")


@pytest.mark.skipif(_ROOT, reason="root may write everywhere; the read-only disk below stands in")
def test_a_file_that_may_only_be_read(path: Path) -> None:
    open_repository(url_of(path)).close()
    path.chmod(0o400)
    assert _refusal(url_of(path)).startswith(f"cannot write {path}")


def test_a_disk_that_may_only_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    with _mounted(folder, "size=4m"):
        with open_repository(url_of(folder / "romtrack.db")) as repository:
            repository.close()
            subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
            with pytest.raises(StorageError, match="cannot write"):
                repository.save(empty_session())
        assert _refusal(url_of(folder / "romtrack.db")).startswith("cannot write")
        assert _refusal(url_of(folder / "new.db")).startswith("cannot write")


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    with _mounted(folder, "size=1m"), open_repository(url_of(folder / "romtrack.db")) as repository:
        ids: list[UUID] = []
        with pytest.raises(StorageError, match=r"no room left on the disk for .*; make room and try again"):
            _fill(repository, ids)
        assert len(ids) > 3
        assert {session.id for session in repository.sessions()} == set(ids)
        assert repository.check() == []


def test_a_new_log_on_a_full_disk(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    with _mounted(folder, "size=16k"):
        assert "no room left" in _refusal(url_of(folder / "romtrack.db"))


def test_a_file_that_may_not_grow(path: Path) -> None:
    def limit(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401
        connection.execute("PRAGMA max_page_count = 60")

    event.listen(Engine, "connect", limit)
    try:
        with open_repository(url_of(path)) as repository:
            with pytest.raises(StorageError, match="no room left on the disk"):
                _fill(repository, [])
            assert repository.check() == []
    finally:
        event.remove(Engine, "connect", limit)


@pytest.mark.parametrize(
    "url", ["nonsense", "nonsense://there", "sqlite:/one/slash", "a b c://", "sqlite:///x?y=1&uri=true"]
)
def test_what_is_no_url(url: str) -> None:
    line = _refusal(url)
    assert url in line
    assert "sqlite:////" in line


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_that_does_not_last(url: str) -> None:
    assert "names no file" in _refusal(url)


def test_a_driver_that_is_missing() -> None:
    line = _refusal("oracle+cx_oracle://me:secret@server/db")
    assert line.endswith("needs a driver that is not installed; pip install cx_Oracle")
    assert "secret" not in line


def test_a_server_that_does_not_answer() -> None:
    """The doctor opens no connection to a server: it is no remedy there."""
    refused = OSError("connection to server at 127.0.0.1 failed\nIs it running?")
    with pytest.raises(StorageError) as raised, storage_errors("postgresql://me:***@server/db"):
        raise OperationalError("SELECT 1", None, refused)
    line = str(raised.value)
    assert "(connection to server at 127.0.0.1 failed)" in line
    assert DATABASE_URL_VARIABLE in line
    assert "doctor" not in line
