"""romtrack edit: correct a session that is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from romtrack.cli._terminal import say, say_wrapped
from romtrack.errors import UsageError
from romtrack.settings import moment_of, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from romtrack.store import Repository
    from romtrack.types import Pain, Session

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
    pain_before: Annotated[
        int | None, typer.Option(metavar="0-10", help="How much it hurt before; 10 is the worst.")
    ] = None,
    pain_after: Annotated[int | None, typer.Option(metavar="0-10", help="How much it hurt after it.")] = None,
    sharp_pain: Annotated[
        bool | None, typer.Option("--sharp-pain/--no-sharp-pain", help="There was a sharp pain.")
    ] = None,
) -> None:
    """Correct whose session it is, what was done, with which leg, when; write a note to it, or how it felt.

    What was measured stays. What it was before is kept, and romtrack undo brings it back. To read the video
    again: romtrack analyze VIDEO --force.
    """
    from romtrack import store  # noqa: PLC0415
    from romtrack.cli._whose import warn_of_slip  # noqa: PLC0415
    from romtrack.plans import stop_texts  # noqa: PLC0415
    from romtrack.types import Pain  # noqa: PLC0415

    correction = store.Correction(
        person=None if person is None else name_of(person),
        exercise=exercise,
        exchanged=other_leg,
        recorded_at=None if recorded_at is None else moment_of(recorded_at),
        note=note,
    )
    felt = {"before": pain_before, "after": pain_after, "sharp": sharp_pain}
    said = {name: value for name, value in felt.items() if value is not None}
    if correction == store.Correction() and not said:
        raise UsageError(
            "say what to correct: --person, --exercise, --other-leg, --recorded-at, --note, --pain-before, "
            "--pain-after or --sharp-pain"
        )
    with store.open_repository() as repository:
        key = repository.records.found(session_id)
        session = repository.get(key)
        if exercise is not None and session is not None:
            _check(session, exercise)
        if correction.person is not None:
            warn_of_slip(repository, correction.person)
        if said:
            correction = replace(correction, pain=_pain(repository, key, said))
        if repository.records.correct(key, correction):
            say(f"Corrected: romtrack sessions {key.hex[:8]} shows it, romtrack undo takes it back")
        else:
            say("It is so already")
    for text in stop_texts(correction.pain or Pain()):
        say_wrapped(text)


def _pain(repository: Repository, key: UUID, said: Mapping[str, int | bool]) -> Pain:
    """Return what is known of a session's pain, with what is said now."""
    from romtrack.store import Which  # noqa: PLC0415
    from romtrack.types import Pain  # noqa: PLC0415

    known = next((one.pain for one in repository.summaries(which=Which(session_id=key))), Pain())
    return replace(known, **said)  # type: ignore[arg-type]  # by the names of its fields


def _check(session: Session, new: str) -> None:
    """Refuse to call one thing another that is read differently."""
    from romtrack.store import can_be_called  # noqa: PLC0415

    if not can_be_called(session, new):
        measured = sorted({one.quantity for one in session.measurements})
        raise UsageError(
            f"{', '.join(measured)} was measured, which {new} does not measure: "
            f"romtrack analyze VIDEO --exercise {new} reads the video anew"
        )
