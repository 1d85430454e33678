"""What of a batch is done, by this run or an earlier one, and what is still to be done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from romtrack import outputs
from romtrack.batch.many import VideoDone, done_before, key_of
from romtrack.errors import RomtrackError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from romtrack.batch.listing import Task
    from romtrack.pipeline import Analysis
    from romtrack.store import Repository
    from romtrack.types import Session

__all__ = ["Account"]


class Account:
    """Keeps what comes of each task; alone it writes into the log.

    Parameters
    ----------
    out: the folder of all results. repository: None = nothing is logged. video: whether annotated videos
    belong to the results. force: all is done again, and replaces what the log has.

    Attributes
    ----------
    todo: what is to be done, each way of asking for a file once.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        out: Path,
        repository: Repository | None,
        *,
        video: bool,
        force: bool,
    ) -> None:
        self._tasks, self._out, self._repository, self._force = tasks, out, repository, force
        self._first = {key_of(task): task for task in reversed(tasks)}
        self._found: dict[str, VideoDone] = {}
        for key, task in () if force else self._first.items():
            session = done_before(task, out, video=video)
            if session is not None and not self._is_to_be_logged(session):
                self._found[key] = VideoDone(task, session)
        left = {id(task) for key, task in self._first.items() if key not in self._found}
        self.todo = tuple(task for task in tasks if id(task) in left)

    @property
    def counted(self) -> tuple[int, int]:
        """How many are done, and how many there are."""
        return len(self._found), len(self._first)

    def keep(self, task: Task, result: Analysis | RomtrackError) -> None:
        """Log what was found, and take it for done."""
        self._found[key_of(task)] = self._kept(task, result)

    def outcomes(self) -> list[VideoDone]:
        """Return what became of each task, in their order, once all are done."""
        of_each = ((task, self._found[key_of(task)]) for task in self._tasks)
        return [
            one if one.task is task else replace(one, task=task, same_as=one.task.name)
            for task, one in of_each
        ]

    def _kept(self, task: Task, result: Analysis | RomtrackError) -> VideoDone:
        if isinstance(result, RomtrackError):
            return VideoDone(task, error=str(result))
        if self._repository is None:
            return VideoDone(task, result.session)
        try:
            earlier = outputs.keep(result, self._repository, again=self._force).earlier
        except RomtrackError as error:
            where = self._out / task.name
            return VideoDone(task, error=f"{error}; the results are in {where}, and not in the log")
        if earlier is None:
            return VideoDone(task, result.session)
        whose = f"in the log it stays the session of {earlier.person} that it was (--force replaces it)"
        return VideoDone(task, result.session, remark=whose)

    def _is_to_be_logged(self, session: Session) -> bool:
        """Say whether a session belongs into the log and is not there: then its tracks are needed again."""
        if self._repository is None or session.video is None or not session.quality.detected:
            return False
        return not outputs.is_sample(session.video.sha256) and not self._repository.knows(session)
