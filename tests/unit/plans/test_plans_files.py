"""The plan to take along: reminders that a calendar understands, and a page that needs nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from icalendar import Calendar

from romtrack.exercises import exercise, ready_plans
from romtrack.plans import planned, taken_over
from romtrack.plans.reminders import reminders
from romtrack.reports import plan_html

if TYPE_CHECKING:
    from romtrack.types import PlanItem

TUESDAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
SHELL = planned(exercise("clamshell"), ("monday", "thursday"), TUESDAY - timedelta(days=30))


def events(*items: PlanItem, person: str = "Ada") -> list[Any]:
    """Return what a calendar reads."""
    read = Calendar.from_ical(reminders(person, items, time(18), NOW))
    assert read.get("version") == "2.0"
    return list(read.walk("VEVENT"))


def days(event: Any) -> list[date]:  # noqa: ANN401  the library's
    """Return the first days on which an event reminds."""
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=event.decoded("dtstart"))
    return [moment.date() for moment in rule[:4]]


def test_it_reminds_on_each_day_of_the_plan_from_today_on_at_the_time_of_the_place() -> None:
    (event,) = events(SHELL)
    assert event.decoded("dtstart") == datetime(2026, 12, 3, 18)  # noqa: DTZ001  of wherever the person is
    assert days(event) == [date(2026, 12, day) for day in (3, 7, 10, 14)]
    assert "2 sets of 20 repetitions" in event["description"]
    assert event.walk("VALARM")


def test_what_is_due_together_is_one_reminder_and_what_ends_ends() -> None:
    hydrant = replace(SHELL, exercise="fire-hydrant")
    ends = replace(SHELL, exercise="pigeon", valid_until=date(2026, 12, 10))
    over = replace(SHELL, valid_until=TUESDAY)
    both, ending = events(SHELL, hydrant, ends, over)
    assert both["summary"] == "Hips: Clam shell, Fire hydrant"
    assert days(ending) == [date(2026, 12, 3), date(2026, 12, 7)]


def test_a_later_file_replaces_the_reminders_of_the_same_days_of_the_same_person() -> None:
    (first,), (more,), (other,) = events(SHELL), events(replace(SHELL, sets=3)), events(SHELL, person="Ben")
    assert first["uid"] == more["uid"] != other["uid"]
    later = replace(SHELL, valid_from=TUESDAY + timedelta(days=20))
    assert len({event["uid"] for event in events(SHELL, later)}) == 2


def test_no_plan_is_an_empty_calendar() -> None:
    assert events() == []


def test_the_page_shows_each_exercise_with_its_picture_and_fetches_nothing() -> None:
    items = [one for ready in ready_plans() for one in taken_over(ready, [], TUESDAY)]
    own = replace(SHELL, exercise="<b>a card of old</b>")
    page = plan_html("=Ada <b>&", [*items, own], TUESDAY)
    assert page.count("<article>") == page.count("<img ") + 1 == len(items) + 1
    assert "=Ada &lt;b&gt;&amp;" in page
    assert "&lt;b&gt;a card of old&lt;/b&gt;" in page
    assert not re.search(r"(?:src|href)=\"(?!data:)|url\(|<script", page)
    assert "30 repetitions, each leg" in page
    assert "1 Dec 2026" in page
