"""The time by the database's clock, which all who write in it share."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select, type_coerce

from romtrack.store._columns import Instant

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["now_of"]


def now_of(connection: Connection) -> datetime:
    """Return the time by the database's clock, to the second."""
    now = connection.execute(select(type_coerce(func.current_timestamp(), Instant))).scalar_one()
    assert isinstance(now, datetime)  # noqa: S101  SQL's own
    return now
