from __future__ import annotations

import math
import sqlite3
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from conftest import series_of, summary_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sessions import START, VIDEO, empty_session, full_session, rep, sessions, url_of

from romtrack.errors import StorageError
from romtrack.names import name_key
from romtrack.store import open_repository
from romtrack.types import Quality, Session, SetRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from romtrack.store import Repository
    from romtrack.types import Summary


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log" / "romtrack.db"


@pytest.fixture
def filed(path: Path) -> Iterator[Repository]:
    """Return a log in a file, for what only a file has."""
    with open_repository(url_of(path)) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    with open_repository(url_of(tmp_path_factory.mktemp("shared") / "romtrack.db")) as opened:
        yield opened


def came_back(log: Repository, session: Session) -> Session:
    """Save a session anew; return it as it comes back, which is as it was."""
    log.delete(session.id)
    log.save(session)
    found = log.get(session.id)
    assert found is not None
    assert name_key(found.person) == name_key(session.person)
    assert found == replace(session, person=found.person), "the spelling is that of the first session"
    return found


@given(session=sessions)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_session_comes_back_as_it_was(shared: Repository, session: Session) -> None:
    found = came_back(shared, session)
    assert found.analysed_at.utcoffset() == session.analysed_at.utcoffset()


@pytest.mark.xdist_group("postgresql")
@given(session=sessions)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_session_comes_back_from_a_server(on_a_server: Repository, session: Session) -> None:
    came_back(on_a_server, session)
    assert session.id in {one.id for one in on_a_server.summaries()}


@pytest.mark.parametrize("session", [empty_session(), full_session()], ids=["empty", "full"])
def test_a_session_outlives_its_repository(log_url: str, session: Session) -> None:
    with open_repository(log_url) as first:
        first.save(session)
    with open_repository(log_url) as second:
        assert second.get(session.id) == session
        assert second.check() == []


def test_a_zone_comes_back_by_name(repository: Repository) -> None:
    zone = ZoneInfo("Europe/Berlin")
    session = replace(empty_session(), analysed_at=datetime(2025, 10, 26, 2, 30, fold=1, tzinfo=zone))
    repository.save(session)
    found = repository.get(session.id)
    assert found is not None
    assert found.analysed_at.tzinfo is zone
    assert found.analysed_at.isoformat() == "2025-10-26T02:30:00+01:00"


def test_missing_numbers_and_numbers_of_numpy(repository: Repository) -> None:
    full = full_session()
    half: Any = np.float32(0.5)  # mypy would see it
    holds = (replace(full.sets[0].holds[0], median_value=math.nan),)
    session = replace(full, sets=(SetRecord(half, np.float64(1.5), holds=holds),))
    repository.save(session)
    found = repository.get(session.id)
    assert found is not None
    assert (found.sets[0].start_s, found.sets[0].end_s) == (0.5, 1.5)
    assert math.isnan(found.sets[0].holds[0].median_value)


def test_a_file_name_that_no_database_takes_is_stored(repository: Repository) -> None:
    session = replace(empty_session(), video=replace(VIDEO, name="\udcff\0.mp4"))
    repository.save(session)
    found = repository.get(session.id)
    assert found is not None
    assert found.video is not None
    assert found.video.name == "??.mp4"


def test_sessions_are_ordered_and_chosen(repository: Repository) -> None:
    days = {day: replace(empty_session(), analysed_at=START + timedelta(days=day)) for day in (3, 1, 2)}
    for session in days.values():
        repository.save(session)
    other = replace(full_session(), analysed_at=START)
    repository.save(other)
    assert repository.sessions() == [other, days[1], days[2], days[3]]
    assert repository.sessions(person="me") == [days[1], days[2], days[3]]
    assert repository.sessions("me", "seated-ir-measure", START + timedelta(days=2)) == [days[2], days[3]]
    assert repository.sessions(exercise="seated-ir") == [other]
    assert repository.sessions("nobody") == []
    assert repository.people() == ["Zoë Müller", "me"]


def test_a_recording_is_kept_once_unless_it_is_wanted_again(repository: Repository) -> None:
    first, second, third, fourth = (replace(full_session(), id=uuid4()) for _ in range(4))
    assert repository.save(first, again=False) is None
    assert repository.save(second, again=False) == first
    assert repository.save(third, again=True) is None
    assert repository.save(second, again=False) == third, "the one that was saved last"
    assert repository.save(replace(fourth, exercise="another"), again=False) is None
    without = [replace(empty_session(), id=uuid4()) for _ in range(2)]
    assert [repository.save(one, again=False) for one in without] == [None, None]
    assert len(repository.sessions()) == 5


def test_two_who_log_a_recording_at_once_log_it_once(log_url: str) -> None:
    with open_repository(log_url) as one, open_repository(log_url) as other, ThreadPoolExecutor(2) as threads:
        for number in range(5):
            video = replace(VIDEO, sha256=f"{number:064x}")
            both = [replace(full_session(), id=uuid4(), video=video) for _ in range(2)]
            saved = [
                threads.submit(log.save, session, again=False)
                for log, session in zip((one, other), both, strict=True)
            ]
            assert sum(each.result(timeout=60) is None for each in saved) == 1
        assert (one.count(), one.check()) == (5, [])


def test_an_id_is_saved_once(repository: Repository) -> None:
    session = full_session()
    repository.save(session)
    with pytest.raises(StorageError, match=f"session {session.id} is in .* already"):
        repository.save(replace(session, person="someone else"))
    assert repository.sessions() == [session]
    assert repository.people() == [session.person]


def test_a_session_is_saved_whole_or_not_at_all(repository: Repository) -> None:
    broken = replace(full_session(), sets=(SetRecord(2.0, 1.0),))
    with pytest.raises(StorageError, match="ck_sets_span"):
        repository.save(broken)
    assert repository.sessions() == []
    assert repository.people() == []


def test_deleting_leaves_nothing(filed: Repository, path: Path) -> None:
    gone, kept = full_session(), full_session()
    gone = replace(gone, person="Somebody Else", tracks_file=f"{gone.id}.npz")
    filed.save(gone)
    filed.save(kept)
    filed.tracks_folder.mkdir()
    tracks = filed.tracks_folder / f"{gone.id}.npz"
    tracks.touch()
    assert filed.delete(gone.id)
    assert not filed.delete(gone.id)
    assert not tracks.exists()
    assert filed.sessions() == [kept]
    assert filed.people() == [kept.person]
    with closing(sqlite3.connect(path)) as raw:
        for table in ("sets", "reps", "partials", "holds", "faults", "measurements", "trials"):
            owners = {owner for (owner,) in raw.execute(f"SELECT session_id FROM {table}")}  # noqa: S608
            assert owners == {kept.id.hex}, table
    filed.close()
    assert b"Somebody Else" not in path.read_bytes()


def test_deleting_never_leaves_the_tracks_folder(filed: Repository, path: Path) -> None:
    session = replace(empty_session(), tracks_file="../romtrack.db")
    filed.save(session)
    filed.delete(session.id)
    assert path.exists()


def test_a_new_log_is_empty_private_and_sound(filed: Repository, path: Path) -> None:
    assert filed.sessions() == []
    assert filed.people() == []
    assert filed.get(uuid4()) is None
    assert filed.check() == []
    assert filed.schema_version() == "0007"
    assert filed.tracks_folder == path.parent / "tracks"
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_nobody_else_may_read_the_log(filed: Repository, path: Path) -> None:
    filed.save(empty_session())
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_connections_are_set_up(filed: Repository) -> None:
    with filed._reading() as connection:  # noqa: SLF001  # what no method shows
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "synchronous", "busy_timeout", "secure_delete")
        }
    assert said == {"foreign_keys": 1, "synchronous": 2, "busy_timeout": 5000, "secure_delete": 1}


def test_check_names_rows_that_lost_their_parent(filed: Repository, path: Path) -> None:
    session = full_session()
    filed.save(session)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DELETE FROM measurements")  # without foreign keys
    assert filed.check()[0] == "row 1 of trials belongs to no row of measurements"


def test_the_environment_chooses_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", url_of(tmp_path / "chosen.db"))
    with open_repository() as repository:
        repository.save(empty_session())
    assert (tmp_path / "chosen.db").is_file()


def test_without_a_choice_it_is_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ROMTRACK_DATABASE_URL", raising=False)
    monkeypatch.setattr(
        "platformdirs.user_data_path", lambda name, *, appauthor: tmp_path / name / f"{appauthor}"
    )
    with open_repository() as repository:
        assert repository.tracks_folder == tmp_path / "romtrack" / "False" / "tracks"
    assert (tmp_path / "romtrack" / "False" / "romtrack.db").is_file()


def test_quality_may_be_unknown(repository: Repository) -> None:
    session = replace(empty_session(), quality=Quality(math.nan, math.nan))
    repository.save(session)
    found = repository.get(session.id)
    assert found is not None
    assert math.isnan(found.quality.detected)


def test_an_open_session_is_apart_until_it_is_closed(repository: Repository) -> None:
    session = full_session()
    plan: dict[str, str | float | bool] = {"sides": "left,right", "reps": 12}
    lease = repository.begin(replace(session, sets=()), plan)
    assert repository.sessions() == []
    assert repository.open_sessions() == [(replace(session, sets=()), plan, True, 0)]
    lease.close(session)
    assert repository.open_sessions() == []
    assert repository.sessions() == [session]
    repository.close_session(session.id)


@given(
    steps=st.lists(
        st.tuples(sessions, st.sampled_from(("reps", "partials", "holds"))), min_size=1, max_size=4
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_kept_of_a_growing_session_is_all_of_it(
    shared: Repository, steps: list[tuple[Session, str]]
) -> None:
    first = replace(steps[0][0], video=None)
    shared.delete(first.id)
    lease = shared.begin(first, {})
    for step, grows in steps:
        now = replace(first, sets=step.sets, measurements=step.measurements, quality=step.quality)
        for part in (now, now, _grown(now, grows)):
            lease.keep(part)
            found = shared.get(first.id)
            assert found is not None
            assert replace(found, person=part.person) == part
    lease.discard()
    assert shared.get(first.id) is None


def _grown(session: Session, what: str) -> Session:
    """Return the session with its first record of ``what`` once more in each set."""
    sets = [replace(one, **{what: getattr(one, what) * 2}) for one in session.sets]
    return replace(session, sets=tuple(sets))


def of_all(summaries: Iterable[Summary]) -> list[dict[str, Any]]:
    """Return what can be compared: what is not known (NaN) equals nothing, nor itself."""
    plain = [asdict(one) for one in summaries]
    unknown = [
        {name: None for name, value in one.items() if isinstance(value, float) and math.isnan(value)}
        for one in plain
    ]
    return [one | missing for one, missing in zip(plain, unknown, strict=True)]


def test_summaries_say_what_the_sessions_hold(repository: Repository) -> None:
    other = replace(full_session(), person="me", sets=(), analysed_at=START + timedelta(days=3))
    known = [empty_session(), full_session(), other]
    for session in known:
        repository.save(session)
    repository.begin(replace(full_session(), video=None), {})
    in_time = sorted(known, key=lambda session: session.analysed_at)
    assert of_all(repository.summaries()) == of_all(map(summary_of, reversed(in_time)))
    assert of_all(repository.summaries(limit=1, offset=1)) == of_all([summary_of(in_time[1])])
    assert of_all(repository.summaries("Zoë Müller")) == of_all([summary_of(known[1])])
    assert repository.series() == series_of(*known)
    assert (repository.count(), repository.count("me"), repository.count("nobody")) == (3, 2, 0)


@given(session=sessions)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_any_session_is_summed_up(shared: Repository, session: Session) -> None:
    session = replace(session, person=f"{session.id}", sets=tuple(_finite(one) for one in session.sets))
    shared.delete(session.id)
    shared.save(session)
    (found,) = shared.summaries(session.person)
    units = {rep.unit for record in session.sets for rep in record.reps}
    wanted = summary_of(session)
    assert _but_for_sums(found) == _but_for_sums(wanted)
    for name in ("held_s", "mean_range", "tempo_s"):
        assert getattr(found, name) == pytest.approx(getattr(wanted, name), nan_ok=True), name
    assert found.unit == min(units, default="")
    assert shared.notice == ""


def test_a_persons_best_is_of_all_their_sessions_of_an_exercise(repository: Repository) -> None:
    whole = full_session()
    sets = (replace(whole.sets[0], reps=tuple(rep(3.0 * at, deg) for at, deg in enumerate((20.0, 41.0)))),)
    absurd = (replace(sets[0], reps=(rep(0.0, math.nan), rep(3.0, math.inf))),)
    for one in (
        whole,
        replace(whole, id=uuid4(), sets=sets, video=None),
        replace(whole, id=uuid4(), sets=absurd),
    ):
        repository.save(one)
    assert repository.bests(whole.person) == {whole.exercise: 41.0}
    assert repository.bests("nobody") == {}


def _but_for_sums(found: Summary) -> Summary:
    """Return the rest: the database adds in its own order, and takes the first unit of the alphabet."""
    return replace(found, unit="", held_s=0.0, mean_range=0.0, tempo_s=0.0)


def _finite(record: SetRecord) -> SetRecord:
    """Return the set without ranges that no camera could have seen: the database sorts NULL its own way."""
    return replace(record, reps=tuple(rep for rep in record.reps if math.isfinite(rep.range_value)))
