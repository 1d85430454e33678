"""romtrack purge: what is in the bin is removed for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from romtrack import units
from romtrack.cli._terminal import say, warn
from romtrack.clock import local_now

__all__ = ["purge"]

_WAITS = timedelta(days=30)
_AHEAD = timedelta(days=1)  # whatever zone the log's clock has


def purge(
    all_of_it: Annotated[
        bool, typer.Option("--all", help="All that is in the bin, and not only what waited 30 days.")
    ] = False,
) -> None:
    """Remove for good what has been in the bin for 30 days: sessions, people, tracks; the log shrinks.

    What an analysis wrote elsewhere (--out), backups, and copies that upgrades kept are not touched; copies
    beside the log are named.
    """
    from romtrack import store  # noqa: PLC0415

    with store.open_repository() as repository:
        before = repository.size_bytes()
        gone = repository.records.purge(local_now() + _AHEAD if all_of_it else local_now() - _WAITS)
        repository.compact()
        freed = max(before - repository.size_bytes(), 0)
        copies = repository.copies()
    say(
        f"Removed {units.counted(gone.sessions, 'session')} and {units.counted(gone.people, 'name')}, "
        f"{units.megabytes(freed)} freed"
    )
    if gone.sessions and copies:
        warn(f"copies of the log from before hold them still: {', '.join(map(str, copies))}")
