"""What people say themselves is kept, corrected, binned, merged and undone as sessions are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sessions import START, session_of, url_of

from romtrack.errors import StorageError, UsageError
from romtrack.store import Correction, open_repository
from romtrack.types import Goal, HandMeasurement, Pain, PlanItem

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.store import Repository
    from romtrack.types import Entry

DAY = date(2026, 3, 2)
TOMORROW = datetime.now(UTC) + timedelta(days=1)


def item(exercise: str = "clamshell", **parts: object) -> PlanItem:
    """Return three sets of it for both legs on Mondays and Thursdays."""
    plain = PlanItem(uuid4(), exercise, "both", 3, 20, None, ("monday", "thursday"), DAY)
    return replace(plain, **parts)  # type: ignore[arg-type]  # as replace would


def goal(value_deg: float = 35.0, day: int = 0) -> Goal:
    """Return a goal of the left hip, said on a day."""
    return Goal(uuid4(), "hip_rotation", "left", "internal", value_deg, START + timedelta(days=day))


def by_hand(value_deg: float = 31.0, day: int = 0, **parts: object) -> HandMeasurement:
    """Return what a goniometer said on a day."""
    on, at = DAY + timedelta(days=day), START + timedelta(days=day)
    plain = HandMeasurement(
        uuid4(), on, "hip_rotation", "right", "external", -value_deg, at, "goniometer", "=1"
    )
    return replace(plain, **parts)  # type: ignore[arg-type]  # as replace would


def all_of(repository: Repository, person: str, *, binned: bool = False) -> list[Entry]:
    """Return all that somebody said."""
    kinds = (PlanItem, Goal, HandMeasurement)
    return [one for kind in kinds for one in repository.entries.of(person, kind, binned=binned)]


def test_it_comes_back_as_it_was_said(log_url: str) -> None:
    said: list[Entry] = [
        item(),
        item("pigeon", side="left", reps=None, hold_s=45.0, valid_until=DAY),
        goal(),
        by_hand(),
    ]
    with open_repository(log_url) as repository:
        assert repository.entries.add("Zoë", said) == 4
        assert repository.entries.add("Ben", [goal(20.0)]) == 1
    with open_repository(log_url) as repository:
        assert all_of(repository, "ZOE\u0308") == said
        assert repository.check() == []


def test_a_change_is_one_and_is_undone_as_one(repository: Repository) -> None:
    old, new, away = item(), item("pigeon"), item("fire-hydrant")
    repository.entries.add("Anna", [old, away])
    ended = replace(old, valid_until=DAY + timedelta(days=9), weekdays=("sunday",))
    repository.entries.change("Anna", [ended, new], without=[away])
    assert repository.entries.of("Anna", PlanItem) == [ended, new]
    assert all_of(repository, "Anna", binned=True) == [away]
    undone = repository.records.undo()
    assert undone is not None
    assert (undone.kind, undone.sessions, undone.entries) == ("edit", [], 3)
    assert repository.entries.of("Anna", PlanItem) == sorted([old, away], key=lambda one: one.exercise)
    repository.entries.change("Anna", [], without=[away])
    with pytest.raises(StorageError, match="deleted meanwhile"):
        repository.entries.change("Anna", [replace(away, sets=1)])
    with pytest.raises(StorageError, match="deleted meanwhile"):
        repository.entries.change("Ben", [old])


def test_a_file_read_twice_is_held_once(repository: Repository) -> None:
    file = [by_hand(31.0), by_hand(31.0), by_hand(32.0, 1)]
    again = [replace(one, id=uuid4()) for one in file]
    assert repository.entries.add("Anna", file) == 3, "the same value twice in a file was measured twice"
    assert repository.entries.add("Anna", again) == 0
    assert repository.entries.add("Ben", again) == 3
    assert repository.entries.add("Anna", [*again, by_hand(31.0)]) == 1
    repository.entries.change("Anna", [], without=[file[0]])
    assert repository.entries.add("Anna", [*again, by_hand(31.0)]) == 1, "what was deleted may come again"
    assert repository.entries.add("Anna", file[:1]) == 0


def test_it_goes_with_its_person_and_comes_back(repository: Repository) -> None:
    said: list[Entry] = [item(), goal(), by_hand()]
    repository.save(session_of(person="Anna"))
    repository.entries.add("Anna", said)
    repository.entries.add("Ben", [item()])
    assert repository.records.delete_person("Anna") == 1
    assert all_of(repository, "Anna") == []
    assert repository.records.undo() is not None
    assert all_of(repository, "Anna") == said
    repository.records.delete_person("Anna")
    assert repository.records.purge(TOMORROW) == (1, 1)
    assert all_of(repository, "Anna", binned=True) == []
    assert len(all_of(repository, "Ben")) == 1
    assert repository.check() == []


def test_who_is_put_back_brings_it_and_who_is_erased_leaves_none(repository: Repository) -> None:
    said: list[Entry] = [item(), goal(), by_hand()]
    repository.save(session_of(person="Anna"))
    repository.entries.add("Anna", said)
    repository.records.delete_person("Anna")
    (gone,) = repository.roster.binned()
    assert repository.roster.put_back(gone) == 1
    assert all_of(repository, "Anna") == said
    assert repository.erase("Anna")[:2] == (1, 1)
    assert all_of(repository, "Anna") == all_of(repository, "Anna", binned=True) == []
    assert repository.people() == []


def test_purging_forgets_a_single_one_and_how_it_was_changed(repository: Repository) -> None:
    gone, kept = goal(), goal(40.0, 1)
    repository.entries.add("Anna", [gone])
    repository.entries.add("Anna", [kept])
    repository.entries.change("Anna", [], without=[gone])
    repository.records.purge(TOMORROW)
    assert all_of(repository, "Anna") == [kept]
    assert all_of(repository, "Anna", binned=True) == []
    undone = repository.records.undo()
    assert undone is not None, "that the other one was said"
    assert repository.records.undo() is None


def test_merging_moves_it_and_renaming_leaves_it(repository: Repository) -> None:
    said: list[Entry] = [item(), goal(), by_hand()]
    repository.entries.add("Ana", said)
    repository.entries.add("Anna", [goal(40.0, 1)])
    assert repository.roster.merge("Ana", into="Anna") == 0
    assert len(all_of(repository, "Anna")) == 4
    repository.records.undo()
    assert all_of(repository, "Ana") == said
    ana = repository.roster.find("Ana")
    assert ana is not None
    repository.roster.change(replace(ana, name="Cleo"))
    assert all_of(repository, "Cleo") == said


def test_an_exercise_of_two_plans_is_planned_once(repository: Repository) -> None:
    later, end = DAY + timedelta(days=10), DAY + timedelta(days=20)
    hers = [
        item(sets=2),
        item("pigeon", valid_from=later),
        item("squat", valid_until=end),
        item("lunge", valid_from=end),
    ]
    his = [
        item(valid_from=later),
        item("pigeon"),
        item("squat"),
        item("lunge", valid_until=end),
        item("clamshell", valid_until=DAY),
    ]
    repository.entries.add("Ann", hers)
    assert repository.entries.add("Ann", [item(), item("pigeon", valid_until=later)]) == 1, (
        "each once at a time"
    )
    repository.records.undo()
    repository.entries.add("Anna", his)
    repository.roster.merge("Anna", into="Ann")
    plan = repository.entries.of("Ann", PlanItem)
    assert all(one is other or not one.overlaps(other) for one in plan for other in plan)
    assert sorted(plan, key=str) == sorted(
        [*hers, replace(his[1], valid_until=later), replace(his[2], valid_from=end), *his[3:]], key=str
    )
    repository.records.undo()
    assert repository.entries.of("Anna", PlanItem) == sorted(
        his, key=lambda one: (one.valid_from, one.exercise, one.id)
    )
    assert repository.check() == []


def test_somebody_with_a_plan_stays_though_their_last_session_goes(repository: Repository) -> None:
    session = session_of(person="Anna")
    repository.save(session)
    repository.entries.add("Anna", [item()])
    repository.delete(session.id)
    assert repository.roster.find("Anna") is not None
    assert len(all_of(repository, "Anna")) == 1


def test_pain_is_said_corrected_and_taken_back(repository: Repository) -> None:
    session = session_of(person="Anna")
    repository.save(session)
    for pain in (Pain(2), Pain(2, 4), Pain(None, 0, sharp=True)):
        repository.records.correct(session.id, Correction(pain=pain))
        assert [one.pain for one in repository.summaries()] == [pain]
    repository.records.undo()
    assert [one.pain for one in repository.summaries()] == [Pain(2, 4)]


def test_pain_that_rises_or_is_sharp_says_stop() -> None:
    assert [Pain(3, after).says_stop for after in (3, 4, 5, 0)] == [False, False, True, False]
    assert Pain(None, None, sharp=True).says_stop
    assert not Pain(None, 9).says_stop, "nobody knows what it was before"


def test_what_makes_no_sense_is_refused() -> None:
    for nonsense in (
        lambda: Pain(11),
        lambda: Pain(0, -1),
        lambda: goal(400.0),
        lambda: by_hand(float("nan")),
        lambda: item(sets=0),
        lambda: item(reps=None),
        lambda: item(reps=0),
        lambda: item(hold_s=30.0),
        lambda: item(weekdays=()),
    ):
        with pytest.raises(UsageError):
            nonsense()


def test_a_plan_is_due_on_its_days_while_it_is_valid() -> None:
    planned = item(valid_until=DAY + timedelta(days=7))
    week = [DAY + timedelta(days=day) for day in range(-4, 11)]
    assert [day for day in week if planned.is_due(day)] == [DAY, DAY + timedelta(days=3)]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE goals SET value_deg = 4000",
        "UPDATE goals SET value_deg = 'far'",
        "UPDATE goals SET direction = 'abduction'",
        "UPDATE plans SET weekdays = '{'",
        "UPDATE plans SET valid_from = 'soon'",
        "UPDATE hand_measurements SET note = CAST(X'C328' AS TEXT)",
    ],
)
def test_a_damaged_row_is_named_and_the_others_are_read(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "romtrack.db"
    with open_repository(url_of(path)) as repository:
        repository.entries.add("Anna", [item(), goal(), by_hand()])
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("PRAGMA ignore_check_constraints=ON")
        raw.execute(damage)
    with open_repository(url_of(path)) as repository:
        assert len(all_of(repository, "Anna")) == 2
        assert "of Anna" in repository.notice
        assert len(repository.check()) >= 1
