"""romtrack agreement: how well readings agree with another instrument's on real people."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from romtrack.cli._ending import ENDING
from romtrack.cli._terminal import say, say_table, say_wrapped, warn

if TYPE_CHECKING:
    from romtrack.validation.reference import Comparison

__all__ = ["agreement"]

agreement: Final = typer.Typer(
    help="Compare readings with another instrument's on real people; how to: docs/agreement.md.",
    rich_markup_mode=None,
)
_OUT: Final = Path("romtrack-out") / "agreement"


@agreement.callback(invoke_without_command=True)
def _help(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        sys.stdout.write(f"{context.get_help()}\n")


@agreement.command("study", epilog="Example: romtrack agreement study study.csv --about study.toml")
def study(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="STUDY.csv",
            help="A row for each value: person, side, direction, trial, rater, day, value, instrument "
            "(instrument may be left out; rater and day may be empty).",
        ),
    ],
    reference: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="The instrument that the others are compared with [default: the other one than romtrack].",
        ),
    ] = "",
    about: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.toml", help='What the page says of the study: lines such as people = "30 adults".'
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = _OUT,
) -> None:
    """Say how far instruments, raters and days differ, and how well each repeats.

    Bias and limits of agreement, ICC(2,1) and ICC(3,1), SEM and MDC95, as tables, agreement.json, and
    agreement.html to be printed.
    """
    from romtrack.export import claimed  # noqa: PLC0415  --help must not load the pose model's libraries
    from romtrack.validation import reference as agreeing  # noqa: PLC0415

    comparison = agreeing.compare(agreeing.read_study(table), reference)
    told = agreeing.read_about(about)
    with ENDING.orderly(), claimed(out, agreeing.STUDY_FILES) as claim:
        agreeing.write_study(comparison, told, claim.folder)
        claim.publish()
        ENDING.kept = f"the results are in {out}"
    _say(comparison)
    say(f"Results in {out}")


def _say(comparison: Comparison) -> None:
    from romtrack.validation.reference import study_tables  # noqa: PLC0415  as above

    for known in study_tables(comparison):
        say_table(f"{known.title} (degrees)", known.headings, known.rows)
        say_wrapped(known.note)
    for remark in comparison.remarks:
        warn(remark)
