"""Work in another process: its result, its errors, its death, and an end before that."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from apart_works import (
    broken,
    counted,
    crashed,
    endless,
    greedy,
    killed,
    noisy,
    oddly_broken,
    refused,
    surroundings,
)

from romtrack.apart import environment, run_apart
from romtrack.app import MAIN
from romtrack.errors import InputError, RomtrackError
from romtrack.owner import Owner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are those of POSIX")


class _GivenUpError(Exception):
    """Whoever waited waits no more."""


class Waiting:
    """Counts what it is told; gives up when ``enough``."""

    def __init__(self, enough: Callable[[], bool] = lambda: False) -> None:
        self.told: list[object] = []
        self._enough = enough

    def begin(self, stage: str, expected_frames: int | None) -> None:
        self.told.append((stage, expected_frames))

    def step(self) -> None:
        self.told.append("step")

    def go_on(self) -> None:
        if self._enough():
            raise _GivenUpError


def gone(mark: Path) -> bool:
    """Wait for the end of the process that made the mark."""
    owner = Owner.of(mark.read_text(encoding="utf-8"))
    assert owner is not None
    end_s = time.monotonic() + 30
    while not owner.gone and time.monotonic() < end_s:
        time.sleep(0.01)
    return owner.gone


def test_the_result_and_the_progress_come_through() -> None:
    waiting = Waiting()
    assert len(run_apart(partial(counted, 3), waiting)) == 1_000_000
    assert waiting.told == [("counting", 3), "step", "step", "step"]


def test_an_error_on_purpose_is_the_same_here() -> None:
    with pytest.raises(InputError, match=r"^clip\.mp4 is empty; record it again$"):
        run_apart(refused, Waiting())


def test_any_other_error_tells_where_it_happened() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        run_apart(broken, Waiting())
    assert "return 1 / 0" in raised.value.__notes__[0]


def test_an_error_that_cannot_travel_comes_as_text() -> None:
    with pytest.raises(RuntimeError, match="cannot be pickled"):
        run_apart(oddly_broken, Waiting())


@pytest.mark.parametrize(("work", "cause"), [(killed, "SIGKILL"), (crashed, "SIGSEGV")])
def test_a_death_is_one_sentence(work: Callable[[object], str], cause: str) -> None:
    with pytest.raises(
        RomtrackError, match=rf"ended unexpectedly \({cause}\); most likely .* memory"
    ) as raised:
        run_apart(work, Waiting())
    assert "\n" not in str(raised.value)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold to the limit")
def test_more_memory_than_it_may_have_is_one_sentence() -> None:
    with pytest.raises(RomtrackError, match=r"needs more memory than 1\.0 GiB: close other programs"):
        run_apart(greedy, Waiting(), 2**30)


def test_it_says_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_apart(noisy, Waiting()) == "heard"
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_it_hears_no_signals_of_the_terminal_and_has_no_sockets() -> None:
    with socket.create_server(("127.0.0.1", 0)):
        own_session, descriptors = run_apart(surroundings, Waiting())
    assert own_session
    assert not [name for name in descriptors if name.startswith("socket:")]


def test_giving_up_ends_it_even_where_it_hangs_and_will_not(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with pytest.raises(_GivenUpError):
        run_apart(partial(endless, mark), Waiting(mark.exists))
    assert gone(mark)


def test_it_ends_with_whoever_started_it(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = f"import apart_works; apart_works.start_endless({str(mark)!r})"
    with subprocess.Popen(
        [sys.executable, "-c", code], env=environment(), stderr=subprocess.DEVNULL
    ) as starter:
        while not mark.exists():
            assert starter.poll() is None
            time.sleep(0.01)
        starter.kill()
    assert gone(mark)


def test_it_looks_for_no_module_inside_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit puts the folder of the page's script first, and a ``token.py`` lies there."""
    monkeypatch.syspath_prepend(str(MAIN.parent))
    assert run_apart(partial(counted, 0), Waiting())
