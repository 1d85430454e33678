from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import altair as alt
import numpy as np
from chart_sessions import SESSION, only_chart, samples_of, signal_of
from conftest import series_of

from romtrack.charts import signal_chart, to_svg, to_vega_json

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CHART = signal_chart(signal_of(30 * np.sin(np.arange(300) / 50)), SESSION)
SMALLEST_TYPE_PX = 11


def test_svg_is_xml_with_the_axes_and_their_units() -> None:
    svg = to_svg(CHART)
    ET.fromstring(svg)  # noqa: S314  our own
    assert "hip rotation (degrees): internal ↑ / external ↓" in svg
    assert "time (seconds)" in svg


def test_svg_needs_nothing_else_and_can_be_read() -> None:
    root = ET.fromstring(to_svg(CHART))  # noqa: S314
    for element in root.iter():
        assert not any(name.endswith(("href", "src")) for name in element.attrib)
        if element.tag.endswith("text"):
            assert element.attrib["font-family"] == "sans-serif"
            assert float(element.attrib["font-size"].removesuffix("px")) >= SMALLEST_TYPE_PX


def test_json_is_a_vega_lite_specification_with_its_data_inside() -> None:
    spec = json.loads(to_vega_json(CHART))
    assert "vega-lite" in spec["$schema"]
    assert spec["description"].startswith("hip rotation")
    assert "url" not in json.dumps(spec)


def test_the_users_own_altair_settings_neither_fail_it_nor_are_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with alt.data_transformers.enable("json"):
        assert len(samples_of(json.loads(to_vega_json(CHART)))) == 300
        assert alt.data_transformers.active == "json"
    with alt.data_transformers.enable("default", max_rows=1):
        chart = only_chart(series_of(SESSION, SESSION))
        assert chart is not None
        assert to_svg(chart)
    assert not list(tmp_path.iterdir())
