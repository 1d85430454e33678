"""romtrack edit: correct a session that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from romtrack.cli._terminal import say
from romtrack.errors import UsageError
from romtrack.settings import moment_of, name_of

if TYPE_CHECKING:
    from romtrack.types import Session

__all__ = ["edit"]


def edit(
    session_id: Annotated[
        str, typer.Argument(metavar="ID", help="Of romtrack sessions; its beginning is enough.")
    ],
    person: Annotated[str | None, typer.Option(metavar="NAME", help="Whose session it is.")] = None,
    exercise: Annotated[str | None, typer.Option(metavar="ID", help="What was done.")] = None,
    other_leg: Annotated[
        bool,
        typer.Option("--other-leg", help="Left is right: the recording was mirrored, or the leg mistaken."),
    ] = False,
    recorded_at: Annotated[
        str | None, typer.Option(metavar="DATE[TIME]", help="When it was: 2026-11-25 or 2026-11-25T18:30.")
    ] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help='A note to it; "" removes it.')] = None,
) -> None:
    """Correct whose session it is, what was done, with which leg, when; or write a note to it.

    What was measured stays. What it was before is kept, and romtrack undo brings it back. To read the video
    again: romtrack analyze VIDEO --force.
    """
    from romtrack import store  # noqa: PLC0415
    from romtrack.cli._whose import warn_of_slip  # noqa: PLC0415

    correction = store.Correction(
        person=None if person is None else name_of(person),
        exercise=exercise,
        exchanged=other_leg,
        recorded_at=None if recorded_at is None else moment_of(recorded_at),
        note=note,
    )
    if correction == store.Correction():
        raise UsageError("say what to correct: --person, --exercise, --other-leg, --recorded-at or --note")
    with store.open_repository() as repository:
        key = repository.records.found(session_id)
        session = repository.get(key)
        if exercise is not None and session is not None:
            _check(session, exercise)
        if correction.person is not None:
            warn_of_slip(repository, correction.person)
        if repository.records.correct(key, correction):
            say(f"Corrected: romtrack sessions {key.hex[:8]} shows it, romtrack undo takes it back")
        else:
            say("It is so already")


def _check(session: Session, new: str) -> None:
    """Refuse to call one thing another that is read differently."""
    from romtrack import exercises as catalog  # noqa: PLC0415

    quantities = {one.quantity for one in session.measurements}
    if quantities and quantities != {catalog.exercise(new).reads}:
        raise UsageError(
            f"{', '.join(sorted(quantities))} was measured, which {new} does not measure: "
            f"romtrack analyze VIDEO --exercise {new} reads the video anew"
        )
