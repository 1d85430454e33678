"""Goals and what was measured by hand: told beside the camera's values, and never mixed with them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from test_series import START, value

from romtrack.trends import (
    PROGRESS_COLUMNS,
    SeriesKey,
    goal_text,
    hand_texts,
    progress_plain,
    progress_table,
    said_of,
    trends_of,
)
from romtrack.types import Goal, HandMeasurement

KEY = SeriesKey("Ada", "hip_rotation", "left", "internal")


def by_hand(week: int, value_deg: float, instrument: str = "goniometer") -> HandMeasurement:
    day = date(2026, 3, 4) + timedelta(weeks=week)
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return HandMeasurement(
        UUID(int=week), day, "hip_rotation", "left", "external", -value_deg, at, instrument
    )


def test_an_instrument_is_compared_with_itself_alone() -> None:
    values = [by_hand(0, 30.0), by_hand(1, 44.0, "inclinometer"), by_hand(2, 41.0), by_hand(3, 35.0, "")]
    gain, *others = hand_texts(values)
    assert gain.startswith("By hand, goniometer: 30 → 41 degrees since 4 Mar 2026: a gain (more than the 7 ")
    assert others == [
        "By hand, inclinometer: 44 degrees on 11 Mar 2026, to compare later ones with",
        "By hand, instrument not known: 35 degrees on 25 Mar 2026, to compare later ones with",
    ]


def test_what_is_measured_by_hand_changes_no_trend() -> None:
    camera = [value(week, 30.0) for week in range(2)]
    said = said_of("Ada", [by_hand(1, 60.0)], [])
    internal, external = progress_plain(trends_of(camera), said)
    assert (internal["change_deg"], internal["by_hand"]) == (0.0, [])
    assert (external["values"], external["verdict"]) == ([], "")
    assert external["by_hand"][0]["range_deg"] == 60.0


@pytest.mark.parametrize(
    ("per_week", "goal_deg", "said"),
    [
        (1.5, 40.0, "Goal 40°: 9.5° to go, at this rate about 4 Jun 2026 (22 May 2026 to 2 Jul 2026)"),
        (1.5, 30.0, "Goal 30°: reached"),
        (0.0, 40.0, "Goal 40°: 20.0° to go; by when is told once the slope is a gain"),
        (-1.5, 40.0, "Goal 40°: 30.5° to go; by when is told once the slope is a gain"),
        (0.8, 79.0, "Goal 79°: 52.6° to go; at this rate it takes"),
    ],
)
def test_a_date_is_told_only_where_the_slope_is_a_gain(per_week: float, goal_deg: float, said: str) -> None:
    weeks = 8 if per_week != 0.8 else 33
    every = 1 if weeks == 8 else 4
    trends = trends_of(value(week, 20.0 + per_week * week / every) for week in range(0, weeks, every))
    assert goal_text(goal_deg, trends.development(trends.series[0])).startswith(said)


def test_no_date_before_a_slope() -> None:
    trends = trends_of(value(week, 20.0 + 5 * week) for week in range(4))
    assert goal_text(50.0, trends.development(trends.series[0])).endswith(
        "; by when is told once the slope is a gain"
    )


def test_the_latest_goal_counts_and_a_table_has_a_row_for_each_value() -> None:
    goals = [Goal(UUID(int=one), *KEY[1:4], deg, START) for one, deg in enumerate((30.0, 45.0))]
    said = said_of("Ada", [by_hand(0, 40.0)], goals)
    assert said.goals_deg == {KEY: 45.0}
    rows = [
        dict(zip(PROGRESS_COLUMNS, row, strict=True))
        for row in progress_table(trends_of([value(0, 30.0), value(1, 39.0)]), said)
    ]
    assert [row["measured_with"] for row in rows] == ["camera", "camera", "goniometer"]
    assert [row["range_deg"] for row in rows] == [30.0, 39.0, 40.0]
    assert [row["verdict"] for row in rows] == ["", "more", ""]
    assert rows[1]["change_deg"] == 9.0
