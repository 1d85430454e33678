"""One piece of work on a thread of its own: how far it is, how it ended, and an end before that."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final, Generic, Literal, TypeVar

from romtrack import scratch
from romtrack.errors import RomtrackError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from romtrack.apart import Patient

__all__ = ["Cancelled", "Job", "JobState", "Pace"]

T = TypeVar("T")
JobState = Literal["running", "done", "failed", "cancelled"]

_END_WITHIN_S: Final = 5.0
_SETTLED_S: Final = 0.5  # before that a rate says nothing


class Cancelled(Exception):  # noqa: N818  it is no error
    """Raised inside the work, at its next step."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a stage is. number: of the stage, from 1. expected: frames, None = not known."""

    stage: str
    number: int
    frames: int
    expected: int | None
    seconds: float

    @property
    def frames_per_second(self) -> float | None:
        """None while it is too early to say."""
        settled = self.frames and self.seconds > _SETTLED_S
        return self.frames / self.seconds if settled else None

    @property
    def left_s(self) -> float | None:
        """Seconds until this stage is done."""
        if self.expected is None or self.frames_per_second is None:
            return None
        return max(self.expected - self.frames, 0) / self.frames_per_second


class Job(Generic[T]):
    """One piece of work on its own thread, and whom it reports its progress to."""

    def __init__(self, work: Callable[[Path, Patient], T], folder: Path) -> None:
        self._work = work
        self._folder = folder
        self._lock = Lock()
        self._cancel = Event()
        self._pace = Pace("start", 0, 0, None, 0.0)
        self._begun_s = self.asked_s = monotonic()
        self._state: JobState = "running"
        self._result: T | None = None
        self.error = ""
        self._thread = Thread(target=self._run, name="analysis", daemon=True)
        self._thread.start()

    def begin(self, stage: str, expected_frames: int | None) -> None:
        """Start the next stage (called by the work)."""
        self.go_on()
        with self._lock:
            self._begun_s = monotonic()
            self._pace = Pace(stage, self._pace.number + 1, 0, expected_frames, 0.0)

    def step(self) -> None:
        """Count a frame (called by the work).

        Raises
        ------
        Cancelled: the work shall end here.
        """
        self.go_on()
        with self._lock:
            now, was = monotonic() - self._begun_s, self._pace
            self._pace = Pace(was.stage, was.number, was.frames + 1, was.expected, now)

    def go_on(self) -> None:
        """Say whether to (called by the work).

        Raises
        ------
        Cancelled: the work shall end here.
        """
        if self._cancel.is_set():
            raise Cancelled

    @property
    def pace(self) -> Pace:
        """How far it is."""
        with self._lock:
            return self._pace

    @property
    def state(self) -> JobState:
        """Running, or how it ended."""
        with self._lock:
            return self._state

    @property
    def result(self) -> T:
        """What the work returned; only once it is done."""
        with self._lock:
            if self._result is None:
                raise RuntimeError(f"the job is {self._state}, not done")
            return self._result

    @result.setter
    def result(self, result: T) -> None:
        with self._lock:
            self._result = result

    def cancel(self) -> None:
        """End the work at its next step, and wait for that."""
        self.ask_to_end()
        self._thread.join(_END_WITHIN_S)

    def ask_to_end(self) -> None:
        """Let the work end at its next step."""
        self._cancel.set()

    def discard(self) -> None:
        """End the work and remove its files."""
        self.cancel()
        self._remove()

    def _run(self) -> None:
        try:
            result = self._work(self._folder, self)
            self.go_on()
        except Cancelled:
            self._end("cancelled")
        except RomtrackError as error:
            self._end("failed", str(error))
        except Exception as error:  # the page has to say something, whatever happened
            logging.getLogger(__name__).exception("an analysis failed")
            self._end("failed", f"this should not have happened ({type(error).__name__}: {error})")
        else:
            with self._lock:
                self._result, self._state = result, "done"

    def _end(self, state: JobState, error: str = "") -> None:
        self._remove()
        with self._lock:
            self._state, self.error = state, error

    def _remove(self) -> None:
        scratch.remove(self._folder)
