"""What is done to sessions that are kept: corrected, replaced, put into the bin, taken out of it, removed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import delete, false, func, select

from romtrack.errors import StorageError, UsageError
from romtrack.names import name_key
from romtrack.store._journal import EXCHANGED, Edit, edit_of, last_change, record, revert, write_down
from romtrack.store._moment import now_of
from romtrack.store._rows import zone_of
from romtrack.store._writing import UNOWNED, delete_session, insert_session, person_id_of
from romtrack.store.tables import AT, ENTRIES, changed, changes, open_sessions, people, sessions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from romtrack.store._leftovers import Settling
    from romtrack.store.roster import Transaction
    from romtrack.types import Pain, Session, Side

__all__ = [
    "SHOWN",
    "Correction",
    "HistoryEntry",
    "Purged",
    "Records",
    "Which",
    "is_of",
    "next_take",
    "same_recording",
]

SHOWN: Final = sessions.c.id.not_in(select(open_sessions.c.session_id)) & sessions.c.deleted_at.is_(None)
"""What is true of sessions in lists: they are closed, and not in the bin."""
_KEPT: Final = sessions.c.deleted_at.is_(None)
_PEOPLE: Final = select(func.count()).select_from(people)
_NAMED: Final = 3  # sessions that a sentence names
_SAID: Final = ("note", "pain_before", "pain_after", "pain_sharp")
_CARRIED: Final = ("recorded_at", "recorded_zone_offset_s", "recorded_zone_name", "recorded_by")


@dataclass(frozen=True, slots=True)
class Correction:
    """What is wrong with a session as it is kept; None, False = nothing.

    Attributes
    ----------
    exchanged: left is right: the recording was a mirror image, or the other leg was filmed.
    recorded_at: with its zone. pain: all that is said of it.
    """

    person: str | None = None
    exercise: str | None = None
    exchanged: bool = False
    recorded_at: datetime | None = None
    note: str | None = None
    pain: Pain | None = None


@dataclass(frozen=True, slots=True)
class Which:
    """Which sessions are asked for; None = whatever it is.

    Attributes
    ----------
    since, until: when they happened, half-open. source: the live camera, or a video. binned: those in the
        bin.
    """

    session_id: UUID | None = None
    person: str | None = None
    exercise: str | None = None
    side: Side | None = None
    since: datetime | None = None
    until: datetime | None = None
    source: Literal["camera", "video"] | None = None
    binned: bool = False

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """What is true of them in the log."""
        is_live = sessions.c.video_sha256.is_(None)
        given = (
            None if self.session_id is None else sessions.c.id == self.session_id,
            None if self.person is None else is_of(self.person),
            None if self.exercise is None else sessions.c.exercise == self.exercise,
            None if self.side is None else sessions.c.side.in_((self.side, "both")),
            None if self.since is None else self.since <= AT,
            None if self.until is None else self.until > AT,
            None if self.source is None else is_live if self.source == "camera" else ~is_live,
        )
        shown = sessions.c.deleted_at.is_not(None) if self.binned else SHOWN
        return [shown, *(one for one in given if one is not None)]


class HistoryEntry(NamedTuple):
    """What was done to a session (kind: edit, delete, merge, replace); its columns before and after."""

    at: datetime
    kind: str
    undone: bool
    before: Mapping[str, Any]
    after: Mapping[str, Any]


class Undone(NamedTuple):
    """The change that was undone: the sessions that it touched, and how many entries (plans, goals, ...)."""

    kind: str
    at: datetime
    sessions: list[UUID]
    entries: int


class Purged(NamedTuple):
    """What is gone for good."""

    sessions: int
    people: int


class Records:
    """Sessions that are kept, and their bin. Each method is one transaction, and writes down what it does."""

    def __init__(self, reading: Transaction, writing: Transaction, settling: Settling) -> None:
        self._reading, self._writing, self._settling = reading, writing, settling

    def found(self, text: str) -> UUID:
        """Return the session whose id begins with ``text``.

        Raises
        ------
        UsageError: none does, or several.
        """
        begin = text.strip().lower().replace("-", "")
        with self._reading() as connection:
            ids = connection.execute(select(sessions.c.id).where(SHOWN)).scalars().all()
        fitting = [one for one in ids if isinstance(one, UUID) and one.hex.startswith(begin)] if begin else []
        if not fitting:
            raise UsageError(f"no session {text!r} in the log: romtrack sessions lists them")
        if len(fitting) > 1:
            several = ", ".join(one.hex[: len(begin) + 4] for one in fitting[:_NAMED])
            raise UsageError(f"{len(fitting)} sessions begin with {text!r}: give more of it ({several})")
        return fitting[0]

    def correct(self, session_id: UUID, correction: Correction) -> bool:
        """Correct a session; return whether anything was different.

        Raises
        ------
        StorageError: there is no such session; or it is open still, and more is corrected than its pain.
        """
        is_pain = correction.pain is not None and correction == Correction(pain=correction.pain)
        with self._writing() as connection:
            row = _shown(connection, session_id, _KEPT if is_pain else SHOWN)
            edit = edit_of(connection, sessions, session_id, _columns(connection, row, correction))
            if edit is not None:
                record(connection, "edit", [edit])
        return edit is not None

    def bring_in(self, session: Session, said: Correction) -> None:
        """Keep a session of another log, with the note and the pain that were said of it there.

        Parameters
        ----------
        said: ``exchanged``: left is right in it already, by a correction there; its tracks are as the camera
            saw them.

        Raises
        ------
        StorageError: a session with this id is there already, or it cannot be written.
        """
        with self._writing() as connection:
            insert_session(connection, session, next_take(connection, session))
            if said.exchanged:
                turned = Edit(sessions, session.id, {EXCHANGED: False}, {EXCHANGED: True})
                write_down(connection, "edit", [turned])
            row = _shown(connection, session.id)
            after = _columns(connection, row, replace(said, exchanged=False))
            edit = edit_of(connection, sessions, session.id, after)
            if edit is not None:
                record(connection, "edit", [edit])

    def history(self, session_id: UUID) -> list[HistoryEntry]:
        """Return what was done to a session, and to those that it replaced, the earliest first."""
        with self._reading() as connection:
            mine = {session_id} | _replaced(connection, session_id)
            wanted = (
                select(changes.c.at, changes.c.kind, changes.c.undone, changed.c.before, changed.c.after)
                .join_from(changed, changes)
                .where(changed.c.session_id.in_(mine))
                .order_by(changes.c.number, changed.c.position)
            )
            return [HistoryEntry(*row) for row in connection.execute(wanted)]

    def is_exchanged(self, session_id: UUID) -> bool:
        """Say whether left is right in a session by now; its tracks stay as the camera saw them."""
        wanted = (
            select(changed.c.after)
            .join_from(changed, changes)
            .where(changed.c.session_id == session_id, changes.c.undone == false())
        )
        with self._reading() as connection:
            return sum(EXCHANGED in after for after in connection.execute(wanted).scalars()) % 2 == 1

    def replace(self, session: Session) -> None:
        """Keep a session in the place of those of the same recording and exercise, which go into the bin.

        It keeps their note and pain, and when they were recorded where somebody said so, or where it does not
        know.

        Raises
        ------
        StorageError: a session with this id is there already, or it cannot be written.
        """
        same = same_recording(session)
        with self._writing() as connection:
            wanted = select(sessions).where(SHOWN, *same).order_by(sessions.c.take.desc())
            earlier = connection.execute(wanted).mappings().all()
            insert_session(connection, session, next_take(connection, session))
            if not earlier:
                return
            now = now_of(connection)
            gone = [Edit(sessions, row["id"], {"deleted_at": None}, {"deleted_at": now}) for row in earlier]
            kept = {name: earlier[0][name] for name in _SAID}
            was_said = earlier[0]["recorded_by"] == "user" and session.recorded_by != "user"
            if was_said or session.recorded_by is None:
                kept |= {name: earlier[0][name] for name in _CARRIED}
            new = Edit(sessions, session.id, {"deleted_at": now}, {"deleted_at": None, **kept})
            record(connection, "replace", [*gone, new])

    def delete(self, session_id: UUID) -> None:
        """Put a session into the bin.

        Raises
        ------
        StorageError: there is no such session, or it is open still.
        """
        with self._writing() as connection:
            _shown(connection, session_id)
            gone = {"deleted_at": now_of(connection)}
            record(connection, "delete", [Edit(sessions, session_id, {"deleted_at": None}, gone)])

    def put_back(self, session_id: UUID) -> None:
        """Take one session out of the bin, and its person with it, whatever was done since.

        Raises
        ------
        StorageError: it is not in the bin, or a later analysis of its recording replaced it.
        """
        deleted = [one for one in self.history(session_id) if not one.undone and one.after.get("deleted_at")]
        if deleted and deleted[-1].kind == "replace":
            raise StorageError("a later analysis of its recording replaced this session")
        binned = (sessions.c.id == session_id, sessions.c.deleted_at.is_not(None))
        with self._writing() as connection:
            person = connection.execute(select(sessions.c.person_id).where(*binned)).scalar()
            if person is None:
                raise StorageError("this session is not in the bin", "romtrack sessions --bin lists them")
            back = {"deleted_at": None}
            edits = (
                edit_of(connection, sessions, session_id, back),
                edit_of(connection, people, person, back),
            )
            record(connection, "edit", [edit for edit in edits if edit is not None])

    def delete_person(self, name: str) -> int:
        """Put a person with all their sessions into the bin; return how many these were.

        Raises
        ------
        StorageError: there is no such person, or a session of theirs is open still.
        """
        with self._writing() as connection:
            whose = select(people.c.id).where(
                people.c.name_key == name_key(name), people.c.deleted_at.is_(None)
            )
            key = connection.execute(whose).scalar()
            if key is None:
                raise _nobody(name)
            own = sessions.c.person_id == key
            if connection.execute(
                select(open_sessions).join_from(open_sessions, sessions).where(own)
            ).first():
                raise StorageError(f"a session of {name} is open still", "end it in the app first")
            gone = {"deleted_at": now_of(connection)}
            ids = connection.execute(select(sessions.c.id).where(own, SHOWN)).scalars().all()
            edits = [Edit(sessions, one, {"deleted_at": None}, gone) for one in ids]
            for table in ENTRIES:
                shown = (table.c.person_id == key, table.c.deleted_at.is_(None))
                said = connection.execute(select(table.c.id).where(*shown)).scalars()
                edits += [Edit(table, one, {"deleted_at": None}, gone) for one in said]
            record(connection, "delete", [*edits, Edit(people, key, {"deleted_at": None}, gone)])
        return len(ids)

    def last(self) -> int | None:
        """Return the number of the change that ``undo`` would take back, None = there is none."""
        with self._reading() as connection:
            last = last_change(connection)
        return None if last is None else last[0]

    def undo(self, only: int | None = None) -> Undone | None:
        """Take back the last change that was not taken back; None = there is none.

        Parameters
        ----------
        only: the number of the change that is meant, None = whatever was last.

        Raises
        ------
        StorageError: something else was changed since.
        """
        with self._writing() as connection:
            last = last_change(connection)
            if only is not None and (last is None or last[0] != only):
                raise StorageError(
                    "something else was changed since", "romtrack undo takes back the last change"
                )
            if last is None:
                return None
            number, kind, at = last
            touched = revert(connection, number)
        of_sessions = [key for table, key in touched if table is sessions]
        return Undone(kind, at, of_sessions, sum(table in ENTRIES for table, _ in touched))

    def purge(self, before: datetime) -> Purged:
        """Remove for good what went into the bin before a time: rows and tracks.

        Raises
        ------
        StorageError: the log does not take it; what is removed by then is gone.
        """
        with self._reading() as connection:
            wanted = select(sessions.c.id, sessions.c.tracks_file).where(sessions.c.deleted_at < before)
            old = connection.execute(wanted).all()
            known = connection.execute(_PEOPLE).scalar_one()
        self._remove(old)
        with self._writing() as connection:
            for table in ENTRIES:
                connection.execute(delete(table).where(table.c.deleted_at < before))
            _remove_people(connection, people.c.deleted_at < before)
            stay = connection.execute(_PEOPLE).scalar_one()
        return Purged(len(old), known - stay)

    def erase(self, name: str) -> Purged:
        """Remove for good all that is held about a person, whoever was merged into them, too.

        Killed in the middle, it leaves the rest in the bin.

        Raises
        ------
        StorageError: there is no such person, a session of theirs is open still, or the log does not take it.
        """
        named = people.c.name_key == name_key(name)
        with self._reading() as connection:
            is_binned = connection.execute(select(people.c.deleted_at).where(named)).scalar() is not None
        if not is_binned:
            self.delete_person(name)
        with self._reading() as connection:
            whose = connection.execute(select(people.c.id).where(named)).scalar()
            if whose is None:  # another romtrack was faster
                raise _nobody(name)
            mine = people.c.id.in_(_with_merged(connection, whose))
            names = connection.execute(select(func.count()).select_from(people).where(mine)).scalar_one()
            theirs = sessions.c.person_id.in_(select(people.c.id).where(mine))
            old = connection.execute(select(sessions.c.id, sessions.c.tracks_file).where(theirs)).all()
        self._remove(old)
        with self._writing() as connection:
            for table in ENTRIES:
                connection.execute(
                    delete(table).where(table.c.person_id.in_(select(people.c.id).where(mine)))
                )
            _remove_people(connection, mine)
        return Purged(len(old), names)

    def _remove(self, old: Iterable[Sequence[Any]]) -> None:
        """Remove sessions for good: id and tracks of each."""
        for key, file in old:
            with self._settling.settled_if(file), self._writing() as connection:
                delete_session(connection, key)


def _nobody(name: str) -> StorageError:
    return StorageError(f"nobody in the log is called {name}", "romtrack people lists them")


def is_of(person: str) -> ColumnElement[bool]:
    """Return what is true of a person's sessions, however their name is spelled."""
    return sessions.c.person_id.in_(select(people.c.id).where(people.c.name_key == name_key(person)))


def next_take(connection: Connection, session: Session) -> int:
    """Return how many records of the session's recording and exercise there were, in the bin, too."""
    return 0 if session.video is None else _take(connection, session.video.sha256, session.exercise)


def same_recording(session: Session) -> tuple[ColumnElement[bool], ...]:
    """Return what is true of records of the session's recording and exercise."""
    assert session.video is not None  # noqa: S101  the callers'
    return sessions.c.video_sha256 == session.video.sha256, sessions.c.exercise == session.exercise


def _take(connection: Connection, sha256: str, exercise: str) -> int:
    here = (sessions.c.video_sha256 == sha256, sessions.c.exercise == exercise)
    last = connection.execute(select(func.max(sessions.c.take)).where(*here)).scalar()
    return 0 if last is None else last + 1


def _shown(
    connection: Connection, session_id: UUID, condition: ColumnElement[bool] = SHOWN
) -> Mapping[str, Any]:
    wanted = select(sessions).where(sessions.c.id == session_id, condition)
    row = connection.execute(wanted).mappings().first()
    if row is None:
        raise StorageError(
            f"session {session_id} was deleted, or is open still", "romtrack sessions lists them"
        )
    return dict(row)


def _columns(connection: Connection, row: Mapping[str, Any], correction: Correction) -> dict[str, Any]:
    """Return what a correction makes of a session's row."""
    after: dict[str, Any] = {}
    if correction.person is not None:
        after["person_id"] = person_id_of(connection, correction.person)
    if correction.exercise not in {None, row["exercise"]}:
        after["exercise"] = correction.exercise
        if row["video_sha256"] is not None:
            after["take"] = _take(connection, row["video_sha256"], str(correction.exercise))
    if correction.exchanged:
        after[EXCHANGED] = True
    if correction.recorded_at is not None:
        after |= {"recorded_at": correction.recorded_at, **zone_of(correction.recorded_at, "recorded")}
        after["recorded_by"] = "user"
    if correction.note is not None:
        after["note"] = correction.note
    if correction.pain is not None:
        after |= {f"pain_{name}": value for name, value in asdict(correction.pain).items()}
    return after


def _remove_people(connection: Connection, which: ColumnElement[bool]) -> None:
    """Remove people of whom the log holds nothing, and the changes that touch nothing any more."""
    connection.execute(delete(people).where(which, *UNOWNED))
    told = select(changed.c.change_number)
    connection.execute(delete(changes).where(changes.c.number.not_in(told)))


def _with_merged(connection: Connection, person: UUID) -> set[UUID]:
    """Return a person, and whoever was merged into them and is nobody since."""
    wanted = (
        select(changed.c.change_number, changed.c.session_id, changed.c.person_id, changed.c.after)
        .join_from(changed, changes)
        .where(changes.c.kind == "merge", changes.c.undone == false())
    )
    went: dict[int, set[UUID]] = defaultdict(set)
    stayed: dict[int, set[UUID]] = defaultdict(set)
    for number, session_id, person_id, after in connection.execute(wanted):
        if session_id is not None:
            stayed[number].add(UUID(after["person_id"]))
        else:
            (went if "deleted_at" in after else stayed)[number].add(person_id)
    binned = set(connection.execute(select(people.c.id).where(people.c.deleted_at.is_not(None))).scalars())
    found = {person}
    while more := {one for number in went if stayed[number] & found for one in went[number] & binned} - found:
        found |= more
    return found


def _replaced(connection: Connection, session_id: UUID) -> set[UUID]:
    """Return the sessions that one replaced, and those before them."""
    found: set[UUID] = set()
    new = {session_id}
    while new:
        here = (
            select(changed.c.change_number)
            .join_from(changed, changes)
            .where(changed.c.session_id.in_(new), changes.c.kind == "replace")
        )
        with_it = select(changed.c.session_id).where(changed.c.change_number.in_(here))
        known = {one for one in connection.execute(with_it).scalars() if isinstance(one, UUID)}
        new = known - found - {session_id}
        found |= new
    return found
