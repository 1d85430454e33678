"""The file that a video is read from: one and the same, bounded, for FFmpeg and for the hash."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final, Self

from romtrack.errors import InputError
from romtrack.files import SpecialFileError, open_ordinary

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path
    from types import TracebackType

__all__ = ["Source", "sha256_of"]

_MOST_AT_ONCE_BYTES: Final = 128 * 2**20  # a raw picture of 4K is 25 MB; attachments can be of any size


class Source:
    """An ordinary file, open once for everything: what is read, hashed and judged is the same bytes.

    It is what FFmpeg reads from. Between two calls of `renew` it gives 128 MiB at most and then ends, so
    that nothing that a file carries along can fill the memory.

    Attributes
    ----------
    name: the path, for FFmpeg to look at its ending. head: the first 12 bytes.
    exhausted: whether an end was made before the file's own.

    Raises
    ------
    InputError: there is no such file, it may not be read, or it is empty, a folder, a pipe, a device.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = str(path)
        self._file = _opened(path)
        try:
            self._at_first = os.fstat(self._file.fileno())
            self.head = self._file.read(12)
        except OSError as error:
            self.close()
            raise _refusal(path, error) from error
        if not self.head:
            self.close()
            raise InputError(f"{path} is empty (0 bytes); copy or export the recording again")
        self.renew()
        self.seek(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def size_bytes(self) -> int:
        """Length of the file when it was opened."""
        return self._at_first.st_size

    @property
    def modified_s(self) -> float:
        """Modification time of the file when it was opened, seconds since 1970."""
        return self._at_first.st_mtime

    def renew(self) -> None:
        """Let the next bytes be read."""
        self._left_bytes, self.exhausted = _MOST_AT_ONCE_BYTES, False

    def read(self, size: int) -> bytes:
        """Return up to ``size`` bytes; none at the end, where the disk gives no more, or enough was read."""
        self.exhausted = self._left_bytes == 0
        try:
            data = self._file.read(min(size, self._left_bytes)) or b""
        except OSError:  # a bad sector: what lies before it can still be used
            return b""
        self._left_bytes -= len(data)
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place in the file; return it."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place in the file."""
        return self._file.tell()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def sha256(self) -> str:
        """Return the SHA-256 of the whole file as 64 hex digits, without loading it into memory.

        Raises
        ------
        InputError: the file cannot be read, or has changed since it was opened.
        """
        here = self.tell()
        try:
            self.seek(0)
            digest = hashlib.file_digest(self._file, "sha256").hexdigest()
            self._check_unchanged()
            self.seek(here)
        except OSError as error:
            raise InputError(
                f"{self._path} cannot be read ({error.strerror}); check the file and the disk"
            ) from error
        return digest

    def _check_unchanged(self) -> None:
        was, now = self._at_first, os.fstat(self._file.fileno())
        if (was.st_size, was.st_mtime_ns) != (now.st_size, now.st_mtime_ns):
            raise InputError(
                f"{self._path} was changed while it was read; wait until it is written, and try again"
            )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hex digits, without loading the file into memory.

    Raises
    ------
    InputError: the file cannot be read.
    """
    with Source(path) as source:
        return source.sha256()


def _opened(path: Path) -> FileIO:
    try:
        return open_ordinary(path)
    except OSError as error:
        raise _refusal(path, error) from error
    except ValueError as error:  # a NUL inside the name
        raise InputError(f"{path} is no possible file name; check the name") from error


def _refusal(path: Path, error: OSError) -> InputError:
    """Return what the system's own refusal means."""
    if isinstance(error, FileNotFoundError):
        return InputError(f"{path} does not exist; check the name and the folder")
    if isinstance(error, PermissionError):
        return InputError(f"{path} may not be read (permission denied); change its permissions")
    if isinstance(error, IsADirectoryError):
        return InputError(f"{path} is a folder; name one video file in it")
    if isinstance(error, SpecialFileError):
        return InputError(f"{path} is not an ordinary file; give a video recording (MP4, MOV or WebM)")
    return InputError(f"{path} cannot be opened ({error.strerror}); check the name and the disk")
