"""romtrack purge: what is in the bin is removed for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from romtrack import units
from romtrack.cli._terminal import say, warn
from romtrack.clock import local_now
from romtrack.errors import UsageError

__all__ = ["purge"]

_WAITS = timedelta(days=30)
_AHEAD = timedelta(days=1)  # whatever zone the log's clock has


def purge(
    all_of_it: Annotated[
        bool, typer.Option("--all", help="All that is in the bin, and not only what waited 30 days.")
    ] = False,
    person: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="All that is held about a person instead, in the bin or not."),
    ] = None,
) -> None:
    """Remove for good what has been in the bin for 30 days: sessions, people, tracks; the log shrinks.

    What an analysis wrote elsewhere (--out), backups, and copies that upgrades kept are not touched; copies
    beside the log are named.
    """
    from romtrack import store  # noqa: PLC0415

    if all_of_it and person is not None:
        raise UsageError("say what to remove: --all that is in the bin, or --person NAME")

    with store.open_repository() as repository:
        if person is not None:
            gone = repository.erase(person)
        else:
            gone = repository.purge(local_now() + _AHEAD if all_of_it else local_now() - _WAITS)
    say(
        f"Removed {units.counted(gone.sessions, 'session')} and {units.counted(gone.people, 'name')}, "
        f"{units.megabytes(gone.freed_bytes)} freed"
    )
    if gone.copies:
        warn(f"copies of the log from before hold them still: {', '.join(map(str, gone.copies))}")
