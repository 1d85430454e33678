"""romtrack delete: sessions into the bin."""

from __future__ import annotations

from typing import Annotated

import typer

from romtrack import units
from romtrack.cli._terminal import say
from romtrack.errors import UsageError

__all__ = ["delete"]


def delete(
    session_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="Of romtrack sessions; its beginning is enough.")
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="NAME", help="A person instead, with all their sessions.")
    ] = None,
) -> None:
    """Put a session, or a person with all their sessions, into the bin.

    romtrack undo brings it back; after 30 days romtrack purge removes it for good.
    """
    from romtrack import store  # noqa: PLC0415

    if (session_id is None) == (person is None):
        raise UsageError("say what to delete: the ID of a session, or --person NAME")
    with store.open_repository() as repository:
        if person is not None:
            known = repository.roster.find(person)
            count = repository.records.delete_person(person)
            what = f"{person if known is None else known.name} with {units.counted(count, 'session')}"
        else:
            key = repository.records.found(str(session_id))
            repository.records.delete(key)
            what = f"Session {key.hex[:8]}"
    say(f"{what} is in the bin; romtrack undo brings it back, romtrack purge removes it after 30 days")
