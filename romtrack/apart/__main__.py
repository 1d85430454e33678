"""That side of the pipe: does what it is told, and says how far it is."""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from threading import Thread
from typing import IO, TYPE_CHECKING

from romtrack.apart.memory import limit_memory
from romtrack.errors import RomtrackError

if TYPE_CHECKING:
    from collections.abc import Callable

    from romtrack.progress import Progress


class _Told:
    """The work's progress, told to the parent."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe

    def begin(self, stage: str, expected_frames: int | None) -> None:
        self.tell("begin", (stage, expected_frames))

    def step(self) -> None:
        self.tell("step", None)

    def tell(self, kind: str, content: object) -> None:
        pickle.dump((kind, content), self._pipe)
        self._pipe.flush()


def main() -> None:
    """Do the work that comes through stdin."""
    told = _Told(_own_stdout())
    work, limit_bytes = pickle.load(sys.stdin.buffer)  # noqa: S301  our own parent
    limit_memory(limit_bytes)
    Thread(target=_end_with_parent, daemon=True).start()
    told.tell(*_done(work, told))
    os._exit(0)  # nothing is left to do, and MediaPipe's threads may take their time


def _done(work: Callable[[Progress], object], progress: Progress) -> tuple[str, object]:
    try:
        return "done", work(progress)
    except Exception as error:  # noqa: BLE001  handed to the parent, which raises it
        return "failed", _portable(error)


def _own_stdout() -> IO[bytes]:
    """Return the pipe; what libraries print goes nowhere."""
    pipe = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return pipe


def _end_with_parent() -> None:
    sys.stdin.buffer.read()  # until nobody holds the other end
    os._exit(1)


def _portable(error: Exception) -> Exception:
    """Return an error that can be pickled; one that should not have happened tells where it did."""
    if not isinstance(error, RomtrackError):
        error.add_note(traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  made here
    except Exception:  # noqa: BLE001  how a library's error is pickled may fail in any way: told as text
        return RuntimeError("".join(traceback.format_exception(error)))
    return error


if __name__ == "__main__":
    main()
