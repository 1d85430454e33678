"""A signal with what happened in it, and the scales that both are drawn on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np

from romtrack.charts._lanes import LANE_PX, fault_lanes, hold_lane
from romtrack.charts._movements import movements_of
from romtrack.charts.theme import HEIGHT_PX, INKS, SIDE_COLOURS, Ink, Theme, flat_title
from romtrack.charts.thinning import thin
from romtrack.charts.words import signal_in_words
from romtrack.exercises import exercise, exercise_ids
from romtrack.kinematics.quantities import quantity_shown
from romtrack.language import N_, gettext
from romtrack.reps import levels_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from romtrack.charts._lanes import Lane
    from romtrack.charts._movements import Movement
    from romtrack.kinematics.quantities import Quantity
    from romtrack.reps import LevelLine
    from romtrack.types import FloatArray, QuantityName, Session, Side, SignalTrack

__all__ = ["Drawing", "drawing_of", "has_degrees", "span_of", "value_title"]

_LEGS: Final[Mapping[Side, str]] = {"left": N_("left leg"), "right": N_("right leg")}
_QUANTITIES: Final[Mapping[QuantityName, str]] = {
    "hip_rotation": N_("hip rotation (degrees): internal ↑ / external ↓"),
    "hip_abduction": N_("hip abduction (degrees): abduction ↑ / adduction ↓"),
}
_LEAST_SPAN: Final = {"deg": 20.0}  # a still leg shall not fill the chart with its jitter
_LEAST_SPAN_LENGTHS: Final = 0.2
_MARGIN: Final = 0.14  # of the span: room for the peaks' values


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, and where.

    value: (T,), NaN where missing or not fit to be used. span: the lowest and the highest value on the
    axis. span_s: the first and the last second. levels: where movements count. faults, held: how long
    form faults and holds lasted. both: the sides take turns.
    """

    signal: SignalTrack
    movements: tuple[Movement, ...]
    value: FloatArray
    span: tuple[float, float]
    span_s: tuple[float, float]
    ink: Ink
    levels: tuple[LevelLine, ...]
    faults: tuple[Lane, ...]
    held: Lane | None
    both: bool

    @property
    def colour(self) -> str:
        """The colour of the leg."""
        return SIDE_COLOURS[self.signal.side]

    @property
    def title(self) -> str:
        """What the value axis shows, with its unit and its directions."""
        return value_title(self.signal)

    @property
    def has_degrees(self) -> bool:
        """Whether its values have a unit that people know; else they are a share of the person's best."""
        return has_degrees(self.signal)

    @property
    def quantity(self) -> Quantity | None:
        """The quantity that is shown, of which zero is plumb, and signs are directions."""
        return quantity_shown(self.signal.name)

    @property
    def middle(self) -> float:
        """The level that peaks point away from."""
        rest = (level.value for level in self.levels if level.meaning == "rest")
        return next(rest, 0.0) if self.quantity is None else 0.0

    @property
    def who(self) -> str:
        """Whose movement it is."""
        return gettext("both sides") if self.both else gettext(_LEGS[self.signal.side])

    def x(self, field: str) -> alt.X:
        """Return ``field`` on the time axis."""
        scale = alt.Scale(domain=list(self.span_s), nice=False, zero=False)
        axis = alt.Axis(grid=False, tickCount=8)
        return alt.X(field, type="quantitative", title=gettext("time (seconds)"), scale=scale, axis=axis)

    def y(self, field: str) -> alt.Y:
        """Return ``field`` on the value axis, whose title lies flat above it."""
        scale = alt.Scale(domain=list(self.span), nice=False, zero=False)
        axis = flat_title(labels=self.has_degrees)
        return alt.Y(field, type="quantitative", title=self.title, scale=scale, axis=axis)

    def samples(self) -> list[dict[str, float | None]]:
        """Return the rows to draw; None where the signal is missing."""
        low, high = self.value - self.signal.sigma, self.value + self.signal.sigma
        columns = {"time_s": self.signal.time_s, "value": self.value, "low": low, "high": high}
        kept = thin(self.value)
        rounded = {name: np.round(column[kept], 3).tolist() for name, column in columns.items()}
        rows = zip(*rounded.values(), strict=True)
        return [dict(zip(rounded, map(_finite, row), strict=True)) for row in rows]


def value_title(signal: SignalTrack) -> str:
    """Return what the value axis of a signal shows, with its unit and its directions."""
    quantity = quantity_shown(signal.name)
    if quantity is not None:
        return gettext(_QUANTITIES[quantity.name])
    text = signal_in_words(signal.name)
    return gettext("{signal} (degrees)", signal=text) if has_degrees(signal) else text


def has_degrees(signal: SignalTrack) -> bool:
    """Say whether the values of a signal have a unit that people know."""
    return signal.unit == "deg"


def drawing_of(signal: SignalTrack, session: Session, theme: Theme) -> Drawing:
    """Return the drawing that shows all of ``signal``, every peak, and what else there is of the session."""
    value = np.where(signal.ok & np.isfinite(signal.value), signal.value, np.nan)
    side = None if session.side == "both" else signal.side
    movements, levels = movements_of(session, side), _levels(signal, session)
    faults = () if session.measurements else fault_lanes(session, side)
    held = None if session.measurements else hold_lane(session, side)
    span = _span(value, movements, levels, signal)
    return Drawing(
        signal=signal,
        movements=movements,
        value=value,
        span=_with_room(span, LANE_PX * len(faults), 0 if held is None else LANE_PX),
        span_s=_span_s(signal),
        ink=INKS[theme],
        levels=levels,
        faults=faults,
        held=held,
        both=side is None,
    )


def _levels(signal: SignalTrack, session: Session) -> tuple[LevelLine, ...]:
    """Return the levels of the exercise, where ``signal`` is the one that it reads."""
    if session.measurements or session.exercise not in exercise_ids():
        return ()
    card = exercise(session.exercise)
    return levels_of(card, session.sets) if card.signal == signal.name else ()


def _span(
    value: FloatArray, movements: tuple[Movement, ...], levels: tuple[LevelLine, ...], signal: SignalTrack
) -> tuple[float, float]:
    marked = np.array(
        [*(movement.peak for movement in movements), *(level.value for level in levels)], dtype=float
    )
    return span_of(np.concatenate([value, marked]), signal)


def span_of(values: FloatArray, signal: SignalTrack) -> tuple[float, float]:
    """Return from where to where the value axis of a signal goes that has all ``values``, NaN = missing."""
    shown = values[np.isfinite(values)]
    if quantity_shown(signal.name) or not len(shown):
        shown = np.append(shown, 0.0)
    return _widened(shown, _LEAST_SPAN.get(signal.unit, _LEAST_SPAN_LENGTHS))


def _with_room(span: tuple[float, float], above_px: float, below_px: float) -> tuple[float, float]:
    """Return the span with room for the lanes."""
    low, high = span
    scale = (high - low) / (HEIGHT_PX - above_px - below_px)
    return round(low - below_px * scale, 3), round(high + above_px * scale, 3)


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
