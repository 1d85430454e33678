"""The reliability diagram: the uncertainty that was stated against the error that was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np
import pandas as pd

from calibration.accuracy.results import CLOTHES
from romtrack import units
from romtrack.charts import to_svg
from romtrack.charts.theme import INKS, SYMBOL_PX2, keyed, styled

if TYPE_CHECKING:
    from calibration.accuracy.results import Results

__all__ = ["found_deg", "reliability_svg"]

_LOOKS: Final = dict(  # Okabe and Ito (2008)
    zip(
        CLOTHES,
        (("#0072B2", "circle"), ("#009E73", "square"), ("#D55E00", "diamond"), ("#CC79A7", "cross")),
        strict=True,
    )
)
_BINS: Final = 4
_WITHIN: Final = 0.68  # of the errors lie within what is plotted, as they should within sigma
_SIDE_PX: Final = 420
_TICKS: Final = (0.5, 1, 2, 5, 10, 20)


def found_deg(frames: pd.DataFrame) -> pd.DataFrame:
    """Return what was stated (median) and found (68 % are smaller) in parts of like size, by sigma."""
    seen = frames.dropna(subset=["sigma_deg", "error_deg"])
    part = (seen["sigma_deg"].rank(method="first", pct=True) * _BINS).apply(np.ceil)
    return pd.DataFrame(
        {
            "stated": seen["sigma_deg"].groupby(part).median(),
            "found": seen["error_deg"].abs().groupby(part).quantile(_WITHIN),
        }
    )


def reliability_svg(results: Results) -> str:
    """Return the diagram of a set, a line for each group of clothes."""
    scale = alt.Scale(type="log", domain=[_TICKS[0], _TICKS[-1]], clamp=True)
    axis = alt.Axis(values=list(_TICKS), format="~g", grid=True)
    x = alt.X("stated", type="quantitative", title="stated: sigma (degrees)", scale=scale, axis=axis)
    y = alt.Y(
        "found",
        type="quantitative",
        title="found: 68 % of errors are smaller (degrees)",
        scale=scale,
        axis=axis,
    )
    ends = [{"stated": end, "found": end} for end in (_TICKS[0], _TICKS[-1])]
    dash = alt.Legend(symbolType="stroke", symbolDash=[5, 4], symbolSize=SYMBOL_PX2, symbolStrokeWidth=2)
    ideal = alt.Chart(alt.InlineData(values=ends)).mark_line(strokeDash=[5, 4]).encode(x=x, y=y)
    layers = [keyed(ideal, "as stated", dash, INKS["light"].text)]
    for group, part in results.by_clothes():
        if group not in _LOOKS:
            continue
        colour, shape = _LOOKS[group]
        found = found_deg(part.frames)
        points = zip(found["stated"], found["found"], strict=True)
        rows = alt.InlineData(values=[{"stated": one, "found": other} for one, other in points])
        legend = alt.Legend(symbolType=shape, symbolSize=SYMBOL_PX2, symbolFillColor=colour)
        line = alt.Chart(rows).mark_line(color=colour).encode(x=x, y=y, order="stated:Q")
        dots = alt.Chart(rows).mark_point(shape=shape, size=70, fill=colour, opacity=1).encode(x=x, y=y)
        layers += [line, keyed(dots, f"{group}, {units.counted(len(part.clips), 'clip')}", legend, colour)]
    chart = styled(layers, INKS["light"], "Sigma as stated over the errors as found, by clothes.")
    return to_svg(chart.properties(width=_SIDE_PX, height=_SIDE_PX, background=INKS["light"].paper))
