"""Live sessions by token: one camera each, found again after a reload, left when nobody comes back.

A booth is where one session is held. Its pose model is loaded with the first connection, on the one
thread on which all of its frames are worked on.
"""

from __future__ import annotations

import atexit
import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final, Literal

from romtrack.errors import StorageError
from romtrack.exercises import exercise
from romtrack.language import speaking, spoken
from romtrack.live import CameraEye, LiveSession, Plan
from romtrack.store import TakenError, open_repository

if TYPE_CHECKING:
    from collections.abc import Callable

    from romtrack.store import OpenSession
    from romtrack.types import Session

__all__ = ["BOOTHS", "Booth", "Booths", "Page", "page_of"]

LEFT_S: Final = 300.0  # without a connection: the session is left open in the log
DECIDED_S: Final = 60.0  # a finished session that nobody saved or discarded is saved


Page = Literal["measure", "train"]


def page_of(exercise_id: str) -> Page:
    """Return the page that an exercise belongs to."""
    return "measure" if exercise(exercise_id).kind == "measurement" else "train"


class Booth:
    """One live session and who is connected to it.

    Who is connected is asked on the event loop, so nobody who holds ``_lock`` waits for anything. Making
    the session may wait for the log, and has a lock of its own.

    Attributes
    ----------
    executor: the one thread on which its frames are worked on. language: in which the person is spoken to.
    """

    def __init__(self, plan: Plan, resumed: OpenSession | None = None) -> None:
        self.plan, self.page = plan, page_of(plan.exercise)
        self.executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")
        self.origin_s = monotonic()
        self.language = spoken()
        self._resumed = resumed
        self._lock, self._making = Lock(), Lock()
        self._session: LiveSession | None = None
        self._evict: Callable[[], None] | None = None
        self._seen_s = monotonic()
        self._finished_s: float | None = None

    @property
    def session(self) -> LiveSession:
        """The session; made with the first question, which loads the pose model."""
        with self._making, speaking(self.language):
            if self._session is None:
                with ExitStack() as undone:  # whatever goes wrong leaves neither log nor model open
                    repository = open_repository()
                    undone.callback(repository.close)
                    eye = CameraEye(exercise(self.plan.exercise))
                    undone.callback(eye.close)
                    self._session = LiveSession(self.plan, eye, repository, self._resumed)
                    undone.pop_all()
            return self._session

    @property
    def known(self) -> LiveSession | None:
        """The session, None = it has not been made yet."""
        return self._session

    def enter(self, evict: Callable[[], None]) -> None:
        """Take the one place of a connection; who held it is told by their ``evict``."""
        with self._lock:
            before, self._evict = self._evict, evict
        if before is not None:
            before()

    def exit(self, evict: Callable[[], None]) -> None:
        """Give the place back, unless somebody else has taken it."""
        with self._lock:
            self._seen_s = monotonic()
            if self._evict == evict:
                self._evict = None

    @property
    def connected(self) -> bool:
        """Whether a page is connected."""
        with self._lock:
            return self._evict is not None

    def waits_s(self, now_s: float) -> float:
        """Return how long nobody has been connected."""
        with self._lock:
            return 0.0 if self._evict is not None else now_s - self._seen_s

    def undecided_s(self, now_s: float) -> float:
        """Return how long ago the session was finished, 0 = it is not."""
        session = self.known
        if session is None or session.closed or not session.finished:
            return 0.0
        if self._finished_s is None:
            self._finished_s = now_s
        return now_s - self._finished_s

    def beat(self) -> None:
        """Say in the log that the session goes on here."""
        session = self.known
        if session is not None and not session.closed:
            session.beat()

    def leave(self) -> None:
        """Let go of everything; what is not saved stays open in the log."""
        with self._lock:
            evict = self._evict
        if evict is not None:
            with suppress(RuntimeError):  # the loop of a server that is gone
                evict()
        with self._making:  # one that is being made right now is left, too
            session = self._session
        if session is not None:
            session.leave()
        self.executor.shutdown(wait=False, cancel_futures=True)


class Booths:
    """All live sessions of this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._booths: dict[str, Booth] = {}
        atexit.register(self.close)

    def start(self, plan: Plan, resumed: OpenSession | None = None) -> str:
        """Prepare a session; return the token that finds it."""
        token, booth = secrets.token_urlsafe(24), Booth(plan, resumed)
        with self._lock:
            self._booths[token] = booth
        return token

    def find(self, token: str) -> Booth | None:
        """Return the booth, None = there is none."""
        with self._lock:
            return self._booths.get(token)

    def other(self, token: str) -> str:
        """Return the token of a session that is going on in another page, empty = there is none."""
        with self._lock:
            booths = dict(self._booths)
        return next((other for other, booth in booths.items() if other != token and booth.connected), "")

    def waiting(self, kind: Page) -> list[str]:
        """Return the tokens of sessions that were begun, to be kept, and that no page shows now."""
        with self._lock:
            booths = dict(self._booths)
        return [
            token
            for token, booth in booths.items()
            if booth.known is not None
            and not booth.known.closed
            and not booth.connected
            and not booth.plan.practice
            and booth.page == kind
        ]

    def held(self) -> set[str]:
        """Return the ids of the sessions that are held here."""
        with self._lock:
            sessions = [booth.known for booth in self._booths.values()]
        return {str(session.session.id) for session in sessions if session is not None and not session.closed}

    def save(self, token: str) -> Session | None:
        """Save the session, and drop the booth.

        Raises
        ------
        StorageError: the log does not take it; the booth stays.
        """
        booth = self.find(token)
        if booth is None or booth.known is None:
            return None
        saved = booth.known.save()
        self.drop(token)
        return saved

    def discard(self, token: str) -> None:
        """Delete the session, and drop the booth.

        Raises
        ------
        StorageError: the log cannot delete it; the booth stays.
        """
        booth = self.find(token)
        if booth is not None and booth.known is not None:
            booth.known.discard()
        self.drop(token)

    def drop(self, token: str) -> None:
        """Leave the session as it is in the log."""
        with self._lock:
            booth = self._booths.pop(token, None)
        if booth is not None:
            booth.leave()

    def sweep(self) -> None:
        """Say which sessions go on, save what nobody decided about, and leave what nobody came back to."""
        now_s = monotonic()
        with self._lock:
            booths = dict(self._booths)
        for token, booth in booths.items():
            with suppress(StorageError):  # it is asked again in a moment
                booth.beat()
            if booth.undecided_s(now_s) > DECIDED_S:
                with suppress(StorageError):  # it stays open in the log, and is offered again
                    self._save_or_drop(token)
            elif booth.waits_s(now_s) > LEFT_S:
                self.drop(token)

    def _save_or_drop(self, token: str) -> None:
        """Save a session; leave one that goes on in another romtrack."""
        try:
            self.save(token)
        except TakenError:
            self.drop(token)

    def close(self) -> None:
        """Leave every session."""
        with self._lock:
            tokens = list(self._booths)
        for token in tokens:
            self.drop(token)


BOOTHS: Final = Booths()
