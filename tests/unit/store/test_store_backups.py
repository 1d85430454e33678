"""A backup is the whole log at one moment, and replaces another one wholly or not at all."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from earlier_logs import make_earlier_log
from sessions import empty_session, full_session, url_of
from test_store_entries import goal
from test_store_failures import _mounted
from test_store_tracks import _signal, _track

from romtrack.errors import InputError, RomtrackError, StorageError
from romtrack.store import load_tracks, open_repository
from romtrack.store.backups import write_backup
from romtrack.store.restoring import restore
from romtrack.types import Goal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from romtrack.types import Session


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log" / "romtrack.db"


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere.zip"


@pytest.fixture
def kept(log: Path, backup: Path) -> Session:
    """Return a session with tracks, that is in the log and in a backup of it."""
    session, track = full_session(), _track(3)
    with open_repository(url_of(log)) as repository:
        with repository.new_tracks(session.id, track, {"left": _signal("left", track)}) as name:
            session = replace(session, tracks_file=name)
            repository.save(session)
        repository.entries.add(session.person, [goal()])
        repository.begin(empty_session(), {})  # somebody measures meanwhile
        assert repository.back_up(backup).tracks == 1
    return session


def state(log: Path) -> dict[str, bytes]:
    """Return what a log and its tracks are, but for what opening it leaves."""
    files = [log, *log.parent.glob("tracks/*")]
    return {path.name: path.read_bytes() for path in files if path.is_file()}


def test_it_comes_back_on_another_machine(kept: Session, backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "another" / "romtrack.db"
    assert restore(backup, url_of(other))[:2] == (1, 1)
    with open_repository(url_of(other)) as repository:
        assert repository.sessions() == [kept]
        assert [one.value_deg for one in repository.entries.of(kept.person, Goal)] == [35.0]
        assert repository.check() == []
        assert kept.tracks_file is not None
        load_tracks(repository.tracks_folder / kept.tracks_file)
    assert other.stat().st_mode & 0o077 == 0
    assert backup.stat().st_mode & 0o077 == 0


def test_it_replaces_a_log_that_others_have_open_and_keeps_a_copy(
    kept: Session, backup: Path, tmp_path: Path
) -> None:
    other = tmp_path / "another" / "romtrack.db"
    mine = full_session()
    with open_repository(url_of(other)) as repository:
        repository.save(mine)
        done = restore(backup, url_of(other))
        assert repository.sessions() == [kept], "who has it open sees the new one"
    assert done.copy is not None
    with open_repository(url_of(done.copy)) as before:
        assert before.sessions() == [mine]


def test_a_log_in_which_somebody_measures_is_not_replaced(kept: Session, backup: Path, log: Path) -> None:
    with pytest.raises(StorageError, match=r"a session goes on in .*; end it in the app first"):
        restore(backup, url_of(log))
    with open_repository(url_of(log)) as repository:
        assert repository.sessions() == [kept]


def test_a_damaged_log_is_put_aside(kept: Session, backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "another" / "romtrack.db"
    other.parent.mkdir()
    other.write_bytes(b"no log at all " * 500)
    done = restore(backup, url_of(other))
    assert done.copy is not None
    assert done.copy.read_bytes() == b"no log at all " * 500
    with open_repository(url_of(other)) as repository:
        assert repository.sessions() == [kept]


def cut(image: bytes) -> bytes:
    return image[: len(image) // 2]


def turned(image: bytes) -> bytes:
    return bytes([*image[:400], image[400] ^ 1, *image[401:]])


def said_to_be_encrypted(image: bytes) -> bytes:
    flags = image.index(b"PK\x01\x02") + 8  # of the first file in the archive's list
    return bytes([*image[:flags], image[flags] | 1, *image[flags + 1 :]])


@pytest.mark.parametrize(
    "damage", [cut, turned, said_to_be_encrypted, lambda _: b"", lambda _: b"PK no zip" * 99]
)
@pytest.mark.usefixtures("kept")
def test_a_damaged_backup_replaces_nothing(
    backup: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    backup.write_bytes(damage(backup.read_bytes()))
    _refused(backup, tmp_path, "damaged")


@pytest.mark.usefixtures("kept")
def test_no_turned_bit_gets_through(backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "another" / "romtrack.db"
    with open_repository(url_of(other)) as repository:
        repository.save(empty_session())
    sound, before, chance = backup.read_bytes(), state(other), Random(4)  # noqa: S311  no secret
    said: list[str] = []
    for _ in range(15):
        place = chance.randrange(len(sound))
        backup.write_bytes(
            bytes([*sound[:place], sound[place] ^ (1 << chance.randrange(8)), *sound[place + 1 :]])
        )
        try:
            restore(backup, url_of(other))
        except RomtrackError as error:
            said.append(str(error))
            assert state(other) == before
        else:  # a date or a flag of the archive itself
            other.write_bytes(before["romtrack.db"])
            for path in other.parent.glob("tracks/*"):
                path.unlink()
    assert said
    assert all(len(line.splitlines()) == 1 for line in said)


def _refused(backup: Path, tmp_path: Path, why: str) -> None:
    other = tmp_path / "another" / "romtrack.db"
    with open_repository(url_of(other)) as repository:
        repository.save(empty_session())
    before = state(other)
    with pytest.raises(InputError, match=why) as refused:
        restore(backup, url_of(other))
    assert len(str(refused.value).splitlines()) == 1
    assert state(other) == before
    assert not list(other.parent.glob(".romtrack-*"))


def _rewritten(backup: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(backup) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(backup, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


@pytest.mark.usefixtures("kept")
def test_a_newer_or_a_crafted_backup_is_refused(backup: Path, tmp_path: Path) -> None:
    sound = backup.read_bytes()
    crafted: dict[str, Callable[[dict[str, bytes]], None]] = {
        "newer romtrack": lambda entries: entries.update(
            {"manifest.json": entries["manifest.json"].replace(b"backup/1", b"backup/2")}
        ),
        "damaged": lambda entries: entries.update({"../../evil": b"x"}),
        "no backup": lambda entries: entries.update({"manifest.json": b"[[[["}),
    }
    for why, change in crafted.items():
        backup.write_bytes(sound)
        _rewritten(backup, change)
        _refused(backup, tmp_path / why, why)
        assert not (tmp_path / "evil").exists()


def test_an_older_log_in_a_backup_is_upgraded(tmp_path: Path, backup: Path) -> None:
    old = tmp_path / "old" / "romtrack.db"
    old.parent.mkdir()
    session = replace(full_session(), recorded_at=None, recorded_by=None, camera=None)
    make_earlier_log(url_of(old), "0003", [session], replace(empty_session(), id=uuid4()))
    write_backup(backup, old, old.parent / "tracks", "0003")
    restore(backup, url_of(tmp_path / "new" / "romtrack.db"))
    with open_repository(url_of(tmp_path / "new" / "romtrack.db")) as repository:
        assert repository.sessions() == [session]


@pytest.mark.usefixtures("kept")
def test_a_disk_that_is_full_keeps_both_as_they_were(log: Path, backup: Path, tmp_path: Path) -> None:
    sound = backup.read_bytes()
    disk = tmp_path / "disk"
    disk.mkdir()
    with _mounted(disk, "size=64k"), open_repository(url_of(log)) as repository:
        with pytest.raises(StorageError):
            repository.back_up(disk / "backup.zip")
        assert not list(disk.iterdir())
        with pytest.raises(StorageError):
            restore(backup, url_of(disk / "romtrack.db"))
        assert not list(disk.iterdir())
    assert backup.read_bytes() == sound


def test_a_log_on_a_server_is_backed_up_there(log_url: str, backup: Path) -> None:
    with open_repository(log_url) as repository:
        if log_url.startswith("sqlite"):
            assert repository.back_up(backup).tracks == 0
            return
        with pytest.raises(StorageError, match="is on a server; back it up there"):
            repository.back_up(backup)
    with pytest.raises(StorageError, match="is on a server; restore it there"):
        restore(backup, log_url)


def test_what_is_in_the_bin_comes_along(kept: Session, log: Path, backup: Path, tmp_path: Path) -> None:
    with open_repository(url_of(log)) as repository:
        repository.records.delete(kept.id)
        repository.back_up(backup)
    other = url_of(tmp_path / "another" / "romtrack.db")
    assert restore(backup, other).sessions == 0
    with open_repository(other) as repository:
        repository.records.undo()
        assert repository.sessions() == [kept]
    with closing(sqlite3.connect(tmp_path / "another" / "romtrack.db")) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
