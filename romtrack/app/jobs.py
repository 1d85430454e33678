"""Work that outlives a run of a page: started by one, asked after by others, dropped when nobody asks.

A page keeps only a token, in its address; so a reload finds its work again, and two tabs have two.
"""

from __future__ import annotations

import atexit
import secrets
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from romtrack.app.job import Job
from romtrack.errors import OutputError
from romtrack.scratch import TEMPORARY, new_folder, temporary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from romtrack.apart import Patient

__all__ = ["Jobs", "private_folder"]

T = TypeVar("T")

_ABANDONED_S: Final = 300.0  # browsers let a hidden page ask once a minute
_KEPT_S: Final = 3600.0


class Jobs(Generic[T]):
    """All jobs of this process, by token.

    abandoned_s: a running job that nobody has asked for so long is cancelled. kept_s: so long the
    result of a finished one is kept after the last question.
    """

    def __init__(self, abandoned_s: float = _ABANDONED_S, kept_s: float = _KEPT_S) -> None:
        self._abandoned_s, self._kept_s = abandoned_s, kept_s
        self._lock = Lock()
        self._jobs: dict[str, Job[T]] = {}
        atexit.register(self.close)

    def start(self, work: Callable[[Path, Patient], T], folder: Path) -> str:
        """Start ``work(folder, patient)``; return the token that finds it.

        folder: the job's own (``private_folder``); removed with it.
        """
        token, job = secrets.token_urlsafe(12), Job(work, folder)
        with self._lock:
            self._jobs[token] = job
        return token

    def find(self, token: str) -> Job[T] | None:
        """Return the job, and remember that somebody asked; None = it is not kept any more."""
        with self._lock:
            job = self._jobs.get(token)
            if job is not None:
                job.asked_s = monotonic()
            return job

    def results(self) -> list[T]:
        """Return what the jobs that are done have returned; nobody asked for them by that."""
        with self._lock:
            jobs = list(self._jobs.values())
        return [job.result for job in jobs if job.state == "done"]

    def drop(self, token: str) -> None:
        """Forget a job with all its files; end it where it is still running."""
        with self._lock:
            job = self._jobs.pop(token, None)
        if job is not None:
            job.discard()

    def sweep(self) -> None:
        """Drop the jobs that nobody asks for any more."""
        now = monotonic()
        with self._lock:
            waits_s = {"running": self._abandoned_s}
            late = [
                token
                for token, job in self._jobs.items()
                if now - job.asked_s > waits_s.get(job.state, self._kept_s)
            ]
        for token in late:
            self.drop(token)

    def close(self) -> None:
        """Drop every job."""
        with self._lock:
            tokens, jobs = list(self._jobs), list(self._jobs.values())
        for job in jobs:
            job.ask_to_end()
        for token in tokens:
            self.drop(token)


def private_folder() -> Path:
    """Return a new folder that only this user can read; left by a kill, it goes at the next start.

    Raises
    ------
    OutputError: there is no room for temporary files.
    """
    try:
        return new_folder(temporary(), TEMPORARY)
    except OSError as error:
        raise OutputError(
            f"there is no room for temporary files ({error.strerror}): make room, or set TMPDIR to a folder "
            "that can be written"
        ) from error
