"""The plot of a contrast: difference over mean, with bias and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt

from romtrack.charts.theme import INKS, flat_title, styled

if TYPE_CHECKING:
    from romtrack.validation.reference.comparing import Contrast
    from romtrack.validation.reliability import Span95

__all__ = ["contrast_plot"]

_INK: Final = INKS["light"]
_DOT: Final = "#0072B2"  # Okabe and Ito (2008)
_WIDTH_PX, _HEIGHT_PX = 330, 190


def contrast_plot(one: Contrast) -> alt.LayerChart:
    """Return a point for each pair, lines for bias and limits, and bands for their 95 % intervals."""
    found = one.figures
    mean = (one.first_deg + one.other_deg) / 2
    rows = [
        {"mean": round(float(x), 2), "difference": round(float(y), 2)}
        for x, y in zip(mean, one.other_deg - one.first_deg, strict=True)
    ]
    dots = _over(rows).mark_point(shape="circle", size=40, fill=_DOT, opacity=0.6, strokeWidth=0)
    layers = [
        _over([{"difference": 0.0}]).mark_rule(color=_INK.muted, strokeWidth=1).encode(y=_y()),
        *(_band(span) for span in (found.low_95, found.bias_95, found.high_95)),
        dots.encode(x=_x(), y=_y()),
        *(_rule(value, [4, 3]) for value in (found.low, found.high)),
        _rule(found.bias, [1, 0]),
    ]
    chart = styled(layers, _INK, "Difference over mean, with limits of agreement.")
    sized: alt.LayerChart = chart.properties(width=_WIDTH_PX, height=_HEIGHT_PX)
    return sized


def _over(rows: list[dict[str, float]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _band(span: Span95) -> alt.Chart:
    rows = [{"difference": round(span.low, 3), "until": round(span.high, 3)}]
    band: alt.Chart = _over(rows).mark_rect(color=_INK.muted, opacity=0.16).encode(y=_y(), y2="until")
    return band


def _rule(value: float, dash: list[int]) -> alt.Chart:
    rows = [{"difference": round(value, 3)}]
    rule: alt.Chart = _over(rows).mark_rule(strokeDash=dash, strokeWidth=2, color=_INK.text).encode(y=_y())
    return rule


def _x() -> alt.X:
    axis = alt.Axis(grid=False, tickCount=5)
    scale = alt.Scale(zero=False)
    return alt.X("mean", type="quantitative", title="mean of both (degrees)", scale=scale, axis=axis)


def _y() -> alt.Y:
    title, scale = "difference (degrees)", alt.Scale(zero=False)
    return alt.Y("difference", type="quantitative", title=title, scale=scale, axis=flat_title())
