"""How a run ends when it is asked to: in order, and saying what is true.

Ctrl-C, a closed terminal (SIGHUP) and SIGTERM are one thing here. While nothing is begun they end the
process at once; in the middle of long work they unwind it; while something is claimed, becomes visible or
is tidied up they wait. Whoever asks again while it is unwound does not wait.
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
        self._begun = self._may_cut = self._unwinds = False
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
        """Mark what leaves something behind unless it comes to its own end: a signal waits for it.

        Raises
        ------
        Ended: a signal came meanwhile.
        """
        self._begun = True
        try:
            yield
            self._end_if_asked()
        finally:
            self._begun = False

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Mark the long work in it that a signal may cut: what stands around it tidies up.

        Raises
        ------
        Ended: a signal came before or meanwhile.
        """
        self._may_cut = True
        try:
            self._end_if_asked()
            yield
        finally:
            self._may_cut = False
        self._end_if_asked()  # what was raised may have been lost in a library's callback

    def _end_if_asked(self) -> None:
        if self._asked is not None:
            self._unwinds = True
            raise Ended(self._asked)

    def _take(self, number: int, _frame: FrameType | None) -> None:
        self._asked = number
        if self._begun and not self._unwinds:
            if self._may_cut:
                self._end_if_asked()
            return
        with suppress(OSError):
            os.write(STDERR, said(self.line).encode(errors="backslashreplace"))
        os._exit(128 + number)


ENDING: Final = Ending()
