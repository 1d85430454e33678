"""A log of every earlier revision opens, is upgraded, and shows the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from earlier_logs import EARLIER, GOAL, make_earlier_log
from sessions import START, empty_session, full_session, url_of

from romtrack.store import Correction, open_repository
from romtrack.store._schema import NEWEST
from romtrack.types import Goal, Pain

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.types import Session

DAMAGE = (
    "UPDATE measurements SET direction = 'upward' WHERE session_id = '{key}'",
    "UPDATE trials SET side = NULL WHERE session_id = '{key}'",  # in a column that may hold none
    "UPDATE sessions SET started_at = NULL WHERE id = '{key}'",
    "UPDATE sessions SET person = CAST(X'C328' AS TEXT) WHERE id = '{key}'",
    "UPDATE sessions SET recorded_zone_offset_s = 1e300, recorded_at = saved_at WHERE id = '{key}'",
    "UPDATE sessions SET video_width_px = 'wide' WHERE id = '{key}'",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "romtrack.db"


def before(session: Session, day: int) -> Session:
    """Return a session as earlier releases knew it: nobody wrote down when, and with which camera."""
    when = START + timedelta(days=day)
    return replace(session, analysed_at=when, recorded_at=None, recorded_by=None, camera=None)


def live(session: Session, day: int) -> Session:
    """Return a live session, whose camera says when it happened."""
    when = START + timedelta(days=day)
    return replace(before(session, day), video=None, recorded_at=when, recorded_by="camera")


@pytest.mark.parametrize("revision", EARLIER)
def test_it_shows_the_same(path: Path, revision: str) -> None:
    sessions = [before(full_session(), 0), live(full_session(), 1), live(empty_session(), 2)]
    cut_off = live(full_session(), 3)
    make_earlier_log(url_of(path), revision, sessions, cut_off)
    with open_repository(url_of(path)) as repository:
        assert repository.schema_version() == NEWEST
        if revision == EARLIER[0]:
            assert repository.sessions() == [*sessions, cut_off]
        else:
            assert repository.sessions() == sessions
            assert [found.session for found in repository.open_sessions()] == [cut_off]
            repository.close_session(cut_off.id)
        assert (repository.check(), repository.notice) == ([], "")
        assert {one.quantity for one in repository.series()} == {"hip_rotation"}
        known = {one.id: one.when.recorded_at for one in repository.summaries()}
        assert known[sessions[0].id] is None, "nobody knows when the video was recorded"
        assert known[sessions[1].id] == sessions[1].analysed_at
        again = full_session()
        assert repository.save(again) is None
        assert len(repository.sessions()) == 5
        kept = repository.get(again.id)
        assert kept is not None
        assert kept.camera == again.camera, "from now on it is known"
        if revision >= "0005":
            assert [one.kind for one in repository.records.history(sessions[0].id)] == ["edit"]
            assert repository.records.undo() is not None, "what was changed before can be taken back"
        wanted = [GOAL] if revision >= "0006" else []
        assert repository.entries.of(sessions[0].person, Goal) == wanted
        repository.records.correct(sessions[0].id, Correction(pain=Pain(1, 2)))
        assert [one.pain for one in repository.summaries() if one.id == sessions[0].id] == [Pain(1, 2)]
        assert repository.check() == []
    copy = path.with_name(f"romtrack.db.{revision}.bak")
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (revision,)
        assert raw.execute("SELECT count(*) FROM sessions").fetchone() == (4,)


@pytest.mark.parametrize(("revision", "damage"), list(zip(EARLIER, DAMAGE, strict=True)))
def test_damaged_rows_do_not_stop_it(path: Path, revision: str, damage: str) -> None:
    whole, hit, cut_off = before(full_session(), 0), before(full_session(), 1), live(empty_session(), 2)
    hit = replace(hit, video=replace(hit.video, sha256="cd" * 32) if hit.video else None)
    make_earlier_log(url_of(path), revision, [whole, hit], cut_off)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        _let_null_in(raw)
        raw.execute("PRAGMA ignore_check_constraints=ON")
        assert raw.execute(damage.format(key=hit.id.hex)).rowcount > 0
        _let_null_in(raw, again=True)
    with open_repository(url_of(path)) as repository:
        assert repository.schema_version() == NEWEST
        assert whole in repository.sessions()
        assert hit not in repository.sessions()
        assert str(hit.id) in repository.notice


def test_only_a_quantitys_own_directions_are_taken(path: Path) -> None:
    make_earlier_log(url_of(path), "0003", [before(full_session(), 0)], live(empty_session(), 2))
    open_repository(url_of(path)).close()
    with closing(sqlite3.connect(path)) as raw:
        for table in ("measurements", "trials"):
            with pytest.raises(sqlite3.IntegrityError, match=f"ck_{table}_direction"):
                raw.execute(f"UPDATE {table} SET direction = 'abduction'")  # noqa: S608
            with pytest.raises(sqlite3.IntegrityError, match=f"ck_{table}_direction"):
                raw.execute(f"UPDATE {table} SET quantity = 'hip_abduction'")  # noqa: S608
            raw.execute(f"UPDATE {table} SET quantity = 'hip_abduction', direction = 'adduction'")  # noqa: S608
        with pytest.raises(sqlite3.IntegrityError, match="ck_sessions_recorded"):
            raw.execute("UPDATE sessions SET recorded_at = NULL WHERE recorded_by = 'camera'")


def _let_null_in(raw: sqlite3.Connection, *, again: bool = False) -> None:
    """Take the constraints away under which no row could be damaged, or put them back."""
    columns = {"trials": "side TEXT NOT NULL, ", "sessions": "started_at DATETIME NOT NULL, "}
    raw.execute("PRAGMA writable_schema=ON")
    for table, column in columns.items():
        free = column.replace(" NOT NULL", "")
        old, new = (free, column) if again else (column, free)
        raw.execute("UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ?", (old, new, table))
    raw.execute(f"PRAGMA schema_version={raw.execute('PRAGMA schema_version').fetchone()[0] + 1}")
    raw.execute("PRAGMA writable_schema=RESET")
