"""The sessions of everybody on this machine."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from sqlalchemy import and_, delete, func, select

from romtrack.errors import StorageError
from romtrack.store import _sqlite
from romtrack.store._check import faults_inside
from romtrack.store._errors import storage_errors
from romtrack.store._leftovers import Settling
from romtrack.store._moment import now_of
from romtrack.store._open import Opened, describe, find_database, open_engine, tracks_beside
from romtrack.store._postgresql import READING, wait_for_others
from romtrack.store._reading import PERSON, named, read_sessions
from romtrack.store._schema import NEWEST, revision_of
from romtrack.store._sqlite import BEGIN
from romtrack.store._summaries import read_bests, read_series, read_summaries
from romtrack.store._writing import delete_session, insert_session
from romtrack.store.backups import write_backup
from romtrack.store.entries import Entries
from romtrack.store.leases import Lease, OpenSession, check_free, is_held
from romtrack.store.records import SHOWN, Records, Which, next_take, same_recording
from romtrack.store.roster import Roster
from romtrack.store.tables import AT, OWNED, open_sessions, people, sessions
from romtrack.store.tracks import load_tracks, save_tracks
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Select

    from romtrack.store.backups import Contents
    from romtrack.store.records import Purged
    from romtrack.types import Measured, PoseTrack, Session, Side, SignalTrack, Summary

__all__ = ["Removed", "Repository", "open_repository"]

_NAMED = 3  # sessions that a sentence names


class Removed(NamedTuple):
    """What is gone for good; copies: older ones of the log, which hold it still."""

    sessions: int
    people: int
    freed_bytes: int
    copies: list[Path]


def open_repository(url: str | None = None) -> Repository:
    """Open the log, made or upgraded where needed; use it in a ``with`` statement.

    A damaged SQLite file is opened, too, as far as it can be read; then every change is refused.

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


class Repository:
    """Sessions, kept. Each method is one transaction, and raises StorageError where it fails.

    A session with a damaged row is left out wherever many are read, and ``notice`` names it.

    Attributes
    ----------
    tracks_folder: where the tracks of these sessions are. roster: the people. records: what corrects sessions
        and deletes them so that it can be undone. entries: plans, goals, what was measured by hand.
    """

    def __init__(self, opened: Opened, where: str, tracks_folder: Path) -> None:
        self._engine, self._damage, self._seal = opened
        is_file = self._engine.dialect.name == "sqlite"
        self._reader = self._engine if is_file else self._engine.execution_options(**READING)
        self._where, self._file = where, Path(where) if is_file else None
        self._left_out: dict[str, None] = {}
        self.tracks_folder = tracks_folder
        log = Path(where).name if is_file else where  # however its folder is spelled
        self._settling = Settling(tracks_folder, log, self._names)
        self.roster = Roster(self._reading, self._writing, SHOWN)
        self.records = Records(self._reading, self._writing, self._settling)
        self.entries = Entries(self._reading, self._writing, self._leave_out)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()
        if self._seal is not None:
            self._seal.put()

    @property
    def notice(self) -> str:
        """What is wrong with the log, in one sentence: it is damaged, or what was read left sessions out."""
        if self._damage or not self._left_out:
            return self._damage
        names = list(self._left_out)
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        return (
            f"damaged rows: left out, and unchanged in the log: {'; '.join(names[:_NAMED])}{more}; "
            "romtrack doctor lists them"
        )

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

    def save(self, session: Session, *, again: bool = True) -> Session | None:
        """Keep ``session``, all or nothing; once it returns, a crash loses none of it.

        Parameters
        ----------
        again: keep it although its recording is in the log for this exercise; else nothing is kept, and
            the session that was saved last of them is returned.

        Raises
        ------
        StorageError: a session with this id is there already, or it cannot be written.
        """
        with self._writing() as connection:
            known = select(sessions.c.id).where(sessions.c.id == session.id)
            if connection.execute(known).first() is not None:
                raise StorageError(f"session {session.id} is in {self._where} already; delete it first")
            latest = None if again or session.video is None else _latest(session)
            if latest is None or connection.execute(latest).first() is None:
                insert_session(connection, session, next_take(connection, session))
                return None
            (earlier, *_) = self._read(connection, latest) or (None,)
        if earlier is None:
            raise StorageError(f"this recording is in the log already; {self.notice}")
        return earlier

    def knows(self, session: Session) -> bool:
        """Say whether the log has the session (in the bin, too), or one of its recording and exercise."""
        same = sessions.c.id == session.id
        if session.video is not None:
            same |= and_(sessions.c.deleted_at.is_(None), *same_recording(session))
        with self._reading() as connection:
            return connection.execute(select(sessions.c.id).where(same)).first() is not None

    def recorded(self, sha256: str) -> Summary | None:
        """Return what was logged last of a recording, None = nothing that is not in the bin."""
        here = (sessions.c.video_sha256 == sha256, *Which().conditions)
        chosen = select(sessions.c.id).where(*here).order_by(sessions.c.saved_at.desc()).limit(1)
        with self._reading() as connection:
            found = read_summaries(connection, chosen).sessions
        return next(iter(found), None)

    def begin(self, session: Session, plan: Mapping[str, str | float | bool]) -> Lease:
        """Keep a session that goes on; until it is closed it is in no list but that of ``open_sessions``."""
        return Lease.begin(self._writing, session, plan)

    def take_over(self, found: OpenSession) -> Lease:
        """Go on with a session that was cut off.

        Raises
        ------
        TakenError: another romtrack was faster.
        """
        return Lease.take_over(self._writing, found)

    def close_session(self, session_id: UUID) -> None:
        """Let an open session be one like any other; nothing happens where it is none.

        Raises
        ------
        TakenError: it goes on in another romtrack.
        """
        with self._writing() as connection:
            check_free(connection, session_id)
            connection.execute(delete(open_sessions).where(open_sessions.c.session_id == session_id))

    def open_sessions(self) -> list[OpenSession]:
        """Return the sessions that are going on or were cut off, the earliest first."""
        with self._reading() as connection:
            rows = connection.execute(select(open_sessions)).mappings()
            known, now = {row["session_id"]: row for row in rows}, now_of(connection)
            found = self._read(connection, select(open_sessions.c.session_id))
        return [
            OpenSession(one, row["plan"], is_held(row, now), row["version"])
            for one in found
            if isinstance((row := known[one.id])["plan"], dict) and isinstance(row["version"], int)
        ]

    def get(self, session_id: UUID) -> Session | None:
        """Return the session as it is kept, None = there is none, or it is in the bin."""
        here = (sessions.c.id == session_id, sessions.c.deleted_at.is_(None))
        with self._reading() as connection:
            found = self._read(connection, select(sessions.c.id).where(*here))
        return next(iter(found), None)

    def signals(self, session: Session) -> dict[Side, SignalTrack]:
        """Return what was followed over time, by the legs that the session names now; empty = not kept.

        Raises
        ------
        StorageError: the tracks cannot be read.
        """
        if session.tracks_file is None:
            return {}
        _, found = load_tracks(self.tracks_folder / session.tracks_file)
        if not self.records.is_exchanged(session.id):
            return found
        exchanged = ((other, one) for one in found.values() for other in SIDES if other != one.side)
        return {other: replace(one, side=other) for other, one in exchanged}

    def sessions(
        self,
        person: str | None = None,
        exercise: str | None = None,
        since: datetime | None = None,
        which: Which | None = None,
    ) -> list[Session]:
        """Return the closed sessions of a person and an exercise since a time, the earliest first.

        Parameters
        ----------
        which: only these, instead of a person's.
        """
        wanted = which or Which(person=person, exercise=exercise, since=since)
        chosen = select(sessions.c.id).where(*wanted.conditions)
        with self._reading() as connection:
            return self._read(connection, chosen)

    def summaries(
        self,
        person: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        which: Which | None = None,
    ) -> list[Summary]:
        """Return what the closed sessions of a person (None = of all) gave, the latest first.

        Parameters
        ----------
        limit: return at most so many, None = all. offset: after leaving out so many of the latest. which:
            only these, instead of a person's.
        """
        chosen = (
            select(sessions.c.id)
            .where(*(which or Which(person=person)).conditions)
            .order_by(AT.desc(), sessions.c.saved_at.desc())
            .limit(limit)
            .offset(offset)
        )
        with self._reading() as connection:
            found = read_summaries(connection, chosen)
        self._leave_out(found.left_out)
        return found.sessions

    def series(self, person: str | None = None) -> list[Measured]:
        """Return every measured value of a person's closed sessions (None = of all), the earliest first."""
        with self._reading() as connection:
            found = read_series(connection, *Which(person=person).conditions)
        self._leave_out(found.left_out)
        return found.values

    def bests(self, person: str) -> dict[str, float]:
        """Return the largest range of a repetition of each exercise that a person ever did."""
        with self._reading() as connection:
            return read_bests(connection, *Which(person=person).conditions)

    def count(self, person: str | None = None, which: Which | None = None) -> int:
        """Return how many closed sessions there are of a person, None = of all; or of ``which``."""
        chosen = which or Which(person=person)
        wanted = select(func.count()).select_from(sessions).where(*chosen.conditions)
        with self._reading() as connection:
            return connection.execute(wanted).scalar_one()

    def people(self) -> list[str]:
        """Return the names of all who have a closed session, sorted."""
        own = select(sessions.c.person_id).where(SHOWN)
        with self._reading() as connection:
            names = connection.execute(select(people.c.name).where(people.c.id.in_(own))).scalars()
            return sorted(name for name in names if isinstance(name, str))

    def delete(self, session_id: UUID) -> bool:
        """Delete a session with its tracks, and its person with their last one.

        Returns whether there was such a session.

        Raises
        ------
        TakenError: it goes on in another romtrack.
        """
        tracks = select(sessions.c.tracks_file).where(sessions.c.id == session_id)
        with self._reading() as connection:
            file = connection.execute(tracks).scalar()
        with self._settling.settled_if(file), self._writing() as connection:
            check_free(connection, session_id)
            return delete_session(connection, session_id)

    def back_up(self, file: Path) -> Contents:
        """Write a backup of the log with its tracks, as they are at one moment, for ``restoring.restore``.

        Raises
        ------
        StorageError: the log is damaged, or on a server; or the disk does not take the backup.
        """
        if self._file is None:
            raise StorageError(
                f"{self._where} is on a server", f"back it up there, and the folder {self.tracks_folder}"
            )
        if self._damage:
            raise StorageError(self._damage)
        return write_backup(file, self._file, self.tracks_folder, NEWEST)

    def purge(self, before: datetime) -> Removed:
        """Remove for good what went into the bin before a time, and let the log shrink.

        Raises
        ------
        StorageError: the log does not take it; what is removed by then is gone.
        """
        return self._removed(lambda: self.records.purge(before))

    def erase(self, name: str) -> Removed:
        """Remove for good all that is held about a person, in the bin or not, and let the log shrink.

        Raises
        ------
        StorageError: there is no such person, a session of theirs is open still, or the log does not take it.
        """
        return self._removed(lambda: self.records.erase(name))

    def _removed(self, removing: Callable[[], Purged]) -> Removed:
        before = self.size_bytes()
        gone = removing()
        self.compact()
        return Removed(*gone, max(before - self.size_bytes(), 0), self.copies() if gone.sessions else [])

    def size_bytes(self) -> int:
        """Return the room that a SQLite file and all tracks take; of a server's log the tracks alone."""
        files = [*self.tracks_folder.glob("*.npz"), *([] if self._file is None else [self._file])]
        with storage_errors(self._where):
            return sum(path.stat().st_size for path in files if path.exists())

    def compact(self) -> None:
        """Give back what was freed in a SQLite file; a server does so by itself.

        Raises
        ------
        StorageError: another program writes.
        """
        if self._file is not None and not self._damage:
            with storage_errors(self._where):
                _sqlite.compact(self._engine)

    def copies(self) -> list[Path]:
        """Return the copies that upgrades and damage left beside a SQLite file."""
        return [] if self._file is None else sorted(self._file.parent.glob(f"{self._file.name}.*.bak"))

    def schema_version(self) -> str | None:
        """Return the version of the tables."""
        with self._reading() as connection:
            return revision_of(connection)

    def check(self) -> list[str]:
        """Read the whole log, and return what is wrong in it, a sentence each; nothing = sound."""
        with self._reading() as connection:
            faults = list(faults_inside(connection))
        return faults or ["its tables are not as romtrack makes them"] * bool(self._damage)

    def _read(self, connection: Connection, chosen: Select[Any]) -> list[Session]:
        found = read_sessions(connection, chosen)
        self._leave_out(found.left_out)
        return found.sessions

    def _leave_out(self, names: Iterable[str]) -> None:
        self._left_out |= dict.fromkeys(names)

    def sweep(self) -> None:
        """Settle what killed processes left beside this log; what cannot be settled now waits."""
        if not self._damage:  # a damaged log may not name what it should
            self._settling.sweep()

    def unnamed_tracks(self) -> list[Path]:
        """Return the tracks files that this log does not name; another log in the same folder may."""
        with self._reading() as connection:
            known = set(connection.execute(select(sessions.c.tracks_file)).scalars())
        return sorted(path for path in self.tracks_folder.glob("*.npz") if path.name not in known)

    def missing_tracks(self) -> list[str]:
        """Return the sessions, in the bin, too, whose tracks the log names and their folder lacks."""
        wanted = (
            select(
                sessions.c.id, PERSON, sessions.c.recorded_at, sessions.c.analysed_at, sessions.c.tracks_file
            )
            .select_from(OWNED)
            .where(sessions.c.tracks_file.is_not(None))
            .order_by(AT)
        )
        with self._reading() as connection:
            rows = connection.execute(wanted).all()
        kept = {path.name for path in self.tracks_folder.glob("*.npz")}
        return [named(*who) for *who, file in rows if file not in kept]

    def _names(self, tracks_file: str) -> bool:
        """Whether a session has these tracks."""
        with self._reading() as connection:
            known = select(sessions.c.id).where(sessions.c.tracks_file == tracks_file)
            return connection.execute(known).first() is not None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with storage_errors(self._where), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._damage:
            raise StorageError(self._damage)
        writer = self._engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        with storage_errors(self._where), writer.begin() as connection:
            wait_for_others(connection)
            yield connection
        if self._seal is not None:
            self._seal.written = True


def _latest(session: Session) -> Select[Any]:
    """Return the record of the session's recording and exercise that was saved last."""
    known = (sessions.c.deleted_at.is_(None), *same_recording(session))
    return select(sessions.c.id).where(*known).order_by(sessions.c.take.desc()).limit(1)
