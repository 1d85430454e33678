"""Colours, sizes and type that every chart shares.

The colours are Okabe and Ito's (2008), told apart with any colour vision. A leg has the same
colour in every chart and both themes: each has a contrast of at least 3:1 with either paper.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import altair as alt

from romtrack.language import decimal_mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from romtrack.types import Side

__all__ = [
    "HEIGHT_PX",
    "INKS",
    "SIDE_COLOURS",
    "SYMBOL_PX2",
    "TYPE_PX",
    "WIDTH_PX",
    "Ink",
    "Theme",
    "flat_title",
    "keyed",
    "styled",
]

Theme = Literal["light", "dark"]

SIDE_COLOURS: Final[Mapping[Side, str]] = {"left": "#0072B2", "right": "#D55E00"}
WIDTH_PX: Final = 640
HEIGHT_PX: Final = 280
TYPE_PX: Final = 13
SYMBOL_PX2: Final = 120  # one size for all, or the legend's entries do not line up


@dataclass(frozen=True, slots=True)
class Ink:
    """The greys of a theme.

    paper: what the chart is expected to lie on (it paints none itself). veil: opacity of a band.
    """

    text: str
    muted: str
    grid: str
    paper: str
    veil: float


INKS: Final[Mapping[Theme, Ink]] = {
    "light": Ink(text="#1f2933", muted="#5f6b76", grid="#e3e7eb", paper="#ffffff", veil=0.24),
    "dark": Ink(text="#e6eaee", muted="#a3adb8", grid="#2d3640", paper="#0e1117", veil=0.45),
}


def keyed(chart: alt.Chart, text: str, symbol: alt.Legend, colour: str) -> alt.Chart:
    """Return a layer in ``colour``, with its own entry, ``text``, below the chart."""
    scale = alt.Scale(domain=[text], range=[colour])
    entry = alt.Color("key", type="nominal", scale=scale, legend=symbol)
    return chart.transform_calculate(key=json.dumps(text)).encode(color=entry)


def flat_title(*, labels: bool = True) -> alt.Axis:
    """Return a value axis whose title lies flat above it, so that its arrows point up and down."""
    return alt.Axis(
        labels=labels,
        tickCount=6,
        titleAngle=0,
        titleAnchor="end",
        titleAlign="left",
        titleBaseline="bottom",
        titleX=-30,
        titleY=-8,
    )


def styled(
    layers: Sequence[alt.Chart | alt.LayerChart],
    ink: Ink,
    description: str,
    rows: Sequence[Mapping[str, Any]] = (),
) -> alt.LayerChart:
    """Return the layers as one chart, each with its own entry in the legend.

    rows: the data of the layers that have none of their own.
    """
    axis = alt.AxisConfig(
        domain=False,
        ticks=False,
        gridColor=ink.grid,
        labelColor=ink.muted,
        titleColor=ink.text,
        labelFontSize=TYPE_PX,
        titleFontSize=TYPE_PX,
        titleFontWeight="normal",
        labelPadding=6,
    )
    legend = alt.LegendConfig(
        orient="bottom",
        title=None,
        labelColor=ink.text,
        labelFontSize=TYPE_PX,
        labelLimit=0,
        offset=14,
    )
    chart: alt.LayerChart = (
        alt.layer(*layers, data=alt.InlineData(values=[dict(row) for row in rows]))
        .resolve_scale(color="independent")
        .properties(width=WIDTH_PX, height=HEIGHT_PX, background="transparent", description=description)
        .configure(
            font="sans-serif", axis=axis, legend=legend, view=alt.ViewConfig(stroke=None), locale=_locale()
        )
    )
    return chart


def _locale() -> alt.Locale:
    """Return how the axes write numbers in the language in force; dates they are given as texts.

    Of no groups at all d3 would write no digits.
    """
    number = alt.NumberLocale(decimal=decimal_mark(), thousands="", grouping=[3], currency=["", ""])
    return alt.Locale(number=number)
