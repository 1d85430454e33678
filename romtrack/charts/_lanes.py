"""Lanes along the edge of a chart: how long something lasted, each with its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import altair as alt

from romtrack import units
from romtrack.charts.theme import HEIGHT_PX, SYMBOL_PX2, WIDTH_PX, keyed
from romtrack.exercises import fault_text
from romtrack.language import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from romtrack.charts._drawing import Drawing
    from romtrack.types import Fault, Hold, Session, Side

__all__ = ["LANE_PX", "Lane", "NamedTime", "fault_lanes", "hold_lane", "lanes"]

LANE_PX: Final = 22  # a name over a bar
FAULT_COLOUR: Final = "#CC79A7"  # Okabe and Ito's reddish purple: neither leg's
_BAR_PX: Final = 6
_LETTER_PX: Final = 6.6
_NAME_PX: Final = 12


class NamedTime(NamedTuple):
    """Some time, and its name."""

    name: str
    start_s: float
    end_s: float


class Lane(NamedTuple):
    """Times of one kind; the legend calls them ``words``. None as colour: the leg's."""

    words: str
    colour: str | None
    times: tuple[NamedTime, ...]


def fault_lanes(session: Session, side: Side | None) -> tuple[Lane, ...]:
    """Return a lane for each form fault of a leg (None: of both)."""
    found: dict[str, list[Fault]] = {}
    for fault in (fault for done in session.sets for fault in done.faults):
        if side is None or fault.side == side:
            found.setdefault(fault.name, []).append(fault)
    return tuple(
        Lane(
            gettext("form fault"),
            FAULT_COLOUR,
            tuple(NamedTime(fault_text(name), f.start_s, f.end_s) for f in faults),
        )
        for name, faults in found.items()
    )


def hold_lane(session: Session, side: Side | None) -> Lane | None:
    """Return the lane of what a leg (None: either) held, if anything."""
    holds = [hold for done in session.sets for hold in done.holds if side is None or hold.side == side]
    return Lane(gettext("held"), None, tuple(map(_held, holds))) if holds else None


def _held(hold: Hold) -> NamedTime:
    text = gettext("held {time}", time=units.seconds(hold.end_s - hold.start_s))
    return NamedTime(text, hold.start_s, hold.end_s)


def lanes(drawing: Drawing) -> Iterator[alt.Chart]:
    """Yield the layers of all lanes: form faults from the top down, holds at the bottom."""
    for place, lane in enumerate(drawing.faults):
        # One entry in the legend is enough: the others have the same colour, and their names beside them.
        yield from _lane(drawing, lane, (place + 1) * LANE_PX - _BAR_PX, known=place > 0)
    if drawing.held is not None:
        yield from _lane(drawing, drawing.held, HEIGHT_PX - _BAR_PX, known=False)


def _lane(drawing: Drawing, lane: Lane, top_px: float, *, known: bool) -> Iterator[alt.Chart]:
    colour = lane.colour or drawing.colour
    bars = _over([_row(one) for one in lane.times]).mark_rect(color=colour, clip=True)
    drawn = bars.encode(
        x=drawing.x("start_s"),
        x2="end_s",
        y=alt.value(top_px),
        y2=alt.value(top_px + _BAR_PX),
        tooltip=[
            alt.Tooltip("what:N", title=gettext("what")),
            alt.Tooltip("time_text:N", title=gettext("time")),
        ],
    )
    legend = alt.Legend(symbolType="square", symbolStrokeWidth=0, symbolSize=SYMBOL_PX2)
    yield drawn if known else keyed(drawn, lane.words, legend, colour)
    texts = _over(list(_names(drawing, lane)))
    written = texts.mark_text(align="left", baseline="bottom", color=drawing.ink.text, fontSize=_NAME_PX)
    yield written.encode(x=drawing.x("text_s"), y=alt.value(top_px - 1), text="what:N")


def _names(drawing: Drawing, lane: Lane) -> Iterator[dict[str, Any]]:
    """Yield the names that have room, kept inside the chart."""
    start_s, end_s = drawing.span_s
    free_s = start_s
    for one in lane.times:
        width_s = len(one.name) * _LETTER_PX * (end_s - start_s) / WIDTH_PX
        text_s = max(min(one.start_s, end_s - width_s), start_s)
        if text_s >= free_s:
            free_s = text_s + 1.1 * width_s
            yield {"what": one.name, "text_s": round(text_s, 3)}


def _row(one: NamedTime) -> dict[str, Any]:
    return {
        "what": one.name,
        "start_s": round(one.start_s, 3),
        "end_s": round(one.end_s, 3),
        "time_text": units.period(one.start_s, one.end_s),
    }


def _over(rows: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))
