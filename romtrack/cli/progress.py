"""romtrack progress: the sessions of the log, and whether anything changed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from romtrack.cli._terminal import say, say_json, say_table, say_wrapped, warn
from romtrack.errors import UsageError

if TYPE_CHECKING:
    from romtrack.store import Repository
    from romtrack.trends import ProgressRow, Said, Trends
    from romtrack.types import Summary

__all__ = ["progress"]

_ROWS_AT_ONCE = 500  # sessions of a table, so that a long log appears while it is read
_HEADINGS = ("date, id", "person", "exercise", "result", "change")


def progress(
    person: Annotated[str | None, typer.Option(help="Only this person's sessions.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="How many of the latest sessions; 0: all of them.")] = 50,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Compare with the first session from this day on, 2026-11-25 [default: the first].",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print all values and what they mean as JSON instead.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a row for each value instead.")] = False,
) -> None:
    """List the latest sessions of the log, and what became of each leg and direction since the first one.

    A change counts where it exceeds the detectable change, or where the slope over all sessions does.
    """
    from romtrack import store  # noqa: PLC0415
    from romtrack.settings import moment_of  # noqa: PLC0415
    from romtrack.trends import trends_of  # noqa: PLC0415

    if as_json and as_csv:
        raise UsageError("--json and --csv are two ways to print the same: choose one")
    day = None if since is None else moment_of(since).date()

    with store.open_repository() as repository:
        trends = trends_of(repository.series(person), day)
        said = _said(repository, person)
        if as_json:
            _say_plain(repository, person, trends, said)
        elif as_csv:
            _say_csv(trends, said)
        else:
            _say_all(repository, person, limit, trends, said)
        if repository.notice:
            warn(repository.notice)


def _said(repository: Repository, person: str | None) -> Said:
    """Return what everybody said, or one person."""
    from romtrack.clock import local_now  # noqa: PLC0415
    from romtrack.trends import Said, said_of  # noqa: PLC0415
    from romtrack.types import Goal, HandMeasurement  # noqa: PLC0415

    known = None if person is None else repository.roster.find(person)
    everybody = [one.person for one in repository.roster.all(local_now())] if person is None else [known]
    found = Said({}, {})
    for name in (one.name for one in everybody if one is not None):
        one = said_of(name, repository.entries.of(name, HandMeasurement), repository.entries.of(name, Goal))
        found = Said({**found.hand, **one.hand}, {**found.goals_deg, **one.goals_deg})
    return found


def _say_all(repository: Repository, person: str | None, limit: int, trends: Trends, said: Said) -> None:
    count = repository.count(person)
    if not count and not said.hand:
        whose = "" if person is None else f" of {person}"
        say(f"No sessions{whose} in the log yet. Measure one: romtrack analyze VIDEO")
    wanted = min(limit or count, count)
    for left in range(wanted, 0, -_ROWS_AT_ONCE):
        part = repository.summaries(person, min(left, _ROWS_AT_ONCE), max(left - _ROWS_AT_ONCE, 0))
        _say_progress(part, trends)
    _say_developments(trends, said)
    if wanted < count:
        say(f"The latest {wanted} of {count} sessions; --limit 0 lists all")


def _say_progress(part: list[Summary], trends: Trends) -> None:
    """Print a table of some sessions, the earliest first."""
    from romtrack.trends import progress_rows  # noqa: PLC0415

    rows = progress_rows(reversed(part), trends)
    say_table("Progress", _HEADINGS, (_cells(row) for row in rows), whole=(0,))


def _cells(row: ProgressRow) -> tuple[str, ...]:
    date = row.date.replace("analysed ", "analysed\n")
    word = "spread" if row.spread_of == "trials" else "range"
    spread = f", {word} {row.spread}" if row.spread else ""
    return (
        f"{date}\n{row.id}",
        row.person,
        row.exercise,
        f"{row.hip} {row.result}{spread}".strip(),
        row.change,
    )


def _say_developments(trends: Trends, said: Said) -> None:
    """Print what became of each leg and direction, and of both directions together."""
    from romtrack.trends import (  # noqa: PLC0415
        arc_text,
        arcs,
        development_text,
        goal_text,
        hand_texts,
        series_name,
        slope_text,
    )

    keys = [series.key for series in trends.series]
    if len({key.person for key in (*keys, *said.hand)}) > 1:
        say("What became of a hip is told of one person: --person NAME")
        return
    for series in trends.series:
        found = trends.development(series)
        goal_deg = said.goals_deg.get(series.key)
        goal = "" if goal_deg is None else f". {goal_text(goal_deg, found)}"
        say_wrapped(f"{development_text(series_name(series.key), found)}. {slope_text(found)}{goal}")
    for key, values in said.hand.items():
        for text in hand_texts(values):
            say_wrapped(f"{series_name(key)}. {text}")
    for arc in arcs(trends):
        say_wrapped(arc_text(arc))


def _say_plain(repository: Repository, person: str | None, trends: Trends, said: Said) -> None:
    from romtrack.trends import exercises_plain, progress_plain, weeks_of  # noqa: PLC0415

    names = repository.people() if person is None else [person]
    exercises = [
        {"person": name, **one}
        for name in names
        for one in exercises_plain(weeks_of(repository.summaries(name), repository.bests(name)))
    ]
    say_json(
        {"schema": "romtrack.progress/1", "series": progress_plain(trends, said), "exercises": exercises}
    )


def _say_csv(trends: Trends, said: Said) -> None:
    from romtrack.export import csv_text  # noqa: PLC0415
    from romtrack.trends import PROGRESS_COLUMNS, progress_table  # noqa: PLC0415

    sys.stdout.write(csv_text(PROGRESS_COLUMNS, progress_table(trends, said)))
