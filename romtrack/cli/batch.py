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

    from romtrack.batch import Task, VideoDone
    from romtrack.pipeline import Analysis
    from romtrack.store import Repository
    from romtrack.types import Session

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
    from romtrack.batch import free_cores, listed, write_summary  # noqa: PLC0415  they load the pose model's
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
        done = _Batch(out, repository, video=not no_video, force=force).through(tasks, jobs or free_cores())
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


class _Batch:
    """One run over many videos. repository: None = nothing is logged."""

    def __init__(self, out: Path, repository: Repository | None, *, video: bool, force: bool) -> None:
        self._out, self._repository = out, repository
        self._video, self._force = video, force

    def through(self, tasks: Sequence[Task], jobs: int) -> list[VideoDone]:
        """Analyse all that is not done yet; return what became of each, in their order."""
        from romtrack.batch import key_of  # noqa: PLC0415  as above

        first = {key_of(task): task for task in reversed(tasks)}
        found = dict(self._left(first))
        todo = [task for task in tasks if key_of(task) not in found and first[key_of(task)] is task]
        self._tell(len(found), len(first))
        for task, result in self._results(todo, jobs):
            found[key_of(task)] = self._kept(task, result)
            self._tell(len(found), len(first))
        return [
            one if one.task is task else replace(one, task=task, same_as=one.task.name)
            for task in tasks
            for one in (found[key_of(task)],)
        ]

    def _left(self, first: dict[str, Task]) -> Iterator[tuple[str, VideoDone]]:
        """Yield what an earlier run has done already."""
        from romtrack.batch import VideoDone, done_before  # noqa: PLC0415  as above

        for key, task in first.items():
            session = None if self._force else done_before(task, self._out, video=self._video)
            if session is not None and not self._is_to_be_logged(session):
                yield key, VideoDone(task, session)

    def _is_to_be_logged(self, session: Session) -> bool:
        """Say whether a session belongs into the log and is not there: then its tracks are needed again."""
        from romtrack.outputs import is_sample  # noqa: PLC0415  as above

        if self._repository is None or session.video is None or not session.quality.detected:
            return False
        return not is_sample(session.video.sha256) and not self._repository.knows(session)

    def _results(self, todo: Sequence[Task], jobs: int) -> Iterator[tuple[Task, Analysis | RomtrackError]]:
        """Yield each result; while one is waited for, a signal ends the run."""
        from romtrack.batch import expected_frames, run  # noqa: PLC0415  as above

        with bars() as progress:
            progress.begin(units.counted(len(todo), "video"), expected_frames(todo, video=self._video))
            results = run(todo, self._out, progress, jobs=jobs, video=self._video, force=self._force)
            while True:
                with ENDING.at_once():
                    found = next(results, None)
                if found is None:
                    return
                yield found

    def _kept(self, task: Task, result: Analysis | RomtrackError) -> VideoDone:
        """Log what was found; this process alone writes into the log."""
        from romtrack import outputs  # noqa: PLC0415  as above
        from romtrack.batch import VideoDone  # noqa: PLC0415

        if isinstance(result, RomtrackError):
            return VideoDone(task, error=str(result))
        if self._repository is not None:
            try:
                outputs.keep(result, self._repository, again=self._force)
            except RomtrackError as error:
                return VideoDone(
                    task, error=f"{error}; its results are in {self._out / task.name}, not in the log"
                )
        return VideoDone(task, result.session)

    def _tell(self, done: int, of: int) -> None:
        ENDING.kept = (
            f"{done} of {units.counted(of, 'video')} are done and kept in {self._out}; "
            "the same command goes on with the others"
        )


def _say(done: Sequence[VideoDone], out: Path) -> None:
    from romtrack.batch import words_of  # noqa: PLC0415  as above

    rows = [(one.task.file, "\n".join(words_of(one))) for one in done]
    say_table("", ("Video", "Found"), rows)
    say(f"All of it: {out / 'index.html'}, {out / 'summary.csv'}, {out / 'summary.parquet'}")
