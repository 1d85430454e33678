"""romtrack restore: a backup takes the place of the log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from romtrack import units
from romtrack.cli._ending import ENDING
from romtrack.cli._terminal import say

__all__ = ["restore"]


BackupFile = Annotated[Path, typer.Argument(help="What romtrack backup wrote.")]


def restore(
    file: BackupFile,
) -> None:
    """Let a backup take the place of the log, after all of it was checked; a damaged one replaces nothing.

    The log before is kept as a copy beside it, and its tracks stay.
    """
    from romtrack.store import restoring  # noqa: PLC0415

    with ENDING.orderly():
        done = restoring.restore(file)
    say(f"{units.counted(done.sessions, 'session')} and the tracks of {done.tracks} are back")
    if done.copy is not None:
        say(f"The log before is in {done.copy}")
