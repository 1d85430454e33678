"""romtrack backup: the whole log in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from romtrack import units
from romtrack.cli._ending import ENDING
from romtrack.cli._terminal import say
from romtrack.errors import UsageError

__all__ = ["backup"]


BackupTarget = Annotated[Path, typer.Argument(help="The file to write, such as romtrack-2026-11-30.zip.")]


def backup(
    file: BackupTarget,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write the whole log with its tracks into one file, also while a session goes on.

    Keep it on another disk: it holds all that is known of everybody. romtrack restore brings it back.
    """
    from romtrack import store  # noqa: PLC0415

    if file.exists() and not force:
        raise UsageError(f"{file} is there already: choose another name, or --force replaces it")
    with ENDING.orderly(), store.open_repository() as repository, ENDING.at_once():
        count = repository.count()
        contents = repository.back_up(file)
    say(
        f"{units.counted(count, 'session')} and the tracks of {contents.tracks} in {file} "
        f"({units.megabytes(contents.size_bytes)})"
    )
