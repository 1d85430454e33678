"""Several programs on one log, and programs that die."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from romtrack.store import open_repository
from romtrack.types import Quality, Session

if TYPE_CHECKING:
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
