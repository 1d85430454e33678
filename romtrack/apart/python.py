"""Another Python: where it looks for modules, and what it died of."""

from __future__ import annotations

import os
import signal
import sys

__all__ = ["cause", "environment"]


def environment() -> dict[str, str]:
    """Return the environment for a Python that looks for modules where this one does, and nowhere else."""
    return {
        **os.environ,
        "PYTHONIOENCODING": "utf-8",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONSAFEPATH": "1",  # a module in the current folder must not pass for a library
    }


def cause(code: int) -> str:
    """Name the end of a process: a negative code is a signal, a large one a Windows exception."""
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code & 0xFFFFFFFF:#x}"
