"""romtrack add: a person from another machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from romtrack import units
from romtrack.cli._ending import ENDING
from romtrack.cli._terminal import say
from romtrack.settings import name_of

__all__ = ["add"]

TakeoutFile = Annotated[Path, typer.Argument(help="What romtrack export wrote.")]


def add(
    file: TakeoutFile,
    person: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose it shall be [default: as the file says].")
    ] = None,
) -> None:
    """Add to the log what romtrack export wrote on another machine; what the log has already is left out.

    All of the file is read before anything is logged.
    """
    from romtrack import store, takeout  # noqa: PLC0415

    name = None if person is None else name_of(person)
    with ENDING.orderly(), store.open_repository() as repository:
        done = takeout.bring_in(repository, file, name)
    say(f"{units.counted(done.new, 'new session')} of {done.person}; {done.known} known already")
