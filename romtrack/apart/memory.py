"""How much memory a process may have."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

__all__ = ["limit_memory", "most_bytes"]

# Data of an analysis (RLIMIT_DATA, which counts what is reserved, too): 640 x 480 1.7 GiB, 4K 3.1, 8K 5.2.
_LEAST_BYTES: Final = 4 * 2**30
_MOST_BYTES: Final = 8 * 2**30
_SHARE: Final = 0.75  # of the machine's memory


def most_bytes() -> int:
    """Return what an analysis may have on this machine."""
    if sys.platform == "win32":
        return _MOST_BYTES
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(max(int(_SHARE * whole), _LEAST_BYTES), _MOST_BYTES)


def limit_memory(limit_bytes: int) -> None:
    """Let this process have no more than that; where it is short for all, let the system take this one.

    Windows knows no such limit, and a Mac sets it but does not hold to it.
    """
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  not there on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        lower = limit_bytes if hard == resource.RLIM_INFINITY else min(limit_bytes, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (lower, hard))
    with suppress(OSError):  # Linux only: the first to go when memory runs out, before the app
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
