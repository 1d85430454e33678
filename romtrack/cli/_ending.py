"""How a run ends when it is asked to: in order, and saying what is true.

Ctrl-C, a closed terminal (SIGHUP) and SIGTERM are one thing here. While nothing is begun they end the
process at once; in the middle of work they unwind it; while results become visible they wait.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from romtrack.cli._streams import STDERR, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

__all__ = ["ENDING", "Ended", "Ending"]

_SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Ended(BaseException):
    """Raised in the work when it shall end; no library takes it for an error of its own."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


class Ending:
    """The end of this process, as signals ask for it.

    Attributes
    ----------
    kept: what is kept in any case, as a sentence; empty = nothing is yet.
    """

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Forget what an earlier command of this process left."""
        self.kept = ""
        self._begun = self._waits = False
        self._asked: int | None = None

    @property
    def line(self) -> str:
        """What is said when a signal ended the run."""
        return f"interrupted: {self.kept or 'what was not finished is not kept'}"

    def take_signals(self) -> None:
        """Let the signals end the run in order; one that the caller ignores (nohup) stays ignored."""
        self.begin()
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                if signal.getsignal(number) is not signal.SIG_IGN:
                    signal.signal(number, self._take)

    @contextmanager
    def orderly(self) -> Iterator[None]:
        """Mark what leaves something behind unless it is unwound."""
        self._begun = True
        try:
            yield
        finally:
            self._begun = False

    @contextmanager
    def later(self) -> Iterator[None]:
        """Mark what a signal must not cut in two; it ends the run afterwards.

        Raises
        ------
        Ended: a signal came meanwhile.
        """
        self._waits = True
        try:
            yield
        finally:
            self._waits = False
        if self._asked is not None:
            raise Ended(self._asked)

    def _take(self, number: int, _frame: FrameType | None) -> None:
        again, self._asked = self._asked is not None, number
        if self._waits:
            return
        if self._begun and not again:
            raise Ended(number)
        with suppress(OSError):
            os.write(STDERR, said(self.line).encode(errors="backslashreplace"))
        os._exit(128 + number)


ENDING: Final = Ending()
