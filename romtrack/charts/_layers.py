"""The layers of a signal's chart, from the back to the front."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import altair as alt
import numpy as np

from romtrack.charts._movements import labelled
from romtrack.charts.theme import SYMBOL_PX2, TYPE_PX, WIDTH_PX, keyed
from romtrack.charts.words import in_words
from romtrack.language import N_, gettext

if TYPE_CHECKING:
    from romtrack.charts._drawing import Drawing
    from romtrack.charts._movements import MovementKind

__all__ = ["band", "hang", "levels", "line", "peaks", "remark", "spans", "zero"]

_LABEL_PX: Final = 44  # what a peak's value takes along the time axis
_DOTS: Final[dict[MovementKind, str]] = {
    "accepted trial": N_("accepted trial"),
    "refused trial": N_("not counted: trial"),
    "repetition": N_("counted repetition"),
    "partial attempt": N_("not counted: partial attempt"),
}

_Rows = list[dict[str, Any]]


def spans(drawing: Drawing) -> list[alt.Chart]:
    """Return the time that each movement took: shaded when counted, else only outlined."""
    looks = {True: (drawing.colour, 0.09, 0.0), False: (drawing.ink.muted, 0.06, 0.5)}
    return [
        _over(_rows(drawing, counted=counted))
        .mark_rect(color=ink, stroke=ink, fillOpacity=fill, strokeOpacity=rim, strokeDash=[2, 3], clip=True)
        .encode(x=drawing.x("start_s"), x2="end_s", tooltip=_tooltip())
        for counted, (ink, fill, rim) in looks.items()
        if _rows(drawing, counted=counted)
    ]


def zero(drawing: Drawing) -> alt.Chart:
    """Return the line at zero: the shank plumb, or whatever the signal counts from."""
    rule = _over([{"value": 0.0}]).mark_rule(color=drawing.ink.muted, strokeWidth=1)
    chart: alt.Chart = rule.encode(y=drawing.y("value"))
    return chart


def hang(drawing: Drawing, offset: float) -> alt.Chart:
    """Return a dashed line where the relaxed leg hung."""
    legend = alt.Legend(symbolType="stroke", symbolSize=SYMBOL_PX2, symbolDash=[4, 3], symbolStrokeWidth=1.5)
    value = in_words(offset, drawing.signal.unit, drawing.signal.name)
    words = gettext("relaxed leg: {value}", value=value)
    rule = _over([{"value": round(offset, 2)}]).mark_rule(strokeDash=[4, 3], strokeWidth=1.5, clip=True)
    return keyed(rule.encode(y=drawing.y("value")), words, legend, drawing.ink.muted)


def levels(drawing: Drawing) -> list[alt.Chart]:
    """Return a dashed line at each level, named at its end; what decides is explained in the legend."""
    meanings = dict.fromkeys(level.meaning for level in drawing.levels)
    return [_level(drawing, meaning) for meaning in meanings] + [_ends(drawing)] * bool(drawing.levels)


def _level(drawing: Drawing, meaning: str) -> alt.Chart:
    found = [level.value for level in drawing.levels if level.meaning == meaning]
    dash = [2, 3] if meaning in {"rest", "a hold ends"} else [6, 4]
    legend = alt.Legend(symbolType="stroke", symbolSize=SYMBOL_PX2, symbolDash=dash, symbolStrokeWidth=1.5)
    rule = _over([{"value": round(value, 3)} for value in found]).mark_rule(
        strokeDash=dash, strokeWidth=1.5, clip=True
    )
    drawn = rule.encode(y=drawing.y("value"))
    if meaning == "rest":
        rest: alt.Chart = drawn.encode(color=alt.value(drawing.ink.muted))
        return rest
    return keyed(drawn, gettext(meaning), legend, drawing.ink.muted)


def _ends(drawing: Drawing) -> alt.Chart:
    rows = [{"value": round(level.value, 3), "short": gettext(level.short)} for level in drawing.levels]
    text = _over(rows).mark_text(
        align="left", baseline="middle", dx=5, color=drawing.ink.muted, fontSize=TYPE_PX - 1
    )
    chart: alt.Chart = text.encode(x=alt.value("width"), y=drawing.y("value"), text="short:N")
    return chart


def band(drawing: Drawing) -> alt.Chart:
    """Return the band of one standard uncertainty around the signal."""
    legend = alt.Legend(
        symbolType="square", symbolOpacity=drawing.ink.veil, symbolStrokeWidth=0, symbolSize=SYMBOL_PX2
    )
    area = alt.Chart().mark_area(opacity=drawing.ink.veil, clip=True, invalid="break-paths-show-path-domains")
    drawn = area.encode(x=drawing.x("time_s"), y=drawing.y("low"), y2="high")
    return keyed(drawn, gettext("± uncertainty (1 sigma)"), legend, drawing.colour)


def line(drawing: Drawing) -> alt.Chart:
    """Return the signal itself."""
    legend = alt.Legend(symbolType="stroke", symbolSize=SYMBOL_PX2, symbolStrokeWidth=2.5)
    mark = alt.Chart().mark_line(
        strokeWidth=2,
        strokeJoin="round",
        strokeCap="round",  # a lone sample between two gaps is a dot
        clip=True,
        invalid="break-paths-show-path-domains",
    )
    drawn = mark.encode(x=drawing.x("time_s"), y=drawing.y("value"))
    return keyed(drawn, drawing.who, legend, drawing.colour)


def peaks(drawing: Drawing) -> list[alt.Chart]:
    """Return a dot at the end of each movement, and the values of those that have room."""
    dots = [_dots(drawing, counted=counted) for counted in (True, False) if _rows(drawing, counted=counted)]
    start_s, end_s = drawing.span_s
    shown = labelled(drawing.movements, _LABEL_PX / WIDTH_PX * (end_s - start_s))
    return [
        *dots,
        *(_labels(drawing, rows, up=up) for up in (True, False) if (rows := _sided(drawing, shown, up=up))),
    ]


def remark(drawing: Drawing) -> alt.Chart:
    """Return what to say instead of an empty line."""
    text = gettext("nothing could be read from this recording")
    chart: alt.Chart = _over([{}]).mark_text(dy=-16, color=drawing.ink.muted, fontSize=TYPE_PX + 2, text=text)
    return chart


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("what:N", title=gettext("movement")),
        alt.Tooltip("verdict:N", title=gettext("verdict")),
        alt.Tooltip("peak_text:N", title=gettext("end of range")),
        alt.Tooltip("time_text:N", title=gettext("time")),
    ]


def _over(rows: _Rows) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _rows(drawing: Drawing, *, counted: bool) -> _Rows:
    return [
        movement.row()
        for movement in drawing.movements
        if movement.counted is counted and np.isfinite(movement.peak)
    ]


def _sided(drawing: Drawing, movements: tuple[Any, ...], *, up: bool) -> _Rows:
    seen = (movement for movement in movements if np.isfinite(movement.peak))
    return [movement.row() for movement in seen if (movement.peak >= drawing.middle) is up]


def _dots(drawing: Drawing, *, counted: bool) -> alt.Chart:
    rim, fill = (drawing.colour, drawing.colour) if counted else (drawing.ink.muted, drawing.ink.paper)
    kind = next(movement.kind for movement in drawing.movements if movement.counted is counted)
    legend = alt.Legend(symbolType="circle", symbolFillColor=fill, symbolSize=SYMBOL_PX2, symbolStrokeWidth=2)
    mark = _over(_rows(drawing, counted=counted)).mark_point(
        shape="circle", size=70, fill=fill, strokeWidth=2, opacity=1
    )
    drawn = mark.encode(x=drawing.x("peak_s"), y=drawing.y("peak"), tooltip=_tooltip())
    return keyed(drawn, gettext(_DOTS[kind]), legend, rim)


def _labels(drawing: Drawing, rows: _Rows, *, up: bool) -> alt.Chart:
    mark = _over(rows).mark_text(dy=-14 if up else 14, color=drawing.ink.text, fontSize=TYPE_PX)
    chart: alt.Chart = mark.encode(x=drawing.x("peak_s"), y=drawing.y("peak"), text="label:N")
    return chart
