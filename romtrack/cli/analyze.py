"""romtrack analyze: measure or count in a video, keep what was found, and say it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from romtrack.cli._ending import ENDING
from romtrack.cli._terminal import bars, say_json, warn
from romtrack.cli._whose import ME, known_name
from romtrack.scratch import sweep_temporary
from romtrack.settings import Place, Settings, moment_of

if TYPE_CHECKING:
    from romtrack.pipeline import Analysis
    from romtrack.store import Repository
    from romtrack.types import Session

__all__ = ["analyze"]

NO_PERSON = 4

VideoArgument = Annotated[Path, typer.Argument(help="The video: MP4, MOV, WebM, MKV, AVI or GIF.")]
ExerciseOption = Annotated[
    str, typer.Option(help="What is done: an id that romtrack exercises lists; auto: find out.")
]
LegOption = Annotated[
    Literal["auto", "left", "right"], typer.Option(help="The leg; auto: the one that moves.")
]
OutOption = Annotated[
    Path | None, typer.Option(help="Folder for the results [default: romtrack-out/<video's name>].")
]
PersonOption = Annotated[
    str | None,
    typer.Option(help="Whose session it is, in the log [default: me; with --force, whose it was]."),
]
PersonAtOption = Annotated[
    str | None,
    typer.Option(
        metavar="X,Y[@S]",
        help="Where the person is who is meant, if there are several: pixels from the left and the top "
        "of the first picture, or of the one at second S [default: whoever does the exercise].",
    ),
]
MirroredOption = Annotated[bool, typer.Option("--mirrored", help="The recording is a mirror image (selfie).")]
ModelOption = Annotated[Path | None, typer.Option(help="Another pose landmarker .task file (lite, heavy).")]
RecordedAtOption = Annotated[
    str | None,
    typer.Option(
        metavar="DATE[TIME]",
        help="When it was recorded: 2026-11-25 or 2026-11-25T18:30 [default: what the video says of itself].",
    ),
]
AllFramesOption = Annotated[
    bool,
    typer.Option(
        "--all-frames",
        help="Look at every picture of a video with 50 a second and more, too [default: at 25 to 30].",
    ),
]
NoVideoOption = Annotated[bool, typer.Option("--no-video", help="Do not write the annotated video.")]
NoLogOption = Annotated[bool, typer.Option("--no-log", help="Do not save the session in the log.")]
ForceOption = Annotated[
    bool,
    typer.Option(
        "--force", help="Replace the video's session in the log, and the result of another video in --out."
    ),
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        min=1, help="How many processes follow a video of over half a minute [default: as many as cores]."
    ),
]
AsJsonOption = Annotated[bool, typer.Option("--json", help="Print only the result, as JSON, on stdout.")]


def analyze(
    video: VideoArgument,
    exercise: ExerciseOption = "seated-ir-measure",
    side: LegOption = "auto",
    out: OutOption = None,
    person: PersonOption = None,
    person_at: PersonAtOption = None,
    mirrored: MirroredOption = False,
    model: ModelOption = None,
    no_video: NoVideoOption = False,
    no_log: NoLogOption = False,
    force: ForceOption = False,
    recorded_at: RecordedAtOption = None,
    all_frames: AllFramesOption = False,
    jobs: JobsOption = None,
    as_json: AsJsonOption = False,
) -> None:
    """Measure, or count, what the person in VIDEO does.

    Writes result.json, angles.csv and angles_both.csv (or signals.csv), chart.svg, report.html and
    annotated.mp4, saves the session in the log, and prints a table.
    """
    from romtrack.cli._session import say_session  # noqa: PLC0415
    from romtrack.export import to_result  # noqa: PLC0415  --help must not load the pose model's libraries

    place = None if person_at is None else Place.of(person_at)
    recorded = None if recorded_at is None else moment_of(recorded_at)
    whose = known_name(None, person or ME)
    settings = Settings(exercise, side, whose, mirrored, model, place, recorded, all_frames)
    folder = out or Path("romtrack-out") / video.stem
    kept = _kept(
        video,
        settings,
        folder,
        annotated=not no_video,
        logged=not no_log,
        force=force,
        named=person is not None,
        jobs=jobs,
    )
    session, earlier = kept
    if as_json:
        say_json(to_result(session))
    else:
        say_session(session, folder, earlier)
    for notice in session.notices:
        warn(notice.text)
    if not session.quality.detected:
        raise typer.Exit(NO_PERSON)


def _kept(
    video: Path,
    settings: Settings,
    folder: Path,
    *,
    annotated: bool,
    logged: bool,
    force: bool,
    named: bool,
    jobs: int | None,
) -> tuple[Session, Session | None]:
    """Analyse a video and keep what was found: its files all or none, its session in the log.

    Returns the session, and the earlier one as ``_log`` does.
    """
    from romtrack.video import VideoReader  # noqa: PLC0415

    with VideoReader(video) as reader:  # first: what is no video waits for no library, and counts no bytes
        sha256 = reader.sha256()

    from romtrack import outputs, pipeline  # noqa: PLC0415
    from romtrack.batch import free_cores, in_pieces  # noqa: PLC0415
    from romtrack.export import claimed_results  # noqa: PLC0415

    with ExitStack() as stack:
        stack.enter_context(ENDING.orderly())
        sweep_temporary()
        repository = stack.enter_context(_log_opened()) if logged else None
        if repository is not None:
            settings = replace(
                settings, person=_whose(repository, settings.person, sha256, force=force, named=named)
            )
        claim = stack.enter_context(claimed_results(folder, sha256, force=force))
        with ENDING.at_once(), bars() as progress:
            follow = partial(in_pieces, jobs=jobs or free_cores())
            analysis = pipeline.analyze(video, settings, progress, follow=follow)
            outputs.write(analysis, claim.folder, progress, video=annotated)
        claim.publish()
        return analysis.session, _log(analysis, repository, folder, force=force)


def _log_opened() -> Repository:
    from romtrack.store import open_repository  # noqa: PLC0415  where nothing is logged, a third of a second

    return open_repository()


def _whose(repository: Repository, person: str, sha256: str, *, force: bool, named: bool) -> str:
    """Return whose session it is: as the log spells who was named, or whoever's it was before."""
    earlier = repository.recorded(sha256) if force and not named else None
    return known_name(repository, person) if earlier is None else earlier.person


def _log(analysis: Analysis, repository: Repository | None, folder: Path, *, force: bool) -> Session | None:
    """Log the session; return the earlier one when this video was logged before and is not again."""
    from romtrack import outputs  # noqa: PLC0415

    ENDING.kept = f"the results are in {folder}"
    if repository is None:
        return None
    ENDING.kept = f"the results are in {folder}, and not in the log"
    kept = outputs.keep(analysis, repository, again=force)
    if kept.logged:
        ENDING.kept = f"the results are in {folder} and in the log"
    return kept.earlier
