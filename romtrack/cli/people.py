"""romtrack people: whose sessions are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from romtrack import units
from romtrack.cli._terminal import say, say_table, warn
from romtrack.clock import local_now
from romtrack.errors import UsageError
from romtrack.names import EARLIEST_BIRTH
from romtrack.settings import name_of

if TYPE_CHECKING:
    from romtrack.store import Repository
    from romtrack.types import KnownPerson, Person

__all__ = ["people"]

_LATELY = timedelta(weeks=2)


def people(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Whom to change.")] = None,
    new: Annotated[bool, typer.Option("--new", help="Add NAME, whom the log does not know yet.")] = False,
    rename: Annotated[str | None, typer.Option(metavar="NAME", help="Call NAME so from now on.")] = None,
    merge_into: Annotated[
        str | None, typer.Option(metavar="NAME", help="Give all sessions of NAME to this person.")
    ] = None,
    sex: Annotated[Literal["female", "male", "other"] | None, typer.Option(help="Keep with NAME.")] = None,
    born: Annotated[
        int | None, typer.Option(metavar="YEAR", help="Keep the year of birth with NAME.")
    ] = None,
    notes: Annotated[str | None, typer.Option(metavar="TEXT", help="Keep a note with NAME.")] = None,
) -> None:
    """List the people of the log: last measurements, change since the first, sessions in the last two weeks.

    With NAME, change what is kept of one. Names are the same in any case. romtrack undo takes it back.
    """
    from romtrack import store  # noqa: PLC0415

    facts: dict[str, str | int] = {
        key: value for key, value in (("sex", sex), ("notes", notes)) if value is not None
    }
    if born is not None:
        facts["birth_year"] = _year(born)
    if rename is not None:
        facts["name"] = name_of(rename)
    if name is None and (facts or new or merge_into):
        raise UsageError("say whom to change: romtrack people NAME --notes TEXT")
    with store.open_repository() as repository:
        if name is None:
            _list(repository)
        elif merge_into is not None:
            moved = repository.roster.merge(name, into=name_of(merge_into))
            other = repository.roster.add(merge_into).name
            say(
                f"{units.counted(moved, 'session')} of {name} went to {other}; romtrack undo parts them again"
            )
        else:
            _show(_changed(repository, name_of(name), facts, new=new))
        if repository.notice:
            warn(repository.notice)


def _year(born: int) -> int:
    if not EARLIEST_BIRTH <= born <= local_now().year:
        raise UsageError(f"{born} is no year of birth: give four digits, such as 1980")
    return born


def _changed(repository: Repository, name: str, facts: dict[str, str | int], *, new: bool) -> Person:
    person = repository.roster.find(name)
    if person is None and not new:
        near = repository.roster.alike(name)
        meant = f"did you mean {near}? " if near else ""
        raise UsageError(
            f"nobody in the log is called {name}: {meant}romtrack people lists them, --new adds one"
        )
    person = repository.roster.add(name) if person is None else person
    changed = replace(person, **facts)  # type: ignore[arg-type]  # each was read as its field's type
    repository.roster.change(changed)
    return changed


def _show(person: Person) -> None:
    say(person.name, "bold")
    facts = {"sex": person.sex, "born": person.birth_year, "notes": person.notes}
    for fact, value in facts.items():
        if value:
            say(f"  {fact}: {value}")


def _list(repository: Repository) -> None:
    from romtrack.trends import lines_of_people, trends_of  # noqa: PLC0415

    known = repository.roster.all(local_now() - _LATELY)
    if not known:
        say("Nobody in the log yet. Measure somebody: romtrack analyze VIDEO --person NAME")
        return
    lines = lines_of_people(trends_of(repository.series()))
    headings = (
        "person",
        "last session",
        "sessions",
        "2 weeks",
        "last measurements, and change since the first",
    )
    say_table(
        "People", headings, [_row(one, lines.get(one.person.name, [])) for one in known], whole=(1, 2, 3)
    )


def _row(one: KnownPerson, lines: list[str]) -> tuple[str, ...]:
    last = "" if one.last_at is None else units.day(one.last_at)
    return one.person.name, last, str(one.sessions), str(one.lately), "\n".join(lines)
