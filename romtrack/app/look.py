"""Charts and small print, in the theme and the width of the page."""

from __future__ import annotations

import json
from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from romtrack.charts import to_vega_json

if TYPE_CHECKING:
    import altair as alt

    from romtrack.charts import Theme

__all__ = ["SMALL_VALUES", "chart_theme", "show_chart", "show_note", "show_picture", "show_style"]

# The chosen segment's text needs more contrast (WCAG 1.4.3) than the theme's colour of buttons has on dark.
_STYLE: Final = """<style>
button[data-variant="segmented_control"][aria-checked="true"] p,
button[data-variant="pills"][data-selected="true"] p { color: light-dark(#0b6b74, #6cc3cb); }
.st-key-small-values [data-testid="stMetricValue"] { font-size: 1.5rem; }
</style>"""

SMALL_VALUES: Final = "small-values"
"""The key of a container of values with their uncertainty, two of which stand abreast on a phone."""


def show_style() -> None:
    """Set the page's own style."""
    st.html(_STYLE)


def chart_theme() -> Theme:
    """Return the theme of the page for its charts."""
    return "dark" if st.context.theme.type == "dark" else "light"


def show_chart(chart: alt.LayerChart) -> None:
    """Show the chart of the report as wide as the page, with its legend in a column: phones are narrow."""
    spec: dict[str, Any] = json.loads(to_vega_json(chart))
    spec |= {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}
    _put_data_inside(spec)
    spec["config"]["legend"]["layout"] = {"bottom": {"direction": "vertical", "anchor": "start", "margin": 4}}
    st.vega_lite_chart(spec, theme=None, width="stretch")


def _put_data_inside(spec: dict[str, Any]) -> None:
    """Put its rows into each layer: of named rows Streamlit offers to show the first, an empty table."""
    rows = spec.pop("datasets")
    for part in (spec, *spec["layer"]):
        if "data" in part:
            part["data"] = {"values": rows[part["data"]["name"]]}
    if not spec["data"]["values"]:
        del spec["data"]


def show_note(text: str) -> None:
    """Show small print in the theme's grey, which is darker than a caption's."""
    st.markdown(f":small[:gray[{text}]]")


def show_picture(image: bytes, description: str, kind: str = "jpeg") -> None:
    """Show a picture with its alternative text, which Streamlit's own images have not."""
    source = b64encode(image).decode("ascii")
    st.html(
        f'<img src="data:image/{kind};base64,{source}" alt="{escape(description)}" '
        'style="width: 100%; border-radius: 0.4rem; display: block">'
    )
