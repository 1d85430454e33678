"""romtrack progress: the sessions of the log, and whether anything changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from romtrack.cli._terminal import say, say_table, warn

if TYPE_CHECKING:
    from romtrack.trends import Trends
    from romtrack.types import Summary

__all__ = ["progress"]

_ROWS_AT_ONCE = 500  # sessions of a table, so that a long log appears while it is read


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
) -> None:
    """List the latest sessions of the log, and what became of each leg and direction since the first one.

    A change counts where it exceeds the detectable change, or where the slope over all sessions does.
    """
    from romtrack import store  # noqa: PLC0415
    from romtrack.settings import moment_of  # noqa: PLC0415
    from romtrack.trends import trends_of  # noqa: PLC0415

    day = None if since is None else moment_of(since).date()

    with store.open_repository() as repository:
        count = repository.count(person)
        if not count:
            whose = "" if person is None else f" of {person}"
            say(f"No sessions{whose} in the log yet. Measure one: romtrack analyze VIDEO")
        trends = trends_of(repository.series(person), day)
        wanted = min(limit or count, count)
        for left in range(wanted, 0, -_ROWS_AT_ONCE):
            part = repository.summaries(person, min(left, _ROWS_AT_ONCE), max(left - _ROWS_AT_ONCE, 0))
            _say_progress(part, trends)
        _say_developments(trends)
        if wanted < count:
            say(f"The latest {wanted} of {count} sessions; --limit 0 lists all")
        if repository.notice:
            warn(repository.notice)


def _say_progress(part: list[Summary], trends: Trends) -> None:
    """Print a table of some sessions, the earliest first."""
    from romtrack.trends import progress_rows  # noqa: PLC0415

    headings = ("date", "person", "exercise", "hip", "result", "spread", "change")
    rows = (
        (
            *row[:5],
            f"range {row.spread}" if row.spread and row.spread_of == "repetitions" else row.spread,
            row.change,
        )
        for row in progress_rows(reversed(part), trends)
    )
    say_table("Progress", headings, rows)


def _say_developments(trends: Trends) -> None:
    """Print what became of each leg and direction, and of both directions together."""
    from romtrack.trends import arc_text, arcs, development_text, series_name, slope_text  # noqa: PLC0415

    people = {series.key.person for series in trends.series}
    if len(people) > 1:
        say("What became of a hip is told of one person: --person NAME")
        return
    for series in trends.series:
        found = trends.development(series)
        say(f"{development_text(series_name(series.key), found)}. {slope_text(found)}")
    for arc in arcs(trends):
        say(arc_text(arc))
