"""The sessions of everybody on this machine."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from sqlalchemy import delete, insert, select

from romtrack.errors import StorageError
from romtrack.store._errors import storage_errors
from romtrack.store._leftovers import Settling
from romtrack.store._open import describe, find_database, open_engine, tracks_beside
from romtrack.store._rows import read_sessions, rows_of
from romtrack.store._schema import revision_of
from romtrack.store._sqlite import BEGIN
from romtrack.store.tables import open_sessions, people, sessions
from romtrack.store.tracks import save_tracks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Engine

    from romtrack.types import PoseTrack, Session, Side, SignalTrack

__all__ = ["OpenSession", "Repository", "open_repository"]


def open_repository(url: str | None = None) -> Repository:
    """Open the log, made or upgraded where needed; use it in a ``with`` statement.

    Parameters
    ----------
    url: any SQLAlchemy URL; without one the environment's ``ROMTRACK_DATABASE_URL``, and without
        that ``romtrack.db`` in the user's data folder.

    Raises
    ------
    StorageError: the database cannot be reached, made, read or upgraded, or is newer.
    """
    found = find_database(url)
    repository = Repository(open_engine(found), describe(found), tracks_beside(found))
    repository.sweep()
    return repository


class OpenSession(NamedTuple):
    """A session that is going on or was cut off, and what was to be done in it."""

    session: Session
    plan: Mapping[str, str | float | bool]


class Repository:
    """Sessions, kept. Each method is one transaction, and raises StorageError where it fails.

    Attributes
    ----------
    tracks_folder: where the tracks of these sessions are.
    """

    def __init__(self, engine: Engine, where: str, tracks_folder: Path) -> None:
        self._engine = engine
        self._where = where
        self.tracks_folder = tracks_folder
        log = Path(where).name if engine.dialect.name == "sqlite" else where  # however its folder is spelled
        self._settling = Settling(tracks_folder, log, self._names)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def new_tracks(
        self, session_id: UUID, track: PoseTrack, signals: Mapping[Side, SignalTrack]
    ) -> Iterator[str]:
        """Write the tracks of a session that is logged in the ``with`` statement; yield the file's name.

        In the end the file stays if the log names it; killed before that, it goes when the log is opened.

        Raises
        ------
        StorageError: the folder or the disk does not take it.
        """
        with self._settling.settled(f"{session_id}.npz") as scratch:
            name = save_tracks(scratch, session_id, track, signals)
            with storage_errors(str(self.tracks_folder / name)):
                (scratch / name).replace(self.tracks_folder / name)
            yield name

    def save(self, session: Session) -> None:
        """Keep ``session``, all or nothing; once it returns, a crash loses none of it.

        Raises
        ------
        StorageError: a session with this id is there already, or it cannot be written.
        """
        with self._writing() as connection:
            known = select(sessions.c.id).where(sessions.c.id == session.id)
            if connection.execute(known).first() is not None:
                raise StorageError(f"session {session.id} is in {self._where} already; delete it first")
            _insert(connection, session)

    def keep_open(self, session: Session, plan: Mapping[str, str | float | bool]) -> None:
        """Keep what a session that goes on holds by now, instead of what it held before.

        All or nothing, and the same again changes nothing; once it returns, a crash loses none of it.
        Until ``close_session`` it is in no list but that of ``open_sessions``.
        """
        with self._writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.id == session.id))
            _insert(connection, session)
            connection.execute(insert(open_sessions), {"session_id": session.id, "plan": dict(plan)})

    def close_session(self, session_id: UUID) -> None:
        """Let an open session be one like any other; nothing happens where it is none."""
        with self._writing() as connection:
            connection.execute(delete(open_sessions).where(open_sessions.c.session_id == session_id))

    def open_sessions(self) -> list[OpenSession]:
        """Return the sessions that are going on or were cut off, the earliest first."""
        with self._reading() as connection:
            plans = {row.session_id: row.plan for row in connection.execute(select(open_sessions))}
            found = read_sessions(connection, sessions.c.id.in_(plans))
        return [OpenSession(session, plans[session.id]) for session in found]

    def get(self, session_id: UUID) -> Session | None:
        """Return the session as it was saved, None = there is none."""
        with self._reading() as connection:
            return next(iter(read_sessions(connection, sessions.c.id == session_id)), None)

    def find(self, video_sha256: str, exercise: str) -> Session | None:
        """Return the session that was saved last of this recording and exercise."""
        same = (sessions.c.video_sha256 == video_sha256, sessions.c.exercise == exercise)
        latest = select(sessions.c.id).where(*same).order_by(sessions.c.saved_at.desc()).limit(1)
        with self._reading() as connection:
            session_id = connection.execute(latest).scalar()
            return next(iter(read_sessions(connection, sessions.c.id == session_id)), None)

    def sessions(
        self, person: str | None = None, exercise: str | None = None, since: datetime | None = None
    ) -> list[Session]:
        """Return the closed sessions of a person and an exercise since a time, the earliest first."""
        conditions = (
            sessions.c.id.not_in(select(open_sessions.c.session_id)),
            None if person is None else sessions.c.person == person,
            None if exercise is None else sessions.c.exercise == exercise,
            None if since is None else sessions.c.started_at >= since,
        )
        with self._reading() as connection:
            return read_sessions(connection, *(given for given in conditions if given is not None))

    def people(self) -> list[str]:
        """Return the names of all who have a session, sorted."""
        with self._reading() as connection:
            return sorted(connection.execute(select(people.c.name)).scalars())

    def delete(self, session_id: UUID) -> bool:
        """Delete a session with its tracks, and its person with their last one.

        Returns whether there was such a session.
        """
        this = sessions.c.id == session_id
        with self._reading() as connection:
            tracks_file = connection.execute(select(sessions.c.tracks_file).where(this)).scalar()
        settled = nullcontext() if tracks_file is None else self._settling.settled(Path(tracks_file).name)
        with settled, self._writing() as connection:
            found = connection.execute(delete(sessions).where(this)).rowcount
            connection.execute(delete(people).where(people.c.name.not_in(select(sessions.c.person))))
        return found > 0

    def schema_version(self) -> str | None:
        """Return the version of the tables."""
        with self._reading() as connection:
            return revision_of(connection)

    def check(self) -> list[str]:
        """Return what is wrong inside a SQLite file, a sentence each; nothing = sound."""
        if self._engine.dialect.name != "sqlite":
            return []
        with self._reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        lost = [f"row {row} of {table} belongs to no row of {parent}" for table, row, parent, _ in orphans]
        return [page for page in pages if page != "ok"] + lost

    def sweep(self) -> None:
        """Settle what killed processes left beside this log; what cannot be settled now waits."""
        self._settling.sweep()

    def unnamed_tracks(self) -> list[Path]:
        """Return the tracks files that this log does not name; another log in the same folder may."""
        with self._reading() as connection:
            named = set(connection.execute(select(sessions.c.tracks_file)).scalars())
        return sorted(path for path in self.tracks_folder.glob("*.npz") if path.name not in named)

    def _names(self, tracks_file: str) -> bool:
        """Whether a session has these tracks."""
        with self._reading() as connection:
            named = select(sessions.c.id).where(sessions.c.tracks_file == tracks_file)
            return connection.execute(named).first() is not None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with storage_errors(self._where), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        writer = self._engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        with storage_errors(self._where), writer.begin() as connection:
            yield connection


def _insert(connection: Connection, session: Session) -> None:
    person = people.c.name == session.person
    if connection.execute(select(people).where(person)).first() is None:
        connection.execute(insert(people), {"name": session.person})
    for table, rows in groupby(rows_of(session), key=itemgetter(0)):
        connection.execute(insert(table), [row for _, row in rows])
