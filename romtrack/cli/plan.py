"""romtrack plan: what is planned, what of it is due today; to be printed, and to be reminded of."""

from __future__ import annotations

from datetime import time
from pathlib import Path  # noqa: TC003  typer resolves it
from typing import TYPE_CHECKING, Annotated

import typer

from romtrack import units
from romtrack.cli._terminal import say, say_table, warn
from romtrack.cli._whose import ME, warn_of_slip
from romtrack.clock import local_now
from romtrack.errors import UsageError
from romtrack.settings import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from romtrack.plans import Due
    from romtrack.store import Repository
    from romtrack.types import PlanItem

__all__ = ["plan"]


def plan(
    person: Annotated[str, typer.Option(metavar="NAME", help="Whose plan.")] = ME,
    take: Annotated[
        str | None, typer.Option(metavar="PLAN", help="Take over a ready plan: mobility or strength.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the plan as a page to print (HTML).")
    ] = None,
    reminders: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write reminders for a calendar (.ics).")
    ] = None,
    at: Annotated[
        str, typer.Option(metavar="TIME", help="When to remind, by the clock of the place.")
    ] = "18:00",
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """List the exercises of a plan with dose and days, and what of them is done today.

    What has a set in the log on that day is done. The app's Plan page changes it, and shows how months went.
    """
    from romtrack import store  # noqa: PLC0415

    name, moment, now = name_of(person), _time(at), local_now()
    for file in (page, reminders):
        if file is not None and file.exists() and not force:
            raise UsageError(f"{file} is there already: choose another, or --force replaces it")
    with store.open_repository() as repository:
        if take is not None:
            _take(repository, name, take, now)
        held, due = _read(repository, name, now)
        if repository.notice:
            warn(repository.notice)
    if not held:
        say(f"No plan of {name} yet: romtrack plan --take mobility, or the app's Plan page")
        return
    _tell(name, held, due)
    _write(name, held, now, moment, page, reminders)


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--at {text!r} is no time of day: say 18:00") from error


def _take(repository: Repository, name: str, title: str, now: datetime) -> None:
    from romtrack.exercises import ready_plans  # noqa: PLC0415
    from romtrack.plans import taken_over  # noqa: PLC0415
    from romtrack.types import PlanItem  # noqa: PLC0415

    warn_of_slip(repository, name)
    known = {one.title.lower(): one for one in ready_plans()}
    if title.lower() not in known:
        raise UsageError(f"there is no ready plan {title!r}; there are {', '.join(known)}")
    items = repository.entries.of(name, PlanItem)
    count = repository.entries.add(name, taken_over(known[title.lower()], items, now.date()))
    say(
        f"{units.counted(count, 'exercise')} added; romtrack undo takes it back"
        if count
        else "It is so already"
    )


def _read(repository: Repository, name: str, now: datetime) -> tuple[list[PlanItem], list[Due]]:
    """Return what the plan holds from today on, and what of it is due."""
    from romtrack.plans import due_on  # noqa: PLC0415
    from romtrack.store import Which  # noqa: PLC0415
    from romtrack.types import PlanItem  # noqa: PLC0415

    today = now.date()
    items = repository.entries.of(name, PlanItem)
    held = [one for one in items if one.valid_until is None or one.valid_until > today]
    since = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return held, due_on(today, held, repository.summaries(which=Which(person=name, since=since)))


def _tell(name: str, held: Sequence[PlanItem], due: Sequence[Due]) -> None:
    from romtrack.plans import item_dose_text, title_text, weekdays_text  # noqa: PLC0415

    today = {one.item.id: "done" if not one.left else f"due: {' and '.join(one.left)}" for one in due}
    rows = (
        (title_text(one), item_dose_text(one), weekdays_text(one.weekdays), today.get(one.id, ""))
        for one in held
    )
    say_table(f"Plan of {name}", ("exercise", "dose", "days", "today"), rows)


def _write(
    name: str,
    held: Sequence[PlanItem],
    now: datetime,
    at: time,
    page: Path | None,
    reminders: Path | None,
) -> None:
    from romtrack.export import write_text  # noqa: PLC0415
    from romtrack.plans.reminders import reminders as made  # noqa: PLC0415
    from romtrack.reports import plan_html  # noqa: PLC0415

    if page is not None:
        write_text(page, plan_html(name, held, now.date()))
        say(f"The plan to print: {page}")
    if reminders is not None:
        write_text(reminders, made(name, held, at, now).decode())
        say(f"Reminders at {units.time_of_day(now.replace(hour=at.hour, minute=at.minute))}: {reminders}")
