"""The plan and Home: what is due, done, begun, chosen, changed and ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from app_sessions import log, measured, page, rolled, shown
from sessions import session_of
from streamlit.testing.v1 import AppTest

from romtrack.app.live.booths import BOOTHS
from romtrack.clock import local_now
from romtrack.exercises import exercise
from romtrack.live import Plan
from romtrack.plans import planned
from romtrack.store import open_repository
from romtrack.types import SIDES, WEEKDAYS, Goal, PlanItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from romtrack.types import Side

PLAN = page("plan").replace("show(other)", "show(Ways(*[other] * 8))")
HOME = page("home").replace("show(other)", "show(Ways(*[other] * 8))")
TRAIN = page("train")
EXERCISES = page("exercises").replace("show(other)", "show(Ways(*[other] * 8))")


@pytest.fixture(autouse=True)
def log_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    url = f"sqlite:///{tmp_path / 'romtrack.db'}"
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", url)
    yield url
    BOOTHS.close()


def today() -> date:
    return local_now().date()


def texts(test: AppTest) -> str:
    kinds: tuple[Any, ...] = (test.title, test.header, test.markdown, test.info, test.error, test.expander)
    return "\n".join(str(getattr(each, "value", None) or each.label) for kind in kinds for each in kind)


def press(test: AppTest, label: str, at: int = 0) -> None:
    [each for each in test.button if each.label == label][at].click().run()
    assert not test.exception


def plan_of(person: str = "Ada") -> list[PlanItem]:
    with open_repository() as repository:
        return repository.entries.of(person, PlanItem)


def plan(*items: PlanItem, person: str = "Ada") -> None:
    with open_repository() as repository:
        repository.entries.add(person, items)


def daily(exercise_id: str, since_days: int = 0) -> PlanItem:
    return planned(exercise(exercise_id), WEEKDAYS, today() - timedelta(days=since_days))


def done_today(*legs: Side) -> None:
    now = local_now()
    for leg in legs:
        session = replace(rolled(0), id=uuid4(), side=leg, analysed_at=now, recorded_at=now)
        reps = tuple(replace(rep, side=leg) for rep in session.sets[0].reps)
        with open_repository() as repository:
            repository.save(replace(session, sets=(replace(session.sets[0], reps=reps),)))


def test_a_ready_plan_is_taken_over_and_is_due(log_url: str) -> None:
    log(log_url, measured(0, left=30.0))
    test = shown(PLAN)
    assert "Begin with a plan" in texts(test)
    press(test, "Take over Mobility")
    assert {one.exercise for one in plan_of()} >= {"pigeon", "ninety-ninety"}
    assert "Take over Mobility" not in [each.label for each in test.button]
    assert "Your exercises" in texts(test)


def test_what_is_due_today_says_what_is_left_of_it(log_url: str) -> None:
    log(log_url, measured(0, left=30.0))
    plan(daily("clamshell"), daily("fire-hydrant"))
    done_today("left")
    for script in (PLAN, HOME):
        test = shown(script)
        assert "still the right one" in texts(test)
        assert [each.label for each in test.button].count("Start") == 2
    done_today("right")
    for script in (PLAN, HOME):
        test = shown(script)
        assert "Done today" in texts(test)
        assert [each.label for each in test.button].count("Start") == 1


def test_one_press_begins_what_is_due_with_its_dose(log_url: str) -> None:
    log(log_url, measured(0, left=30.0))
    item = replace(daily("clamshell"), sets=3, reps=15)
    plan(item)
    done_today("left")
    test = shown(HOME)
    press(test, "Start")
    booth = BOOTHS.find(test.session_state["live-train"])
    assert booth is not None
    assert booth.plan == Plan("Ada", "clamshell", ("right",), sets=3, reps=15, rest_s=30.0)


def test_train_shows_what_is_due_first_and_one_press_begins_it(log_url: str) -> None:
    log(log_url, measured(0, left=30.0))
    plan(replace(daily("clamshell"), sets=3, reps=15), daily("seated-resisted-ir"))
    done_today("left")
    test = shown(TRAIN)
    assert [header.value for header in test.header] == ["Today", "Other exercises"]
    cards = [each.key for each in test.button if str(each.key).startswith("choose-")]
    assert set(cards[:2]) == {"choose-clamshell", "choose-seated-resisted-ir"}
    assert "still the right one" in texts(test)
    test.button(key="start-clamshell").click().run()
    booth = BOOTHS.find(test.session_state["live-train"])
    assert booth is not None
    assert booth.plan == Plan("Ada", "clamshell", ("right",), sets=3, reps=15, rest_s=30.0)


def begun_from(exercise_id: str) -> Plan:
    test = AppTest.from_string(EXERCISES, default_timeout=20)
    test.query_params["exercise"] = exercise_id
    test.run()
    if exercise(exercise_id).ask_pain:
        assert "Start" not in [each.label for each in test.button]
        test.segmented_control[0].set_value("No").run()
    press(test, "Start")
    page_name = "measure" if exercise(exercise_id).kind == "measurement" else "train"
    booth = BOOTHS.find(test.session_state[f"live-{page_name}"])
    assert booth is not None
    return booth.plan


def test_one_press_on_its_own_page_begins_an_exercise_as_the_plan_asks_for_it(log_url: str) -> None:
    log(log_url, measured(0, left=30.0))
    assert begun_from("clamshell") == Plan("Ada", "clamshell", SIDES, sets=2, reps=20, rest_s=30.0)
    plan(replace(daily("clamshell"), sets=3, reps=15))
    assert begun_from("clamshell") == Plan("Ada", "clamshell", SIDES, sets=3, reps=15, rest_s=30.0)
    done_today("left")
    assert begun_from("clamshell").sides == ("right",)
    assert begun_from("pigeon").reps == 60
    assert begun_from("seated-ir-measure").directions == ("internal",)


def test_what_asks_about_pain_first_waits_on_its_page_filled_in(log_url: str) -> None:
    log(log_url, measured(0, left=30.0))
    plan(replace(daily("pigeon"), hold_s=45.0, sets=2))
    test = shown(HOME)
    press(test, "Start")
    assert "live-train" not in test.session_state
    kept = {
        name: test.session_state[name]
        for name in ("train-exercise", "train-side", "reps-pigeon", "sets-pigeon")
    }
    form = shown(TRAIN, **kept)
    assert [header.value for header in form.header] == ["Pigeon"]
    assert form.number_input(key="reps-pigeon").value == 45
    assert form.number_input(key="sets-pigeon").value == 2
    assert next(each for each in form.button if each.label == "Start").disabled


def test_a_change_holds_from_today_and_what_was_stays(log_url: str) -> None:
    log(log_url, measured(0, left=30.0))
    old, new = daily("clamshell", since_days=9), daily("pigeon")
    plan(old, new)
    test = shown(PLAN)
    for number, (item, sets) in enumerate(((old, 4), (new, 3))):
        test.number_input(key=f"sets-of-{item.id.hex}").set_value(sets)
        press(test, "Save", number)
    found = {(one.exercise, one.sets): (one.valid_from, one.valid_until) for one in plan_of()}
    assert found == {
        ("clamshell", 2): (old.valid_from, today()),
        ("clamshell", 4): (today(), None),
        ("pigeon", 3): (today(), None),
    }
    press(test, "End it", 0)
    press(test, "End it", 0)
    assert [(one.exercise, one.sets) for one in plan_of()] == [("clamshell", 2)]


def test_a_plan_without_a_day_is_no_plan(log_url: str) -> None:
    log(log_url, measured(0, left=30.0))
    item = daily("clamshell")
    plan(item)
    test = shown(PLAN)
    test.pills(key=f"days-of-{item.id.hex}").set_value([])
    press(test, "Save")
    assert "choose a day" in texts(test)
    assert plan_of() == [item]


def test_the_month_tells_each_day_and_blames_nobody(log_url: str) -> None:
    log(log_url, measured(0, left=30.0))
    plan(daily("clamshell", since_days=400))
    done_today("left", "right")
    test = shown(PLAN)
    assert "1 planned day done" in texts(test)
    press(test, "Month before")
    calendar = next(each.proto.body for each in test.get("html") if "<table" in each.proto.body)
    assert calendar.count("1 planned") >= 28
    assert not any(word in texts(test).lower() + calendar for word in ("missed", "failed", "only"))


def test_what_is_planned_is_taken_along(log_url: str) -> None:
    log(log_url, measured(0, left=30.0))
    assert not shown(PLAN).get("download_button"), "there is nothing to take along"
    plan(daily("clamshell"))
    assert [each.proto.label for each in shown(PLAN).get("download_button")] == [
        "The plan to print",
        "Reminders",
    ]


def test_a_goal_is_set_replaced_and_removed(log_url: str) -> None:
    log(log_url, measured(0, left=30.0))
    test = shown(PLAN)
    for degrees in (35, 38):
        next(each for each in test.number_input if each.label == "Degrees").set_value(degrees)
        press(test, "Save the goal")
    assert "**38°**" in texts(test)
    assert "**35°**" not in texts(test)
    press(test, "Remove")
    with open_repository() as repository:
        assert repository.entries.of("Ada", Goal) == []


def test_a_goal_outward_is_kept_with_the_sign_of_its_values(log_url: str) -> None:
    log(log_url, measured(0, left=30.0))
    test = shown(PLAN)
    of = next(each for each in test.selectbox if each.label == "Leg and direction")
    of.select_index(next(at for at, name in enumerate(of.options) if name == "Right hip, external rotation"))
    press(test, "Save the goal")
    with open_repository() as repository:
        (goal,) = repository.entries.of("Ada", Goal)
    assert (goal.side, goal.direction, goal.value_deg) == ("right", "external", -35.0)


def test_home_shows_the_last_value_of_each_leg_and_how_it_went(log_url: str) -> None:
    log(log_url, measured(0, left=25.0, right=30.0), measured(7, left=33.0))
    test = shown(HOME)
    assert [(one.label, one.value) for one in test.metric] == [
        ("Left, internal", "33.0° ± 1.6°"),
        ("Right, internal", "30.0° ± 1.6°"),
    ]
    assert [len(one.proto.chart_data) for one in test.metric] == [2, 0]


def test_home_offers_what_was_cut_off(log_url: str) -> None:
    log(log_url, measured(0, left=30.0))
    begun = replace(rolled(0), id=uuid4())
    with open_repository() as repository:
        for session in (begun, session_of(id=uuid4(), video=None, sets=(), exercise="clamshell")):
            repository.begin(session, Plan("Ada", "clamshell").plain()).release()
    test = shown(HOME)
    assert texts(test).count("To be continued") == 1, "one in which nothing was done is none"
    press(test, "Continue")
    booth = BOOTHS.find(test.session_state["live-train"])
    assert booth is not None
    assert booth.plan == Plan("Ada", "clamshell")


def test_a_first_run_is_led_to_a_practice(log_url: str) -> None:
    test = shown(HOME)
    press(test, "Try it first: ten seconds that do not count")
    booth = BOOTHS.find(test.session_state["live-measure"])
    assert booth is not None
    assert booth.plan.practice
    log(log_url, measured(0, left=30.0))
    assert not [each for each in shown(HOME).button if each.label.startswith("Try it first")]


def test_a_first_run_explains_itself_in_three_pictures() -> None:
    test = shown(HOME)
    pictures = [each.proto.body for each in test.get("html") if "svg+xml" in each.proto.body]
    assert len(pictures) == 3
    assert all('alt="' in picture for picture in pictures)
    assert [each.label for each in test.button[-2:]] == ["Measure now with this camera", "I have a video"]
    assert "Your plan" not in texts(test)


def test_a_card_that_is_gone_does_not_stop_the_plan(log_url: str) -> None:
    log(log_url, measured(0, left=30.0))
    plan(replace(daily("clamshell"), exercise="a-card-that-is-gone"))
    for script in (PLAN, HOME):
        test = shown(script)
        assert "Start" not in [each.label for each in test.button]
