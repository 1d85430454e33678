"""The command line. Thin: it reads options, shows progress and a table, and ends with an exit code."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from romtrack import __version__
from romtrack.errors import OutputError, RomtrackError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Task

    from romtrack.pipeline import Analysis
    from romtrack.types import Measurement, Notice

__all__ = ["app", "main"]

NO_PERSON = 4
INTERRUPTED = 130

app = typer.Typer(
    help="Measure seated hip internal rotation in a video. Nothing leaves this machine.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; every failure is one line on stderr and an exit code."""
    try:
        code = app(standalone_mode=False)
    except RomtrackError as error:
        _fail(str(error), error.exit_code)
    except typer.TyperException as error:
        _fail(f"{str(error).rstrip('.')}: see romtrack --help", UsageError.exit_code)
    if code == INTERRUPTED:  # typer turns Ctrl-C into this code, silently
        _fail("interrupted: what was not finished is not kept", INTERRUPTED)
    sys.exit(code)


def _fail(line: str, code: int) -> None:
    sys.stderr.write(f"romtrack: {' '.join(line.split())}\n")
    sys.exit(code)


def _show_version(asked: bool) -> None:  # noqa: FBT001  typer's callback
    if asked:
        sys.stdout.write(f"romtrack {__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Measure seated hip internal rotation in a video. Nothing leaves this machine."""
    if context.invoked_subcommand is None:
        sys.stdout.write(f"{context.get_help()}\n")


@app.command(epilog="Example: romtrack analyze sample_videos/seated_measure.mp4")
def analyze(
    video: Annotated[Path, typer.Argument(help="The video: MP4, MOV, WebM, MKV, AVI or GIF.")],
    side: Annotated[
        Literal["auto", "left", "right"], typer.Option(help="The leg to measure; auto: the one that moves.")
    ] = "auto",
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results [default: romtrack-out/<video's name>].")
    ] = None,
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="The recording is a mirror image (selfie).")
    ] = False,
    model: Annotated[
        Path | None, typer.Option(help="Another pose landmarker .task file (lite, heavy).")
    ] = None,
    no_video: Annotated[bool, typer.Option("--no-video", help="Do not write the annotated video.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print only the result, as JSON, on stdout.")
    ] = False,
) -> None:
    """Measure the hip rotation of the person in VIDEO.

    Writes result.json, angles.csv, angles_both.csv and annotated.mp4, and prints a table.
    """
    from romtrack import pipeline  # noqa: PLC0415  --help must not load the pose model's libraries
    from romtrack.export import to_result  # noqa: PLC0415

    with _writable(out or Path("romtrack-out") / video.stem) as folder, _progress() as progress:
        analysis = pipeline.analyze(video, pipeline.Settings(side, mirrored, model), progress)
        pipeline.save(analysis, folder)
        if not no_video:
            pipeline.annotate(analysis, folder / "annotated.mp4", progress)
    if as_json:
        sys.stdout.write(json.dumps(to_result(analysis.session), ensure_ascii=False) + "\n")
    else:
        _print_table(analysis, folder)
    for notice in analysis.session.quality.warnings:
        _warn(notice)
    if not analysis.session.quality.detected:
        raise typer.Exit(NO_PERSON)


@contextmanager
def _writable(folder: Path) -> Iterator[Path]:
    """Make the folder, and refuse before the work and not after it; a failure leaves no empty one."""
    probe = folder / ".romtrack-probe"
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise OutputError(
            f"cannot write into {folder} ({error.strerror}): choose another folder with --out"
        ) from error
    try:
        yield folder
    except BaseException:
        with suppress(OSError):
            for path in made:
                path.rmdir()
        raise


def _warn(notice: Notice) -> None:
    Console(stderr=True).print(f"warning: {notice.text}", style="yellow", highlight=False, soft_wrap=True)


def _print_table(analysis: Analysis, folder: Path) -> None:
    console = Console()
    table = Table(title="Hip rotation (approximate; not a medical device)", title_justify="left")
    for heading in ("hip", "direction", "value", "spread", "uncertainty", "trials accepted"):
        table.add_column(heading)
    for measurement in analysis.session.measurements:
        table.add_row(*_row(measurement))
    if table.row_count:
        console.print(table)
    for measurement in analysis.session.measurements:
        for notice in measurement.warnings:
            _warn(notice)
        for trial in measurement.trials:
            if trial.reasons:
                line = f"  trial at {trial.peak_s:.1f} s not counted: {'; '.join(trial.reasons)}"
                console.print(line, highlight=False)
    console.print(f"Results in {folder}", highlight=False, soft_wrap=True)


def _row(measurement: Measurement) -> tuple[str, ...]:
    accepted = sum(trial.accepted for trial in measurement.trials)
    counts = f"{accepted} of {len(measurement.trials)}"
    if measurement.value_deg is None or measurement.sd_deg is None or measurement.sigma_deg is None:
        return (measurement.side, measurement.direction, "no number", "", "", counts)
    return (
        measurement.side,
        measurement.direction,
        f"{abs(measurement.value_deg):.1f}°",
        f"{measurement.sd_deg:.1f}°",
        f"±{measurement.sigma_deg:.1f}°",
        counts,
    )


class _FramesPerSecond(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:.0f} frames/s")


class _Bars:
    """Shows the pipeline's progress as bars on stderr."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def begin(self, stage: str, expected_frames: int | None) -> None:
        self._task = self._bars.add_task(stage, total=expected_frames)

    def step(self) -> None:
        if self._task is not None:
            self._bars.advance(self._task)


@contextmanager
def _progress() -> Iterator[_Bars]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed} frames"),
        _FramesPerSecond(),
        TimeRemainingColumn(),
    )
    # A descriptor of its own: the pose backend closes number 2 to its libraries now and then.
    with os.fdopen(os.dup(2), "w", encoding="utf-8") as stderr:
        console = Console(file=stderr)
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
            yield _Bars(bars)
