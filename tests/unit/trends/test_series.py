"""Series are of one person, quantity, side and direction, and are told in one place."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from romtrack.trends import (
    SeriesKey,
    arc_text,
    arcs,
    change_text,
    compared,
    comparison_text,
    date_cell,
    development_text,
    difference_text,
    differences,
    happened_text,
    plain_text,
    range_deg,
    series_name,
    series_of,
    slope_text,
    step_text,
    trends_of,
)
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
    assert change_text(trends_of(outward).at(outward[1])) == "-12.0° since the first: a loss"


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
    assert change_text(trends_of(values).at(values[-1])).endswith("): a gain")


def test_the_story_of_eight_weeks_is_a_gain() -> None:
    story = [12.0, 12.9, 15.3, 16.8, 17.9, 19.6, 21.4, 22.3, 24.0]
    trends = trends_of(value(week, deg) for week, deg in enumerate(story))
    found = trends.development(trends.series[0])
    assert development_text(series_name(trends.series[0].key), found) == (
        "Left, internal: 12 → 24 degrees since 2 Mar 2026: "
        "a gain (more than the 5 that this instrument can mistake)"
    )
    assert slope_text(found) == "Over 9 sessions +1.5° a week (1.0 to 2.0°)"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([30.0], "30 degrees on 2 Mar 2026, to compare later ones with"),
        ([30.0, 32.0], "30 → 32 degrees since 2 Mar 2026: no change that can be told (within the 7 "),
        ([30.0, 36.4], "30 → 36 degrees since 2 Mar 2026: no change that can be told (within the 7 "),
        ([30.0, 36.8], "30.0 → 36.8 degrees since 2 Mar 2026: a gain (more than the 6.5 "),
        ([30.0, 22.0], "30 → 22 degrees since 2 Mar 2026: a loss (more than the 7 "),
        (
            [20.0, 21.1, 22.2, 23.2, 24.3, 25.4],
            "20 → 25 degrees since 2 Mar 2026: a gain (+1.1° a week over 6 ",
        ),
        (
            [30.0, 31, 29, 30, 31, 29, 44],
            "30 → 44 degrees since 2 Mar 2026: no change that can be told (the last is off the line ",
        ),
        (
            [44.0, 31, 29, 30, 31, 29, 30],
            "44 → 30 degrees since 2 Mar 2026: no change that can be told (the first is off the line ",
        ),
    ],
)
def test_a_sentence_says_what_its_numbers_say(values: list[float], said: str) -> None:
    trends = trends_of(value(week, deg) for week, deg in enumerate(values))
    assert f"{development_text('', trends.development(trends.series[0]))} ".startswith(f": {said}")


def test_a_day_is_chosen_to_compare_with() -> None:
    values = [value(week, deg) for week, deg in enumerate([40.0, 30.0, 31.0, 39.0])]
    trends = trends_of(values, (START + timedelta(days=5)).date())
    assert [trends.at(one) is None for one in values] == [True, True, False, False]
    found = trends.development(trends.series[0])
    assert (found.first_deg, found.last_deg) == (30.0, 39.0)
    assert found.standing is not None
    assert found.standing.verdict == "more"
    late = trends_of(values, date(2030, 1, 1))
    assert late.development(late.series[0]).standing is None


def test_a_session_that_is_off_is_said() -> None:
    values = [value(week, 20.0 + 1.5 * week + 14 * (week == 6)) for week in range(8)]
    trends = trends_of(values)
    found = trends.development(trends.series[0])
    assert slope_text(found).endswith("; 1 session off the line of the others counts little")
    assert found.standing is not None
    assert step_text(found.standing) == "Last step -12.5°, from one off the line of the others"
    jump = [value(week, deg) for week, deg in enumerate([30.0, 31, 29, 30, 31, 29, 44])]
    told = change_text(trends_of(jump).at(jump[-1]))
    assert told.startswith("+14.0° since the first: no change that can be told, off the line of the others: ")


def test_a_slope_of_years_is_told_by_the_year() -> None:
    values = [value(week, 30.0 + 0.02 * week + week % 2) for week in range(150)]
    trends = trends_of(values)
    assert slope_text(trends.development(trends.series[0])).startswith(
        "Over 150 sessions +1.1° a year (0.9 to "
    )


def test_left_against_right_is_of_one_session() -> None:
    left, right = [value(week, 30.0) for week in range(3)], replace(value(1, 38.0), side="right")
    ((found, when),) = differences(trends_of([*left, right]))
    assert (found.left_deg, found.right_deg, found.farther) == (30.0, 38.0, "right")
    assert when == left[1].when.at
    assert "the right hip goes farther" in difference_text(found)
    ((close, _),) = differences(trends_of([left[1], replace(right, value_deg=35.0)]))
    assert close.farther is None
    assert "no difference that can be told (under 6.5°)" in difference_text(close)


@pytest.mark.parametrize(
    ("now_deg", "sigma_deg", "verdict", "said"),
    [
        (42.0, 1.5, "more", "a gain (the difference of 12.0° ±2.1 is more than the 6.5° that this"),
        (
            34.0,
            0.5,
            "none",
            "(the difference of 4.0° ±0.7 is within the 6.5° that this instrument can mistake)",
        ),
        (38.0, 4.0, "none", "but not more than twice its own uncertainty of ±5.7"),
        (42.0, 4.0, "more", "a gain (the difference of 12.0° ±5.7"),
        (42.0, None, "more", "a gain (the difference of 12.0° is more"),
    ],
)
def test_two_sessions_differ_by_more_than_both_errors_or_not(
    now_deg: float, sigma_deg: float | None, verdict: str, said: str
) -> None:
    one, other = (replace(value(week, deg), sigma_deg=sigma_deg) for week, deg in ((0, 30.0), (2, now_deg)))
    found = compared(trends_of([one, other]), one, other)
    assert found is not None
    assert found.verdict == verdict
    text = comparison_text("Left, internal", found)
    assert text.startswith(f"Left, internal: 30 → {now_deg:.0f} degrees from 2 Mar 2026 to 16 Mar 2026: ")
    assert said in text
    assert compared(trends_of([one]), one, replace(other, value_deg=None)) is None


def test_two_sessions_are_judged_by_all_that_is_known_of_the_person() -> None:
    scattered = [30.0, 44.0, 24.0, 40.0, 22.0, 45.0, 25.0, 33.0]
    values = [value(week, deg) for week, deg in enumerate(scattered)]
    alone, known = (compared(trends_of(of), values[0], values[7]) for of in ((values[0], values[7]), values))
    assert alone is not None
    assert known is not None
    assert known.change.detectable_deg > 2 * alone.change.detectable_deg, "who scatters needs more"
    slip = [value(week, deg) for week, deg in enumerate([20.0, 21.0, 20.0, 19.5, 21.0, 20.5, 38.0])]
    found = compared(trends_of(slip), slip[5], slip[6])
    assert found is not None
    assert (found.change.verdict, found.verdict) == ("more", "none"), "a slip, or sudden: the next one tells"
    assert "off the line of the others" in comparison_text("Left, internal", found)


def test_what_is_the_same_is_called_the_same() -> None:
    same = trends_of([value(0, 30.0), value(1, 29.96)])
    standing = same.at(value(1, 29.96))
    assert standing is not None
    assert change_text(standing) == "the same as the first: no change that can be told (under 6.5°)"
    assert step_text(standing) == "The same as the session before"
    left, right = value(0, 30.0), replace(value(0, 30.04), side="right")
    ((found, _),) = differences(trends_of([left, right]))
    assert difference_text(found) == "Left and right are the same in internal rotation"


def test_a_shifted_zero_changes_no_arc() -> None:
    shifts = [0.0, 9.0]
    there = [value(week, 20.0 + shift) for week, shift in enumerate(shifts)]
    back = [
        replace(one, value_deg=-40.0 + shift, direction="external")
        for one, shift in zip(there, shifts, strict=True)
    ]
    trends = trends_of([*there, *back])
    assert [one.standing.verdict for one in map(trends.development, trends.series) if one.standing] == [
        "more",
        "less",
    ]
    (arc,) = arcs(trends)
    assert arc_text(arc).startswith("Left, both directions together: 60 → 60 degrees")
    assert "no change that can be told (within the 9 " in arc_text(arc)


def test_times_are_those_of_the_clocks_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert date_cell(When(START, START)) == "3 Mar 2026, 03:20"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_date_that_is_not_known_is_said() -> None:
    unknown = When(None, START)
    assert date_cell(unknown) == "analysed 2 Mar 2026, 18:20"
    assert happened_text(unknown) == "analysed 2 Mar 2026, 18:20; when it was recorded is not known"
    assert date_cell(When(START - timedelta(days=3), START)) == "27 Feb 2026, 18:20"


@pytest.mark.parametrize(
    ("week", "now_deg", "text"),
    [
        (0.01, 31.2, "1 more than earlier today: no change that can be told"),
        (0.5, 24.0, "6 less than 3 days ago: no change that can be told"),
        (3, 45.0, "15 more than 3 weeks ago: a gain"),
        (13, 30.4, "As 3 months ago: no change that can be told"),
        (120, 10.0, "20 less than 2 years ago: a loss"),
    ],
)
def test_what_became_of_a_hip_in_plain_words(week: float, now_deg: float, text: str) -> None:
    first = value(0, 30.0)
    moment = When(START + timedelta(weeks=week), START + timedelta(weeks=week))
    now = replace(value(1, now_deg), when=moment)
    trends = trends_of([first, now])
    assert plain_text(trends, now) == text
    assert plain_text(trends, first) == ""
