"""The standard streams: whatever they are, writing to them ends in one line at worst."""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO, cast

from romtrack.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["STDERR", "PipeClosedError", "complain", "readable", "said", "standard_streams"]

_STDOUT, STDERR = 1, 2
# What steers a terminal or turns text around: C0, DEL, C1; the marks and overrides of bidirectional text
# (https://trojansource.codes); line separators; halves of characters, which stand for bytes that are no text.
_STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class PipeClosedError(OutputError):
    """Nobody reads what stdout says."""


def readable(text: str) -> str:
    r"""Return ``text`` with all that steers a terminal made visible: ``\x1b``, ``\u202e``."""
    return _STEERING.sub(lambda found: ascii(found[0])[1:-1], text)


def said(line: str) -> str:
    """Return how this command says one line about itself."""
    return f"romtrack: {readable(' '.join(line.split()))}\n"


def complain(line: str) -> None:
    """Write one line to stderr, if that takes it."""
    stderr = _Stream(_there(sys.stderr), quiet=True)
    stderr.write(said(line))
    stderr.flush()


class _Stream(io.TextIOBase):
    """A stream that takes every character, and remembers in ``failure`` that it takes nothing any more.

    quiet: it fails without an error, as there is no other place where to say so.
    """

    def __init__(self, stream: TextIO, *, quiet: bool = False) -> None:
        self._stream, self._quiet = stream, quiet
        self.failure: OSError | None = None

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._stream.encoding or "utf-8"

    def fileno(self) -> int:
        return self._stream.fileno()

    def isatty(self) -> bool:
        return self._stream.isatty()

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        shown = text.encode(self.encoding, "backslashreplace").decode(self.encoding)
        self._done(lambda: self._stream.write(shown))
        return len(text)

    def flush(self) -> None:
        self._done(self._stream.flush)

    def close(self) -> None:
        """Leave the stream open, it is not ours: Python closes what is forgotten, and tells what fails."""

    def _done(self, act: Callable[[], object]) -> None:
        try:
            if self.failure is None:
                act()
        except OSError as error:
            self.failure = error
            _forget(self._stream.fileno())
        if self.failure is not None and not self._quiet:
            raise self.failure


@contextmanager
def standard_streams() -> Iterator[None]:
    """Let all three streams be there: one that was closed goes nowhere, as if it were the null device.

    Without that the next file that is opened would get its number, and the words of a library.

    Raises
    ------
    OutputError: in the end, if stdout did not take all. PipeClosedError: nobody read it.
    """
    for number in (0, _STDOUT, STDERR):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    stdout, stderr = _Stream(_there(sys.stdout)), _Stream(_there(sys.stderr), quiet=True)
    with redirect_stdout(cast("TextIO", stdout)), redirect_stderr(cast("TextIO", stderr)):
        try:
            yield
            stdout.flush()
        except (OSError, SystemExit):  # typer ends by itself when a pipe is closed
            if stdout.failure is None:
                raise
        finally:
            with suppress(OSError):
                stdout.flush()
            stderr.flush()
    _check(stdout.failure)


def _check(failure: OSError | None) -> None:
    if isinstance(failure, BrokenPipeError):
        raise PipeClosedError("nobody reads stdout") from failure
    if failure is not None:
        said_why = failure.strerror or failure
        raise OutputError(f"stdout does not take what was found ({said_why})") from failure


def _there(stream: TextIO | None) -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8") if stream is None else stream


def _forget(number: int) -> None:
    """Let what a stream still holds go nowhere: Python would fail on it at the end."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, number)
    os.close(null)
