"""The progress of several processes, told to one."""

from __future__ import annotations

from threading import Event, Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from romtrack.progress import Progress

__all__ = ["Together"]


class _Stopped(Exception):  # noqa: N818  nobody is told: what stopped it is raised
    """The work is of no use any more."""


class Together:
    """The progress of all together; who waits for one of them asks here whether to go on."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._lock, self._stopped = progress, Lock(), Event()

    def begin(self, stage: str, expected_frames: int | None) -> None:
        """Leave it: the whole has begun."""

    def step(self) -> None:
        """Tell of one more frame of some of them."""
        with self._lock:
            self._progress.step()

    def go_on(self) -> None:
        """Give up once all were stopped."""
        if self._stopped.is_set():
            raise _Stopped

    def stop(self) -> None:
        """End what still runs."""
        self._stopped.set()
