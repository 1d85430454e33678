"""romtrack batch: every video of a folder, or of a list, a process each."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from romtrack import units
from romtrack.cli._ending import ENDING
from romtrack.cli._terminal import bars, say, say_table
from romtrack.cli._whose import ME, known_name
from romtrack.cli.analyze import (  # noqa: TC001  typer reads them
    AllFramesOption,
    ExerciseOption,
    LegOption,
    MirroredOption,
    ModelOption,
    NoVideoOption,
)
from romtrack.errors import InputError, OutputError, RomtrackError
from romtrack.scratch import sweep_temporary
from romtrack.settings import AUTO, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from romtrack.batch import Account, Task, VideoDone
    from romtrack.pipeline import Analysis
    from romtrack.store import Repository

__all__ = ["batch"]

VideosArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER|LIST.csv",
        help="A folder: every video in it and below; or a table with a row for each video, and the columns "
        "file, person, exercise, side, recorded_at (all but file may be left out, or left empty).",
    ),
]
ResultsOption = Annotated[Path, typer.Option(help="Folder for the results of all.")]
OwnerOption = Annotated[str, typer.Option(help="Whose sessions they are, where the list does not say.")]
ToLogOption = Annotated[bool, typer.Option("--log", help="Save the sessions in the log, too.")]
AnewOption = Annotated[
    bool, typer.Option("--force", help="Do again what is done, and replace the results of other videos.")
]
AtOnceOption = Annotated[
    int | None, typer.Option(min=1, help="How many videos at a time [default: as many as cores].")
]


def batch(
    source: VideosArgument,
    out: ResultsOption = Path("romtrack-out"),
    exercise: ExerciseOption = "seated-ir-measure",
    side: LegOption = "auto",
    person: OwnerOption = ME,
    mirrored: MirroredOption = False,
    model: ModelOption = None,
    all_frames: AllFramesOption = False,
    no_video: NoVideoOption = False,
    log: ToLogOption = False,
    force: AnewOption = False,
    jobs: AtOnceOption = None,
) -> None:
    """Analyse every video of a FOLDER, or of a LIST.

    Writes a folder for each, as romtrack analyze does, and summary.csv, summary.parquet and index.html. A
    video that fails stops no other; what is done already is not done again.
    """
    from romtrack.batch import Account, free_cores, listed, write_summary  # noqa: PLC0415  they load the pose model's
    from romtrack.exercises import exercise as card_of  # noqa: PLC0415
    from romtrack.store import open_repository  # noqa: PLC0415

    if exercise != AUTO:
        card_of(exercise)
    settings = Settings(exercise, side, known_name(None, person), mirrored, model, all_frames=all_frames)
    tasks = listed(source, settings, out)
    with ExitStack() as stack:
        stack.enter_context(ENDING.orderly())
        sweep_temporary()
        repository = stack.enter_context(open_repository()) if log else None
        tasks = tuple(_as_known(repository, task) for task in tasks)
        _make(out)
        account = Account(tasks, out, repository, video=not no_video, force=force)
        _tell(account, out)
        at_once = jobs or free_cores()
        for task, result in _results(account.todo, out, jobs=at_once, video=not no_video, force=force):
            account.keep(task, result)
            _tell(account, out)
        done = account.outcomes()
        write_summary(done, out)
    _say(done, out)
    failed = sum(bool(one.error) for one in done)
    if failed:
        ENDING.kept = f"the results of the others are in {out}" if failed < len(done) else ""
        raise InputError(
            f"{failed} of {units.counted(len(done), 'video')} could not be analysed, as told above"
        )


def _as_known(repository: Repository | None, task: Task) -> Task:
    """Return a task whose person is written as the log writes them."""
    if repository is None:
        return task
    person = known_name(repository, task.settings.person)
    return replace(task, settings=replace(task.settings, person=person))


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot write into {out} ({error.strerror}): choose another folder with --out"
        ) from error


def _tell(account: Account, out: Path) -> None:
    done, of = account.counted
    ENDING.kept = (
        f"{done} of {units.counted(of, 'video')} are done and kept in {out}; "
        "the same command goes on with the others"
    )


def _results(
    todo: Sequence[Task], out: Path, *, jobs: int, video: bool, force: bool
) -> Iterator[tuple[Task, Analysis | RomtrackError]]:
    """Yield each result; while one is waited for, a signal ends the run."""
    from romtrack.batch import expected_frames, run  # noqa: PLC0415  as above

    with bars() as progress:
        progress.begin(units.counted(len(todo), "video"), expected_frames(todo, video=video))
        results = run(todo, out, progress, jobs=jobs, video=video, force=force)
        while True:
            with ENDING.at_once():
                found = next(results, None)
            if found is None:
                return
            yield found


def _say(done: Sequence[VideoDone], out: Path) -> None:
    from romtrack.batch import words_of  # noqa: PLC0415  as above

    rows = [(one.task.file, "\n".join(words_of(one))) for one in done]
    say_table("", ("Video", "Found"), rows)
    say(f"All of it: {out / 'index.html'}, {out / 'summary.csv'}, {out / 'summary.parquet'}")
