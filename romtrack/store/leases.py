"""Who may write an open session: one live session at a time, in whatever program.

A lease is three values beside the open session: its holder (the process and one live session of it),
the last heartbeat, and a version that counts what was written. Every write names the holder and the
version that it last saw and changes nothing where they are others (compare and set). A lease is lost
when its process is certainly gone, or when its heartbeat is farther from the database's clock than
``LOST_S``, before or after it: clocks are set, and laptops sleep.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple, Self
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update

from romtrack.errors import StorageError
from romtrack.owner import Owner
from romtrack.store._moment import now_of
from romtrack.store._writing import delete_session, insert_session, write_difference
from romtrack.store.tables import open_sessions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from uuid import UUID

    from sqlalchemy import Connection, RowMapping

    from romtrack.types import Session

    Writing = Callable[[], AbstractContextManager[Connection]]

__all__ = ["LOST_S", "Lease", "OpenSession", "TakenError", "check_free", "is_held"]

LOST_S: Final = 60.0
_ELSEWHERE: Final = "this session goes on in another romtrack; go on there, or end it there first"
_ENDED: Final = "this session was ended in another romtrack; the log keeps what was done until then"


class TakenError(StorageError):
    """The session goes on, or was ended, in another romtrack."""


class OpenSession(NamedTuple):
    """A session that is going on or was cut off, and what was to be done in it.

    is_held: it goes on in a romtrack that is there. version: of what was read.
    """

    session: Session
    plan: Mapping[str, str | float | bool]
    is_held: bool
    version: int


def is_held(row: RowMapping, now: datetime) -> bool:
    """Say whether the lease of an open session is held by a romtrack that is there."""
    holder, heartbeat = row["holder"], row["heartbeat_at"]
    if not isinstance(holder, str) or not isinstance(heartbeat, datetime):
        return False
    owner = Owner.of(holder.partition("\n")[0])
    return not (owner is not None and owner.gone) and abs(now - heartbeat) <= timedelta(seconds=LOST_S)


def check_free(connection: Connection, session_id: UUID) -> RowMapping | None:
    """Return the row of an open session that nobody holds, None = it is not open.

    Raises
    ------
    TakenError: it goes on in another romtrack.
    """
    wanted = select(open_sessions).where(open_sessions.c.session_id == session_id)
    row = connection.execute(wanted).mappings().first()
    if row is not None and is_held(row, now_of(connection)):
        raise TakenError(_ELSEWHERE)
    return row


class Lease:
    """The right to write one open session, until it is closed or released; safe to use from several threads.

    ``begin`` and ``take_over`` make one. Each method is one transaction, and raises StorageError where it
    fails: ``TakenError`` where the session goes on or was ended elsewhere, and then nothing is changed.
    """

    def __init__(self, writing: Writing, kept: Session, version: int, holder: str) -> None:
        self._writing, self._kept, self._version, self._holder = writing, kept, version, holder
        self._lock = Lock()
        self._over = False

    @classmethod
    def begin(cls, writing: Writing, session: Session, plan: Mapping[str, str | float | bool]) -> Self:
        """Keep a new session as an open one, and hold it."""
        holder = _new_holder()
        row = {"session_id": session.id, "plan": dict(plan), "holder": holder, "version": 0}
        with writing() as connection:
            insert_session(connection, session)
            connection.execute(insert(open_sessions).values(heartbeat_at=func.current_timestamp(), **row))
        return cls(writing, session, 0, holder)

    @classmethod
    def take_over(cls, writing: Writing, found: OpenSession) -> Self:
        """Hold a session that was cut off, as it was found.

        Raises
        ------
        TakenError: it goes on elsewhere, or is not any more as it was found.
        """
        holder = _new_holder()
        lease = cls(writing, found.session, found.version, holder)
        with writing() as connection:
            check_free(connection, found.session.id)
            lease._set(connection, holder=holder)
        lease._version += 1
        return lease

    def keep(self, session: Session) -> None:
        """Keep what the session holds by now: what is new is written, what is there stays.

        All or nothing, and the same again changes nothing; once it returns, a crash loses none of it.
        """
        with self._lock:
            with self._writing() as connection:
                self._set(connection, self._holder)
                write_difference(connection, self._kept, session)
            self._kept, self._version = session, self._version + 1

    def close(self, session: Session) -> None:
        """Keep the session as it is at its end, and let it be one like any other."""
        with self._lock:
            with self._writing() as connection:
                self._set(connection, self._holder)
                write_difference(connection, self._kept, session)
                connection.execute(delete(open_sessions).where(open_sessions.c.session_id == session.id))
            self._over = True

    def discard(self) -> None:
        """Delete the session."""
        with self._lock:
            with self._writing() as connection:
                self._set(connection, self._holder)
                delete_session(connection, self._kept.id)
            self._over = True

    def beat(self) -> None:
        """Say that the session is still held here."""
        with self._lock:
            if not self._over:
                with self._writing() as connection:
                    self._set(connection, self._holder, version=self._version)

    def release(self) -> None:
        """Let the session be continued, closed or deleted elsewhere; nothing happens where it was taken."""
        with self._lock:
            if self._over:
                return
            ours = (open_sessions.c.session_id == self._kept.id, open_sessions.c.holder == self._holder)
            with self._writing() as connection:
                connection.execute(update(open_sessions).where(*ours).values(holder=None, heartbeat_at=None))
            self._over = True

    def _set(self, connection: Connection, seen: str | None = None, **values: object) -> None:
        """Beat, and set ``values``, where the session is still at our version (and ours, where it was)."""
        key = open_sessions.c.session_id == self._kept.id
        ours = [key, open_sessions.c.version == self._version]
        if seen is not None:
            ours.append(open_sessions.c.holder == seen)
        values = {"version": self._version + 1, "heartbeat_at": func.current_timestamp(), **values}
        if connection.execute(update(open_sessions).where(*ours).values(values)).rowcount != 1:
            is_open = connection.execute(select(open_sessions.c.version).where(key)).first() is not None
            raise TakenError(_ELSEWHERE if is_open else _ENDED)


def _new_holder() -> str:
    return f"{Owner.here().mark}\n{uuid4().hex}"
