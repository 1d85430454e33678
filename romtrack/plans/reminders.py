"""A plan as reminders for any calendar: an iCalendar file (RFC 5545), made here and sent nowhere."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from romtrack import __version__
from romtrack.language import N_, gettext
from romtrack.names import name_key
from romtrack.plans.words import item_dose_text, title_text
from romtrack.types import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, time

    from romtrack.types import PlanItem, Weekday

__all__ = ["reminders"]

_LASTS: Final = timedelta(minutes=30)
_STOP: Final = N_("Stop when it hurts.")


class _When(NamedTuple):
    """When exercises are due together; since: None = already, until: half-open, None = without an end."""

    weekdays: tuple[Weekday, ...]
    since: date | None
    until: date | None


def reminders(person: str, items: Iterable[PlanItem], at: time, now: datetime) -> bytes:
    """Return the file: an event of half an hour for all that a person's plan has on the same days.

    The time has no zone, so that it is that of wherever the person is. A later file names the events of the
    same days alike, so that a calendar replaces them instead of doubling them.

    Parameters
    ----------
    at: the time of day. now: with its zone; what the plan has from this day on is in the file.
    """
    today = now.date()
    together: dict[_When, list[PlanItem]] = defaultdict(list)
    for item in items:
        since = item.valid_from if item.valid_from > today else None
        together[_When(item.weekdays, since, item.valid_until)].append(item)
    calendar = Calendar()
    calendar.add("prodid", f"-//romtrack//romtrack {__version__}//EN")
    calendar.add("version", "2.0")
    for when, due in together.items():
        first = _first(when.weekdays, when.since or today)
        if when.until is None or first < when.until:
            event = _event(when, due, datetime.combine(first, at))
            event.add("uid", f"{uuid5(NAMESPACE_URL, repr((name_key(person), when)))}@romtrack")
            event.add("dtstamp", now)
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _first(weekdays: Sequence[Weekday], since: date) -> date:
    """Return the first day from ``since`` on that is one of some weekdays."""
    week = (since + timedelta(days=number) for number in range(len(WEEKDAYS)))
    return next(day for day in week if WEEKDAYS[day.weekday()] in weekdays)


def _event(when: _When, due: Sequence[PlanItem], start: datetime) -> Event:
    rule: dict[str, object] = {"freq": "weekly", "byday": [day[:2].upper() for day in when.weekdays]}
    if when.until is not None:
        rule["until"] = datetime.combine(when.until - timedelta(days=1), start.time())
    exercises = ", ".join(title_text(item) for item in due)
    event = Event()
    event.add("dtstart", start)
    event.add("duration", _LASTS)
    event.add("rrule", rule)
    event.add("summary", gettext("Hips: {exercises}", exercises=exercises))
    lines = [f"{title_text(item)}: {item_dose_text(item)}" for item in due]
    event.add("description", "\n".join([*lines, gettext(_STOP)]))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", gettext("Hip exercises"))
    alarm.add("trigger", timedelta())
    event.add_component(alarm)
    return event
