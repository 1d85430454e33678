"""A picture in which a place can be clicked."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

import altair as alt

__all__ = ["SPOT", "picture_chart"]

SPOT: Final = "spot"
_WIDTH: Final = 480
_SPOTS: Final = 48  # across: a click chooses a square
_CHOSEN: Final = "#e6550d"


def picture_chart(
    jpeg: bytes, size_px: tuple[int, int], at_px: tuple[float, float] | None
) -> alt.LayerChart | alt.FacetChart:
    """Return a picture under invisible squares, with a ring at ``at_px``.

    The selection ``SPOT`` holds the middle of the square that was clicked, as ``x`` and ``y`` in the pixels
    of the picture whose size is ``size_px``.
    """
    width, height = size_px
    shown_height = round(_WIDTH * height / width)
    across = alt.X("x:Q", axis=None, scale=alt.Scale(domain=(0, width), nice=False))
    down = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=(height, 0), nice=False))
    url = f"data:image/jpeg;base64,{b64encode(jpeg).decode()}"
    picture = _at([{"x": width / 2, "y": height / 2, "url": url}])
    ring = _at([] if at_px is None else [{"x": at_px[0], "y": at_px[1]}])
    grid = _at(_squares(width, height)).mark_square(size=(_WIDTH / _SPOTS) ** 2, opacity=0)
    return alt.layer(
        picture.mark_image(width=_WIDTH, height=shown_height).encode(across, down, url="url:N"),
        ring.mark_point(size=500, strokeWidth=4, color=_CHOSEN).encode(across, down),
        grid.encode(across, down).add_params(alt.selection_point(SPOT, fields=["x", "y"], on="click")),
    ).properties(width=_WIDTH, height=shown_height)


def _at(rows: list[dict[str, float | str]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _squares(width: int, height: int) -> list[dict[str, float | str]]:
    step = width / _SPOTS
    return [
        {"x": (column + 0.5) * step, "y": (row + 0.5) * step}
        for column in range(_SPOTS)
        for row in range(round(height / step))
    ]
