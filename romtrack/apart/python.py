"""Another Python: where it looks for modules, and what it died of."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Final

__all__ = ["cause", "environment"]

_PACKAGE: Final = Path(__file__).resolve().parents[1]


def environment() -> dict[str, str]:
    """Return the environment for a Python that looks for modules where this one does, and nowhere else."""
    return {
        **os.environ,
        "PYTHONIOENCODING": "utf-8",
        "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if not _is_ours(entry)),
        "PYTHONSAFEPATH": "1",  # a module in the current folder must not pass for a library
    }


def _is_ours(entry: str) -> bool:
    """Say whether a place lies inside this package, where Streamlit looks, and where a ``token.py`` lies."""
    return Path(entry).resolve().is_relative_to(_PACKAGE)


def cause(code: int) -> str:
    """Name the end of a process: a negative code is a signal, a large one a Windows exception."""
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code & 0xFFFFFFFF:#x}"
