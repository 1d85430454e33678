"""Work for the other process: it imports this module, and nothing of the tests."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from romtrack.apart import run_apart
from romtrack.errors import InputError
from romtrack.owner import Owner

if TYPE_CHECKING:
    from romtrack.progress import Progress


def counted(frames: int, progress: Progress) -> str:
    progress.begin("counting", frames)
    for _ in range(frames):
        progress.step()
    return "x" * 1_000_000


def refused(_: Progress) -> str:
    raise InputError("clip.mp4 is empty; record it again")


def broken(_: Progress) -> float:
    return 1 / 0


class _OddError(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def oddly_broken(_: Progress) -> str:
    raise _OddError("cannot be ", "pickled")


def crashed(_: Progress) -> str:
    return str(ctypes.string_at(0))


def killed(_: Progress) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def greedy(_: Progress) -> int:
    return len(bytearray(3 * 2**30))


def noisy(_: Progress) -> str:
    sys.stdout.write("from Python\n")
    sys.stderr.write("from Python\n")
    os.write(1, b"from a library\n")
    os.write(2, b"from a library\n")
    return "heard"


def surroundings(_: Progress) -> tuple[bool, list[str]]:
    """Return whether the process is its own session's first, and what its descriptors are."""
    descriptors = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    return os.getsid(0) == os.getpid(), descriptors


def endless(mark: Path, _: Progress) -> str:
    """Hang without a word, deaf to requests to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    mark.with_suffix(".new").write_text(Owner.here().mark, encoding="utf-8")
    mark.with_suffix(".new").rename(mark)
    while True:
        time.sleep(1)


class Waiting:
    """Somebody who waits for ever."""

    def begin(self, _stage: str, _expected_frames: int | None) -> None:
        pass

    def step(self) -> None:
        pass

    def go_on(self) -> None:
        pass


def start_endless(mark: str) -> None:
    """Start another process, and wait."""
    run_apart(partial(endless, Path(mark)), Waiting())
