"""The commands: each reads its options, has the work done, and says what came of it."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from romtrack import __version__
from romtrack.cli._ending import ENDING
from romtrack.cli._terminal import bars, say, say_json, say_table, say_wrapped, warn
from romtrack.errors import ExerciseError, OutputError, UsageError
from romtrack.scratch import sweep_temporary

if TYPE_CHECKING:
    from romtrack.exercises import Exercise
    from romtrack.measure.history import Summary, Told
    from romtrack.pipeline import Analysis
    from romtrack.store import Repository
    from romtrack.types import Session
    from romtrack.validation import Validation

__all__ = ["app", "run"]

NO_PERSON = 4
_ROWS_AT_ONCE = 500  # sessions of a table, so that a long log appears while it is read
_MARKS = {"ok": "ok       ", "warning": "warning  ", "problem": "PROBLEM  "}

app = typer.Typer(
    help="Measure seated hip internal rotation in a video. Nothing leaves this machine.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def run() -> int:
    """Run the command that the arguments name; return its exit code.

    Raises
    ------
    RomtrackError: it failed, or the arguments make no sense.
    """
    try:
        code: int | None = app(standalone_mode=False)
    except typer.TyperException as error:
        raise UsageError(f"{str(error).rstrip('.')}: see romtrack --help") from error
    return code or 0


def _show_version(asked: bool) -> None:  # noqa: FBT001  typer's callback
    if asked:
        say(f"romtrack {__version__}")
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
    person_at: Annotated[
        str | None,
        typer.Option(
            metavar="X,Y[@S]",
            help="Where the person is who is meant, if there are several: pixels from the left and the top "
            "of the first picture, or of the one at second S [default: whoever does the exercise].",
        ),
    ] = None,
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
    from romtrack import outputs, pipeline, store  # noqa: PLC0415  --help must not load the pose model's libraries
    from romtrack.cli._session import say_session  # noqa: PLC0415
    from romtrack.export import claimed_results, to_result  # noqa: PLC0415
    from romtrack.settings import Place, Settings  # noqa: PLC0415
    from romtrack.video import VideoReader  # noqa: PLC0415

    place = None if person_at is None else Place.of(person_at)
    settings = Settings(exercise, side, person, mirrored, model, place)
    folder = out or Path("romtrack-out") / video.stem
    with VideoReader(video) as reader:  # first: what is no video is not worth counting its bytes
        sha256 = reader.sha256()
    with ExitStack() as stack:
        stack.enter_context(ENDING.orderly())
        sweep_temporary()
        repository = None if no_log else stack.enter_context(store.open_repository())
        claim = stack.enter_context(claimed_results(folder, sha256, force=force))
        with ENDING.at_once(), bars() as progress:
            analysis = pipeline.analyze(video, settings, progress)
            outputs.write(analysis, claim.folder, progress, video=not no_video)
        claim.publish()
        earlier = _log(analysis, repository, folder, force=force)
    if as_json:
        say_json(to_result(analysis.session))
    else:
        say_session(analysis.session, folder, earlier)
    for notice in analysis.session.quality.warnings:
        warn(notice.text)
    if not analysis.session.quality.detected:
        raise typer.Exit(NO_PERSON)


def _log(analysis: Analysis, repository: Repository | None, folder: Path, *, force: bool) -> Session | None:
    """Log the session; return the earlier one when this video was logged before and is not again."""
    from romtrack import outputs  # noqa: PLC0415

    session = analysis.session
    ENDING.kept = f"the results are in {folder}"
    if repository is None or session.video is None or not session.quality.detected:
        return None
    ENDING.kept = f"the results are in {folder}, and not in the log"
    earlier = outputs.log(analysis, repository, again=force)
    ENDING.kept = f"the results are in {folder} and in the log"
    return earlier


@app.command(epilog="Example: romtrack progress --person Ada")
def progress(
    person: Annotated[str | None, typer.Option(help="Only this person's sessions.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="How many of the latest sessions; 0: all of them.")] = 50,
) -> None:
    """List the latest sessions of the log: value, spread, and change since the one before.

    A change within the detectable change cannot be told from chance.
    """
    from romtrack import store  # noqa: PLC0415
    from romtrack.measure.history import told_changes  # noqa: PLC0415

    with store.open_repository() as repository:
        count = repository.count(person)
        if not count:
            whose = "" if person is None else f" of {person}"
            say(f"No sessions{whose} in the log yet. Measure one: romtrack analyze VIDEO")
        told = told_changes(repository.series(person))
        wanted = min(limit or count, count)
        for left in range(wanted, 0, -_ROWS_AT_ONCE):
            part = repository.summaries(person, min(left, _ROWS_AT_ONCE), max(left - _ROWS_AT_ONCE, 0))
            _say_progress(part, told)
        if wanted < count:
            say(f"The latest {wanted} of {count} sessions; --limit 0 lists all")
        if repository.notice:
            warn(repository.notice)


def _say_progress(part: list[Summary], told: Told) -> None:
    """Print a table of some sessions, the earliest first."""
    from romtrack.measure.history import progress_rows  # noqa: PLC0415

    headings = ("date", "person", "exercise", "hip", "result", "spread", "change")
    say_table("Progress", headings, progress_rows(reversed(part), told))


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
        say_json([catalog.to_json(one) for one in found])
    else:
        rows = (
            (one.id, one.title, catalog.position_text(one), catalog.view_text(one), catalog.dose_text(one))
            for one in found
        )
        say_table("Exercises", ("id", "title", "position", "camera", "dose"), rows)
    if broken := catalog.broken_cards():
        raise ExerciseError(f"not usable: {'; '.join(broken)}")


def _show_exercise(one: Exercise, *, as_json: bool) -> None:
    from romtrack import exercises as catalog  # noqa: PLC0415

    if as_json:
        say_json(catalog.to_json(one))
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
    say(f"{one.title} ({one.id})", "bold")
    for heading, lines in parts.items():
        if heading and lines:
            say("")
            say(heading, "bold")
        for number, line in enumerate(lines, 1):
            text = f"{number}. {line}" if heading == "Steps" else line
            say_wrapped(text, "  " if heading else "")


@app.command(epilog="Example: romtrack doctor")
def doctor() -> None:
    """Check that everything romtrack needs is here and works; say what to do where it is not."""
    from romtrack.diagnosis import diagnose  # noqa: PLC0415

    findings = diagnose()
    for finding in findings:
        say(f"{_MARKS[finding.status]} {finding.name}: {finding.detail}")
        if finding.remedy and finding.status != "ok":
            say(f"          {finding.remedy}")
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

    ENDING.kept = "the app is closed; what a session in front of the camera holds is in the log"
    with ENDING.orderly(), ENDING.at_once():
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
    from romtrack.export import claimed  # noqa: PLC0415

    estimators = validation.estimator_names(compare)
    found = validation.find_clips(folder)
    target = out or Path("romtrack-out") / "validation"
    with ENDING.orderly(), claimed(target, validation.VALIDATION_FILES) as claim:
        sweep_temporary()
        with ENDING.at_once(), bars() as progress:
            result = validation.validate(found, folder, estimators, progress)
            validation.write(result, claim.folder)
        claim.publish()
        ENDING.kept = f"the results are in {target}"
    for line in result.damaged:
        warn(line)
    if as_json:
        say_json(validation.to_json(result))
    else:
        _say_validation(result, target)


def _say_validation(result: Validation, folder: Path) -> None:
    from romtrack.validation import tables_of  # noqa: PLC0415

    for known in tables_of(result):
        say_table(known.title, known.headings, known.rows, figures=True)
    for clip in result.clips:
        for remark in clip.remarks:
            say(f"  {clip.name}: {remark}")
    if result.skipped:
        names = ", ".join(f"{clip} ({motion})" for clip, motion in result.skipped.items())
        say(f"Left out, no exercise for their motion: {names}")
    say(f"Results in {folder}")
