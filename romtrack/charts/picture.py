"""A picture in which a place can be clicked."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

import altair as alt

__all__ = ["SPOT", "picture_chart"]

SPOT: Final = "spot"
_LONGEST_PX: Final = 480  # as shown; in a window that is narrower, all of it shrinks
_SPOTS: Final = 48  # across: a click chooses a square
_CHOSEN, _HALO = "#e6550d", "#ffffff"  # one of the two stands out of any picture


def picture_chart(
    jpeg: bytes, size_px: tuple[int, int], at_px: tuple[float, float] | None, description: str
) -> alt.LayerChart:
    """Return a picture under invisible squares, with a ring at ``at_px``.

    The selection ``SPOT`` holds the middle of the square that was clicked, as ``x`` and ``y`` in the pixels
    of the picture whose size is ``size_px``. ``description`` is said to those who do not see it.
    """
    width, height = size_px
    tall = f"width * {height / width}"  # of the plot as it is, not as it was asked for
    across = alt.X("x:Q", axis=None, scale=alt.Scale(domain=(0, width), nice=False))
    down = alt.Y(
        "y:Q", axis=None, scale=alt.Scale(domain=(height, 0), range=[alt.ExprRef(tall), 0], nice=False)
    )
    url = f"data:image/jpeg;base64,{b64encode(jpeg).decode()}"
    picture = _at([{"x": width / 2, "y": height / 2, "url": url}]).mark_image(
        width=alt.ExprRef("width"), height=alt.ExprRef(tall), aria=False, tooltip=None
    )
    ring = _at([] if at_px is None else [{"x": at_px[0], "y": at_px[1]}])
    halo, mark = (
        ring.mark_point(size=500, strokeWidth=wide, color=color, opacity=1, aria=False, tooltip=None)
        for wide, color in ((8, _HALO), (4, _CHOSEN))
    )
    grid = _at(_squares(width, height)).mark_square(
        size=alt.ExprRef(f"pow(width / {_SPOTS}, 2)"), opacity=0, cursor="crosshair", aria=False, tooltip=None
    )
    shrunk = _LONGEST_PX / max(size_px)
    layered = alt.layer(
        picture.encode(across, down, url="url:N"),
        halo.encode(across, down),
        mark.encode(across, down),
        grid.encode(across, down).add_params(alt.selection_point(SPOT, fields=["x", "y"], on="click")),
    ).properties(
        width=round(width * shrunk), height=round(height * shrunk), padding=0, description=description
    )
    framed: alt.LayerChart = layered.configure_view(stroke=None)
    return framed


def _at(rows: list[dict[str, float | str]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _squares(width: int, height: int) -> list[dict[str, float | str]]:
    step = width / _SPOTS
    return [
        {"x": (column + 0.5) * step, "y": (row + 0.5) * step}
        for column in range(_SPOTS)
        for row in range(round(height / step))
    ]
