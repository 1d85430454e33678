"""The measured range of each leg over weeks."""

from __future__ import annotations

from datetime import date, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

import altair as alt
import numpy as np

from romtrack import units
from romtrack.charts.theme import INKS, SIDE_COLOURS, SYMBOL_PX2, Theme, flat_title, keyed, styled
from romtrack.charts.thinning import thin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.measure.history import Measured
    from romtrack.types import Direction, Side

__all__ = ["MOST_VALUES", "progress_chart"]

MOST_VALUES: Final = 400  # of a leg and direction; of more the lowest and highest of each stretch are drawn
_MOST_DATES: Final = 6
_LEAST_SPAN_DEG: Final = 20.0
_TOOLTIP: Final = [
    alt.Tooltip("date_text:N", title="date"),
    alt.Tooltip("what:N", title="measured"),
    alt.Tooltip("value_text:N", title="value"),
    alt.Tooltip("trials:N", title="trials"),
]
_Rows = list[dict[str, Any]]


def progress_chart(measured: Sequence[Measured], theme: Theme = "light") -> alt.LayerChart | None:
    """Return a chart of measured values with their uncertainty, by date, one line for each leg.

    All are taken to be one person's, in the order of time. Magnitudes are drawn: internal rotation as solid
    lines, external rotation dashed. Refused measurements have no value and are left out; None when no value
    is left. A session is drawn at the time of day of the place where it was recorded.
    """
    series = _series(measured)
    if not series:
        return None
    drawn = {name: _thinned(values) for name, values in series.items()}
    scales = _Scales([row for rows in drawn.values() for row in rows])
    layers = [layer for name, rows in drawn.items() for layer in _layers(name, rows, scales, theme)]
    return styled(layers, INKS[theme], _description(series))


_Name = tuple["Side", "Direction"]


def _series(measured: Sequence[Measured]) -> dict[_Name, list[Measured]]:
    found: dict[_Name, list[Measured]] = {}
    for one in measured:
        if one.value_deg is not None and isfinite(one.value_deg):
            found.setdefault((one.side, one.direction), []).append(one)
    return dict(sorted(found.items(), key=lambda item: (item[0][1] == "external", item[0][0])))


def _thinned(values: Sequence[Measured]) -> _Rows:
    """Return what is drawn of one line: no extreme is lost."""
    sizes = np.array([one.value_deg for one in values], dtype=np.float64)
    return [_row(values[place]) for place in thin(sizes, MOST_VALUES)]


def _row(measured: Measured) -> dict[str, Any]:
    size, sigma = abs(measured.value_deg or 0.0), measured.sigma_deg or 0.0
    started = measured.started_at.replace(tzinfo=None)
    return {
        "date": started.isoformat(timespec="seconds"),
        "date_text": units.date_and_time(started),
        "what": f"{measured.side} leg, {measured.direction} rotation",
        "value": round(size, 2),
        "low": round(size - sigma, 2),
        "high": round(size + sigma, 2),
        "value_text": f"{units.amount(size, 'deg')} ± {units.amount(sigma, 'deg')}",
        "trials": f"{measured.accepted} of {measured.trials} accepted",
    }


class _Scales:
    """The axes that hold every row."""

    def __init__(self, rows: _Rows) -> None:
        days = [date.fromisoformat(row["date"][:10]) for row in rows]
        self._first, self._last = min(days), max(days) + timedelta(days=1)
        low, high = min(row["low"] for row in rows), max(row["high"] for row in rows)
        margin = max(0.12 * (high - low), (_LEAST_SPAN_DEG - (high - low)) / 2)
        self._span = (max(low - margin, 0.0), high + margin)

    def x(self) -> alt.X:
        """Return the dates, with at most seven of them written."""
        days = (self._last - self._first).days
        step, margin = max(-(-days // _MOST_DATES), 1), timedelta(days=max(days // 20, 2))
        written = [self._first + timedelta(days=count) for count in range(0, days, step)]
        span = [_instant(self._first - margin), _instant(self._last + margin)]
        axis = alt.Axis(values=[_instant(day) for day in written], format="%-d %b %Y", grid=False)
        return alt.X("date", type="temporal", title="date", scale=alt.Scale(domain=span), axis=axis)

    def y(self, field: str) -> alt.Y:
        """Return the degrees; the axis need not begin at zero."""
        scale = alt.Scale(domain=list(self._span), zero=False, nice=True)
        title = "hip rotation (degrees) ± uncertainty (1 sigma)"
        return alt.Y(field, type="quantitative", title=title, scale=scale, axis=flat_title())


def _instant(day: date) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def _layers(name: _Name, rows: _Rows, scales: _Scales, theme: Theme) -> list[alt.Chart]:
    side, direction = name
    colour, inside = SIDE_COLOURS[side], direction == "internal"
    dash = [1, 0] if inside else [6, 4]
    words = f"{side} leg, {direction}"
    legend = alt.Legend(symbolType="stroke", symbolSize=SYMBOL_PX2, symbolDash=dash, symbolStrokeWidth=2.5)
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=scales.x())
    bars = base.mark_rule(color=colour, strokeWidth=1.5, opacity=0.6)
    line = base.mark_line(strokeDash=dash, strokeWidth=2, strokeJoin="round")
    dots = base.mark_point(
        color=colour,
        fill=colour if inside else INKS[theme].paper,
        shape="circle" if side == "left" else "square",
        size=60,
        strokeWidth=2,
        opacity=1,
    )
    return [
        bars.encode(y=scales.y("low"), y2="high"),
        keyed(line.encode(y=scales.y("value")), words, legend, colour),
        dots.encode(y=scales.y("value"), tooltip=_TOOLTIP),
    ]


def _description(series: dict[_Name, list[Measured]]) -> str:
    parts = []
    for values in series.values():
        last = _row(values[-1])
        parts.append(f"{last['what']}: {len(values)} measurements, the last {last['value_text']}")
    return f"Hip rotation by date. {'; '.join(parts)}."
