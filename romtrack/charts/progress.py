"""The measured range of each leg over weeks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import altair as alt

from romtrack.charts.theme import INKS, SIDE_COLOURS, SYMBOL_PX2, Theme, flat_title, keyed, styled
from romtrack.charts.words import amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.types import Direction, Measurement, Session, Side

__all__ = ["progress_chart"]

_MOST_DATES: Final = 6
_LEAST_SPAN_DEG: Final = 20.0
_TOOLTIP: Final = [
    alt.Tooltip("date_text:N", title="date"),
    alt.Tooltip("what:N", title="measured"),
    alt.Tooltip("value_text:N", title="value"),
    alt.Tooltip("trials:N", title="trials"),
]
_Rows = list[dict[str, Any]]


def progress_chart(sessions: Sequence[Session], theme: Theme = "light") -> alt.LayerChart | None:
    """Return a chart of every measured value with its uncertainty, by date, one line for each leg.

    All sessions are taken to be one person's. Magnitudes are drawn: internal rotation as solid lines,
    external rotation dashed. Refused measurements have no value and are left out; None when no value is
    left. A session is drawn at the time of day of the place where it was recorded.
    """
    series = _series(sessions)
    if not series:
        return None
    rows = [row for rows in series.values() for row in rows]
    scales = _Scales(rows)
    layers = [layer for name, rows in series.items() for layer in _layers(name, rows, scales, theme)]
    return styled(layers, INKS[theme], _description(series))


_Name = tuple["Side", "Direction"]


def _series(sessions: Sequence[Session]) -> dict[_Name, _Rows]:
    found: dict[_Name, _Rows] = {}
    for session in sorted(sessions, key=lambda session: session.started_at):
        for measured in session.measurements:
            if measured.value_deg is not None:
                row = _row(session, measured, measured.value_deg)
                found.setdefault((measured.side, measured.direction), []).append(row)
    return dict(sorted(found.items(), key=lambda item: (item[0][1] == "external", item[0][0])))


def _row(session: Session, measured: Measurement, value_deg: float) -> dict[str, Any]:
    size, sigma = abs(value_deg), measured.sigma_deg or 0.0
    accepted = sum(trial.accepted for trial in measured.trials)
    started = session.started_at.replace(tzinfo=None)
    return {
        "date": started.isoformat(timespec="seconds"),
        "date_text": f"{started.day} {started:%B %Y, %H:%M}",
        "what": f"{measured.side} leg, {measured.direction} rotation",
        "value": round(size, 2),
        "low": round(size - sigma, 2),
        "high": round(size + sigma, 2),
        "value_text": f"{amount(size, 'deg')} ± {amount(sigma, 'deg')}",
        "trials": f"{accepted} of {len(measured.trials)} accepted",
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


def _description(series: dict[_Name, _Rows]) -> str:
    parts = [
        f"{rows[0]['what']}: {len(rows)} measurements, the last {rows[-1]['value_text']}"
        for rows in series.values()
    ]
    return f"Hip rotation by date. {'; '.join(parts)}."
