"""Questions to a child process: a native library that kills Python becomes an answer."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import Final

from romtrack import units
from romtrack.apart import cause, environment

__all__ = ["Answer", "ask", "cause"]

_TIMEOUT_S: Final = 60.0  # a first import after installing, from a slow disk, takes tens of seconds
_LONGEST: Final = 500  # characters of an error; NumPy's fills a page
# Every exception ends as one line, the last on stderr: "Type: text", or what romtrack's own says is wrong.
_PRELUDE: Final = """
import sys
try:
    exec(sys.argv[1], {})
except Exception as error:
    told = getattr(error, "what", None) or f"{type(error).__name__}: {error}"
    sys.exit(" ".join(told.split()))
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child process said.

    Attributes
    ----------
    output: its stdout, stripped.
    error: in one line why it failed; None = it did not.
    """

    output: str
    error: str | None = None


def ask(code: str, timeout_s: float = _TIMEOUT_S) -> Answer:
    """Run Python ``code`` in a child that looks for modules where this process does."""
    try:
        done = subprocess.run(  # noqa: S603  this very Python, and code of this package
            [sys.executable, "-c", _PRELUDE, code],
            capture_output=True,
            check=False,
            env=environment(),
            stdin=subprocess.DEVNULL,
            timeout=timeout_s,
        )
    except subprocess.TimeoutExpired:
        return Answer("", f"no answer within {units.figure(timeout_s)} s")
    except OSError as error:
        return Answer("", f"Python could not be started: {error.strerror}")
    output, last = _text(done.stdout), (_text(done.stderr).splitlines() or [""])[-1][:_LONGEST]
    if done.returncode == 0:
        return Answer(output)
    if done.returncode == 1 and last:
        return Answer(output, last)
    return Answer(output, f"Python died of {cause(done.returncode)}{last and f', saying: {last}'}")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="replace").strip()
