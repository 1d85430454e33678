"""Values that were measured by hand, as a table with a row each; what the columns hold: docs/records.md."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple, cast
from uuid import uuid4

from romtrack import units
from romtrack.errors import UsageError
from romtrack.imports.rows import Cells, csv_values
from romtrack.kinematics.quantities import QUANTITIES, is_way, quantity_of
from romtrack.language import N_, SOURCE, speaking
from romtrack.settings import name_of
from romtrack.types import SIDES, HandMeasurement

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.kinematics.quantities import Quantity
    from romtrack.types import Direction, QuantityName, Side

__all__ = ["COLUMNS", "FIRST_DAY", "HandValue", "read_hand_values", "why_impossible"]

COLUMNS: Final = ("person", "date", "side", "direction", "quantity", "value", "instrument")
FIRST_DAY: Final = date(1900, 1, 1)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class HandValue(NamedTuple):
    """A row: whose value it is, and the value."""

    person: str
    measured: HandMeasurement


def read_hand_values(path: Path) -> list[HandValue]:
    """Return all rows of a file; between cells stand commas, semicolons or tabs, as its first line has them.

    Raises
    ------
    InputError: a row, or the file, cannot be read: which, why, and what to do.
    """
    return csv_values(path, COLUMNS, _value, remark="; nothing was imported")


def _value(number: int, row: Cells) -> HandValue:
    quantity = cast("QuantityName", row.one_of("quantity", list(QUANTITIES)))
    ways = [way.name for way in quantity_of(quantity).ways if is_way(quantity, way.name)]
    direction = cast("Direction", row.one_of("direction", ways))
    measured = HandMeasurement(
        uuid4(),
        _day(row),
        quantity,
        cast("Side", row.one_of("side", SIDES)),
        direction,
        _degrees(row, quantity, direction),
        datetime.now(UTC) + timedelta(microseconds=number),  # orders those of a day as the rows are
        row.label("instrument"),
    )
    return HandValue(_person(row), measured)


def _person(row: Cells) -> str:
    try:
        return name_of(row.text("person"))
    except UsageError as error:
        raise row.wrong("person", str(error)) from error


def _day(row: Cells) -> date:
    text = row.text("date")
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise row.wrong("date", f"{row.shown('date')} is no date: write year, month and day as 2026-11-25")
    if not FIRST_DAY <= day <= datetime.now(UTC).date() + timedelta(days=1):
        raise row.wrong("date", f"nothing can have been measured on {text}: check the date")
    return day


def _degrees(row: Cells, quantity: QuantityName, direction: Direction) -> float:
    """Return a value, signed as in ``Measurement``."""
    known, range_deg = quantity_of(quantity), row.degrees("value")
    if not known.is_possible(range_deg):
        raise row.wrong("value", why_impossible(known, row.text("value")))
    return known.way(direction).sign * range_deg + 0.0  # no minus zero


@speaking(SOURCE)
def why_impossible(quantity: Quantity, value: str) -> str:
    """Return what is wrong with a value that is not possible, and what to write."""
    most, least = units.degrees(quantity.most_deg, 0), units.degrees(-quantity.short_deg, 0)
    return N_(
        "{value} degrees of {quantity} are not possible: write how far it goes in its direction, {most} at "
        "most; below 0, down to {least}, only of a hip that does not reach the straight position"
    ).format(value=value, quantity=quantity.noun, most=most, least=least)
