"""romtrack export: all that is held about one person, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from romtrack import units
from romtrack.cli._ending import ENDING
from romtrack.cli._terminal import say
from romtrack.errors import UsageError

__all__ = ["export"]

FileOption = Annotated[
    Path | None, typer.Option("--out", help="The file to write [default: romtrack-person.zip].")
]


def export(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose, as romtrack people lists them.")],
    out: FileOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write all that is held about a person into one zip: JSON, CSV, Parquet and tracks; the bin, too.

    romtrack add reads it on another machine. To erase somebody: romtrack delete --person NAME, and
    romtrack purge --all.
    """
    from romtrack import store, takeout  # noqa: PLC0415

    file = out or Path("romtrack-person.zip")
    if file.exists() and not force:
        raise UsageError(f"{file} is there already: choose another with --out, or --force replaces it")
    with ENDING.orderly(), store.open_repository() as repository, ENDING.at_once():
        done = takeout.take_out(repository, name, file)
    say(f"{units.counted(done.sessions, 'session')} and the tracks of {done.tracks} in {file}")
