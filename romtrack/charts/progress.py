"""The measured range of each leg over weeks."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import altair as alt
import numpy as np

from romtrack import units
from romtrack.charts.theme import INKS, SIDE_COLOURS, SYMBOL_PX2, Theme, flat_title, keyed, styled
from romtrack.charts.thinning import thin
from romtrack.kinematics.quantities import quantity_of
from romtrack.trends import happened_text, range_deg, series_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.kinematics.quantities import Quantity
    from romtrack.trends import Series, SeriesKey
    from romtrack.types import Measured, QuantityName

__all__ = ["MOST_VALUES", "progress_charts"]

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


def progress_charts(
    measured: Sequence[Measured], theme: Theme = "light"
) -> dict[QuantityName, alt.LayerChart]:
    """Return a chart of each quantity's values with their uncertainty, by date, one line for each series.

    All are taken to be one person's, in the order of time. How far the hip went is drawn: the first way of a
    quantity (internal rotation) as solid lines, the other dashed. Refused measurements have no value and are
    left out. A session is drawn at the time of day of the place where it was recorded.
    """
    by_quantity: dict[QuantityName, list[Series]] = defaultdict(list)
    for series in series_of(measured):
        by_quantity[series.key.quantity].append(series)
    return {name: _chart(quantity_of(name), series, theme) for name, series in by_quantity.items()}


def _chart(quantity: Quantity, series: list[Series], theme: Theme) -> alt.LayerChart:
    ways = [way.name for way in quantity.ways]
    series = sorted(series, key=lambda one: (ways.index(one.key.direction), one.key.side))
    drawn = [_thinned(one.values) for one in series]
    scales = _Scales([row for rows in drawn for row in rows], quantity.title.lower())
    layers = [
        layer
        for one, rows in zip(series, drawn, strict=True)
        for layer in _layers(one.key, rows, scales, theme)
    ]
    return styled(layers, INKS[theme], _description(quantity, series))


def _thinned(values: Sequence[Measured]) -> _Rows:
    """Return what is drawn of one line: no extreme is lost."""
    sizes = np.array([range_deg(one) for one in values], dtype=np.float64)
    return [_row(values[place]) for place in thin(sizes, MOST_VALUES)]


def _row(measured: Measured) -> dict[str, Any]:
    size, sigma = range_deg(measured) or 0.0, measured.sigma_deg or 0.0
    way = quantity_of(measured.quantity).way(measured.direction)
    happened = measured.when.at.replace(tzinfo=None)
    return {
        "date": happened.isoformat(timespec="seconds"),
        "date_text": happened_text(measured.when),
        "what": f"{measured.side} leg, {way.title}",
        "value": round(size, 2),
        "low": round(size - sigma, 2),
        "high": round(size + sigma, 2),
        "value_text": f"{units.amount(size, 'deg')} ± {units.amount(sigma, 'deg')}",
        "trials": f"{measured.accepted} of {measured.trials} accepted",
    }


class _Scales:
    """The axes that hold every row."""

    def __init__(self, rows: _Rows, title: str) -> None:
        self._title = title
        days = [date.fromisoformat(row["date"][:10]) for row in rows]
        self._first, self._last = min(days), max(days) + timedelta(days=1)
        low, high = min(row["low"] for row in rows), max(row["high"] for row in rows)
        margin = max(0.12 * (high - low), (_LEAST_SPAN_DEG - (high - low)) / 2)
        self._span = (max(low - margin, min(low, 0.0)), high + margin)

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
        title = f"{self._title} (degrees) ± uncertainty (1 sigma)"
        return alt.Y(field, type="quantitative", title=title, scale=scale, axis=flat_title())


def _instant(day: date) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def _layers(key: SeriesKey, rows: _Rows, scales: _Scales, theme: Theme) -> list[alt.Chart]:
    side, way = key.side, quantity_of(key.quantity).way(key.direction)
    colour, first = SIDE_COLOURS[side], way.sign > 0
    dash = [1, 0] if first else [6, 4]
    words = f"{side} leg, {way.name}"
    legend = alt.Legend(symbolType="stroke", symbolSize=SYMBOL_PX2, symbolDash=dash, symbolStrokeWidth=2.5)
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=scales.x())
    bars = base.mark_rule(color=colour, strokeWidth=1.5, opacity=0.6)
    line = base.mark_line(strokeDash=dash, strokeWidth=2, strokeJoin="round")
    dots = base.mark_point(
        color=colour,
        fill=colour if first else INKS[theme].paper,
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


def _description(quantity: Quantity, series: list[Series]) -> str:
    parts = []
    for one in series:
        last = _row(one.values[-1])
        parts.append(f"{last['what']}: {len(one.values)} measurements, the last {last['value_text']}")
    return f"{quantity.title} by date. {'; '.join(parts)}."
