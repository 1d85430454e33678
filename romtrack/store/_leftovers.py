"""What is on its way beside the log, and what killed processes left of it.

The log says which tracks are kept. While their file may differ from what the log says, because it is
written before its session or deleted after it, a marked folder beside the log names it. Once the owner of
such a folder is gone, whoever opens the log removes the file unless the log names it.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from romtrack import scratch
from romtrack.errors import StorageError
from romtrack.store._errors import storage_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

__all__ = ["SCRATCH", "Settling"]

SCRATCH: Final = ".romtrack-log-"
_OPEN: Final = "settle.json"


class Settling:
    """Tracks files of one log.

    Parameters
    ----------
    tracks: their folder; several logs may share it. log: what this one is known by. names: whether the
        log names a file, StorageError = it cannot say.
    """

    def __init__(self, tracks: Path, log: str, names: Callable[[str], bool]) -> None:
        self._tracks, self._log, self._names = tracks, log, names

    @contextmanager
    def settled(self, tracks_file: str) -> Iterator[Path]:
        """Let the file and the log differ for a while; yield a folder to write in, on the same disk.

        Raises
        ------
        StorageError: the folder or the disk does not take it.
        """
        with storage_errors(str(self._tracks)):
            self._tracks.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder = scratch.new_folder(self._tracks.parent, SCRATCH)
        try:
            with storage_errors(str(self._tracks)):
                told = json.dumps({"log": self._log, "file": tracks_file})
                (folder / _OPEN).write_text(told, encoding="utf-8")
            yield folder
        finally:
            self._settle(folder)

    def settled_if(self, tracks_file: object) -> AbstractContextManager[Path | None]:
        """Return ``settled``, where a session names tracks at all; never of a file elsewhere."""
        return self.settled(Path(tracks_file).name) if isinstance(tracks_file, str) else nullcontext()

    def sweep(self) -> None:
        """Settle what killed processes left open."""
        scratch.sweep(self._tracks.parent, SCRATCH, self._settle)

    def _settle(self, folder: Path) -> None:
        """Do as the log says, and remove the folder; what cannot be done now is left for the next time."""
        with suppress(OSError):  # StorageError, too
            tracks_file = self._open_in(folder)
            if tracks_file is not None and not self._names(tracks_file):
                (self._tracks / tracks_file).unlink(missing_ok=True)
            scratch.remove(folder)

    def _open_in(self, folder: Path) -> str | None:
        """Return the name of the file that a folder left open, None = it left none.

        Raises
        ------
        StorageError: it is for another log to say.
        """
        try:
            told = json.loads((folder / _OPEN).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):  # killed before any file had its name
            return None
        if told["log"] != self._log:
            raise StorageError(f"{folder} belongs to {told['log']}")
        return str(told["file"])
