"""The signal that was measured or counted, over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from romtrack import units
from romtrack.charts import _layers
from romtrack.charts._lanes import lanes
from romtrack.charts._view import view_of
from romtrack.charts.theme import Theme, styled
from romtrack.charts.words import HIP_ROTATION

if TYPE_CHECKING:
    import altair as alt

    from romtrack.charts._view import View
    from romtrack.types import Session, SignalTrack

__all__ = ["signal_chart"]


def signal_chart(signal: SignalTrack, session: Session, theme: Theme = "light") -> alt.LayerChart:
    """Return a chart of ``signal`` with the trials or repetitions of its leg.

    The line is interrupted where the signal is missing or not fit to be used. What was counted has a
    filled dot with its value; what was not is hollow and grey, with the reason in the tooltip. At most
    2000 samples are drawn, none of the extremes lost. Of an exercise, the levels that decide are dashed,
    and form faults and holds have lanes of their own. The background is transparent.
    """
    view = view_of(signal, session, theme)
    offset = _offset(signal, session)
    layers = (
        *_layers.spans(view),
        *((_layers.zero(view),) if view.span[0] < 0 < view.span[1] else ()),
        *_layers.levels(view),
        *_signal(view),
        *_layers.peaks(view),
        *lanes(view),
        *(() if offset is None else (_layers.hang(view, offset),)),
    )
    return styled(layers, view.ink, _description(view), view.samples())


def _signal(view: View) -> tuple[alt.Chart, ...]:
    """Return the line, with its band where the uncertainty is known."""
    if not np.isfinite(view.value).any():
        return (_layers.remark(view),)
    known = np.isfinite(view.signal.sigma).any()
    return (_layers.line(view), _layers.band(view)) if known else (_layers.line(view),)


def _offset(signal: SignalTrack, session: Session) -> float | None:
    """Return where the leg hung, if that is on the scale of ``signal``."""
    if signal.name != HIP_ROTATION:
        return None
    known = (m.offset_deg for m in session.measurements if m.side == signal.side)
    return next((offset for offset in known if offset is not None), None)


def _description(view: View) -> str:
    counted = sum(event.counted for event in view.events)
    length_s = view.span_s[1] - view.span_s[0]
    return (
        f"{view.title}, {view.who}, over {units.number(length_s, 0)} seconds, "
        f"with {counted} counted and {len(view.events) - counted} not counted movements."
    )
