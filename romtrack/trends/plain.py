"""Trends as other programs read them: a structure for JSON, a table for CSV; docs/results.md names all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from romtrack.trends.series import range_deg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from romtrack.trends.change import Standing
    from romtrack.trends.said import Said
    from romtrack.trends.series import Series, SeriesKey, Trends
    from romtrack.trends.training import Week
    from romtrack.types import HandMeasurement, Measured

__all__ = ["PROGRESS_COLUMNS", "exercises_plain", "progress_plain", "progress_table"]

PROGRESS_COLUMNS: Final = (
    "person",
    "quantity",
    "side",
    "direction",
    "at",
    "measured_with",
    "session",
    "range_deg",
    "sd_deg",
    "sigma_deg",
    "change_deg",
    "detectable_deg",
    "verdict",
)


def progress_plain(trends: Trends, said: Said) -> list[dict[str, Any]]:
    """Return each hip and direction with its values, and what can be told of them."""
    series = {one.key: one for one in trends.series}
    return [_series(key, series.get(key), trends, said) for key in dict.fromkeys((*series, *said.hand))]


def exercises_plain(weeks: Mapping[str, Sequence[Week]]) -> list[dict[str, Any]]:
    """Return the weeks of each exercise."""
    return [{"exercise": name, "weeks": [_week(one) for one in found]} for name, found in weeks.items()]


def progress_table(trends: Trends, said: Said) -> Iterator[tuple[str | float | None, ...]]:
    """Yield a row of ``PROGRESS_COLUMNS`` for each value."""
    for one in progress_plain(trends, said):
        key = (one["person"], one["quantity"], one["side"], one["direction"])
        for value in one["values"]:
            at = value["recorded_at"] or value["analysed_at"]
            numbers = [value[name] for name in PROGRESS_COLUMNS[7:]]
            yield (*key, at, "camera", value["session"], *numbers)
        for value in one["by_hand"]:
            yield (*key, value["measured_on"], value["instrument"], "", value["range_deg"], *[None] * 4, "")


def _series(key: SeriesKey, series: Series | None, trends: Trends, said: Said) -> dict[str, Any]:
    told: dict[str, Any] = {**key._asdict(), "goal_deg": said.goals_deg.get(key)}
    found = None if series is None else trends.development(series)
    slope = None if found is None or found.standing is None else found.standing.slope
    return {
        **told,
        "since": None if found is None else found.since.isoformat(),
        "slope_deg_per_week": None if slope is None else _rounded(slope.deg_per_week),
        "slope_low": None if slope is None else _rounded(slope.low),
        "slope_high": None if slope is None else _rounded(slope.high),
        **_judged(None if found is None else found.standing),
        "values": [] if series is None else [_value(one, trends.at(one)) for one in series.values],
        "by_hand": [_by_hand(one) for one in said.hand.get(key, ())],
    }


def _value(measured: Measured, standing: Standing | None) -> dict[str, Any]:
    when = measured.when
    return {
        "session": str(measured.session_id),
        "recorded_at": None if when.recorded_at is None else when.recorded_at.isoformat(),
        "analysed_at": when.analysed_at.isoformat(),
        "range_deg": _rounded(range_deg(measured)),
        "sd_deg": _rounded(measured.sd_deg),
        "sigma_deg": _rounded(measured.sigma_deg),
        "accepted": measured.accepted,
        "trials": measured.trials,
        **_judged(standing),
    }


def _judged(standing: Standing | None) -> dict[str, Any]:
    """Return what can be told at a session; all of it is missing at the baseline, and before it."""
    if standing is None:
        return {"change_deg": None, "detectable_deg": None, "verdict": "", "off": False}
    return {
        "change_deg": _rounded(standing.since_first.change_deg),
        "detectable_deg": _rounded(standing.since_first.detectable_deg),
        "verdict": standing.verdict,
        "off": standing.number in standing.off,
    }


def _by_hand(measured: HandMeasurement) -> dict[str, Any]:
    return {
        "measured_on": measured.measured_on.isoformat(),
        "range_deg": _rounded(range_deg(measured)),
        "instrument": measured.instrument,
        "note": measured.note,
    }


def _week(week: Week) -> dict[str, Any]:
    return {
        "monday": week.monday.isoformat(),
        "reps": week.reps,
        "held_s": _rounded(week.held_s),
        "tempo_s": _rounded(week.tempo_s),
        "share_of_best": _rounded(week.share),
        "faults": week.faults,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3) + 0.0  # no minus zero
