"""A signal with what happened in it, and the scales that both are drawn on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np

from romtrack.charts.theme import INKS, SIDE_COLOURS, Ink, Theme, flat_title
from romtrack.charts.thinning import thin
from romtrack.charts.words import HIP_ROTATION, unit_in_words

if TYPE_CHECKING:
    from romtrack.charts._events import Event
    from romtrack.types import FloatArray, SignalTrack

__all__ = ["View", "view_of"]

_LEAST_SPAN: Final = {"deg": 20.0}  # a still leg shall not fill the chart with its jitter
_LEAST_SPAN_LENGTHS: Final = 0.2
_MARGIN: Final = 0.14  # of the span: room for the peaks' values


@dataclass(frozen=True, slots=True)
class View:
    """What is drawn, and where.

    value: (T,), NaN where missing or not fit to be used. span: the lowest and the highest value on the
    axis. span_s: the first and the last second.
    """

    signal: SignalTrack
    events: tuple[Event, ...]
    value: FloatArray
    span: tuple[float, float]
    span_s: tuple[float, float]
    ink: Ink

    @property
    def colour(self) -> str:
        """The colour of the leg."""
        return SIDE_COLOURS[self.signal.side]

    @property
    def in_degrees(self) -> bool:
        """Whether the signal is an angle."""
        return self.signal.unit == "deg"

    @property
    def title(self) -> str:
        """What the value axis shows, with its unit and its directions."""
        text = f"{self.signal.name.replace('_', ' ')} ({unit_in_words(self.signal.unit)})"
        turned = self.signal.name == HIP_ROTATION and self.in_degrees
        return f"{text}: internal ↑ / external ↓" if turned else text

    def x(self, field: str) -> alt.X:
        """Return ``field`` on the time axis."""
        scale = alt.Scale(domain=list(self.span_s), nice=False, zero=False)
        axis = alt.Axis(grid=False, tickCount=8)
        return alt.X(field, type="quantitative", title="time (seconds)", scale=scale, axis=axis)

    def y(self, field: str) -> alt.Y:
        """Return ``field`` on the value axis, whose title lies flat above it."""
        scale = alt.Scale(domain=list(self.span), nice=False, zero=False)
        return alt.Y(field, type="quantitative", title=self.title, scale=scale, axis=flat_title())

    def samples(self) -> list[dict[str, float | None]]:
        """Return the rows to draw; None where the signal is missing."""
        low, high = self.value - self.signal.sigma, self.value + self.signal.sigma
        columns = {"time_s": self.signal.time_s, "value": self.value, "low": low, "high": high}
        kept = thin(self.value)
        rounded = {name: np.round(column[kept], 3).tolist() for name, column in columns.items()}
        rows = zip(*rounded.values(), strict=True)
        return [dict(zip(rounded, map(_finite, row), strict=True)) for row in rows]


def view_of(signal: SignalTrack, events: tuple[Event, ...], theme: Theme) -> View:
    """Return the view that shows all of ``signal`` and every peak."""
    value = np.where(signal.ok & np.isfinite(signal.value), signal.value, np.nan)
    peaks = np.array([event.peak for event in events], dtype=float)
    shown = np.concatenate([value, peaks, [0.0]])
    span = _widened(shown[np.isfinite(shown)], _LEAST_SPAN.get(signal.unit, _LEAST_SPAN_LENGTHS))
    return View(signal, events, value, span, _span_s(signal), INKS[theme])


def _span_s(signal: SignalTrack) -> tuple[float, float]:
    if not len(signal.time_s):
        return 0.0, 1.0
    start_s, end_s = float(signal.time_s[0]), float(signal.time_s[-1])
    return start_s, max(end_s, start_s + 1.0)


def _widened(shown: FloatArray, least: float) -> tuple[float, float]:
    low, high = float(shown.min()), float(shown.max())
    missing = max(least - (high - low), 0.0) / 2
    margin = _MARGIN * max(high - low, least)
    return round(low - missing - margin, 3), round(high + missing + margin, 3)


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
