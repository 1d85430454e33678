"""The log killed with -9 while it is changed in every way: nothing acknowledged is lost, nothing is half.

Each run is forked, says after each change that it is done, and is killed at any moment. What the log shows
then has to be what the same changes give that were acknowledged, done again on a copy of the log from before;
or those and the one that was on its way. On request:
``pytest tests/campaigns/test_records_kill.py -n 0 -s`` (minutes).
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
import time
import zipfile
from collections import Counter
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from conftest import recorded
from sessions import VIDEO, empty_session, measurement, session_of

from romtrack.errors import StorageError
from romtrack.store import Correction, Which, open_repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from romtrack.store import Repository
    from romtrack.types import PoseTrack, Session

KILLS, CHANGES = 200, 40
CHANCE = Random(16)  # noqa: S311  no secret
NAMES = ("Ada", "Ana", "Anna", "Bea", "Cleo")
TOMORROW = datetime.now(UTC) + timedelta(days=1)


class State(NamedTuple):
    """What the log shows: sessions and people in lists, and the ids of the sessions in the bin."""

    shown: dict[UUID, tuple[Any, ...]]
    people: list[str]
    binned: set[UUID]


def state_of(repository: Repository) -> State:
    notes = {one.id: one.note for one in repository.summaries()}
    shown = {
        one.id: (replace(one, analysed_at=one.analysed_at), notes[one.id]) for one in repository.sessions()
    }
    people = sorted(one.person.name for one in repository.roster.all(TOMORROW))
    return State(shown, people, {one.id for one in repository.summaries(which=Which(binned=True))})


class Changer:
    """Changes a log at random: the same log and the same seed give the same changes."""

    def __init__(self, repository: Repository, seed: int, backup: Path) -> None:
        self._log, self._chance, self._backup = repository, Random(seed), backup  # noqa: S311
        self._track: PoseTrack = recorded("measure_male_left_offset").track.rows(0, 20)
        self.kinds = {
            name.removeprefix("_do_"): getattr(self, name) for name in dir(self) if name.startswith("_do_")
        }

    def change(self) -> str:
        """Do one thing; return which, once it is done."""
        weights = [3 if name in {"save", "edit", "delete", "replace", "undo"} else 1 for name in self.kinds]
        (kind,) = self._chance.choices(list(self.kinds), weights)
        with suppress(StorageError):  # nothing to merge, nobody to put back
            self.kinds[kind]()
        return kind

    def _some(self, *, binned: bool = False) -> UUID:
        ids = sorted(one.id for one in self._log.summaries(which=Which(binned=binned)))
        if not ids:
            raise StorageError("none")
        return self._chance.choice(ids)

    def _new(self) -> Session:
        return session_of(
            id=UUID(int=self._chance.getrandbits(128), version=4),
            person=self._chance.choice(NAMES),
            video=replace(VIDEO, sha256=f"{self._chance.randrange(6):064x}"),
            measurements=(measurement(self._chance.uniform(10, 40)),),
        )

    def _do_save(self) -> None:
        new = self._new()
        with self._log.new_tracks(new.id, self._track, {}) as file:
            self._log.save(replace(new, tracks_file=file))

    def _do_replace(self) -> None:
        new = self._new()
        with self._log.new_tracks(new.id, self._track, {}) as file:
            self._log.records.replace(replace(new, tracks_file=file))

    def _do_live(self) -> None:
        new = replace(empty_session(), id=self._new().id, person=self._chance.choice(NAMES))
        lease = self._log.begin(new, {})
        with self._log.new_tracks(new.id, self._track, {}) as file:
            lease.close(replace(new, tracks_file=file))

    def _do_edit(self) -> None:
        key, what = self._some(), self._chance.randrange(4)
        self._log.records.correct(
            key,
            (
                Correction(note=f"note {self._chance.random()}"),
                Correction(person=self._chance.choice(NAMES)),
                Correction(exchanged=True),
                Correction(recorded_at=datetime(2026, 1, 1 + self._chance.randrange(28), tzinfo=UTC)),
            )[what],
        )

    def _do_delete(self) -> None:
        self._log.records.delete(self._some())

    def _do_put_back(self) -> None:
        self._log.records.put_back(self._some(binned=True))

    def _do_undo(self) -> None:
        self._log.records.undo()

    def _do_merge(self) -> None:
        one, other = self._chance.sample(NAMES, 2)
        self._log.roster.merge(one, into=other)

    def _do_delete_person(self) -> None:
        self._log.records.delete_person(self._chance.choice(NAMES))

    def _do_put_back_person(self) -> None:
        binned = sorted(self._log.roster.binned(), key=lambda one: one.name)
        if binned:
            self._log.roster.put_back(self._chance.choice(binned))

    def _do_purge(self) -> None:
        self._log.purge(TOMORROW)

    def _do_erase(self) -> None:
        self._log.erase(self._chance.choice(NAMES))

    def _do_back_up(self) -> None:
        self._log.back_up(self._backup)


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'romtrack.db'}"


def begun(folder: Path, seed: int) -> tuple[int, int]:
    """Fork a process that changes the log; return it, and what it writes a line into for each change."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        with open_repository(url_of(folder)) as repository:
            changer = Changer(repository, seed, folder / "backup.zip")
            os.write(writing, b"ready\n")
            for _ in range(CHANGES):
                os.write(writing, f"{changer.change()}\n".encode())
    finally:
        os._exit(0)


def killed(folder: Path, seed: int) -> list[str]:
    """Let a process change the log and kill it; return the changes that it said were done."""
    child, said = begun(folder, seed)
    with os.fdopen(said, "rb") as lines:
        assert lines.readline() == b"ready\n"
        time.sleep(CHANCE.uniform(0, 0.5))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return [line.decode().strip() for line in lines if line.endswith(b"\n")]


def replayed(folder: Path, seed: int, count: int) -> Iterator[tuple[str, State]]:
    """Yield the state after ``count`` changes, and the next change with the state after it."""
    with open_repository(url_of(folder)) as repository:
        changer = Changer(repository, seed, folder / "backup.zip")
        kinds = [changer.change() for _ in range(count)]
        yield " ".join(kinds), state_of(repository)
        yield changer.change(), state_of(repository)


def whole(backup: Path, scratch: Path) -> None:
    """A backup that is there is whole."""
    if backup.exists():
        with zipfile.ZipFile(backup) as archive:
            assert archive.testzip() is None
            archive.extract("romtrack.db", scratch)
        with closing(sqlite3.connect(scratch / "romtrack.db")) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_whatever_is_done_when_it_is_killed_nothing_is_lost_or_half(tmp_path: Path) -> None:
    log, before = tmp_path / "log", tmp_path / "before"
    log.mkdir()
    seen: Counter[str] = Counter()
    cut: Counter[str] = Counter()
    done = outcome = 0
    for seed in range(KILLS):
        shutil.rmtree(before, ignore_errors=True)
        shutil.copytree(log, before)
        said = killed(log, seed)
        with open_repository(url_of(log)) as repository:
            found = state_of(repository)
            for left in repository.open_sessions():  # whoever was in front of the camera may go on
                assert not left.is_held
                repository.delete(left.session.id)
            assert (repository.check(), repository.notice) == ([], "")
            assert (repository.unnamed_tracks(), repository.missing_tracks()) == ([], [])
        assert not list(log.glob(".romtrack-log-*"))
        whole(log / "backup.zip", tmp_path)
        (kinds, last), (kind, next_one) = replayed(before, seed, len(said))
        assert kinds.split() == said
        assert found.shown in (last.shown, next_one.shown), (seed, said, kind)
        assert last.binned & next_one.binned <= found.binned
        assert found.binned <= last.binned | next_one.binned | last.shown.keys()
        seen.update(said)
        cut[kind] += 1
        done += len(said)
        outcome += found != last
    with open_repository(url_of(log)) as repository:
        repository.back_up(log / "backup.zip")  # sweeps what backups that were killed left
    assert not list(log.glob(".romtrack*"))
    sys.stdout.write(
        f"\n{KILLS} kills, {done} changes acknowledged ({dict(seen)}); on their way: {dict(cut)}, "
        f"of which {outcome} were done; none lost, none half, no tracks without a session\n"
    )
