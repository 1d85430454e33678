"""What an analysis leaves behind: a folder of files, an annotated video, a session in the log."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from romtrack import pipeline
from romtrack.errors import InputError
from romtrack.exercises import exercise
from romtrack.export import write_angles, write_angles_both, write_result, write_signals, write_text
from romtrack.progress import SILENT
from romtrack.reps import levels_of
from romtrack.tracking import unmirrored
from romtrack.video import Mark, Marks, Overlay, VideoReader, VideoWriter, prefetched

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.pipeline import Analysis, Follow
    from romtrack.progress import Progress
    from romtrack.settings import Settings
    from romtrack.store import Repository
    from romtrack.types import Session

__all__ = ["Kept", "analyze_into", "annotate", "is_sample", "keep", "save", "write"]


def analyze_into(  # noqa: PLR0913, PLR0917  what is done to what, and where it goes
    folder: Path,
    video: Path,
    name: str,
    settings: Settings,
    follow: Follow,
    progress: Progress,
) -> Analysis:
    """Analyse ``video`` under the ``name`` that it shall have, and put all files into an existing folder.

    Raises
    ------
    UsageError, InputError: as in ``analyze``.
    OutputError: a file cannot be written.
    """
    analysis = pipeline.analyze(video, settings, progress, follow=follow)
    session = analysis.session
    if session.video is not None:
        named = replace(session.video, name=name)
        analysis = replace(analysis, session=replace(session, video=named))
    write(analysis, folder, progress)
    return analysis


def write(analysis: Analysis, folder: Path, progress: Progress = SILENT, *, video: bool = True) -> None:
    """Write all files of an analysis into an existing folder; ``video``: the annotated one, too.

    Raises
    ------
    OutputError: a file cannot be written.
    InputError: the video is not the one that was analysed any more.
    """
    save(analysis, folder)
    if video:
        annotate(analysis, folder / "annotated.mp4", progress)


def save(analysis: Analysis, folder: Path) -> None:
    """Write result.json, the angles or signals, chart.svg and report.html into an existing folder.

    Raises
    ------
    OutputError: a file cannot be written.
    """
    from romtrack.charts import signal_chart, to_svg  # noqa: PLC0415  40 MiB that following needs none of
    from romtrack.reports import report_html  # noqa: PLC0415  as above

    session, signal = analysis.session, analysis.signal
    write_result(session, folder / "result.json")
    measurable = exercise(session.exercise).reads is not None
    if measurable:
        write_angles_both(analysis.signals, folder / "angles_both.csv")
    else:
        write_signals(analysis.signals, folder / "signals.csv")
    if signal is None:
        return
    if measurable:
        write_angles(signal, folder / "angles.csv")
    chart = to_svg(signal_chart(signal, session))
    write_text(folder / "chart.svg", chart)
    write_text(folder / "report.html", report_html(session, chart))


_SAMPLES: Final = frozenset(
    {
        "711a5045200fe561b16a6e110a348266274be3e38a5baf238925f6951cf90311",  # seated_measure.mp4
        "26da81b423dd54de93915e523da56e406c6e2177935b7f69b3f3f0d592a7b48f",  # seated_resisted_ir.mp4
    }
)


class Kept(NamedTuple):
    """Whether a recording is in the log now; ``earlier``: the session of it that was there before."""

    logged: bool
    earlier: Session | None = None


def keep(analysis: Analysis, repository: Repository, *, again: bool = False) -> Kept:
    """Save the session with its tracks, once: not where nobody was seen, nor the same recording twice.

    romtrack's own samples are nobody's sessions, and never saved.

    Parameters
    ----------
    again: let it replace what the log has of this recording for this exercise.

    Raises
    ------
    StorageError: the log does not take it; tracks without their session are not left.
    """
    session = analysis.session
    if session.video is None or not session.quality.detected or is_sample(session.video.sha256):
        return Kept(logged=False)
    with repository.new_tracks(session.id, analysis.track, analysis.signals) as tracks_file:
        named = replace(session, tracks_file=tracks_file)
        if again:
            repository.records.replace(named)
            return Kept(logged=True)
        return Kept(logged=True, earlier=repository.save(named, again=False))


def is_sample(sha256: str) -> bool:
    """Say whether a recording is one of those that come with romtrack."""
    return sha256 in _SAMPLES


def annotate(analysis: Analysis, path: Path, progress: Progress) -> None:
    """Write the pictures that were looked at again, at their times, with what was read and counted drawn in.

    Raises
    ------
    OutputError: the file cannot be written.
    InputError: the video is not the one that was analysed any more.
    """
    overlay = Overlay(
        analysis.track, analysis.signals, analysis.side, _marks(analysis.session), analysis.reading.roll_deg
    )
    progress.begin("annotated video", len(analysis.track))
    with VideoReader(analysis.video, all_frames=analysis.settings.all_frames) as reader:
        if analysis.session.video is not None and reader.sha256() != analysis.session.video.sha256:
            raise InputError(f"{analysis.video} was changed after it was analysed; analyse it again")
        writer = VideoWriter(path, reader.width_px, reader.height_px)
        frames = prefetched(unmirrored(frame, mirrored=analysis.settings.mirrored) for frame in reader)
        with writer, closing(frames):
            for row, frame in enumerate(frames):
                writer.write(overlay.draw(frame, row))
                progress.step()


def _marks(session: Session) -> Marks:
    """Return what the annotated video shows: trials of a measurement, else repetitions, holds and faults."""
    if session.measurements:
        trials = [trial for measurement in session.measurements for trial in measurement.trials]
        marks = [Mark(trial.peak_s, trial.end_s, trial.peak_deg, trial.accepted) for trial in trials]
        return Marks("trial", tuple(sorted(marks)))
    reps = [
        Mark(rep.peak_s, rep.end_s, rep.peak_value, accepted=True) for s in session.sets for rep in s.reps
    ]
    tries = [Mark(p.peak_s, p.end_s, p.peak_value, accepted=False) for s in session.sets for p in s.partials]
    card = exercise(session.exercise)
    return Marks(
        "hold" if card.kind == "hold" else "rep",
        tuple(sorted((*reps, *tries))),
        tuple(hold for s in session.sets for hold in s.holds),
        tuple(fault for s in session.sets for fault in s.faults),
        levels_of(card, session.sets),
        both=session.side == "both",
    )
