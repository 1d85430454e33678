"""The one gate for files that somebody names: what is no ordinary file is refused, never waited for."""

from __future__ import annotations

import errno
import os
import zipfile
import zlib
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path

__all__ = ["ARCHIVE_DAMAGE", "SpecialFileError", "open_ordinary", "read_ordinary"]

ARCHIVE_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
"""What reading a damaged zip raises; RuntimeError: a flag that says encrypted, an unknown version."""
# A pipe that was put in the file's place opens at once, and is found out.
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class SpecialFileError(OSError):
    """A pipe, socket or device: it may never end, or never begin."""

    def __init__(self) -> None:
        super().__init__(errno.EINVAL, "not an ordinary file")


def open_ordinary(path: Path) -> FileIO:
    """Open a file for reading.

    Raises
    ------
    OSError: it is not there, may not be read, is a folder, or a pipe, socket or device.
    """
    _check(path.stat())  # devices are not even opened, which can do something to them
    file = open(path, "rb", buffering=0, opener=lambda name, _: os.open(name, _FLAGS))  # noqa: SIM115
    try:
        _check(os.fstat(file.fileno()))
    except OSError:
        file.close()
        raise
    return file


def read_ordinary(path: Path, most_bytes: int) -> bytes:
    """Return what a small file holds.

    Raises
    ------
    OSError: as for ``open_ordinary``, or it is larger than ``most_bytes``.
    """
    with open_ordinary(path) as file:
        data = bytearray()
        while piece := file.read(most_bytes + 1 - len(data)):
            data += piece
    if len(data) > most_bytes:
        raise OSError(errno.EFBIG, f"larger than {most_bytes // 1024} KiB")
    return bytes(data)


def _check(stat: os.stat_result) -> None:
    if S_ISDIR(stat.st_mode):
        raise IsADirectoryError(errno.EISDIR, "a folder")
    if not S_ISREG(stat.st_mode):
        raise SpecialFileError
