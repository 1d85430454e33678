"""The instruments at the picture's edge: a panel with the value, and a running trace."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack import units
from romtrack.exercises import fault_text
from romtrack.kinematics.quantities import quantity_shown
from romtrack.video._drawing import AMBER, DARK, GREY, ORANGE, SKY, WHITE, Box, Canvas, Colour, Graph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.reps import LevelLine
    from romtrack.types import Fault, FloatArray, Hold, SignalTrack

__all__ = ["FOOTER", "Mark", "Marks", "Panel", "Trace", "ink", "is_hip_rotation", "limits", "reading"]

FOOTER: Final = 15.0  # these four: units of the canvas
_PANEL: Final = (176.0, 72.0)
_TRACE: Final = (230.0, 72.0)
_CUE: Final = 20.0  # height of a line that names a form fault
_SHORT: Final = {"internal": "IR", "external": "ER", "abduction": "ABD", "adduction": "ADD"}
_WINDOW_S: Final = 8.0
_LEAST_SPAN: Final = {"deg": 20.0, "torso": 0.3, "shank": 0.3}  # what does not move shall not look as if


class Mark(NamedTuple):
    """A trial or repetition as it is shown: from ``end_s`` on, hollow where not accepted."""

    peak_s: float
    end_s: float
    peak: float
    accepted: bool


class Marks(NamedTuple):
    """What was done, in the order of time, and what one of its marks is called.

    items: trials or repetitions. holds: shown as seconds where the noun is ``hold``. faults: named while
    they last. levels: drawn in the trace. both: the sides take turns.
    """

    noun: str
    items: tuple[Mark, ...] = ()
    holds: tuple[Hold, ...] = ()
    faults: tuple[Fault, ...] = ()
    levels: tuple[LevelLine, ...] = ()
    both: bool = False


@dataclass(frozen=True)
class Panel:
    """The leg, its value, what was done so far, and the form faults of the moment."""

    signal: SignalTrack
    marks: Marks
    right: bool

    def draw(self, canvas: Canvas, row: int) -> Box:
        """Draw the panel in its corner; return where it is."""
        box = canvas.corner(_PANEL, 8 * canvas.unit, right=self.right)
        canvas.panel(box)
        left, right = box.left + 10 * canvas.unit, box.right - 10 * canvas.unit
        first, second, third = (box.top + y * canvas.unit for y in (16, 38, 57))
        value, now_s = float(self.signal.value[row]), float(self.signal.time_s[row])
        canvas.text(left, first, self._who(), 10, WHITE)
        text = reading(value, self.signal)
        canvas.text(right - canvas.width_of(text, 10), first, text, 10, ink(value))
        done = [mark for mark in self.marks.items if mark.end_s <= now_s]
        end = canvas.text(left, second, self._done(done, now_s), 8, WHITE)
        self._dots(canvas, done, np.array([end + 12 * canvas.unit, second]), right)
        end = canvas.text(left, third, self._last(done, now_s), 8, WHITE)
        self._dots(canvas, done[-1:], np.array([end + 12 * canvas.unit, third]), right)
        return self._cues(canvas, box, now_s)

    def _who(self) -> str:
        if self.marks.both:
            return "both"
        return f"{self.signal.side} {'hip' if quantity_shown(self.signal.name) else 'leg'}"

    def _done(self, done: Sequence[Mark], now_s: float) -> str:
        if self.marks.noun == "hold":
            return f"{units.seconds(sum(_held_s(hold, now_s) for hold in self.marks.holds))} held"
        count = len(done)
        if self.marks.noun == "rep":
            count = sum(mark.accepted for mark in done)  # a refused trial is one, a partial attempt is no rep
        return units.counted(count, self.marks.noun)

    def _last(self, done: Sequence[Mark], now_s: float) -> str:
        if self.marks.noun == "hold":
            over = [hold for hold in self.marks.holds if hold.end_s <= now_s]
            return f"last hold {units.seconds(over[-1].end_s - over[-1].start_s)}" if over else "last hold -"
        last = reading(done[-1].peak, self.signal) if done else "-"
        return f"last peak {last}" if last else ""

    def _dots(self, canvas: Canvas, done: Sequence[Mark], start: FloatArray, right: float) -> None:
        """Draw a dot for each mark, hollow where refused; the latest where not all fit."""
        step = np.array([11 * canvas.unit, 0])
        room = max(int((right - start[0]) / step[0]) + 1, 1)
        for place, mark in enumerate(done[-room:]):
            colour = SKY if mark.accepted else GREY
            canvas.dot(start + place * step, 3.6, colour, hollow=not mark.accepted)

    def _cues(self, canvas: Canvas, box: Box, now_s: float) -> Box:
        """Name the faults that last, a line each below the panel; return all that was drawn on."""
        lasting = (fault.name for fault in self.marks.faults if fault.start_s <= now_s < fault.end_s)
        for name in dict.fromkeys(lasting):
            top = box.bottom + 3 * canvas.unit
            line = Box(box.left, top, box.right, top + _CUE * canvas.unit)
            canvas.panel(line, AMBER, 1.0)
            canvas.text(
                line.left + 10 * canvas.unit, (line.top + line.bottom) / 2, fault_text(name), 8.5, DARK
            )
            box = Box(box.left, box.top, box.right, line.bottom)
        return box


@dataclass(frozen=True)
class Trace:
    """The last seconds of the signal, on a scale that holds for the whole video."""

    signal: SignalTrack
    marks: Marks
    right: bool
    top: bool = False

    def draw(self, canvas: Canvas, row: int) -> Box:
        """Draw the trace up to ``row``; return where it is."""
        top = 8.0 if self.top else canvas.height_px / canvas.unit - (FOOTER + _TRACE[1])
        box = canvas.corner(_TRACE, top * canvas.unit, right=self.right)
        canvas.panel(box)
        time_s, value = self.signal.time_s, self.signal.value
        plot = self._plot(canvas, box, float(time_s[row]))
        self._times(canvas, plot)
        plot.grid(canvas)
        self._levels(canvas, plot)
        rows = np.arange(np.searchsorted(time_s, plot.now_s - _WINDOW_S), row + 1)
        for run in np.split(rows, np.flatnonzero(np.diff(np.isfinite(value[rows]))) + 1):
            canvas.stroke(plot.points(time_s[run], value[run]), ORANGE, 1.8)
        for mark in self.marks.items:
            if mark.accepted and mark.end_s <= plot.now_s < mark.peak_s + _WINDOW_S:
                canvas.dot(plot.points(mark.peak_s, mark.peak), 3.2, SKY)
        return box

    def _times(self, canvas: Canvas, plot: Graph) -> None:
        """Shade holds, and form faults over them."""
        held = self.marks.holds if self.marks.noun == "hold" else ()
        for shaded, colour in ((held, SKY), (self.marks.faults, AMBER)):
            for one in shaded:
                outline = plot.span(one.start_s, one.end_s)
                if outline is not None:
                    canvas.tint(outline, colour, 0.32)

    def _levels(self, canvas: Canvas, plot: Graph) -> None:
        heights = [float(plot.line(level.value)[0, 1]) for level in self.marks.levels]
        for level in self.marks.levels:
            start, end = plot.line(level.value)
            canvas.dashes(start, end, WHITE, 1, edged=False)
            if not any(0 < start[1] - other < 11 * canvas.unit for other in heights):  # room above the line
                above = start[1] - 6 * canvas.unit
                canvas.text(start[0] + 3 * canvas.unit, above, level.short, 5.5, WHITE)

    @cached_property
    def _limits(self) -> tuple[float, float]:
        return limits(self.signal, self.marks)

    def _plot(self, canvas: Canvas, box: Box, now_s: float) -> Graph:
        unit, (low, high) = canvas.unit, self._limits
        area = Box(box.left + 34 * unit, box.top + 8 * unit, box.right - 8 * unit, box.bottom - 8 * unit)
        step = 10.0 if self.signal.unit == "deg" else 0.5 if high - low > 1 else 0.1
        return Graph(area, now_s, _WINDOW_S, low, high, step, "°" if self.signal.unit == "deg" else "")


def limits(signal: SignalTrack, marks: Marks) -> tuple[float, float]:
    """Return the scale of the trace: all of the signal but its rarest outliers, all peaks and levels.

    That of a quantity holds zero and a little around it.
    """
    seen = signal.value[np.isfinite(signal.value)]
    ends = np.percentile(seen, [0.5, 99.5]).tolist() if len(seen) else [0.0]
    peaks = [mark.peak for mark in marks.items if mark.accepted and np.isfinite(mark.peak)]
    shown = [*ends, *peaks, *(level.value for level in marks.levels)]
    if quantity_shown(signal.name):
        shown += [-2.0, 12.0]
    low, high = min(shown), max(shown)
    slack = max(0.06 * (high - low), (_LEAST_SPAN.get(signal.unit, 0.0) - (high - low)) / 2)
    return low - slack, high + slack


def is_hip_rotation(signal: SignalTrack) -> bool:
    """Return whether an angle about plumb can be drawn at the knee."""
    return signal.name == "hip_rotation"


def ink(value: float) -> Colour:
    """Return the colour of a value; grey where there is none."""
    return ORANGE if np.isfinite(value) else GREY


def reading(value: float, signal: SignalTrack) -> str:
    """Return a value as people are shown it; a quantity is a magnitude with its direction's name."""
    if not np.isfinite(value):
        return "not seen"
    quantity = quantity_shown(signal.name)
    if quantity is None or signal.unit != quantity.unit:
        return (
            units.degrees(value, 0) if signal.unit == "deg" else ""
        )  # the trace shows it: no unit for people
    tenths = round(value, 1)
    direction = f"{_SHORT[quantity.direction_of(tenths)]} " if tenths else ""
    return f"{direction}{units.degrees(abs(tenths))}"


def _held_s(hold: Hold, now_s: float) -> float:
    """Return how long a position has been held by now."""
    return max(min(now_s, hold.end_s) - hold.start_s, 0.0)
