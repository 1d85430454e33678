"""Quantities in words: one place writes them, and what rounds to nothing has no sign."""

from __future__ import annotations

import ast
import math
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import romtrack
from romtrack import units

if TYPE_CHECKING:
    from collections.abc import Iterator

MINUS_ZERO = re.compile(r"[-\N{MINUS SIGN}]0*(?:\.0*)?(?![\d.])")
PACKAGE = Path(romtrack.__file__).parent
# How a number or a date is written beside its unit; a width, or an alignment, is something else.
FORMAT = re.compile(r"(?:\.\d+|\}|^[+z]*)[efg%]$|%[a-zA-Z]")


def written(value: float) -> Iterator[str]:
    """Yield the value in all the ways there are."""
    yield from (units.number(value, digits, signed=sign) for digits in range(4) for sign in (False, True))
    yield from (units.degrees(value), units.degrees(value, 0), units.degrees(value, signed=True))
    yield from (units.amount(value, unit) for unit in ("deg", "torso", "else"))
    yield from (
        units.figure(value),
        units.seconds(value),
        units.seconds(value, 0),
        units.period(value, value),
    )
    yield from (units.plus_minus(value), units.span(value, value), units.percent(value))
    yield units.rounded_percent(value)


@given(st.floats(-1e6, 1e6) | st.floats(-1, 1) | st.sampled_from([-0.0, -0.04, -0.05, -0.004, -0.5, -1e-300]))
def test_nothing_is_a_minus_zero(value: float) -> None:
    for text in written(value):
        assert not MINUS_ZERO.search(text), text


@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_a_number_reads_as_python_writes_it_but_for_minus_zero(value: float, digits: int) -> None:
    text = units.number(value, digits)
    assert text == f"{value:.{digits}f}" or (float(text) == 0 and text == f"{value:.{digits}f}"[1:])


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_unknown(value: float) -> None:
    assert units.amount(value, "deg") == units.percent(value) == "unknown"


def test_each_kind_as_it_reads() -> None:
    when = datetime(2026, 3, 4, 7, 5, tzinfo=UTC)
    assert units.amount(-12.34, "deg") == "\N{MINUS SIGN}12.3°"
    assert units.amount(0.256, "torso") == "26% of the trunk's length"
    assert units.degrees(-0.04, signed=True) == units.degrees(0.04, signed=True) == "0.0°"
    assert units.plus_minus(1.25) == "±1.2"
    assert units.period(1, 2.55) == "1.0 to 2.5 s"
    assert (units.span(2, 3), units.span(2.0, 2.0), units.figure(1 / 3)) == ("2-3", "2", "0.333333")
    assert units.time_of_day(when) == "07:05"
    assert (units.percent(0.9999), units.percent(1), units.rounded_percent(0.126)) == ("99 %", "100 %", "13%")
    assert (units.day(when), units.day_and_time(when)) == ("4 Mar 2026", "4 Mar 2026, 07:05")


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 more movements"), (1, "1 more movement"), (2, "2 more movements")]
)
def test_one_is_no_plural(count: int, text: str) -> None:
    assert units.counted(count, "more movement") == text


def test_no_other_module_writes_numbers_or_dates_for_people() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != PACKAGE / "units.py"
        for line in _formatted(path)
    ]
    assert not found, "write it with romtrack.units"


def _formatted(path: Path) -> Iterator[int]:
    """Yield the lines of a module in which a format writes a number or a date."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            spec = ast.unparse(node.format_spec).removeprefix("f").strip("'\"")
            if FORMAT.search(spec):
                yield node.lineno
