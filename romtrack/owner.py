"""The process that something on disk or in the log belongs to, and whether it is still there.

A process that is killed leaves what it was working on. That may be taken away, or taken over, once
it is certain that its owner is gone: never by age alone. What cannot be judged, such as the mark of
another machine that shares the folder, counts as owned.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final, Self

__all__ = ["Owner"]

_PROC: Final = Path("/proc")
_ENDED: Final = {"Z", "X"}  # a process that only waits for its parent to notice


@dataclass(frozen=True, slots=True)
class Owner:
    """One process of one boot of one machine.

    Attributes
    ----------
    machine: its network name. boot: which start of it, empty where the system tells times that outlast one.
    space: the numbering of processes that ``pid`` is from (containers have their own), empty = there is one.
    started: when the process began, as the system tells it.
    """

    machine: str
    boot: str
    space: str
    pid: int
    started: str

    @classmethod
    def here(cls) -> Self:
        """Return this process."""
        pid = os.getpid()
        return cls(platform.node(), _boot(), _space(), pid, _started(pid) or "")

    @classmethod
    def of(cls, mark: str) -> Self | None:
        """Return the owner that ``mark`` names, None = it names none."""
        try:
            owner = cls(**json.loads(mark))
        except (ValueError, TypeError, RecursionError):
            return None
        told = (owner.machine, owner.boot, owner.space, owner.started)
        return owner if isinstance(owner.pid, int) and all(isinstance(one, str) for one in told) else None

    @property
    def mark(self) -> str:
        """One line of text that names it."""
        return json.dumps(asdict(self))

    @property
    def gone(self) -> bool:
        """Whether it is certain that this process has ended."""
        if self.machine != platform.node():
            return False
        if self.boot != _boot():
            return True
        return self.space == _space() and _started(self.pid) != self.started


@cache
def _boot() -> str:
    return _told(_PROC / "sys" / "kernel" / "random" / "boot_id") if sys.platform == "linux" else ""


@cache
def _space() -> str:
    return str((_PROC / "self" / "ns" / "pid").readlink()) if sys.platform == "linux" else ""


def _started(pid: int) -> str | None:
    """Return when a process began, None = there is no such process."""
    if sys.platform == "linux":
        return _ticks(pid)
    import psutil  # noqa: PLC0415  not installed on Linux, where it would follow a clock that is set

    try:
        return str(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return None


def _ticks(pid: int) -> str | None:
    """Return the clock ticks from the boot to the start of a process (field 22 of proc(5)'s stat)."""
    try:
        _, _, rest = _told(_PROC / str(pid) / "stat").rpartition(")")  # its name may hold anything
    except (FileNotFoundError, ProcessLookupError):
        return None
    state, *fields = rest.split()
    return None if state in _ENDED else fields[18]


def _told(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").strip()
