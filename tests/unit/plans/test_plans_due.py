"""What a plan asks for, what counts as done, and how a plan comes about and is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from conftest import summary_of
from sessions import START, measurement, refused, rep, session_of

from romtrack.clock import here
from romtrack.errors import ExerciseError
from romtrack.exercises import ReadyItem, exercise, ready_plans
from romtrack.plans import days_of, due_on, goals_in_force, item_text, planned, taken_over
from romtrack.types import SIDES, WEEKDAYS, Goal, Notice, PlanItem, SetRecord, Summary

if TYPE_CHECKING:
    from romtrack.types import Side

MONDAY = date(2026, 3, 2)
SHELL = planned(exercise("clamshell"), ("monday", "thursday"), MONDAY)


def done(exercise_id: str = "clamshell", day: date = MONDAY, *legs: Side) -> Summary:
    """Return a session at noon of a day, planned for both legs, with a repetition of each that did one."""
    at = here(START).replace(year=day.year, month=day.month, day=day.day, hour=12)
    reps = tuple(replace(rep(3.0 * place, 20.0), side=leg) for place, leg in enumerate(legs or SIDES))
    sets = (SetRecord(0.0, 9.0, reps),)
    return summary_of(session_of(exercise=exercise_id, side="both", sets=sets, analysed_at=at, video=None))


def test_a_day_asks_for_what_it_is_planned_for() -> None:
    assert [one.item for one in due_on(MONDAY, [SHELL], [])] == [SHELL]
    assert due_on(MONDAY + timedelta(days=1), [SHELL], []) == []
    assert due_on(MONDAY - timedelta(days=7), [SHELL], []) == [], "it was not planned yet"
    assert due_on(MONDAY, [replace(SHELL, valid_until=MONDAY)], []) == [], "until is not in it"


def test_a_leg_that_did_a_set_today_is_done_and_the_other_is_not() -> None:
    def left(*sessions: Summary) -> tuple[str, ...]:
        (due,) = due_on(MONDAY, [SHELL], sessions)
        return due.left

    assert left() == ("left", "right")
    assert left(done("clamshell", MONDAY, "left")) == ("right",), "it was cut off after the left one"
    assert left(done("clamshell", MONDAY, "left"), done("clamshell", MONDAY, "right")) == ()
    assert left(done()) == ()
    assert left(done(day=MONDAY - timedelta(days=1))) == ("left", "right")
    assert left(done("pigeon")) == ("left", "right")
    assert left(replace(done(), reps=0, legs=())) == ("left", "right"), (
        "a session without a set is nothing done"
    )


def test_what_both_legs_do_together_is_done_by_either() -> None:
    item = planned(exercise("ninety-ninety"), WEEKDAYS, MONDAY)
    (due,) = due_on(MONDAY, [item], [done("ninety-ninety", MONDAY, "left")])
    assert due.left == ()


def test_a_measurement_is_done_when_it_gave_a_number() -> None:
    item = planned(exercise("seated-ir-measure"), WEEKDAYS, MONDAY)
    values = (measurement(30.0), refused(Notice("few", "Do three."), side="right"))
    at = here(START).replace(day=2, hour=12)
    session = session_of(side="both", measurements=values, analysed_at=at)
    (due,) = due_on(MONDAY, [item], [summary_of(session)])
    assert due.left == ("right",)


def test_a_month_tells_done_from_begun_planned_and_free() -> None:
    hydrant = planned(exercise("fire-hydrant"), ("thursday",), MONDAY)
    thursday, free = MONDAY + timedelta(days=3), MONDAY + timedelta(days=1)
    sessions = [done(), done(day=thursday), done("pigeon", day=free)]
    days = {one.day: one for one in days_of(MONDAY, MONDAY + timedelta(days=7), [SHELL, hydrant], sessions)}
    assert len(days) == 7
    assert days[MONDAY].is_done
    assert (days[thursday].planned, days[thursday].done, days[thursday].is_done) == (2, 1, False)
    assert (days[free].planned, days[free].trained) == (0, True)
    assert not days[MONDAY + timedelta(days=2)].trained


def test_ready_plans_take_their_dose_from_the_cards_and_add_nothing_twice() -> None:
    mobility, strength = ready_plans()
    assert (mobility.title, strength.title) == ("Mobility", "Strength")
    first = taken_over(mobility, [], MONDAY)
    assert {one.exercise for one in first} >= {
        "sidelying-ir",
        "ninety-ninety",
        "pigeon",
        "quadruped-rockback",
    }
    pigeon = next(one for one in first if one.exercise == "pigeon")
    assert (pigeon.sets, pigeon.reps, pigeon.hold_s) == (1, None, 60.0)
    assert taken_over(mobility, first, MONDAY) == []
    second = taken_over(strength, first, MONDAY)
    assert "seated-ir-measure" not in {one.exercise for one in second}, "it is planned already"
    ended = [replace(one, valid_until=MONDAY) for one in first]
    assert len(taken_over(mobility, ended, MONDAY)) == len(first)


@pytest.mark.parametrize(
    ("name", "days"), [("nothing", ("monday",)), ("pigeon", ()), ("pigeon", ("monday",) * 2)]
)
def test_a_ready_plan_that_nobody_can_follow_is_refused(name: str, days: tuple[str, ...]) -> None:
    with pytest.raises(ExerciseError):
        ReadyItem(name, days)  # type: ignore[arg-type]  # what a file may hold


def test_a_plan_is_said_in_words() -> None:
    assert item_text(SHELL) == "2 sets of 20 repetitions, each leg; Monday, Thursday"
    both = planned(exercise("ninety-ninety"), WEEKDAYS, MONDAY, "left")
    assert both.side == "both", "no leg can be chosen where both move"
    assert item_text(both) == "20 repetitions, both sides together; every day"
    held = replace(planned(exercise("pigeon"), ("sunday", "monday"), MONDAY, "left"), hold_s=45.0)
    assert item_text(held) == "45 s held, left leg; Monday, Sunday"
    gone = PlanItem(uuid4(), "a-card-that-is-gone", "right", 1, 5, None, ("friday",), MONDAY)
    assert item_text(gone) == "5 repetitions, right leg; Friday"


def test_the_goal_that_was_said_last_counts() -> None:
    def goal(value_deg: float, day: int) -> Goal:
        return Goal(uuid4(), "hip_rotation", "left", "internal", value_deg, START + timedelta(days=day))

    first, last = goal(40.0, 0), goal(35.0, 1)
    assert list(goals_in_force([last, first]).values()) == [last]
