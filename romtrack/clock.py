"""The time of day, where the person is, and what time a recording can have."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

__all__ = ["FIRST_RECORDING", "here", "is_plausible", "local_now", "midnight"]

FIRST_RECORDING: Final = datetime(1995, 1, 1, tzinfo=UTC)
"""No camera of a phone or laptop is older; a clock that was never set says 1904, 1970 or 1980."""
_AHEAD: Final = timedelta(days=1)  # of a clock that is wrong by a zone


def local_now() -> datetime:
    """Return the time with the offset of this place; in UTC where that makes no sense (``TZ=XXX-25:00``)."""
    return here(datetime.now(UTC))


def here(when: datetime) -> datetime:
    """Return a moment as the clocks of this place show it; one without a zone is of this place."""
    try:
        return when.astimezone()
    except (ValueError, OverflowError, OSError):  # an offset of a day or more; the years 1 and 9999
        return when if when.tzinfo is not None else when.replace(tzinfo=UTC)


def midnight(day: date) -> datetime:
    """Return when a day begins at this place, whatever the clocks do on it."""
    return here(datetime.combine(day, time()))


def is_plausible(when: datetime) -> bool:
    """Say whether something can have been recorded then: not before 1995, nor tomorrow."""
    return FIRST_RECORDING <= when <= datetime.now(UTC) + _AHEAD
