"""The signal that was measured or counted, over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from romtrack import units
from romtrack.charts import _layers
from romtrack.charts._drawing import drawing_of
from romtrack.charts._lanes import lanes
from romtrack.charts.theme import Theme, styled
from romtrack.kinematics.quantities import quantity_shown
from romtrack.language import gettext

if TYPE_CHECKING:
    import altair as alt

    from romtrack.charts._drawing import Drawing
    from romtrack.types import Session, SignalTrack

__all__ = ["signal_chart"]


def signal_chart(signal: SignalTrack, session: Session, theme: Theme = "light") -> alt.LayerChart:
    """Return a chart of ``signal`` with the trials or repetitions of its leg.

    The line is interrupted where the signal is missing or not fit to be used. What was counted has a
    filled dot with its value; what was not is hollow and grey, with the reason in the tooltip. At most
    2000 samples are drawn, none of the extremes lost. Of an exercise, the levels that decide are dashed,
    and form faults and holds have lanes of their own. The background is transparent.
    """
    drawing = drawing_of(signal, session, theme)
    offset = _offset(signal, session)
    layers = (
        *_layers.spans(drawing),
        *((_layers.zero(drawing),) if drawing.has_degrees and drawing.span[0] < 0 < drawing.span[1] else ()),
        *_layers.levels(drawing),
        *_signal(drawing),
        *_layers.peaks(drawing),
        *lanes(drawing),
        *(() if offset is None else (_layers.hang(drawing, offset),)),
    )
    return styled(layers, drawing.ink, _description(drawing), drawing.samples())


def _signal(drawing: Drawing) -> tuple[alt.Chart, ...]:
    """Return the line, with its band where the uncertainty is known."""
    if not np.isfinite(drawing.value).any():
        return (_layers.remark(drawing),)
    known = np.isfinite(drawing.signal.sigma).any()
    return (_layers.line(drawing), _layers.band(drawing)) if known else (_layers.line(drawing),)


def _offset(signal: SignalTrack, session: Session) -> float | None:
    """Return where the leg hung, if that is on the scale of ``signal``."""
    if quantity_shown(signal.name) is None:
        return None
    known = (m.offset_deg for m in session.measurements if m.side == signal.side)
    return next((offset for offset in known if offset is not None), None)


def _description(drawing: Drawing) -> str:
    counted = sum(movement.counted for movement in drawing.movements)
    length_s = drawing.span_s[1] - drawing.span_s[0]
    return gettext(
        "{what}, {who}, over {seconds} seconds, with {counted} counted and {others} not counted movements.",
        what=drawing.title,
        who=drawing.who,
        seconds=units.number(length_s, 0),
        counted=counted,
        others=len(drawing.movements) - counted,
    )
