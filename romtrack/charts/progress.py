"""The measured range of each leg over weeks, beside what would be no change and what others reach."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, timedelta
from math import ceil, floor
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import altair as alt
import numpy as np

from romtrack import units
from romtrack.charts.theme import (
    HEIGHT_PX,
    INKS,
    SIDE_COLOURS,
    SYMBOL_PX2,
    TYPE_PX,
    Theme,
    flat_title,
    keyed,
    styled,
)
from romtrack.charts.thinning import thin
from romtrack.clock import here
from romtrack.kinematics.quantities import quantity_of
from romtrack.language import N_, gettext, ngettext
from romtrack.trends import NOTHING_SAID, development_text, happened_text, range_deg, series_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from romtrack.charts.theme import Ink
    from romtrack.kinematics.quantities import ReferenceBand
    from romtrack.trends import Development, Said, Series, SeriesKey, Trends
    from romtrack.types import Direction, HandMeasurement, Measured, Side

__all__ = ["MOST_VALUES", "progress_charts"]

MOST_VALUES: Final = 100  # of a chart; of more the lowest and highest of each stretch are drawn
_CROWDED: Final = 40  # values from which on dots are small
_MOST_DATES: Final = 3
_LEAST_SPAN_DEG: Final = 20.0
_STEP_DEG: Final = 5  # where the axis of degrees begins and ends
_NAME_PX: Final = TYPE_PX - 1  # of a band's name
_CLEAR_PX: Final = 5.0  # between it and what else is drawn
_EARLY: Final = 0.5  # of the time that is drawn
_VEIL, _FAINT = 0.26, 0.13  # of bands: no change; what is usual
_TITLES: Final[Mapping[tuple[Side, Direction], str]] = {
    ("left", "internal"): N_("left, internal (degrees)"),
    ("right", "internal"): N_("right, internal (degrees)"),
    ("left", "external"): N_("left, external (degrees)"),
    ("right", "external"): N_("right, external (degrees)"),
    ("left", "abduction"): N_("left, abduction (degrees)"),
    ("right", "abduction"): N_("right, abduction (degrees)"),
    ("left", "adduction"): N_("left, adduction (degrees)"),
    ("right", "adduction"): N_("right, adduction (degrees)"),
}
_SILENT: Final = alt.value(None)  # Streamlit would show the numbers of a row
_GOAL_COLOUR: Final = "#009E73"  # of Okabe and Ito's, as the legs'
_Rows = list[dict[str, Any]]
_Value = TypeVar("_Value", "Measured", "HandMeasurement")


def progress_charts(
    trends: Trends, theme: Theme = "light", said: Said = NOTHING_SAID
) -> dict[SeriesKey, alt.LayerChart]:
    """Return a chart of each series by date: its values with their uncertainty, no change, and what is usual.

    All are taken to be one person's. How far the hip went is drawn. Both legs have the same axes, so that
    they can be compared. A session is drawn at the time of day of this place, what was measured by hand at
    noon, with a mark of its own.
    """
    alike: dict[tuple[str, str], list[_Drawn]] = defaultdict(list)
    series = {one.key: one for one in trends.series}
    for key in dict.fromkeys((*series, *said.hand)):
        alike[key.quantity, key.direction].append(_drawn(key, series.get(key), trends, said))
    return {one.key: _chart(one, _Scales(legs), INKS[theme]) for legs in alike.values() for one in legs}


class _Drawn(NamedTuple):
    """What is drawn of one hip and direction; development: None = the camera measured nothing."""

    key: SeriesKey
    development: Development | None
    sessions: int
    rows: _Rows
    hand: _Rows
    goal_deg: float | None

    @property
    def bands(self) -> tuple[ReferenceBand, ...]:
        """What others reach."""
        return quantity_of(self.key.quantity).references[self.key.direction]

    @property
    def first_deg(self) -> float | None:
        """The baseline."""
        return None if self.development is None else self.development.first_deg

    @property
    def no_change(self) -> tuple[float, ...]:
        """From where to where a session says no change by itself."""
        if self.development is None:
            return ()
        first, limit = self.development.first_deg, self.development.no_change_deg
        return round(first - limit, 2), round(first + limit, 2)

    @property
    def values(self) -> list[float]:
        """All that has to be on the axis."""
        ends = [end for band in self.bands for end in band.span_deg]
        goal = [] if self.goal_deg is None else [self.goal_deg]
        sizes = [row["value"] for row in self.hand]
        return [
            *(row[end] for row in self.rows for end in ("low", "high")),
            *sizes,
            *goal,
            *self.no_change,
            *ends,
        ]


def _drawn(key: SeriesKey, series: Series | None, trends: Trends, said: Said) -> _Drawn:
    values = [] if series is None else series.values
    return _Drawn(
        key,
        None if series is None else trends.development(series),
        len(values),
        [_row(one) for one in _thinned(values)],
        [_hand_row(one) for one in _thinned(said.hand.get(key, []))],
        said.goals_deg.get(key),
    )


def _thinned(values: Sequence[_Value]) -> list[_Value]:
    """Return what is drawn of one line: no extreme is lost."""
    sizes = np.array([range_deg(one) for one in values], dtype=np.float64)
    return [values[place] for place in thin(sizes, MOST_VALUES)]


def _hand_row(measured: HandMeasurement) -> dict[str, Any]:
    size = range_deg(measured) or 0.0
    return {
        "date": f"{measured.measured_on}T12:00:00",
        "date_text": units.day(measured.measured_on),
        "value": round(size, 2),
        "value_text": units.amount(size, "deg"),
        "instrument": measured.instrument or gettext("not known"),
    }


def _row(measured: Measured) -> dict[str, Any]:
    size, sigma = range_deg(measured) or 0.0, measured.sigma_deg or 0.0
    return {
        "date": here(measured.when.at).replace(tzinfo=None).isoformat(timespec="seconds"),
        "date_text": happened_text(measured.when),
        "value": round(size, 2),
        "low": round(size - sigma, 2),
        "high": round(size + sigma, 2),
        "value_text": f"{units.amount(size, 'deg')} ± {units.amount(sigma, 'deg')}",
        "trials": gettext(
            "{accepted} of {trials} accepted", accepted=measured.accepted, trials=measured.trials
        ),
    }


class _Scales:
    """The axes that hold every row."""

    def __init__(self, drawn: list[_Drawn]) -> None:
        days = [_day_of(row) for one in drawn for row in (*one.rows, *one.hand)]
        self._first, self._last = min(days), max(days) + timedelta(days=1)
        values = [value for one in drawn for value in one.values]
        low, high = min(values), max(values)
        margin = max(0.06 * (high - low), (_LEAST_SPAN_DEG - (high - low)) / 2)
        least = low - margin if low < 0 else max(low - margin, 0.0)
        self._span = (_STEP_DEG * floor(least / _STEP_DEG), _STEP_DEG * ceil((high + margin) / _STEP_DEG))

    @property
    def px_per_deg(self) -> float:
        """How high a degree is."""
        low, high = self._span
        return HEIGHT_PX / (high - low)

    def is_late(self, day: date) -> bool:
        """Say whether a day is drawn where the names of bands stand, even on a telephone."""
        return (day - self._first) > _EARLY * (self._last - self._first)

    def x(self) -> alt.X:
        """Return the dates, with at most four of them written."""
        days = (self._last - self._first).days
        step, margin = max(-(-days // _MOST_DATES), 1), timedelta(days=max(days // 20, 2))
        written = [self._first + timedelta(days=count) for count in range(0, days, step)]
        span = [_instant(self._first - margin), _instant(self._last + margin)]
        axis = alt.Axis(
            values=[_instant(day) for day in written],
            format="%Y-%m-%d",
            labelExpr=f"{json.dumps({day.isoformat(): units.day(day) for day in written})}[datum.label]",
            grid=False,
        )
        return alt.X("date", type="temporal", title=None, scale=alt.Scale(domain=span), axis=axis)

    def y(self, field: str, title: str = "") -> alt.Y:
        """Return the degrees; the axis need not begin at zero."""
        scale = alt.Scale(domain=list(self._span), zero=False, nice=False)
        return alt.Y(field, type="quantitative", title=title, scale=scale, axis=flat_title())


def _instant(day: date) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def _chart(drawn: _Drawn, scales: _Scales, ink: Ink) -> alt.LayerChart:
    name = series_name(drawn.key)
    title = gettext(_TITLES[drawn.key.side, drawn.key.direction])
    layers: list[alt.Chart | alt.LayerChart] = [*_usual(drawn, scales, ink), *_baseline(drawn, scales, ink)]
    layers += [
        *_goal(drawn, scales),
        *_values(drawn, scales, ink, title),
        *_by_hand(drawn, scales, ink, title),
    ]
    told = [ngettext("{count} session by date.", "{count} sessions by date.", drawn.sessions)]
    if drawn.development is not None:
        told.insert(0, f"{development_text(name, drawn.development)}.")
    if drawn.hand:
        told.append(ngettext("{count} value by hand.", "{count} values by hand.", len(drawn.hand)))
    return styled(layers, ink, " ".join(told))


def _usual(drawn: _Drawn, scales: _Scales, ink: Ink) -> list[alt.Chart]:
    """Return the bands of others, each with its name inside; their source stands below the chart."""
    rows = [
        {
            "low": round(band.span_deg[0], 2),
            "high": round(band.span_deg[1], 2),
            "who": _usual_of(band),
            "name_top": round(top, 2),
        }
        for band, top in zip(drawn.bands, _name_tops(drawn, scales), strict=True)
    ]
    if not rows:
        return []
    over = alt.Chart(alt.InlineData(values=rows))
    rect = over.mark_rect(color=ink.muted, opacity=_FAINT)
    text = over.mark_text(align="right", baseline="top", dx=-4, color=ink.muted, fontSize=_NAME_PX).encode(
        x=alt.value("width"), y=scales.y("name_top"), text="who:N"
    )
    return [rect.encode(y=scales.y("low"), y2="high", tooltip=_SILENT), text]


def _usual_of(band: ReferenceBand) -> str:
    return gettext("{people}, usual", people=gettext(band.who))


def _name_tops(drawn: _Drawn, scales: _Scales) -> list[float]:
    """Return at how many degrees each band's name begins: as high in it as nothing else is drawn."""
    clear, name = _CLEAR_PX / scales.px_per_deg, _NAME_PX / scales.px_per_deg
    dots = [row["value"] for row in (*drawn.rows, *drawn.hand) if scales.is_late(_day_of(row))]
    lines = [one for one in (drawn.goal_deg, drawn.first_deg) if one is not None]
    taken = [(value - clear, value + clear) for value in (*lines, *dots)]
    found = []
    for band in drawn.bands:
        low, high = band.span_deg
        tops = np.arange(high - clear, low + name, -1 / scales.px_per_deg)
        free = (top for top in tops if all(top < end or top - name > over for end, over in taken))
        top = float(next(free, high - clear))
        taken.append((top - name, top))
        found.append(top)
    return found


def _day_of(row: dict[str, Any]) -> date:
    return date.fromisoformat(row["date"][:10])


def _baseline(drawn: _Drawn, scales: _Scales, ink: Ink) -> list[alt.Chart]:
    """Return the baseline, and the band around it in which a session says no change by itself."""
    if drawn.development is None:
        return []
    colour, (low, high) = SIDE_COLOURS[drawn.key.side], drawn.no_change
    first = round(drawn.development.first_deg, 2)
    over = alt.Chart(alt.InlineData(values=[{"low": low, "high": high, "first": first}]))
    legend = alt.Legend(symbolType="square", symbolOpacity=_VEIL, symbolStrokeWidth=0, symbolSize=SYMBOL_PX2)
    band = over.mark_rect(opacity=_VEIL).encode(y=scales.y("low"), y2="high", tooltip=_SILENT)
    words = gettext(
        "no change by itself: within {limit} of the baseline",
        limit=units.degrees(drawn.development.no_change_deg),
    )
    rule = over.mark_rule(color=ink.text, strokeWidth=1, strokeDash=[4, 3])
    return [keyed(band, words, legend, colour), rule.encode(y=scales.y("first"), tooltip=_SILENT)]


def _goal(drawn: _Drawn, scales: _Scales) -> list[alt.Chart]:
    if drawn.goal_deg is None:
        return []
    over = alt.Chart(alt.InlineData(values=[{"goal": round(drawn.goal_deg, 2)}]))
    rule = over.mark_rule(strokeWidth=2, strokeDash=[8, 4]).encode(y=scales.y("goal"), tooltip=_SILENT)
    legend = alt.Legend(symbolType="stroke", symbolSize=SYMBOL_PX2, symbolStrokeWidth=2, symbolDash=[8, 4])
    return [
        keyed(rule, gettext("goal: {angle}", angle=units.degrees(drawn.goal_deg, 0)), legend, _GOAL_COLOUR)
    ]


def _values(drawn: _Drawn, scales: _Scales, ink: Ink, title: str) -> list[alt.LayerChart]:
    if not drawn.rows:
        return []
    side, crowded = drawn.key.side, len(drawn.rows) > _CROWDED
    colour = SIDE_COLOURS[side]
    legend = alt.Legend(symbolType="stroke", symbolSize=SYMBOL_PX2, symbolStrokeWidth=2.5)
    base = alt.Chart().encode(x=scales.x())
    bars = base.mark_rule(color=colour, strokeWidth=1.5, opacity=0.3 if crowded else 0.7)
    line = base.mark_line(strokeWidth=1 if crowded else 2, strokeJoin="round")
    dots = base.mark_point(
        color=ink.paper,  # a rim: dots stand out from a band of their own colour
        fill=colour,
        shape="circle" if side == "left" else "square",
        size=14 if crowded else 70,
        strokeWidth=0 if crowded else 1,
        opacity=1,
    )
    parts = (
        bars.encode(y=scales.y("low", title), y2="high"),
        keyed(line.encode(y=scales.y("value")), gettext("sessions ± uncertainty (1 sigma)"), legend, colour),
        dots.encode(
            y=scales.y("value"), tooltip=[*_tooltip(), alt.Tooltip("trials:N", title=gettext("trials"))]
        ),
    )
    held_once = alt.InlineData(values=drawn.rows)  # copying them for each part takes long
    return [alt.LayerChart(layer=list(parts), data=held_once)]


def _by_hand(drawn: _Drawn, scales: _Scales, ink: Ink, title: str) -> list[alt.Chart]:
    """Return what was measured by hand: no line joins it, and nothing is known of its uncertainty."""
    if not drawn.hand:
        return []
    names = ", ".join(sorted({row["instrument"] for row in drawn.hand}))
    legend = alt.Legend(symbolType="diamond", symbolSize=SYMBOL_PX2, symbolStrokeWidth=2)
    over = alt.Chart(alt.InlineData(values=drawn.hand)).encode(x=scales.x(), y=scales.y("value", title))
    marks = over.mark_point(shape="diamond", filled=False, size=90, strokeWidth=2, opacity=1)
    told = [*_tooltip(), alt.Tooltip("instrument:N", title=gettext("by hand"))]
    return [
        keyed(
            marks.encode(tooltip=told),
            gettext("measured by hand: {instruments}", instruments=names),
            legend,
            ink.text,
        )
    ]


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("date_text:N", title=gettext("date")),
        alt.Tooltip("value_text:N", title=gettext("value")),
    ]
