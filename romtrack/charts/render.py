"""A chart as a picture or as text; nothing is fetched, nothing is written to disk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import altair as alt
import vl_convert

if TYPE_CHECKING:
    from typing import Any

__all__ = ["to_svg", "to_vega_json"]

_VERSION = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def to_svg(chart: alt.TopLevelMixin) -> str:
    """Return ``chart`` as SVG with generic sans-serif text, made offline."""
    svg: str = vl_convert.vegalite_to_svg(_spec(chart), vl_version=_VERSION, allowed_base_urls=[])
    return svg


def to_vega_json(chart: alt.TopLevelMixin) -> str:
    """Return ``chart`` as a Vega-Lite specification with its data inside."""
    return json.dumps(_spec(chart), ensure_ascii=False, allow_nan=False)


def _spec(chart: alt.TopLevelMixin) -> dict[str, Any]:
    # The caller's data transformer may write files or refuse many rows: ours are few and inside.
    with alt.data_transformers.enable("default", max_rows=None), alt.theme.enable("default"):
        spec: dict[str, Any] = chart.to_dict()
    return spec
