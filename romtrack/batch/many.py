"""Many videos, a process each: whatever becomes of one, the others are analysed.

The results of a video appear all at once, with a note of what was asked (``task.json``) among them. So a
batch that was cut off goes on where it was: what is there, of the same file, asked the same way of the same
version, is done.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from romtrack import __version__, outputs, pipeline
from romtrack.apart import run_apart
from romtrack.batch.together import Together
from romtrack.errors import RomtrackError
from romtrack.exercises import exercise, exercise_ids
from romtrack.export import TASK_FILE, claimed_results, read_result, write_text
from romtrack.progress import SILENT
from romtrack.settings import AUTO
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from romtrack.batch.listing import Task
    from romtrack.pipeline import Analysis
    from romtrack.progress import Progress
    from romtrack.settings import Settings
    from romtrack.types import Session

__all__ = ["VideoDone", "analyzed", "done_before", "expected_frames", "run"]


@dataclass(frozen=True, slots=True)
class VideoDone:
    """What became of a video.

    session: what was found. error: why nothing was. same_as: the folder that holds it, asked for twice.
    remark: what else is to be told.
    """

    task: Task
    session: Session | None = None
    error: str = ""
    same_as: str = ""
    remark: str = ""


def expected_frames(tasks: Iterable[Task], *, video: bool) -> int:
    """Return how many frames there will be to be looked at, as far as the files say; ``video``: and drawn."""
    return sum(map(_frames, tasks)) * (1 + video)


def _frames(task: Task) -> int:
    try:
        with VideoReader(task.video, all_frames=task.settings.all_frames) as reader:
            return reader.expected_frames or 0
    except RomtrackError:  # its analysis will say why
        return 0


def key_of(task: Task) -> str:
    """Return what tells one way of asking from another: the file's content, the settings, cards, the version.

    Of a file that cannot be read only its own name is known.
    """
    content = task.sha256 or repr(task.video)
    asked = task.settings.exercise
    cards = [exercise(one) for one in (exercise_ids() if asked == AUTO else (asked,))]
    return hashlib.sha256(f"{content} {task.settings} {cards} {__version__}".encode()).hexdigest()


def done_before(task: Task, out: Path, *, video: bool) -> Session | None:
    """Return the session that an earlier run has left of a task, None = it is still to be done."""
    folder = out / task.name
    try:
        left = json.loads((folder / TASK_FILE).read_text("utf-8"))
        if left != {"key": key_of(task)} or (video and not (folder / "annotated.mp4").is_file()):
            return None
        return read_result(folder / "result.json")
    except (OSError, ValueError):  # nothing, or nothing of ours: it is done again
        return None


def run(  # noqa: PLR0913  what, where to, and how
    tasks: Sequence[Task],
    out: Path,
    progress: Progress,
    *,
    jobs: int,
    video: bool = True,
    force: bool = False,
) -> Iterator[tuple[Task, Analysis | RomtrackError]]:
    """Analyse each task in a process of its own, ``jobs`` at a time; yield what became of it as it is done.

    Parameters
    ----------
    out: the folder of all results. video: whether to write the annotated videos, too. force: replace the
    results of other videos.
    """
    together = Together(progress)
    with _workers(jobs, together) as executor:
        work = partial(_published, out=out, patient=together, video=video, force=force)
        waiting = {executor.submit(work, task): task for task in tasks}
        for future in as_completed(list(waiting)):
            yield waiting.pop(future), _result(future)


@contextmanager
def _workers(jobs: int, together: Together) -> Iterator[Executor]:
    """Give threads that wait for a process each; none outlives this."""
    with ThreadPoolExecutor(jobs, thread_name_prefix="batch") as executor:
        try:
            yield executor
        finally:
            together.stop()
            executor.shutdown(cancel_futures=True)


def _result(future: Future[Analysis]) -> Analysis | RomtrackError:
    try:
        return future.result()
    except RomtrackError as error:
        return error
    except Exception as error:  # noqa: BLE001  a defect that one video meets stops no other, and is told
        return RomtrackError(f"unexpected {type(error).__name__}: {error}", "please report it")


def _published(task: Task, out: Path, patient: Together, *, video: bool, force: bool) -> Analysis:
    """Analyse a video in a process of its own, and publish its folder."""
    with claimed_results(out / task.name, task.sha256, force=force) as claim:
        analysis = run_apart(partial(_into, task, claim.folder, video=video), patient)
        claim.publish()
    return analysis


def _into(task: Task, folder: Path, progress: Progress, *, video: bool) -> Analysis:
    analysis = pipeline.analyze(task.video, task.settings, progress)
    outputs.write(analysis, folder, progress, video=video)
    write_text(folder / TASK_FILE, json.dumps({"key": key_of(task)}))
    return analysis


def analyzed(
    paths: Iterable[Path], settings: Settings, executor: Executor | None, jobs: int
) -> Iterator[Analysis | RomtrackError]:
    """Return the analysis of each video in their order, or what was wrong with it; nothing is written.

    ``executor``: who does it, from now on, as with its ``map``; None: processes of this machine, ``jobs``
    at a time, from when the first is asked for.
    """
    if executor is None:
        return _here(paths, settings, jobs)
    return _results(deque(executor.submit(pipeline.analyze, path, settings) for path in paths))


def _here(paths: Iterable[Path], settings: Settings, jobs: int) -> Iterator[Analysis | RomtrackError]:
    together = Together(SILENT)
    with _workers(jobs, together) as threads:
        each = (partial(pipeline.analyze, path, settings) for path in paths)
        yield from _results(deque(threads.submit(run_apart, work, together) for work in each))


def _results(waiting: deque[Future[Analysis]]) -> Iterator[Analysis | RomtrackError]:
    try:
        while waiting:
            yield _result(waiting.popleft())
    finally:  # whoever asks for no more wants none of the others
        for future in waiting:
            future.cancel()
