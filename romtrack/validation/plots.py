"""The plots of a validation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np

from romtrack import units
from romtrack.charts import SIDE_COLOURS
from romtrack.charts.theme import INKS, SYMBOL_PX2, TYPE_PX, flat_title, keyed, styled
from romtrack.validation._points import Rows, binned, points, read_of
from romtrack.validation.rows import Row, setup_rows

if TYPE_CHECKING:
    from romtrack.types import Side
    from romtrack.validation.run import Validation

__all__ = ["bland_altman_plot", "clips_plot", "error_plot", "estimators_plot", "truth_plot"]

_INK: Final = INKS["light"]
_SHAPES: Final = {"left": "circle", "right": "square"}
_LOOKS: Final = {  # Okabe and Ito (2008)
    "landmarks": ("#E69F00", "triangle-up"),
    "world": ("#CC79A7", "diamond"),
    "mask": ("#009E73", "square"),
    "fused": ("#0072B2", "circle"),
}
_ROW_PX: Final = 26
_TITLES: Final = {
    "true": "true angle (degrees)",
    "read": "read angle (degrees)",
    "mean": "mean of read and true angle (degrees)",
}
_ERROR: Final = "read \N{MINUS SIGN} true (degrees)"  # of every other field
_LOG_TICKS: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)


def truth_plot(validation: Validation) -> alt.LayerChart:
    """Return read over true angle, with the line of perfect agreement."""
    legs = points(validation)
    ends = [row["true"] for rows in legs.values() for row in rows] or [0.0]
    line = _over([{"true": end, "read": end} for end in (min(ends), max(ends))])
    perfect = line.mark_line(strokeWidth=1.5, strokeDash=[5, 4]).encode(x=_x("true"), y=_y("read"))
    dots = _dots(legs, _x("true"), _y("read"))
    legend = alt.Legend(symbolType="stroke", symbolDash=[5, 4], symbolSize=SYMBOL_PX2, symbolStrokeWidth=2)
    layers = [*dots, keyed(perfect, "perfect agreement", legend, _INK.text)]
    return styled(layers, _INK, "Read angle over true angle, a point for a frame.")


def error_plot(validation: Validation) -> alt.LayerChart:
    """Return the error over the true angle, with the median of every five degrees."""
    legs = points(validation)
    x, y = _x("true"), _y("error")
    layers = [_zero(), *_dots(legs, x, y)]
    for side in legs:
        legend = alt.Legend(symbolType="stroke", symbolSize=SYMBOL_PX2, symbolStrokeWidth=3)
        line = _over(binned(read_of(validation, side))).mark_line(strokeWidth=3, strokeJoin="round")
        layers.append(keyed(line.encode(x=x, y=y), f"{side} leg, median", legend, SIDE_COLOURS[side]))
    return styled(layers, _INK, "Error over true angle, a point for a frame, with medians.")


def bland_altman_plot(validation: Validation) -> alt.LayerChart:
    """Return the difference over the mean of read and true, with bias and limits of agreement."""
    figures = validation.pairs.agreement
    x = _x("mean")
    dots = _dots(points(validation), x, _y("error"))
    reach = "limits of agreement (mean \N{PLUS-MINUS SIGN} 1.96 sd)"
    lines = (
        (reach, [4, 3], _limits(figures.loa_low_deg, figures.loa_high_deg)),
        ("bias", [1, 0], _limits(figures.bias_deg)),
    )
    rules = [_rule(words, dash, rows) for words, dash, rows in lines if rows]
    return styled([_zero(), *dots, *rules], _INK, "Difference over mean, with limits of agreement.")


def clips_plot(validation: Validation) -> alt.LayerChart:
    """Return bias and limits of agreement of each clip."""
    rows = [
        {
            "clip": clip.name,
            "bias": figures.bias_deg,
            "low": figures.loa_low_deg,
            "high": figures.loa_high_deg,
        }
        for clip in validation.clips
        if np.isfinite((figures := clip.pairs.agreement).loa_high_deg)
    ]
    y = _names("clip")
    bars = _over(rows).mark_rule(strokeWidth=5, opacity=0.35, strokeCap="round")
    dots = _over(rows).mark_point(shape="circle", size=70, fill=_LOOKS["fused"][0], opacity=1)
    span = alt.Legend(symbolType="stroke", symbolSize=SYMBOL_PX2, symbolStrokeWidth=5, symbolOpacity=0.35)
    dot = alt.Legend(symbolType="circle", symbolSize=SYMBOL_PX2, symbolFillColor=_LOOKS["fused"][0])
    layers = [
        _over([{"bias": 0.0}]).mark_rule(color=_INK.muted).encode(x=_x("bias")),
        keyed(bars.encode(x=_x("low"), x2="high", y=y), "limits of agreement", span, "#0072B2"),
        keyed(dots.encode(x=_x("bias"), y=y), "bias", dot, "#0072B2"),
    ]
    return _tall(styled(layers, _INK, "Bias and limits of agreement of each clip."), len(rows))


def estimators_plot(validation: Validation) -> alt.LayerChart:
    """Return the mean absolute error of each estimator by set-up, on a logarithmic scale."""
    setups: list[Row] = [*setup_rows(validation), {"setup": "all clips", **_overall_maes(validation)}]
    scale = alt.Scale(type="log", nice=True)
    axis = alt.Axis(values=list(_LOG_TICKS), format="~g", grid=True)
    layers = []
    for name in validation.estimators:
        colour, shape = _LOOKS[name]
        own = [{"setup": row["setup"], "mae": mae} for row in setups if (mae := row.get(f"{name}_mae_deg"))]
        x = alt.X("mae", type="quantitative", title="mean absolute error (degrees)", scale=scale, axis=axis)
        dots = _over(own).mark_point(shape=shape, size=90, fill=colour, opacity=0.9)
        legend = alt.Legend(symbolType=shape, symbolSize=SYMBOL_PX2, symbolFillColor=colour)
        layers.append(keyed(dots.encode(x=x, y=_names("setup")), name, legend, colour))
    return _tall(styled(layers, _INK, "Mean absolute error of each estimator by set-up."), len(setups))


def _overall_maes(validation: Validation) -> dict[str, float]:
    figures = {name: validation.compared(name).agreement.mae_deg for name in validation.estimators}
    return {f"{name}_mae_deg": mae for name, mae in figures.items() if np.isfinite(mae)}


def _over(rows: Rows) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _dots(legs: dict[Side, Rows], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    layers = []
    for side, rows in legs.items():
        colour, shape = SIDE_COLOURS[side], _SHAPES[side]
        legend = alt.Legend(symbolType=shape, symbolSize=SYMBOL_PX2, symbolFillColor=colour, symbolOpacity=1)
        dots = _over(rows).mark_point(shape=shape, size=14, fill=colour, opacity=0.3, strokeWidth=0)
        layers.append(keyed(dots.encode(x=x, y=y), f"{side} leg", legend, colour))
    return layers


def _limits(*values: float) -> Rows:
    return [
        {"error": round(one, 3), "label": units.number(one, 2, signed=True)}
        for one in values
        if np.isfinite(one)
    ]


def _rule(words: str, dash: list[int], rows: Rows) -> alt.Chart:
    legend = alt.Legend(symbolType="stroke", symbolDash=dash, symbolSize=SYMBOL_PX2, symbolStrokeWidth=2)
    rule = _over(rows).mark_rule(strokeDash=dash, strokeWidth=2)
    return keyed(
        rule.encode(y=_y("error")), f"{words}: {', '.join(r['label'] for r in rows)}", legend, _INK.text
    )


def _zero() -> alt.Chart:
    rule = _over([{"error": 0.0}]).mark_rule(color=_INK.muted, strokeWidth=1)
    chart: alt.Chart = rule.encode(y=_y("error"))
    return chart


def _x(field: str) -> alt.X:
    scale = alt.Scale(zero=False, nice=True)
    title = _TITLES.get(field, _ERROR)
    return alt.X(field, type="quantitative", title=title, scale=scale, axis=alt.Axis(grid=False, tickCount=8))


def _y(field: str) -> alt.Y:
    title = _TITLES.get(field, _ERROR)
    return alt.Y(field, type="quantitative", title=title, scale=alt.Scale(zero=False), axis=flat_title())


def _names(field: str) -> alt.Y:
    axis = alt.Axis(labelLimit=260, labelFontSize=TYPE_PX, grid=False)
    return alt.Y(field, type="nominal", title=None, sort=None, axis=axis)


def _tall(chart: alt.LayerChart, rows: int) -> alt.LayerChart:
    """Return the chart with room for so many rows."""
    fitted: alt.LayerChart = chart.properties(height=max(rows, 2) * _ROW_PX)
    return fitted
