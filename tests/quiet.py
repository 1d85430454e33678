"""Tests that need the machine to themselves, among those of the other workers of one run."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def a_turn(run: str, *, alone: bool) -> Iterator[None]:
    """Wait for the other workers of ``run``: for all of them ``alone``, else for one that is."""
    if sys.platform == "win32":  # no shared locks
        yield
        return
    import fcntl  # noqa: PLC0415

    with ExitStack() as held:
        door, room = (
            held.enter_context(Path(gettempdir(), f"romtrack-tests-{run}.{name}").open("w", encoding="utf-8"))
            for name in ("door", "room")
        )
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        if not alone:
            fcntl.flock(door, fcntl.LOCK_UN)
        yield
