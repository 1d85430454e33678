"""Series are of one person, quantity, side and direction, and are told in one place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from romtrack.trends import SeriesKey, change_text, date_cell, happened_text, range_deg, series_of, trends_of
from romtrack.types import Measured, When

START = datetime(2026, 3, 2, 18, 20, tzinfo=UTC)


def value(week: int, value_deg: float | None, person: str = "Ada") -> Measured:
    when = When(START + timedelta(weeks=week), START + timedelta(weeks=week, days=1))
    return Measured(
        UUID(int=week), person, when, "hip_rotation", "left", "internal", value_deg, 1.0, 1.5, 3, 3
    )


LIFTED = replace(value(1, 38.0), quantity="hip_abduction", direction="abduction")


def test_only_like_is_compared_with_like() -> None:
    other = value(1, 50.0, "Grace")
    outward = replace(value(1, -40.0), direction="external")
    right = replace(value(1, 44.0), side="right")
    trends = trends_of([value(0, 30.0), value(1, 31.0), other, outward, right, LIFTED])
    assert [len(series.values) for series in trends.series] == [2, 1, 1, 1, 1]
    standing = trends.at(value(1, 31.0))
    assert standing is not None
    assert standing.since_first.change_deg == pytest.approx(1.0)
    assert trends.at(LIFTED) is None, "the first of its series"


def test_a_loss_of_external_rotation_is_a_loss() -> None:
    outward = [replace(value(week, -40.0 + 12 * week), direction="external") for week in range(2)]
    assert [range_deg(one) for one in outward] == [40.0, 28.0]
    assert change_text(trends_of(outward).at(outward[1])) == "-12.0° since the first: less range"


def test_each_quantity_has_its_own_error() -> None:
    later = replace(value(9, 46.0), quantity="hip_abduction", direction="abduction")
    standing = trends_of([LIFTED, later]).at(later)
    assert standing is not None
    assert standing.sem_deg == pytest.approx(3.0)
    assert standing.verdict == "none", "8 degrees of abduction are within its detectable change"
    assert change_text(standing) == "+8.0° since the first: no change that can be told (under 9.8°)"


def test_missing_and_absurd_values_are_in_no_series() -> None:
    series = series_of([value(0, None), value(1, 1e300), value(2, 30.0)])
    assert [(one.key, len(one.values)) for one in series] == [
        (SeriesKey("Ada", "hip_rotation", "left", "internal"), 1)
    ]


def test_a_slow_gain_is_told_with_its_rate() -> None:
    values = [value(week, 20.0 + 1.6 * week) for week in range(5)]
    assert change_text(trends_of(values).at(values[-1])).startswith("+6.4° since the first, +1.6° a week (")
    assert change_text(trends_of(values).at(values[-1])).endswith("): more range")


def test_a_date_that_is_not_known_is_said() -> None:
    unknown = When(None, START)
    assert date_cell(unknown) == "analysed 2026-03-02 18:20"
    assert happened_text(unknown) == "analysed 2 March 2026, 18:20; when it was recorded is not known"
    assert date_cell(When(START - timedelta(days=3), START)) == "2026-02-27 18:20"
