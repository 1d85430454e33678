"""The command line. Thin: it reads options, shows progress and a table, and ends with an exit code."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from romtrack import __version__
from romtrack.errors import ExerciseError, OutputError, RomtrackError, UsageError
from romtrack.measure.history import progress_rows
from romtrack.reps.totals import held_s, range_text
from romtrack.types import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Task

    from romtrack.exercises import Exercise
    from romtrack.pipeline import Analysis
    from romtrack.store import Repository
    from romtrack.types import Measurement, Session, SetRecord
    from romtrack.validation import Validation

__all__ = ["app", "main"]

NO_PERSON = 4
INTERRUPTED = 130
_WIDE = 160
_MARKS = {"ok": "ok       ", "warning": "warning  ", "problem": "PROBLEM  "}

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


@app.command(epilog="Example: romtrack analyze sample_videos/seated_measure.mp4 --person Ada")
def analyze(
    video: Annotated[Path, typer.Argument(help="The video: MP4, MOV, WebM, MKV, AVI or GIF.")],
    exercise: Annotated[
        str, typer.Option(help="What is done: an id that romtrack exercises lists; auto: find out.")
    ] = "seated-ir-measure",
    side: Annotated[
        Literal["auto", "left", "right"], typer.Option(help="The leg; auto: the one that moves.")
    ] = "auto",
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results [default: romtrack-out/<video's name>].")
    ] = None,
    person: Annotated[str, typer.Option(help="Whose session it is, in the log.")] = "me",
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="The recording is a mirror image (selfie).")
    ] = False,
    model: Annotated[
        Path | None, typer.Option(help="Another pose landmarker .task file (lite, heavy).")
    ] = None,
    no_video: Annotated[bool, typer.Option("--no-video", help="Do not write the annotated video.")] = False,
    no_log: Annotated[bool, typer.Option("--no-log", help="Do not save the session in the log.")] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Log a video again, and replace the result of another video in --out."),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print only the result, as JSON, on stdout.")
    ] = False,
) -> None:
    """Measure, or count, what the person in VIDEO does.

    Writes result.json, angles.csv and angles_both.csv (or signals.csv), chart.svg, report.html and
    annotated.mp4, saves the session in the log, and prints a table.
    """
    from romtrack import pipeline, store  # noqa: PLC0415  --help must not load the pose model's libraries
    from romtrack.export import staged_results, to_result  # noqa: PLC0415
    from romtrack.video import VideoReader, sha256_of  # noqa: PLC0415

    settings = pipeline.Settings(exercise, side, person, mirrored, model)
    folder = out or Path("romtrack-out") / video.stem
    with ExitStack() as stack:
        VideoReader(video).close()  # what cannot be read is said before log and folder are looked at
        sha256 = sha256_of(video)
        repository = None if no_log else stack.enter_context(store.open_repository())
        staging = stack.enter_context(staged_results(folder, sha256, force=force))
        progress = stack.enter_context(_progress())
        analysis = pipeline.analyze(video, settings, progress)
        pipeline.save(analysis, staging)
        if not no_video:
            pipeline.annotate(analysis, staging / "annotated.mp4", progress)
        earlier = _log(analysis, repository, force=force)
    if as_json:
        sys.stdout.write(json.dumps(to_result(analysis.session), ensure_ascii=False) + "\n")
    else:
        _print_session(analysis.session, folder, earlier)
    for notice in analysis.session.quality.warnings:
        _warn(notice)
    if not analysis.session.quality.detected:
        raise typer.Exit(NO_PERSON)


def _log(analysis: Analysis, repository: Repository | None, *, force: bool) -> Session | None:
    """Log the session; return the earlier one when this video was logged before and is not again."""
    from romtrack import pipeline  # noqa: PLC0415

    session = analysis.session
    if repository is None or session.video is None or not session.quality.detected:
        return None
    earlier = None if force else repository.find(session.video.sha256, session.exercise)
    if earlier is None:
        pipeline.log(analysis, repository)
    return earlier


def _console() -> Console:
    """Return stdout; where it is no terminal, lines are not folded to the width of one."""
    return Console(width=None if sys.stdout.isatty() else _WIDE, highlight=False, markup=False)


def _warn(notice: Notice) -> None:
    Console(stderr=True, highlight=False, markup=False).print(
        f"warning: {notice.text}", style="yellow", soft_wrap=True
    )


def _print_session(session: Session, folder: Path, earlier: Session | None) -> None:
    console = _console()
    for table in (_measurement_table(session), _reps_table(session)):
        if table.row_count:
            console.print(table)
    for line in _left_out(session):
        console.print(f"  {line}")
    for measurement in session.measurements:
        for notice in measurement.warnings:
            _warn(notice)
    if earlier is not None:
        day = f"{earlier.started_at:%Y-%m-%d %H:%M}"
        console.print(f"Already in the log since {day}; --force logs it again")
    console.print(f"Results in {folder}", soft_wrap=True)


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading)
    return table


def _measurement_table(session: Session) -> Table:
    title = "Hip rotation (approximate; not a medical device)"
    table = _table(title, "hip", "direction", "value", "spread", "uncertainty", "trials accepted")
    for measurement in session.measurements:
        accepted = sum(trial.accepted for trial in measurement.trials)
        counts = f"{accepted} of {len(measurement.trials)}"
        table.add_row(measurement.side, measurement.direction, *_value_cells(measurement), counts)
    return table


def _value_cells(measurement: Measurement) -> tuple[str, str, str]:
    if measurement.value_deg is None or measurement.sd_deg is None or measurement.sigma_deg is None:
        return "no number", "", ""
    value, sd, sigma = abs(measurement.value_deg), measurement.sd_deg, measurement.sigma_deg
    return f"{value:.1f}°", f"{sd:.1f}°", f"±{sigma:.1f}°"


def _reps_table(session: Session) -> Table:
    from romtrack import exercises as catalog  # noqa: PLC0415  the command has the same name

    headings = ("leg", "reps", "partial", "held", "range", "time for one", "form faults")
    table = _table(f"{catalog.exercise(session.exercise).title} (approximate)", *headings)
    for record in () if session.measurements else session.sets:
        counts = (str(len(record.reps)), str(len(record.partials)))
        table.add_row(session.side or "", *counts, *_set_cells(record))
    return table


def _set_cells(record: SetRecord) -> tuple[str, str, str, str]:
    """Return seconds held, range, time for one and faults of a set; empty where there is none."""
    held = f"{held_s([record]):.1f} s" if record.holds else ""
    span = range_text(record.reps) if record.reps else ""
    one = f"{fmean(rep.end_s - rep.start_s for rep in record.reps):.1f} s" if record.reps else ""
    faults = Counter(fault.name.replace("_", " ") for fault in record.faults)
    told = ", ".join(f"{name} {count}x" if count > 1 else name for name, count in faults.items())
    return held, span, one, told


def _left_out(session: Session) -> Iterator[str]:
    """Yield a line for each trial or attempt that does not count, with the reason."""
    for measurement in session.measurements:
        for trial in measurement.trials:
            if trial.reasons:
                yield f"trial at {trial.peak_s:.1f} s not counted: {'; '.join(trial.reasons)}"
    for record in () if session.measurements else session.sets:
        for partial in record.partials:
            yield f"attempt at {partial.peak_s:.1f} s not counted: {partial.reason}"


@app.command(epilog="Example: romtrack progress --person Ada")
def progress(
    person: Annotated[str | None, typer.Option(help="Only this person's sessions.")] = None,
) -> None:
    """List the sessions of the log: value, spread, and change since the one before.

    A change within the detectable change cannot be told from chance.
    """
    from romtrack import store  # noqa: PLC0415

    with store.open_repository() as repository:
        sessions = repository.sessions(person=person)
    console = _console()
    if not sessions:
        whose = "" if person is None else f" of {person}"
        console.print(
            f"No sessions{whose} in the log yet. Measure one: romtrack analyze VIDEO", highlight=False
        )
        return
    table = _table("Progress", "date", "person", "exercise", "hip", "result", "spread", "change")
    for row in progress_rows(sessions):
        table.add_row(*row)
    console.print(table)


@app.command(epilog="Example: romtrack exercises clamshell")
def exercises(
    exercise_id: Annotated[str | None, typer.Argument(metavar="ID", help="Explain this one.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the same as JSON, on stdout.")] = False,
) -> None:
    """List the exercises, or explain one: movement, camera, dose, what is counted and what is told.

    Cards of your own are read from the folder "exercises" beside the log, or from ROMTRACK_EXERCISES.
    """
    from romtrack import exercises as catalog  # noqa: PLC0415  the command has the same name

    if exercise_id is not None:
        _show_exercise(catalog.exercise(exercise_id), as_json=as_json)
        return
    found = [catalog.exercise(known) for known in catalog.exercise_ids()]
    if as_json:
        sys.stdout.write(json.dumps([catalog.to_json(one) for one in found], ensure_ascii=False) + "\n")
    else:
        table = _table("Exercises", "id", "title", "position", "camera", "dose")
        for one in found:
            about = catalog.position_text(one), catalog.view_text(one), catalog.dose_text(one)
            table.add_row(one.id, one.title, *about)
        _console().print(table)
    if broken := catalog.broken_cards():
        raise ExerciseError(f"not usable: {'; '.join(broken)}")


def _show_exercise(one: Exercise, *, as_json: bool) -> None:
    from romtrack import exercises as catalog  # noqa: PLC0415

    if as_json:
        sys.stdout.write(json.dumps(catalog.to_json(one), ensure_ascii=False) + "\n")
        return
    pain = ["Does it pinch or hurt at the front of the hip? Then leave it out."] if one.ask_pain else []
    told = [f"{catalog.fault_text(cue.fault)}: {cue.say}" for cue in one.cues]
    not_told = [f"{catalog.fault_text(each.fault)}: {each.why}" for each in one.not_cued]
    parts = {
        "": [one.movement],
        "First": pain,
        "Steps": one.steps,
        "Camera": [one.camera],
        "Dose": [catalog.dose_text(one)],
        "Muscles": [", ".join(one.muscles)],
        "What it tells you": told,
        "What one camera cannot tell, so watch it yourself": not_told,
        "What is read from the picture": catalog.rule_texts(one),
        "Sources": one.sources,
    }
    console = _console()
    console.print(f"{one.title} ({one.id})", style="bold", soft_wrap=True)
    for heading, lines in parts.items():
        if heading and lines:
            console.print(f"\n{heading}", style="bold")
        for number, line in enumerate(lines, 1):
            indent = "  " if heading else ""
            text = f"{number}. {line}" if heading == "Steps" else line
            wrapped = textwrap.fill(
                text, console.width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
            )
            console.print(wrapped, soft_wrap=True)


@app.command(epilog="Example: romtrack doctor")
def doctor() -> None:
    """Check that everything romtrack needs is here and works; say what to do where it is not."""
    from romtrack.diagnosis import diagnose  # noqa: PLC0415

    findings = diagnose()
    console = _console()
    for finding in findings:
        console.print(
            f"{_MARKS[finding.status]} {finding.name}: {finding.detail}", highlight=False, soft_wrap=True
        )
        if finding.remedy and finding.status != "ok":
            console.print(f"          {finding.remedy}", soft_wrap=True)
    if any(finding.status == "problem" for finding in findings):
        raise typer.Exit(OutputError.exit_code)


@app.command("app", epilog="Example: romtrack app --port 8600")
def open_app(
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Port to listen on [default: 8501, or the next free one]."),
    ] = None,
    address: Annotated[
        str, typer.Option(help="Listen on this address instead: others on its network can reach the app.")
    ] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Open the app in the browser; it listens on this machine only. End it with Ctrl-C.

    Whoever uses it needs the address that it prints, with its key. Another --address than this machine's
    own carries all that is shown and uploaded unencrypted over that network.
    """
    from romtrack.app import serve  # noqa: PLC0415

    serve(port, address, browser=not no_browser)


@app.command(epilog="Example: romtrack validate clips --compare landmarks,world,mask,fused")
def validate(
    folder: Annotated[Path, typer.Argument(help="Folder of clips: each x.mp4 with its truth, x.gt.json.")],
    compare: Annotated[
        str, typer.Option(help="Estimators to set side by side: landmarks,world,mask,fused.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results [default: romtrack-out/validation].")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print only the figures, as JSON, on stdout.")
    ] = False,
) -> None:
    """Analyse clips whose true angles are known, and say how wrong romtrack is.

    Prints tables, and writes validation.csv and validation.html.
    """
    from romtrack import validation  # noqa: PLC0415  --help must not load the pose model's libraries

    estimators = validation.estimator_names(compare)
    found = validation.find_clips(folder)
    target = out or Path("romtrack-out") / "validation"
    validation.prepare(target)
    with _progress() as progress:
        result = validation.validate(found, folder, estimators, progress)
    validation.write(result, target)
    for line in result.damaged:
        _warn(Notice("damaged", line))
    if as_json:
        sys.stdout.write(json.dumps(validation.to_json(result), ensure_ascii=False) + "\n")
    else:
        _print_validation(result, target)


def _print_validation(result: Validation, folder: Path) -> None:
    from romtrack.validation import tables_of  # noqa: PLC0415

    console = _console()
    for known in tables_of(result):
        table = _table(known.title, *known.headings)
        for column in table.columns[1:]:
            column.justify = "right"
        for row in known.rows:
            table.add_row(*row)
        console.print(table)
    for clip in result.clips:
        for remark in clip.remarks:
            console.print(f"  {clip.name}: {remark}", soft_wrap=True)
    if result.skipped:
        names = ", ".join(f"{clip} ({motion})" for clip, motion in result.skipped.items())
        console.print(f"Left out, no exercise for their motion: {names}", soft_wrap=True)
    console.print(f"Results in {folder}", soft_wrap=True)


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
