"""The instruments at the picture's edge: a panel with the value, and a running trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack.video._drawing import GREY, ORANGE, SKY, WHITE, Box, Canvas, Colour, Plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.types import FloatArray, SignalTrack

__all__ = ["FOOTER", "Mark", "Marks", "Panel", "Trace", "ink", "limits_deg", "reading"]

FOOTER: Final = 15.0  # these three: units of the canvas
_PANEL: Final = (176.0, 72.0)
_TRACE: Final = (230.0, 72.0)
_WINDOW_S: Final = 8.0


class Mark(NamedTuple):
    """A trial or repetition as it is shown: from ``end_s`` on, hollow where not accepted."""

    peak_s: float
    end_s: float
    peak_deg: float
    accepted: bool


class Marks(NamedTuple):
    """Marks in the order of time, and what one of them is called."""

    noun: str
    items: tuple[Mark, ...]


@dataclass(frozen=True)
class Panel:
    """The leg, its value, and what was done so far."""

    signal: SignalTrack
    marks: Marks
    right: bool

    def draw(self, canvas: Canvas, row: int) -> Box:
        """Draw the panel in its corner; return where it is."""
        box = canvas.corner(_PANEL, 8 * canvas.unit, right=self.right)
        canvas.panel(box)
        left, right = box.left + 10 * canvas.unit, box.right - 10 * canvas.unit
        first, second, third = (box.top + y * canvas.unit for y in (16, 38, 57))
        value_deg = float(self.signal.value[row])
        canvas.text(left, first, f"{self.signal.side} hip", 10, WHITE)
        start = right - canvas.width_of(reading(value_deg), 10)
        canvas.text(start, first, reading(value_deg), 10, ink(value_deg))
        done = [mark for mark in self.marks.items if mark.end_s <= self.signal.time_s[row]]
        end = canvas.text(left, second, f"{len(done)} {self.marks.noun}{'s' * (len(done) != 1)}", 8, WHITE)
        self._dots(canvas, done, np.array([end + 12 * canvas.unit, second]), right)
        end = canvas.text(left, third, f"last peak {reading(done[-1].peak_deg) if done else '-'}", 8, WHITE)
        self._dots(canvas, done[-1:], np.array([end + 12 * canvas.unit, third]), right)
        return box

    def _dots(self, canvas: Canvas, done: Sequence[Mark], start: FloatArray, right: float) -> None:
        """Draw a dot for each mark, hollow where refused; the latest where not all fit."""
        step = np.array([11 * canvas.unit, 0])
        room = max(int((right - start[0]) / step[0]) + 1, 1)
        for place, mark in enumerate(done[-room:]):
            colour = SKY if mark.accepted else GREY
            canvas.dot(start + place * step, 3.6, colour, hollow=not mark.accepted)


@dataclass(frozen=True)
class Trace:
    """The last seconds of the signal, on a scale that holds for the whole video."""

    signal: SignalTrack
    marks: Sequence[Mark]
    right: bool
    limits_deg: tuple[float, float]

    def draw(self, canvas: Canvas, row: int) -> Box:
        """Draw the trace up to ``row``; return where it is."""
        top = canvas.height_px - (FOOTER + _TRACE[1]) * canvas.unit
        box = canvas.corner(_TRACE, top, right=self.right)
        canvas.panel(box)
        time_s, value = self.signal.time_s, self.signal.value
        plot = self._plot(canvas, box, float(time_s[row]))
        plot.grid(canvas)
        rows = np.arange(np.searchsorted(time_s, plot.now_s - _WINDOW_S), row + 1)
        for run in np.split(rows, np.flatnonzero(np.diff(np.isfinite(value[rows]))) + 1):
            canvas.stroke(plot.points(time_s[run], value[run]), ORANGE, 1.8)
        for mark in self.marks:
            if mark.accepted and mark.end_s <= plot.now_s < mark.peak_s + _WINDOW_S:
                canvas.dot(plot.points(mark.peak_s, mark.peak_deg), 3.2, SKY)
        return box

    def _plot(self, canvas: Canvas, box: Box, now_s: float) -> Plot:
        unit, (low, high) = canvas.unit, self.limits_deg
        area = Box(box.left + 34 * unit, box.top + 8 * unit, box.right - 8 * unit, box.bottom - 8 * unit)
        return Plot(area, now_s, _WINDOW_S, low, high)


def limits_deg(signal: SignalTrack, marks: Sequence[Mark]) -> tuple[float, float]:
    """Return the scale of the trace: all of the signal but its rarest outliers, zero, all peaks."""
    seen = signal.value[np.isfinite(signal.value)]
    ends = np.percentile(seen, [0.5, 99.5]) if len(seen) else np.zeros(0)
    peaks = (mark.peak_deg for mark in marks if mark.accepted and np.isfinite(mark.peak_deg))
    shown = [-2.0, 12.0, *ends.tolist(), *peaks]
    slack = 0.06 * (max(shown) - min(shown))
    return min(shown) - slack, max(shown) + slack


def ink(value_deg: float) -> Colour:
    return ORANGE if np.isfinite(value_deg) else GREY


def reading(value_deg: float) -> str:
    """Return an angle as people are shown it: the magnitude with the direction's name."""
    if not np.isfinite(value_deg):
        return "not seen"
    tenths = round(value_deg, 1)
    direction = "IR " if tenths > 0 else "ER " if tenths < 0 else ""
    return f"{direction}{abs(tenths):.1f}°"
