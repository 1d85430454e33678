"""A damaged row costs the session that it belongs to, and is said; nothing else is its victim."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from damaged_logs import broken_trees, looked_at, turn_a_bit
from large_log import make_log
from sessions import START, full_session, url_of

from romtrack.diagnosis.data import database_diagnosis
from romtrack.store import open_repository

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.types import Session

# No index knows these columns, so that nothing but reading the rows finds the damage.
DAMAGE = {
    "an undecodable text": "UPDATE sessions SET romtrack_version = CAST(X'C328' AS TEXT) WHERE {this}",
    "a wrong zone": "UPDATE sessions SET recorded_zone_name = '/etc/passwd' WHERE {this}",
    "an impossible offset": "UPDATE sessions SET recorded_zone_offset_s = 1e300 WHERE {this}",
    "a date without its place": "UPDATE sessions SET recorded_zone_offset_s = NULL WHERE {this}",
    "a date that nobody said": "UPDATE sessions SET recorded_by = NULL WHERE {this}",
    "a quantity that is none": "UPDATE measurements SET quantity = 'mood' WHERE {below}",
    "a direction of another quantity": "UPDATE trials SET quantity = 'hip_abduction' WHERE {below}",
    "a number that is a text": "UPDATE sessions SET quality_usable = 'much' WHERE {this}",
    "settings that are none": "UPDATE sessions SET settings = '{{\"side' WHERE {this}",
    "settings of another kind": "UPDATE sessions SET settings = '[1]' WHERE {this}",
    "a leg that nobody has": "UPDATE sessions SET side = 'middle' WHERE {this}",
    "a date that is none": "UPDATE sessions SET saved_at = '2026-13-77' WHERE {this}",
    "notices of another kind": "UPDATE measurements SET warnings = '[{{\"x\": 1}}]' WHERE {below}",
    "a direction that is none": "UPDATE measurements SET direction = 'upward' WHERE {below}",
    "an answer that is none": "UPDATE trials SET accepted = 7 WHERE {below}",
    "a pain that is none": "UPDATE sessions SET pain_after = 'much' WHERE {this}",
    "reasons that are no texts": "UPDATE trials SET reasons = '[1, 2]' WHERE {below}",
    "a repetition that is missing": "DELETE FROM reps WHERE position = 0 AND {below}",
    "a set that is missing": "DELETE FROM sets WHERE position = 2 AND {below}",
    "a measurement that is missing": "DELETE FROM measurements WHERE position = 0 AND {below}",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "romtrack.db"


@pytest.fixture
def kept(path: Path) -> list[Session]:
    sessions = [replace(full_session(), recorded_at=START + timedelta(days=day)) for day in range(3)]
    with open_repository(url_of(path)) as repository:
        for session in sessions:
            repository.save(session)
    return sessions


def damage(path: Path, session: Session, statement: str) -> None:
    where = {"this": f"id = '{session.id.hex}'", "below": f"session_id = '{session.id.hex}'"}
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("PRAGMA ignore_check_constraints=ON")
        assert raw.execute(statement.format(**where)).rowcount > 0


@pytest.mark.parametrize("what", DAMAGE)
def test_the_session_is_named_and_the_others_are_read(path: Path, kept: list[Session], what: str) -> None:
    first, hit, last = kept
    damage(path, hit, DAMAGE[what])
    with open_repository(url_of(path)) as repository:
        assert repository.sessions() == [first, last]
        assert str(hit.id) in repository.notice
        assert "unchanged in the log" in repository.notice
        assert repository.get(hit.id) is None
        new = replace(full_session(), id=uuid4(), recorded_at=START + timedelta(days=9))
        repository.save(new)
        assert repository.sessions() == [first, last, new]
        assert {first.id, last.id} <= {one.session_id for one in repository.series()}
    diagnosis = database_diagnosis(url_of(path))
    assert diagnosis.status == "problem"
    assert str(hit.id) in diagnosis.detail


def test_summaries_name_what_they_leave_out(path: Path, kept: list[Session]) -> None:
    first, hit, last = kept
    damage(path, hit, "UPDATE measurements SET value_deg = 'far' WHERE {below}")
    with open_repository(url_of(path)) as repository:
        assert [one.id for one in repository.summaries()] == [last.id, first.id]
        assert str(hit.id) in repository.notice


def test_a_person_that_cannot_be_read_is_nobody_known(path: Path, kept: list[Session]) -> None:
    damage(path, kept[1], "UPDATE sessions SET person_id = 'ff' WHERE {this}")
    with open_repository(url_of(path)) as repository:
        assert len(repository.summaries()) == 2
        assert f"nobody known, 2 Mar 2026, 09:30 (session {kept[1].id})" in repository.notice
        assert repository.people() == ["Zoë Müller"]


def test_a_recording_whose_record_is_damaged_is_not_logged_twice(path: Path, kept: list[Session]) -> None:
    damage(path, kept[2], "UPDATE sessions SET side = 'middle' WHERE {this}")
    with open_repository(url_of(path)) as repository, pytest.raises(OSError, match="in the log already"):
        repository.save(replace(full_session(), id=uuid4()), again=False)


def test_turned_bits_cost_what_they_hit(tmp_path: Path) -> None:
    make_log(url_of(tmp_path / "sound.db"), 6)
    sound, chance = (tmp_path / "sound.db").read_bytes(), Random(3)  # noqa: S311  no secret
    for flip in range(20):
        path = tmp_path / str(flip) / "romtrack.db"
        path.parent.mkdir()
        image = turn_a_bit(sound, chance)
        path.write_bytes(image)
        seen = looked_at(path, full_session())
        if broken_trees(image, tmp_path / "scratch.db"):
            assert seen.said
            assert path.read_bytes() == image
        if seen.said:
            assert seen.doctor == "problem"
        else:
            assert len(seen.sessions) == 6
        shutil.rmtree(path.parent)
