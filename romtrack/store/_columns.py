"""Column types that take and give exactly what the value types hold.

A value that none of them could have written (a damaged row) comes as ``UNREADABLE``, so that it
costs the session that it belongs to, and not the query that reads many.
"""

from __future__ import annotations

import math
from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import JSON, Boolean, Date, DateTime, Double, Integer, Text, TypeDecorator, Uuid

from romtrack.types import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Dialect

__all__ = [
    "UNREADABLE",
    "Count",
    "Day",
    "Flag",
    "Instant",
    "Key",
    "Names",
    "Notices",
    "Number",
    "OneOf",
    "SettingsColumn",
    "Value",
    "Words",
]

_T = TypeVar("_T")


class _Unreadable(Enum):
    UNREADABLE = "unreadable"


UNREADABLE: Final = _Unreadable.UNREADABLE
_DAMAGE: Final = (ValueError, TypeError, KeyError, OverflowError, RecursionError)  # what damaged values cause


class _Guarded(TypeDecorator[_T]):
    """What all columns share: whatever cannot be turned into a value is ``UNREADABLE``."""

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any]:  # noqa: ANN401
        """Return what turns the driver's value into ours."""
        given, ours = self.impl_instance.result_processor(dialect, coltype), self.process_result_value

        def guarded(value: Any) -> Any:  # noqa: ANN401
            try:
                return ours(value if given is None else given(value), dialect)
            except _DAMAGE:
                return UNREADABLE

        return guarded

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002
        """Return the value as the driver's own type gives it."""
        return value


def _checked(value: Any, *kinds: type) -> Any:  # noqa: ANN401
    """Return ``value`` where it is missing or of one of ``kinds``."""
    if value is not None and not isinstance(value, kinds):
        raise TypeError(type(value))
    return value


class Words(_Guarded[str]):
    """Text. What no database takes is stored as ``?``: bytes that are no UTF-8 (lone surrogates), and NUL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return ``value`` as text that every database takes."""
        return None if value is None else value.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002
        """Return the text; the driver gives bytes where it is no UTF-8."""
        return _checked(value, str)  # type: ignore[no-any-return]


class OneOf(_Guarded[str]):
    """One of a few words."""

    impl = Text
    cache_ok = True

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.words = words

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002
        """Return the word."""
        if value is not None and value not in self.words:
            raise ValueError(value)
        return value


class Key(_Guarded[UUID]):
    """What a session is found by."""

    impl = Uuid
    cache_ok = True


class Count(_Guarded[int]):
    """A whole number."""

    impl = Integer
    cache_ok = True

    def process_result_value(self, value: Any | None, dialect: Dialect) -> int | None:  # noqa: ANN401, ARG002
        """Return the number."""
        return _checked(value, int)  # type: ignore[no-any-return]


class Flag(_Guarded[bool]):
    """Yes or no."""

    impl = Boolean
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any]:  # noqa: ANN401, ARG002
        """Return what tells yes from no: SQLite keeps numbers, of which SQLAlchemy takes any."""
        return lambda value: {None: None, 0: False, 1: True}.get(value, UNREADABLE)


class Number(_Guarded[float]):
    """A 64-bit number; also from NumPy, whose 32-bit scalars SQLite would keep as bytes."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:  # noqa: ARG002
        """Return a plain number; NaN is missing, which SQLite too writes as NULL."""
        return None if value is None or math.isnan(value) else float(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> float | None:  # noqa: ANN401, ARG002
        """Return the number."""
        return _checked(value, float, int)  # type: ignore[no-any-return]


class Value(Number):
    """A number that may be missing: NaN here, NULL there."""

    cache_ok = True

    def process_result_value(self, value: Any | None, dialect: Dialect) -> float:  # noqa: ANN401, ARG002
        """Return the number, or NaN."""
        return math.nan if value is None else _checked(value, float, int)


class Instant(_Guarded[datetime]):
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


class Day(_Guarded[date]):
    """A day of the calendar, wherever it was."""

    impl = Date
    cache_ok = True


class Names(_Guarded[tuple[str, ...]]):
    """A tuple of texts."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[str, ...]:  # noqa: ANN401, ARG002
        """Return the texts in their order."""
        return tuple(_checked(name, str) for name in _checked(value, list) or ())


class Notices(_Guarded[tuple[Notice, ...]]):
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
        return tuple(
            Notice(**{key: _checked(text, str) for key, text in notice.items()})
            for notice in _checked(value, list) or ()
        )


class SettingsColumn(_Guarded[dict[str, Any]]):
    """Names with plain values."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dict[str, Any] | None:  # noqa: ANN401, ARG002
        """Return them by name."""
        return _checked(value, dict)  # type: ignore[no-any-return]
