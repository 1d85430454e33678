"""What is kept can be corrected, replaced and deleted, and all that undone; only purging is for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from sessions import START, empty_session, full_session, measurement, session_of, trial

from romtrack.errors import StorageError, UsageError
from romtrack.store import Correction, told
from romtrack.store.tables import changes
from romtrack.types import Pain

if TYPE_CHECKING:
    from romtrack.store import Repository
    from romtrack.types import Session

TOMORROW = datetime.now(UTC) + timedelta(days=1)


def test_each_correction_is_kept_told_and_undone(repository: Repository) -> None:
    session = full_session()
    repository.save(session)
    when = datetime.fromisoformat("2026-02-03T08:00+05:45")
    first = Correction(person="Anna", recorded_at=when, note="after the <b>swim</b>")
    assert repository.records.correct(session.id, first)
    assert not repository.records.correct(session.id, first), "it is so already"
    assert repository.records.correct(session.id, Correction(exercise="clamshell"))
    found = repository.get(session.id)
    assert found == replace(
        session, person="Anna", exercise="clamshell", recorded_at=when, recorded_by="user"
    )
    assert found.recorded_at is not None
    assert found.recorded_at.utcoffset() == when.utcoffset()
    assert [one.note for one in repository.summaries("anna")] == ["after the <b>swim</b>"]
    told = repository.records.history(session.id)
    assert [one.kind for one in told] == ["edit", "edit"]
    assert told[0].before["note"] == ""
    assert told[0].after["recorded_by"] == "user"
    for _ in told:
        assert repository.records.undo() is not None
    assert repository.get(session.id) == session
    assert repository.records.undo() is None
    assert [one.undone for one in repository.records.history(session.id)] == [True, True]


def test_the_other_leg_turns_around_all_that_a_session_holds(repository: Repository) -> None:
    left = full_session()
    left = replace(left, side="left")
    repository.save(left)
    assert repository.records.correct(left.id, Correction(exchanged=True))
    found = repository.get(left.id)
    assert found is not None
    assert found.side == "right"
    assert {one.side for one in found.measurements} == {"right"}
    assert {one.side for one in found.measurements[0].trials} == {"right"}
    assert {one.side for one in found.sets[0].reps} == {"right"}
    assert found.sets[0].faults[0].side == "left", "a fault of the other leg"
    assert [one.value_deg for one in found.measurements] == [one.value_deg for one in left.measurements]
    assert repository.records.correct(left.id, Correction(exchanged=True))
    assert repository.get(left.id) == left
    repository.records.undo()
    assert repository.get(left.id) == found


def test_a_deleted_session_is_in_no_list_until_it_comes_back(repository: Repository) -> None:
    gone, kept = full_session(), empty_session()
    for session in (gone, kept):
        repository.save(session)
    repository.records.delete(gone.id)
    assert repository.sessions() == [kept]
    assert repository.get(gone.id) is None
    assert (repository.count(), len(repository.summaries()), repository.series()) == (1, 1, [])
    assert repository.people() == [kept.person]
    with pytest.raises(StorageError, match="was deleted"):
        repository.records.delete(gone.id)
    with pytest.raises(StorageError, match="was deleted"):
        repository.records.correct(gone.id, Correction(note="x"))
    assert repository.save(replace(gone, id=uuid4()), again=False) is None, "its recording may be logged anew"
    assert repository.records.undo() == ("delete", *_seen(repository), [gone.id], 0)
    assert len(repository.sessions()) == 3


def test_one_session_is_put_back_whatever_was_done_since(repository: Repository) -> None:
    gone, kept = full_session(), empty_session()
    for session in (gone, kept):
        repository.save(session)
    repository.records.delete(gone.id)
    repository.records.correct(kept.id, Correction(note="later"))
    repository.records.delete_person(gone.person)
    repository.records.put_back(gone.id)
    assert repository.get(gone.id) == gone
    assert gone.person in repository.people()
    assert [told(one) for one in repository.records.history(gone.id)] == [
        "put into the bin",
        "put back from the bin",
    ]
    with pytest.raises(StorageError, match="not in the bin"):
        repository.records.put_back(gone.id)
    repository.records.undo()
    assert repository.get(gone.id) is None, "putting back is undone like anything else"


def test_what_a_later_analysis_replaced_is_not_put_back_beside_it(repository: Repository) -> None:
    first = full_session()
    repository.save(first)
    repository.records.replace(replace(first, id=uuid4()))
    with pytest.raises(StorageError, match="later analysis"):
        repository.records.put_back(first.id)
    assert repository.count() == 1


def test_a_later_analysis_that_knows_no_date_keeps_the_one_that_is_known(repository: Repository) -> None:
    first = full_session()
    repository.save(first)
    upload = replace(first, id=uuid4(), recorded_at=None, recorded_by=None)
    repository.records.replace(upload)
    assert repository.sessions() == [replace(first, id=upload.id)]


def _seen(repository: Repository) -> tuple[datetime]:
    with repository._reading() as connection:  # noqa: SLF001  the database's own clock
        return (connection.execute(changes.select()).mappings().one()["at"],)


def test_what_was_changed_last_is_undone_first_whatever_the_clock_says(repository: Repository) -> None:
    session = empty_session()
    repository.save(session)
    repository.records.correct(session.id, Correction(note="first"))
    with repository._writing() as connection:  # noqa: SLF001  the clock was an hour ahead
        connection.execute(changes.update().values(at=datetime.now(UTC) + timedelta(hours=1)))
    repository.records.correct(session.id, Correction(note="second"))
    repository.records.undo()
    assert [one.note for one in repository.summaries()] == ["first"]


def test_a_person_goes_with_all_and_comes_back_with_all(repository: Repository) -> None:
    sessions = [session_of(id=uuid4(), analysed_at=START + timedelta(days=day)) for day in range(3)]
    for session in sessions:
        repository.save(session)
    ada = repository.roster.find("Ada")
    assert repository.records.delete_person("ADA") == 3
    assert (repository.roster.find("Ada"), repository.sessions()) == (None, [])
    with pytest.raises(StorageError, match="nobody in the log is called Ada"):
        repository.records.delete_person("Ada")
    assert repository.records.undo() is not None
    assert repository.sessions() == sessions
    assert repository.roster.find("Ada") == ada


def test_a_session_that_is_open_is_neither_corrected_nor_deleted(repository: Repository) -> None:
    session = replace(full_session(), video=None)
    lease = repository.begin(session, {})
    for change in (
        lambda: repository.records.delete(session.id),
        lambda: repository.records.correct(session.id, Correction(note="x")),
        lambda: repository.records.delete_person(session.person),
    ):
        with pytest.raises(StorageError, match="open still"):
            change()
    lease.close(session)
    assert repository.sessions() == [session]


def _measured(value_deg: float) -> Session:
    one = measurement(value_deg, [trial(value_deg)])
    return session_of(id=uuid4(), measurements=(one,))


def test_a_rerun_replaces_and_carries_what_people_said(repository: Repository) -> None:
    first, second = _measured(20.0), _measured(24.0)
    repository.save(first)
    when = START - timedelta(days=3)
    repository.records.correct(first.id, Correction(note="cold", recorded_at=when, pain=Pain(2, 5)))
    repository.records.replace(second)
    (found,) = repository.sessions()
    assert found == replace(second, recorded_at=when, recorded_by="user")
    assert [(one.note, one.pain) for one in repository.summaries()] == [("cold", Pain(2, 5))]
    assert [one.value_deg for one in repository.series()] == [24.0]
    assert [one.kind for one in repository.records.history(second.id)] == ["edit", "replace", "replace"]
    assert repository.records.undo() is not None
    assert [one.value_deg for one in repository.series()] == [20.0]
    assert [one.id for one in repository.sessions()] == [first.id]


def test_purging_removes_what_waited_long_enough_and_nothing_else(repository: Repository) -> None:
    old, kept = full_session(), _measured(30.0)
    old = replace(old, tracks_file=f"{old.id}.npz")
    for session in (old, kept):
        repository.save(session)
    repository.tracks_folder.mkdir(exist_ok=True)
    tracks = repository.tracks_folder / f"{old.id}.npz"
    tracks.write_bytes(b"tracks")
    repository.records.delete_person(old.person)
    assert repository.records.purge(datetime.now(UTC) - timedelta(days=30)) == (0, 0)
    assert tracks.exists()
    assert repository.records.purge(TOMORROW) == (1, 1)
    assert not tracks.exists()
    assert repository.records.undo() is None
    assert repository.sessions() == [kept]
    assert (repository.check(), repository.unnamed_tracks()) == ([], [])


def test_a_session_is_found_by_the_beginning_of_its_id(repository: Repository) -> None:
    for number in (0xAB000000000000000000000000000001, 0xAB000000000000000000000000000002):
        repository.save(replace(empty_session(), id=UUID(int=number)))
    key = UUID(int=0xCD000000000000000000000000000001)
    repository.save(replace(empty_session(), id=key))
    assert repository.records.found("CD") == repository.records.found(str(key)) == key
    with pytest.raises(UsageError, match="2 sessions begin with 'ab': give more of it"):
        repository.records.found("ab")
    for nothing in ("ef", "", "%"):
        with pytest.raises(UsageError, match="romtrack sessions lists them"):
            repository.records.found(nothing)
