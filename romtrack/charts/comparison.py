"""Movements of two legs, or of one leg at two times, laid over one another from the start of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import altair as alt
import numpy as np

from romtrack.charts._drawing import has_degrees, span_of, value_title
from romtrack.charts.theme import INKS, SIDE_COLOURS, SYMBOL_PX2, Theme, flat_title, keyed, styled
from romtrack.charts.thinning import thin
from romtrack.language import gettext, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.charts.theme import Ink
    from romtrack.types import Direction, FloatArray, Session, SignalTrack

__all__ = ["Strand", "comparison_chart"]

_AROUND_S: Final = 0.5  # shown of the rest before a movement and after it
_MOST_SAMPLES: Final = 200  # of one movement
_CROWDED: Final = 8  # movements of a strand from which on lines are thin
_DASHES: Final = ((5, 4), (1, 0))  # the first of the two, and the second


class Strand(NamedTuple):
    """One of the two that are compared: how the legend calls it, a signal, and the session that it is of.

    direction: of the trials; None: repetitions are compared.
    """

    words: str
    signal: SignalTrack
    session: Session
    direction: Direction | None = None

    @property
    def spans_s(self) -> list[tuple[float, float]]:
        """Start and end of each movement of this leg that counts."""
        side = self.signal.side
        trials = (trial for one in self.session.measurements for trial in one.trials if trial.accepted)
        if self.direction is not None:
            return [
                (one.start_s, one.end_s)
                for one in trials
                if (one.side, one.direction) == (side, self.direction)
            ]
        both = self.session.side == "both"  # the sides take turns, and one signal shows them
        reps = (rep for done in self.session.sets for rep in done.reps)
        return [(one.start_s, one.end_s) for one in reps if both or one.side == side]


def comparison_chart(strands: tuple[Strand, Strand], theme: Theme = "light") -> alt.LayerChart | None:
    """Return a chart of the movements that count, each from its own start; None = one of both has none.

    The first strand is dashed, the second drawn through; each leg has its colour, and of one leg the first
    is grey. What is missing is a gap.
    """
    drawn = [_lines(strand) for strand in strands]
    if not all(drawn):
        return None
    ink, signal = INKS[theme], strands[0].signal
    scales = _Scales(signal, drawn)
    same = strands[0].signal.side == strands[1].signal.side
    colours = (ink.muted if same else SIDE_COLOURS[signal.side], SIDE_COLOURS[strands[1].signal.side])
    layers = [
        *((_zero(scales, ink),) if scales.has_zero else ()),
        *(
            _layer(_named(strand, lines), lines, scales, colour, dash)
            for strand, lines, colour, dash in zip(strands, drawn, colours, _DASHES, strict=True)
        ),
    ]
    one, other = (_named(strand, lines) for strand, lines in zip(strands, drawn, strict=True))
    told = gettext(
        "{what}, each movement from its start: {one} and {other}.",
        what=value_title(signal),
        one=one,
        other=other,
    )
    return styled(layers, ink, told)


class _Line(NamedTuple):
    """One movement, (T,) each: seconds from its start."""

    time_s: FloatArray
    value: FloatArray


def _lines(strand: Strand) -> list[_Line]:
    signal = strand.signal
    value = np.where(signal.ok, signal.value, np.nan)
    found = []
    for start_s, end_s in strand.spans_s:
        inside = (signal.time_s >= start_s - _AROUND_S) & (signal.time_s <= end_s + _AROUND_S)
        if np.isfinite(value[inside]).any():
            kept = np.flatnonzero(inside)[thin(value[inside], _MOST_SAMPLES)]
            found.append(_Line(signal.time_s[kept] - start_s, value[kept]))
    return found


class _Scales:
    """The axes that hold every line."""

    def __init__(self, signal: SignalTrack, drawn: Sequence[list[_Line]]) -> None:
        lines = [line for lines in drawn for line in lines]
        self._signal = signal
        self._end_s = max(float(line.time_s[-1]) for line in lines)
        self._span = span_of(np.concatenate([line.value for line in lines]), signal)

    @property
    def has_zero(self) -> bool:
        """Whether zero means something, and is on the axis."""
        return has_degrees(self._signal) and self._span[0] < 0 < self._span[1]

    def x(self) -> alt.X:
        """Return the time from the start of a movement."""
        scale = alt.Scale(domain=[-_AROUND_S, round(self._end_s, 3)], nice=False, zero=False)
        title, axis = gettext("seconds from the start of each movement"), alt.Axis(grid=False, tickCount=8)
        return alt.X("time_s", type="quantitative", title=title, scale=scale, axis=axis)

    def y(self) -> alt.Y:
        """Return the values."""
        scale = alt.Scale(domain=list(self._span), nice=False, zero=False)
        axis = flat_title(labels=has_degrees(self._signal))
        return alt.Y("value", type="quantitative", title=value_title(self._signal), scale=scale, axis=axis)


def _named(strand: Strand, lines: list[_Line]) -> str:
    if strand.direction is None:
        return ngettext(
            "{what}, {count} repetition", "{what}, {count} repetitions", len(lines), what=strand.words
        )
    return ngettext("{what}, {count} trial", "{what}, {count} trials", len(lines), what=strand.words)


def _zero(scales: _Scales, ink: Ink) -> alt.Chart:
    rule = alt.Chart(alt.InlineData(values=[{"value": 0.0}])).mark_rule(color=ink.muted, strokeWidth=1)
    chart: alt.Chart = rule.encode(y=scales.y())
    return chart


def _layer(words: str, lines: list[_Line], scales: _Scales, colour: str, dash: tuple[int, int]) -> alt.Chart:
    width = 1.2 if len(lines) > _CROWDED else 2.0
    mark = alt.Chart(alt.InlineData(values=_rows(lines))).mark_line(
        strokeWidth=width,
        strokeDash=list(dash),
        strokeJoin="round",
        clip=True,
        invalid="break-paths-show-path-domains",
    )
    legend = alt.Legend(
        symbolType="stroke", symbolSize=SYMBOL_PX2, symbolDash=list(dash), symbolStrokeWidth=2.5
    )
    return keyed(mark.encode(x=scales.x(), y=scales.y(), detail="movement:N"), words, legend, colour)


def _rows(lines: list[_Line]) -> list[dict[str, Any]]:
    return [
        {"time_s": round(time_s, 3), "value": round(value, 3) if np.isfinite(value) else None, "movement": at}
        for at, line in enumerate(lines)
        for time_s, value in zip(line.time_s.tolist(), line.value.tolist(), strict=True)
    ]
