"""Column types that take and give exactly what the value types hold."""

from __future__ import annotations

import math
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, DateTime, Double, Text, TypeDecorator

from romtrack.types import Notice

if TYPE_CHECKING:
    from sqlalchemy import Dialect

__all__ = ["Instant", "Names", "Notices", "Number", "Value", "Words"]


class Words(TypeDecorator[str]):
    """Text. Bytes of a file name that are no UTF-8 (lone surrogates) are stored as ``?``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return ``value`` as text that every database takes."""
        return None if value is None else value.encode("utf-8", "replace").decode("utf-8")


class Number(TypeDecorator[float]):
    """A 64-bit number; also from NumPy, whose 32-bit scalars SQLite would keep as bytes."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:  # noqa: ARG002
        """Return a plain number; NaN is missing, which SQLite too writes as NULL."""
        return None if value is None or math.isnan(value) else float(value)


class Value(Number):
    """A number that may be missing: NaN here, NULL there."""

    cache_ok = True

    def process_result_value(self, value: float | None, dialect: Dialect) -> float:  # noqa: ARG002
        """Return the number, or NaN."""
        return math.nan if value is None else value


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, to the microsecond."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment in UTC; a time without a zone counts as local time."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment with its zone, which SQLite drops."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Names(TypeDecorator[tuple[str, ...]]):
    """A tuple of texts."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[str, ...]:  # noqa: ANN401, ARG002
        """Return the texts in their order."""
        return tuple(value or ())


class Notices(TypeDecorator[tuple[Notice, ...]]):
    """A tuple of notices."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: tuple[Notice, ...] | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> list[dict[str, str]] | None:
        """Return the notices as plain texts."""
        return None if value is None else [asdict(notice) for notice in value]

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[Notice, ...]:  # noqa: ANN401, ARG002
        """Return the notices in their order."""
        return tuple(Notice(**notice) for notice in value or ())
