"""The time of day, where the person is."""

from __future__ import annotations

from datetime import UTC, datetime

__all__ = ["local_now"]


def local_now() -> datetime:
    """Return the time with the offset of this place; in UTC where that makes no sense (``TZ=XXX-25:00``)."""
    try:
        return datetime.now().astimezone()
    except ValueError:  # a day or more
        return datetime.now(UTC)
