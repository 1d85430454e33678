"""romtrack sessions: which sessions are kept, or all that is known of one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from romtrack import units
from romtrack.cli._terminal import PLUS_MINUS, say, say_table, say_wrapped, warn
from romtrack.clock import here
from romtrack.settings import moment_of

if TYPE_CHECKING:
    from datetime import datetime

    from romtrack.store import Repository, Which
    from romtrack.types import Session

__all__ = ["sessions"]

_ID_LENGTH = 8  # of 32 digits: enough to tell thousands of sessions apart
_HALF_A_DAY = timedelta(hours=12)


def sessions(
    session_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="Tell all that is known of it.")
    ] = None,
    person: Annotated[str | None, typer.Option(help="Only this person's.")] = None,
    exercise: Annotated[str | None, typer.Option(help="Only of this exercise, an id.")] = None,
    side: Annotated[Literal["left", "right"] | None, typer.Option(help="Only with this leg.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only from this day on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only until this day, with it.")] = None,
    source: Annotated[
        Literal["camera", "video"] | None, typer.Option(help="Only live ones, or only those of videos.")
    ] = None,
    binned: Annotated[bool, typer.Option("--bin", help="Those in the bin instead.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="How many of the latest; 0: all of them.")] = 50,
) -> None:
    """List the sessions of the log, the latest first; with an ID, tell one and what was changed in it.

    The beginning of an ID is enough, here and for romtrack edit and romtrack delete.
    """
    from romtrack import store  # noqa: PLC0415

    first = None if since is None else _day(since) - _HALF_A_DAY
    last = None if until is None else _day(until) + _HALF_A_DAY
    which = store.Which(
        person=person, exercise=exercise, side=side, since=first, until=last, source=source, binned=binned
    )
    with store.open_repository() as repository:
        if session_id is not None:
            _tell(repository, session_id)
        else:
            _list(repository, which, limit)
        if repository.notice:
            warn(repository.notice)


def _day(text: str) -> datetime:
    """Return the noon of a day."""
    return moment_of(text[:10])


def _list(repository: Repository, which: Which, limit: int) -> None:
    from romtrack.trends import date_cell, result_lines  # noqa: PLC0415

    count = repository.count(which=which)
    if not count:
        say("No such sessions in the log. romtrack sessions lists all, romtrack analyze VIDEO makes one")
        return
    found = repository.summaries(limit=limit or None, which=which)
    rows = (
        (
            one.id.hex[:_ID_LENGTH],
            date_cell(one.when).replace(" ", "\n", 1)
            if one.when.recorded_at is None
            else date_cell(one.when),
            one.person,
            one.exercise,
            "\n".join([*result_lines(one), *([one.note] if one.note else [])]),
        )
        for one in found
    )
    say_table("Sessions", ("id", "date", "person", "exercise", "result"), rows, whole=(0, 1))
    if len(found) < count:
        say(f"The latest {len(found)} of {count} sessions; --limit 0 lists all")


def _tell(repository: Repository, text: str) -> None:
    from romtrack.plans import pain_text  # noqa: PLC0415
    from romtrack.store import Which, told  # noqa: PLC0415
    from romtrack.trends import happened_text, result_lines  # noqa: PLC0415

    key = repository.records.found(text)
    session = repository.get(key)
    for one in repository.summaries(which=Which(session_id=key)):  # a damaged one is in the notice
        say(f"{one.person}, {one.exercise}, {happened_text(one.when)}", "bold")
        say(f"  id: {key}")
        say(f"  recording: {one.video_name or 'none, the camera was live'}")
        if session is not None and session.camera is not None:
            say(f"  camera: {session.camera.text}")
        say(f"  tracks: {_tracks(repository, session)}")
        lines = result_lines(one)
        for line in [*lines, *([PLUS_MINUS] if "±" in "".join(lines) else [])]:
            say(f"  {line}")
        if one.note:
            say_wrapped(one.note, "  note: ")
        if pain_text(one.pain):
            say(f"  pain, 0 to 10: {pain_text(one.pain)}")
    for change in repository.records.history(key):
        say(f"  {units.day_and_time(here(change.at))} {told(change)}")


def _tracks(repository: Repository, session: Session | None) -> str:
    """Return where what was followed over time is kept."""
    if session is None or session.tracks_file is None:
        return "not kept"
    path = repository.tracks_folder / session.tracks_file
    return str(path) if path.exists() else f"missing ({path})"
