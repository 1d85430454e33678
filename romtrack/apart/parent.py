"""The near side of the pipe: starts the process, hears from it, ends it."""

from __future__ import annotations

import pickle
import queue
import subprocess
import sys
from contextlib import contextmanager, suppress
from threading import Thread
from typing import IO, TYPE_CHECKING, Any, Final, Protocol, TypeVar, cast

from romtrack import units
from romtrack.apart.memory import most_bytes
from romtrack.apart.python import cause, environment
from romtrack.errors import RomtrackError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from romtrack.progress import Progress

__all__ = ["Patient", "run_apart"]

T = TypeVar("T")
_Message = tuple[str, Any]

_ASK_EVERY_S: Final = 0.1
_END_WITHIN_S: Final = 1.0
_NO_MEMORY: Final = -4  # OpenCV's code for it (StsNoMem)
_REMEDY: Final = "close other programs, or export the video in a smaller size"


class Patient(Protocol):
    """Whoever waits for the work, is told how far it is (``progress.Progress``), and may give up."""

    def begin(self, stage: str, expected_frames: int | None) -> None:
        """Start a stage; the number of its frames is an estimate, None where unknown."""
        ...

    def step(self) -> None:
        """One more frame is done."""
        ...

    def go_on(self) -> None:
        """Raise whatever shall end the work; asked several times a second."""
        ...


def run_apart(work: Callable[[Progress], T], patient: Patient, limit_bytes: int | None = None) -> T:
    """Return what ``work`` returns in a process of its own.

    The process ends with this call, however that ends, and with this process. It shares nothing with it,
    writes nothing to the terminal, and hears none of its signals.

    Parameters
    ----------
    work: can be pickled, as its result can. limit_bytes: of memory; None = what this machine can spare.

    Raises
    ------
    RomtrackError: what the work raised of that kind, or one that says that the process died.
    """
    limit_bytes = limit_bytes or most_bytes()
    with _process() as process:
        messages = _listening(process)
        _send(process, (work, limit_bytes))
        while True:
            kind, content = _next(messages, patient)
            if kind == "begin":
                patient.begin(*content)
            elif kind == "step":
                patient.step()
            elif kind == "done":
                return cast("T", content)
            elif kind == "failed":
                raise _in_words(content, limit_bytes)
            else:
                raise RomtrackError(_death(process.wait(), limit_bytes))


@contextmanager
def _process() -> Iterator[subprocess.Popen[bytes]]:
    """Start the process; it is gone afterwards."""
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "romtrack.apart"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            start_new_session=True,  # Ctrl-C and a closed terminal are for the app, which ends it
        )
    except OSError as error:
        raise RomtrackError(f"the analysis cannot be started ({error.strerror}): {_REMEDY}") from error
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_END_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with suppress(OSError):  # a request that it never read
        cast("IO[bytes]", process.stdin).close()


def _send(process: subprocess.Popen[bytes], request: object) -> None:
    """Tell the process what to do; its stdin stays open, so that it hears when this one is gone."""
    pipe = cast("IO[bytes]", process.stdin)
    with suppress(BrokenPipeError):  # it has died; the end of its messages says so
        pickle.dump(request, pipe)
        pipe.flush()


def _listening(process: subprocess.Popen[bytes]) -> queue.SimpleQueue[_Message]:
    """Return what the process says, as it comes; ("ended", None) at last."""
    messages: queue.SimpleQueue[_Message] = queue.SimpleQueue()
    pipe = cast("IO[bytes]", process.stdout)
    Thread(target=_listen, args=(pipe, messages), name="apart", daemon=True).start()
    return messages


def _listen(pipe: IO[bytes], messages: queue.SimpleQueue[_Message]) -> None:
    with pipe:
        try:
            while True:
                messages.put(pickle.load(pipe))  # noqa: S301  our own child
        except (EOFError, pickle.UnpicklingError):  # it ended, or in the middle of a message
            messages.put(("ended", None))


def _next(messages: queue.SimpleQueue[_Message], patient: Patient) -> _Message:
    while True:
        patient.go_on()
        try:
            return messages.get(timeout=_ASK_EVERY_S)
        except queue.Empty:
            continue


def _in_words(error: Exception, limit_bytes: int) -> Exception:
    if isinstance(error, MemoryError) or getattr(error, "code", 0) == _NO_MEMORY:
        return RomtrackError(f"the analysis needs more memory than {_gib(limit_bytes)}: {_REMEDY}")
    return error


def _death(code: int, limit_bytes: int) -> str:
    return (
        f"the analysis ended unexpectedly ({cause(code)}); most likely it needed more memory than there is, "
        f"or than {_gib(limit_bytes)}: {_REMEDY}"
    )


def _gib(size_bytes: int) -> str:
    return f"{units.number(size_bytes / 2**30)} GiB"
