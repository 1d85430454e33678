"""romtrack agreement: how well readings agree with another instrument's on real people."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from romtrack.cli._ending import ENDING
from romtrack.cli._terminal import bars, say, say_table, say_wrapped, warn
from romtrack.scratch import sweep_temporary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from romtrack.validation.tables import Table

__all__ = ["agreement"]

agreement: Final = typer.Typer(
    help="Compare readings with another instrument's on real people; how to: docs/agreement.md.",
    rich_markup_mode=None,
)
_OUT: Final = Path("romtrack-out") / "agreement"
AboutOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.toml", help='What the page says of the study: lines such as people = "30 adults".'
    ),
]
FolderOption = Annotated[Path, typer.Option("--out", help="Folder for the results.")]


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
    about: AboutOption = None,
    out: FolderOption = _OUT,
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
    _say_tables(agreeing.study_tables(comparison), comparison.remarks, out)


@agreement.command("phone", epilog="Example: romtrack agreement phone phone.csv romtrack-out/ada --side left")
def phone(
    recording: Annotated[
        Path,
        typer.Argument(
            metavar="PHONE.csv",
            help="Acceleration with g, or gravity, of a phone on the front of the shank, screen forward, "
            "as phyphox or Physics Toolbox export it.",
        ),
    ],
    video: Annotated[
        Path, typer.Argument(metavar="VIDEO|RESULTS", help="The video, or the folder of its results.")
    ],
    side: Annotated[
        Literal["left", "right"] | None,
        typer.Option(help="The leg with the phone [default: the one that was measured]."),
    ] = None,
    columns: Annotated[
        str, typer.Option(metavar="TIME,X,Y,Z", help="Names of the columns of another app.")
    ] = "",
    about: AboutOption = None,
    out: FolderOption = _OUT,
) -> None:
    """Compare a video with a phone that was strapped to the shank: frame by frame and trial by trial.

    The clocks are brought together by the swing. Tables, phone.json, frames.csv, study.csv (rows for romtrack
    agreement study), and phone.html to be printed.
    """
    from romtrack.export import claimed  # noqa: PLC0415  as above
    from romtrack.validation import reference as agreeing  # noqa: PLC0415

    names = [name.strip() for name in columns.split(",")] if columns else []
    felt = agreeing.read_phone(recording, names)
    told = agreeing.read_about(about)
    with ENDING.orderly(), claimed(out, agreeing.PHONE_FILES) as claim:
        sweep_temporary()
        with ENDING.at_once(), bars() as progress:
            seen = agreeing.read_recording(video, progress)
        comparison = agreeing.compare_phone(felt, seen, side)
        agreeing.write_phone(comparison, told, claim.folder)
        claim.publish()
        ENDING.kept = f"the results are in {out}"
    _say_tables(agreeing.phone_tables(comparison), comparison.remarks, out)


def _say_tables(tables: Iterable[Table], remarks: Iterable[str], out: Path) -> None:
    for known in tables:
        say_table(f"{known.title} (degrees)", known.headings, known.rows)
        say_wrapped(known.note)
    for remark in remarks:
        warn(remark)
    say(f"Results in {out}")
