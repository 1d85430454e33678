"""Several programs on one log, and programs that die."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from romtrack.store import TakenError, open_repository
from romtrack.store.tables import open_sessions
from romtrack.types import Quality, Session, SetRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Says "ready", waits for a line, then opens the log and saves as many sessions as it is told.
_CHILD = """
import os, signal, sys
from datetime import UTC, datetime
from uuid import uuid4
from romtrack.store import open_repository
from romtrack.types import Quality, Session

def session():
    return Session(uuid4(), "me", "seated-ir", None, datetime.now(UTC), None, (), (), Quality(1.0, 1.0))

url, count, end = sys.argv[1], int(sys.argv[2]), sys.argv[3]
print("ready", flush=True)
sys.stdin.readline()
with open_repository(url) as repository:
    for saved in (session() for _ in range(count)):
        repository.save(saved)
        print(saved.id, flush=True)
    if end == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
"""


def _start(path: Path, count: int, end: str = "closed") -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, f"sqlite:///{path}", str(count), end],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def _go(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("go\n")
    child.stdin.flush()


def _finish(child: subprocess.Popen[str]) -> tuple[int, set[UUID], str]:
    said, complaint = child.communicate(timeout=60)
    return child.returncode, {UUID(line) for line in said.split()}, complaint


def test_two_programs_make_one_log_and_both_write(tmp_path: Path) -> None:
    path = tmp_path / "new" / "romtrack.db"
    children = [_start(path, 20), _start(path, 20)]
    for child in children:
        _go(child)
    done = [_finish(child) for child in children]
    assert [(code, complaint) for code, _, complaint in done] == [(0, ""), (0, "")]
    with open_repository(f"sqlite:///{path}") as repository:
        assert {session.id for session in repository.sessions()} == done[0][1] | done[1][1]
        assert len(repository.sessions()) == 40
        assert repository.check() == []


def test_threads_share_a_repository(tmp_path: Path) -> None:
    def save(number: int) -> None:
        repository.save(
            Session(UUID(int=number), "me", "x", None, datetime.now(UTC), None, (), (), Quality(1.0, 1.0))
        )

    with open_repository(f"sqlite:///{tmp_path}/romtrack.db") as repository:
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(save, range(40)))
        assert {session.id.int for session in repository.sessions()} == set(range(40))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_what_was_saved_outlives_a_killed_program(tmp_path: Path) -> None:
    path = tmp_path / "romtrack.db"
    child = _start(path, 3, "killed")
    _go(child)
    code, saved, _ = _finish(child)
    assert code == -signal.SIGKILL
    assert len(saved) == 3
    with open_repository(f"sqlite:///{path}") as repository:
        assert {session.id for session in repository.sessions()} == saved
        assert repository.check() == []


# Does what it is told, a line each, and says how it went.
_PLAYER = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4
from romtrack.errors import StorageError
from romtrack.store import Correction, open_repository
from romtrack.types import Quality, Session, SetRecord, VideoInfo

session = Session(uuid4(), "me", "seated-ir", None, datetime.now(UTC), None, (), (), Quality(1.0, 1.0))
video = VideoInfo("clip.mp4", "ab" * 32, 640, 480, 21.0, 525)
with open_repository(sys.argv[1]) as repository:
    print("ready", flush=True)
    for line in sys.stdin:
        what, _, more = line.strip().partition(" ")
        said = "done"
        try:
            if what == "begin":
                lease, said = repository.begin(session, {}), str(session.id)
            elif what == "keep":
                session = replace(session, sets=tuple(SetRecord(at, at + 1.0) for at in range(int(more))))
                lease.keep(session)
            elif what == "find":
                (found,) = repository.open_sessions()
                session, said = found.session, str(found.is_held)
            elif what == "take":
                lease = repository.take_over(found)
            elif what == "save":
                earlier = repository.save(replace(session, id=uuid4(), video=video), again=False)
                said = "kept" if earlier is None else "there"
            elif what == "note":
                key, note = more.split(" ")
                said = str(repository.records.correct(UUID(key), Correction(note=note)))
            elif what == "bin":
                repository.records.delete(UUID(more))
            elif what == "erase":
                said = str(repository.erase(more).sessions)
            elif what in {"close", "delete"}:
                getattr(repository, {"close": "close_session"}.get(what, what))(UUID(more))
            elif what == "look":
                said = str(len(repository.sessions()))
        except StorageError as error:
            said = f"{type(error).__name__}: {error}"
        print(said, flush=True)
"""


class _Player:
    """A romtrack that does one thing after the other."""

    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PLAYER, f"sqlite:///{path}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.answer() == "ready"

    def ask(self, what: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def do(self, what: str) -> str:
        self.ask(what)
        return self.answer()

    def end(self) -> None:
        self.process.communicate(timeout=60)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[_Player, _Player]]:
    players = _Player(tmp_path / "romtrack.db"), _Player(tmp_path / "romtrack.db")
    yield players
    for player in players:
        player.process.kill()
        player.end()


def test_a_session_that_goes_on_elsewhere_is_left_alone(pair: tuple[_Player, _Player]) -> None:
    first, second = pair
    session_id = first.do("begin")
    assert second.do("find") == "True"
    for change in ("take", f"close {session_id}", f"delete {session_id}"):
        assert second.do(change).startswith("TakenError: this session goes on in another romtrack")
    assert [first.do("keep 1"), first.do("keep 3")] == ["done", "done"]
    assert second.do("look") == "0"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_of_two_that_continue_a_session_one_is_told(pair: tuple[_Player, _Player], tmp_path: Path) -> None:
    killed = _Player(tmp_path / "romtrack.db")
    killed.do("begin")
    assert killed.do("keep 2") == "done"
    killed.process.kill()
    killed.end()
    assert [player.do("find") for player in pair] == ["False", "False"], "nobody waits for who is gone"
    for player in pair:
        player.ask("take")
    said = [player.answer() for player in pair]
    winner, loser = pair if said[0] == "done" else pair[::-1]
    assert max(said) == "done"
    assert min(said).startswith("TakenError: this session goes on in another romtrack")
    assert winner.do("keep 4") == "done"
    winner.process.kill()
    winner.end()
    assert loser.do("take").startswith("TakenError"), "it is not any more what was found"
    assert [loser.do("find"), loser.do("take"), loser.do("keep 5")] == ["False", "done", "done"]
    with open_repository(f"sqlite:///{tmp_path / 'romtrack.db'}") as repository:
        (found,) = repository.open_sessions()
        assert len(found.session.sets) == 5


@pytest.mark.parametrize("ago_s", [0, 50, 90, -50, -90])
def test_a_lease_lasts_a_minute_after_and_before_its_heartbeat(tmp_path: Path, ago_s: int) -> None:
    is_held = abs(ago_s) < 60
    session = Session(UUID(int=5), "me", "x", None, datetime.now(UTC), None, (), (), Quality(1.0, 1.0))
    longer = replace(session, sets=(SetRecord(0.0, 1.0),))
    with open_repository(f"sqlite:///{tmp_path / 'romtrack.db'}") as repository:
        lease = repository.begin(session, {})
        with repository._writing() as connection:  # noqa: SLF001  as if time had gone by
            beat = datetime.now(UTC) - timedelta(seconds=ago_s)
            connection.execute(open_sessions.update().values(heartbeat_at=beat))
        (found,) = repository.open_sessions()
        assert found.is_held == is_held
        if is_held:
            with pytest.raises(TakenError, match="go on there"):
                repository.take_over(found)
            lease.keep(longer)
            return
        other = repository.take_over(found)
        with pytest.raises(TakenError, match="go on there"):
            lease.keep(longer)
        with pytest.raises(TakenError):
            lease.beat()
        lease.release()
        other.close(longer)
        with pytest.raises(TakenError, match="was ended in another romtrack"):
            lease.keep(session)
        assert repository.sessions() == [longer]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_after_an_unclean_end_the_log_is_read_once(tmp_path: Path, looked: list[Path]) -> None:
    path = tmp_path / "romtrack.db"
    player = _Player(path)
    player.do("begin")
    open_repository(f"sqlite:///{path}").close()
    assert looked == [], "who has it open has looked at it"
    player.process.kill()
    player.end()
    for _ in range(2):
        open_repository(f"sqlite:///{path}").close()
    assert looked == [path]


def test_a_recording_that_is_analysed_twice_at_once_is_logged_once(pair: tuple[_Player, _Player]) -> None:
    for player in pair:
        player.ask("save")
    assert sorted(player.answer() for player in pair) == ["kept", "there"]
    assert pair[0].do("look") == "1"


def test_two_who_correct_at_once_are_both_written_down(pair: tuple[_Player, _Player], tmp_path: Path) -> None:
    with open_repository(f"sqlite:///{tmp_path / 'romtrack.db'}") as repository:
        session = Session(UUID(int=7), "me", "x", None, datetime.now(UTC), None, (), (), Quality(1, 1))
        repository.save(session)
        for number in range(10):
            for place, player in enumerate(pair):
                player.ask(f"note {session.id} {place}-{number}")
        assert [player.answer() for _ in range(10) for player in pair] == ["True"] * 20
        history = repository.records.history(session.id)
        assert {one.after["note"] for one in history} == {f"{n}-{at}" for n in range(2) for at in range(10)}
        assert [one.before["note"] for one in history[1:]] == [one.after["note"] for one in history[:-1]]
        assert repository.summaries()[0].note == history[-1].after["note"]
        assert repository.check() == []


def test_what_another_deletes_and_erases_is_corrected_no_more(
    pair: tuple[_Player, _Player], tmp_path: Path
) -> None:
    first, second = pair
    with open_repository(f"sqlite:///{tmp_path / 'romtrack.db'}") as repository:
        session = Session(UUID(int=7), "me", "x", None, datetime.now(UTC), None, (), (), Quality(1, 1))
        repository.save(session)
        assert first.do(f"bin {session.id}") == "done"
        for what in (f"note {session.id} late", f"bin {session.id}"):
            assert second.do(what).startswith(f"StorageError: session {session.id} was deleted")
        for player in pair:
            player.ask("erase me")
        said = [player.answer() for player in pair]
        assert "1" in said
        assert all(one in {"0", "1"} or "nobody in the log is called me" in one for one in said)
        again = replace(session, id=UUID(int=8))
        repository.save(again)  # who measures on, in a tab that does not know, is there again
        assert repository.sessions("me") == [again]
        assert repository.check() == []


@pytest.mark.skipif(sys.platform == "win32", reason="locks of a process are POSIX")
def test_opening_the_log_again_does_not_take_away_its_locks(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'romtrack.db'}"
    with open_repository(url) as repository:
        repository.sessions()
        open_repository(url).close()
        other = _Player(tmp_path / "romtrack.db")
        other.do("look")
        other.end()
        repository.save(Session(UUID(int=5), "me", "x", None, datetime.now(UTC), None, (), (), Quality(1, 1)))
        again = _Player(tmp_path / "romtrack.db")
        assert again.do("look") == "1"
        again.end()
