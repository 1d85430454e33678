"""The plots of a comparison with a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import altair as alt
import numpy as np

from romtrack.charts.theme import INKS, SYMBOL_PX2, flat_title, keyed, styled

if TYPE_CHECKING:
    from romtrack.types import FloatArray
    from romtrack.validation.reference.phone import PhoneComparison

__all__ = ["difference_plot", "turn_plot"]

_INK: Final = INKS["light"]
_LOOKS: Final = {"phone": ("#E69F00", [1, 0]), "romtrack": ("#0072B2", [6, 2])}  # Okabe and Ito (2008)
_SIZE: Final = {"width": 420, "height": 210}


def turn_plot(comparison: PhoneComparison) -> alt.LayerChart:
    """Return both angles over time."""
    both = {"phone": comparison.phone_deg, "romtrack": comparison.romtrack_deg}
    layers = []
    for name, (colour, dash) in _LOOKS.items():
        line = alt.Chart(alt.InlineData(values=_rows(comparison.time_s, both[name]))).mark_line(
            strokeWidth=2, strokeDash=dash, clip=True
        )
        legend = alt.Legend(symbolType="stroke", symbolSize=SYMBOL_PX2, symbolStrokeWidth=3, symbolDash=dash)
        y = alt.Y("value", type="quantitative", title="turn (degrees)", axis=flat_title())
        layers.append(keyed(line.encode(x=_x(), y=y), name, legend, colour))
    chart = styled(layers, _INK, "Turn of the shank by romtrack and phone.")
    sized: alt.LayerChart = chart.properties(**_SIZE)
    return sized


def difference_plot(comparison: PhoneComparison) -> alt.LayerChart:
    """Return the difference over time, still frames dark."""
    away = comparison.romtrack_deg - comparison.phone_deg
    y = alt.Y("value", type="quantitative", title="difference (degrees)", axis=flat_title())
    parts = (("moving", ~comparison.still, 0.25), ("still", comparison.still, 0.9))
    layers: list[alt.Chart] = []
    for name, chosen, opacity in parts:
        rows = _rows(comparison.time_s[chosen], away[chosen])
        dots = alt.Chart(alt.InlineData(values=rows)).mark_point(
            shape="circle", size=16, fill=_LOOKS["romtrack"][0], opacity=opacity, strokeWidth=0
        )
        legend = alt.Legend(symbolType="circle", symbolSize=SYMBOL_PX2, symbolOpacity=opacity)
        layers.append(keyed(dots.encode(x=_x(), y=y), name, legend, _LOOKS["romtrack"][0]))
    zero = alt.Chart(alt.InlineData(values=[{"value": 0.0}])).mark_rule(color=_INK.muted).encode(y=y)
    chart = styled([zero, *layers], _INK, "Difference over time.")
    sized: alt.LayerChart = chart.properties(**_SIZE)
    return sized


def _rows(time_s: FloatArray, value: FloatArray) -> list[dict[str, Any]]:
    return [
        {"time": round(float(at), 3), "value": round(float(one), 2) if np.isfinite(one) else None}
        for at, one in zip(time_s, value, strict=True)
    ]


def _x() -> alt.X:
    axis = alt.Axis(grid=False, tickCount=8)
    return alt.X("time", type="quantitative", title="time of the video (s)", axis=axis)
