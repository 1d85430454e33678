"""People: one name in all its spellings, corrected, merged, and never one for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sessions import START, empty_session

from romtrack.errors import StorageError, UsageError
from romtrack.settings import name_of
from romtrack.store import Correction, open_repository

if TYPE_CHECKING:
    from romtrack.store import Repository
    from romtrack.types import Session

STRANGE = (
    "<b>Anna</b><script>alert(1)</script>",
    "Robert'); DROP TABLE people;--",
    "=cmd|'/c calc'!A1",
    "\u202eannA",
    "%",
    "Zoë",
    "李小龍 😀",
    "x" * 200,
)


def of(person: str, day: int = 0) -> Session:
    """Return a session of somebody, on a day."""
    when = START + timedelta(days=day)
    return replace(empty_session(), id=uuid4(), person=person, analysed_at=when)


def test_a_name_is_one_in_every_case_and_way_of_writing_it(repository: Repository) -> None:
    for number, name in enumerate(("Zoë Straße", "ZOE\u0308  STRASSE", " zoë straße ")):
        repository.save(of(name, number))
    repository.save(of("Zoe Strasse", 4))
    assert repository.people() == ["Zoe Strasse", "Zoë Straße"]
    assert repository.count("zoë STRASSE") == 3
    assert {one.person for one in repository.sessions("zoë strasse")} == {"Zoë Straße"}


@pytest.mark.parametrize("name", STRANGE)
def test_a_name_is_only_a_name(repository: Repository, name: str) -> None:
    repository.save(of("Anna"))
    session = of(name)
    repository.save(session)
    assert repository.get(session.id) == session
    assert repository.sessions(name) == [session]
    assert sorted(repository.people()) == sorted(["Anna", name])


def test_a_name_that_is_none_is_refused(repository: Repository) -> None:
    with pytest.raises(StorageError, match="a name of 10000 characters cannot be kept"):
        repository.save(of("x" * 10_000))
    assert (repository.people(), repository.sessions()) == ([], [])
    for bad in ("", "  \n", "x" * 201):
        with pytest.raises(UsageError, match="name"):
            name_of(bad)


def test_the_list_says_how_much_there_is_of_whom(repository: Repository) -> None:
    for day in (0, 20, 30):
        repository.save(of("Anna", day))
    repository.save(of("Ben", 40))
    repository.roster.add("Cleo")
    found = repository.roster.all(START + timedelta(days=18))
    assert [(one.person.name, one.sessions, one.lately) for one in found] == [
        ("Ben", 1, 1),
        ("Anna", 3, 2),
        ("Cleo", 0, 0),
    ]
    assert found[1].last_at == START + timedelta(days=30)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ana", "Anna"),
        ("anan", "Anna"),
        ("Annab", "Anna"),
        ("Hanna", "Anna"),
        ("Amna", "Anna"),
        ("Ann", "Anna"),
        ("Anna", None),
        ("Ama", None),
        ("Peter", None),
        ("Eb", None),
        ("", None),
    ],
)
def test_a_slip_of_one_letter_is_noticed(repository: Repository, typed: str, meant: str | None) -> None:
    for name in ("Anna", "Ed"):
        repository.roster.add(name)
    assert repository.roster.alike(typed) == meant


def test_what_is_known_of_a_person_is_kept_and_a_name_belongs_to_one(repository: Repository) -> None:
    anna, ben = repository.roster.add("Anna"), repository.roster.add("Ben")
    known = replace(anna, name="Anna B.", sex="female", birth_year=1980, notes="=1+1")
    repository.roster.change(known)
    assert repository.roster.find("anna b.") == known
    assert repository.roster.find("Anna") is None
    with pytest.raises(StorageError, match=r"Anna B\. has this name already"):
        repository.roster.change(replace(ben, name="ANNA B."))
    undone = repository.records.undo()
    assert undone is not None
    assert undone.kind == "edit"
    assert repository.roster.find("Anna") == anna


def test_two_that_are_one_are_merged_and_parted_again(repository: Repository) -> None:
    mine, typo = of("Anna", 0), of("Ana", 1)
    for session in (mine, typo):
        repository.save(session)
    ana = repository.roster.find("Ana")
    assert ana is not None
    repository.roster.change(replace(ana, birth_year=1980))
    assert repository.roster.merge("Ana", into="anna") == 1
    assert repository.people() == ["Anna"]
    assert repository.count("Anna") == 2
    found = repository.roster.find("Anna")
    assert found is not None
    assert found.birth_year == 1980
    for names in (("Ana", "Anna"), ("Anna", "anna"), ("Anna", "Nobody")):
        with pytest.raises(StorageError):
            repository.roster.merge(*names)
    assert repository.records.undo() is not None
    assert repository.sessions() == [mine, typo]
    assert repository.roster.find("Ana") == replace(ana, birth_year=1980)


def test_a_person_whose_last_session_goes_stays_if_more_than_the_name_is_known(log_url: str) -> None:
    with open_repository(log_url) as repository:
        anna, ben = of("Anna"), of("Ben")
        for session in (anna, ben):
            repository.save(session)
        known = repository.roster.find("Anna")
        assert known is not None
        repository.roster.change(replace(known, notes="operated on the left"))
        for session in (anna, ben):
            repository.delete(session.id)
        assert repository.roster.find("Anna") is not None
        assert repository.roster.find("Ben") is None
        assert repository.check() == []


def test_who_was_deleted_comes_back_with_what_went_with_them(repository: Repository) -> None:
    early, first, second, other = of("Anna"), of("anna", 1), of("Anna", 2), of("Bea", 3)
    for session in (early, first, second, other):
        repository.save(session)
    repository.records.delete(early.id)
    repository.records.delete_person("Anna")
    (gone,) = repository.roster.binned()
    assert gone.name == "Anna"
    repository.records.correct(other.id, Correction(note="meanwhile"))
    assert repository.roster.put_back(gone) == 2
    assert {one.id for one in repository.sessions("Anna")} == {first.id, second.id}
    assert repository.roster.binned() == []
    with pytest.raises(StorageError, match="Anna is not in the bin"):
        repository.roster.put_back(gone)
    repository.records.undo()
    assert [one.name for one in repository.roster.binned()] == ["Anna"], "putting back is undone, too"


def test_who_was_merged_is_nobody_to_put_back(repository: Repository) -> None:
    repository.save(of("Ana"))
    repository.save(of("Anna"))
    repository.roster.merge("Ana", into="Anna")
    assert repository.roster.binned() == []


def test_only_the_change_that_is_meant_is_taken_back(repository: Repository) -> None:
    one, other = of("Ana"), of("Anna", 1)
    repository.save(one)
    repository.save(other)
    repository.roster.merge("Ana", into="Anna")
    merged = repository.records.last()
    repository.records.correct(other.id, Correction(note="meanwhile"))
    with pytest.raises(StorageError, match="something else was changed since"):
        repository.records.undo(only=merged)
    repository.records.undo()
    assert repository.records.undo(only=merged) is not None
    assert repository.people() == ["Ana", "Anna"]


def test_erasing_leaves_nothing_of_a_person_and_all_of_the_others(repository: Repository) -> None:
    kept = of("Bea", 3)
    mine = [replace(of(name, day), tracks_file=f"{name}.npz") for day, name in enumerate(("Ana", "Anna"))]
    repository.tracks_folder.mkdir(exist_ok=True)
    for session in (*mine, kept):
        repository.save(session)
    for session in mine:
        (repository.tracks_folder / str(session.tracks_file)).write_bytes(b"tracks")
    repository.roster.change(replace(repository.roster.add("Anna"), notes="a left hip of steel"))
    repository.roster.merge("Ana", into="Anna")
    repository.records.delete(mine[0].id)
    gone = repository.erase("ANNA")
    assert (gone.sessions, gone.people) == (2, 2), "the alias, too"
    assert not list(repository.tracks_folder.glob("*.npz"))
    assert repository.sessions() == [kept]
    assert [one.person.name for one in repository.roster.all(START)] == ["Bea"]
    assert (repository.roster.binned(), repository.check(), repository.records.last()) == ([], [], None)
    with pytest.raises(StorageError, match="nobody in the log is called Anna"):
        repository.erase("Anna")


def test_an_alias_that_is_somebody_again_is_not_erased_with_the_other(repository: Repository) -> None:
    repository.save(of("Ana"))
    repository.save(of("Anna"))
    repository.roster.merge("Ana", into="Anna")
    again = of("Ana", 5)
    repository.save(again)
    repository.erase("Anna")
    assert repository.sessions() == [again]


def test_who_is_in_front_of_the_camera_is_not_erased(repository: Repository) -> None:
    repository.save(of("Anna"))
    with_camera = of("Anna", 1)
    lease = repository.begin(with_camera, {})
    with pytest.raises(StorageError, match="a session of Anna is open still"):
        repository.erase("Anna")
    lease.close(with_camera)
    assert repository.erase("Anna").sessions == 2
