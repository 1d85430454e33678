"""Two folders change names in one step, where the system can."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["exchange"]

_AT_FDCWD: Final = -100  # relative names start at the current folder (fcntl.h)
_EXCHANGE: Final = 2  # RENAME_EXCHANGE of renameat2(2), RENAME_SWAP of renamex_np(2)
_CANNOT: Final = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}  # of the kernel, or of this file system


def exchange(one: Path, other: Path) -> bool:
    """Let each of two folders take the other's name at once; return whether the system can.

    Raises
    ------
    OSError: it can, but not with these.
    """
    done = _asked(os.fsencode(one), os.fsencode(other))
    if done == 0:
        return True
    code = ctypes.get_errno() if done is not None else errno.ENOSYS
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(other))


def _asked(one: bytes, other: bytes) -> int | None:
    """Return what the system's own function says, None = it has none."""
    if sys.platform == "win32":
        return None
    library = ctypes.CDLL(None, use_errno=True)
    try:
        if sys.platform == "darwin":
            return int(library.renamex_np(one, other, ctypes.c_uint(_EXCHANGE)))
        return int(library.renameat2(_AT_FDCWD, one, _AT_FDCWD, other, ctypes.c_uint(_EXCHANGE)))
    except AttributeError:  # an older C library
        return None
