"""Trials: turns to the end of the range and back, found while the signal comes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from romtrack.kinematics.posture import Posture
from romtrack.sane import is_known, median_of
from romtrack.signals.leaps import FASTEST_DPS, LONGEST_GAP_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.kinematics.quantities import Quantity
    from romtrack.types import Direction

__all__ = ["SMALL", "Attempt", "Moment", "Plateau", "TrialDetector"]

REST_DEG = 3.0  # a turn is over when the leg is back this close to its rest,
REST_SHARE = 0.15  # or within this share of its peak
SHORT_SHARE = 0.5  # a leg that stops short of its rest, below this share of the peak, and turns out again
AGAIN_SHARE = 0.35  # by as much of the peak ended one turn and began another
# Of a stiff hip: half as far. Of 78 legs that only kept another one company, in 22 minutes, four seem to turn
# so twice in one direction, and to hold it; at 2.5 degrees six.
SMALL = 0.5
CONFIRM_S = 0.5  # so long it must stay there where the way back was not seen
_SHORTEST_STEP_S = 0.001
PLATEAU_S = 0.5
WHOLE_SHARE = 0.7  # of it that must lie between its first and last sample, where there is such a stretch
END_OF_RANGE = 0.6  # share of the peak from which on a gap could hide a higher one


class Moment(NamedTuple):
    """One frame of the test; NaN = not seen.

    angle_deg: of the hip, + = the quantity's first way. sigma_deg: its standard uncertainty. posture: what
    else the body does, relative to the hang.
    """

    time_s: float
    angle_deg: float
    sigma_deg: float
    posture: Posture


class Plateau(NamedTuple):
    """The highest 0.5 s of a turn.

    held_s: how long it lasts. unrest_deg: spread of the angle, robust against single samples.
    sigma_deg: its median. posture: medians. sway_deg: spread of the landmarks' shank, which tells
    a leg that moves from a reading that flickers.
    """

    held_s: float
    unrest_deg: float
    sigma_deg: float
    posture: Posture
    sway_deg: float


class Attempt(NamedTuple):
    """One turn, not judged yet.

    turn_deg: from the hang to the plateau, always positive. peak_deg: the plateau against gravity,
    signed. seen: share of its frames. gap_s: the longest time out of sight near the end of the range.
    begun, finished: whether the leg was seen leaving the hang, and back in it.
    """

    direction: Direction
    start_s: float
    peak_s: float
    end_s: float
    peak_deg: float
    turn_deg: float
    plateau: Plateau
    seen: float
    gap_s: float
    begun: bool
    finished: bool


class _Step(NamedTuple):
    """From one seen frame to the next; ``away_deg`` from the hang, signed."""

    time_s: float
    away_deg: float
    lasts_s: float = np.inf
    speed_dps: float = 0.0

    def to(self, time_s: float, away_deg: float) -> _Step:
        lasts_s = time_s - self.time_s
        return _Step(
            time_s, away_deg, lasts_s, abs(away_deg - self.away_deg) / max(lasts_s, _SHORTEST_STEP_S)
        )

    @property
    def hidden(self) -> bool:
        """Whether the leg's way was not seen: out of sight, or by no leg."""
        return self.lasts_s > LONGEST_GAP_S or self.speed_dps > FASTEST_DPS


@dataclass(slots=True)
class _Turn:
    """Moments of a turn in progress; ``away_deg``: from the hang, in the turn's direction.

    back_deg: closer to its rest than that, the leg is back. way_out_hidden: how far away the leg was when the
    way there had not been seen, 0 = it was seen.
    way_back_hidden: something of the way down from the end of the range was not seen.
    resting_s: since when the leg seems to be back, None = it is away. low: the sample in which it was
    seen lowest since its highest one.
    """

    sign: int
    start_s: float
    back_deg: float = REST_DEG
    way_out_hidden_deg: float = 0.0
    moments: list[Moment] = field(default_factory=list)
    away_deg: list[float] = field(default_factory=list)
    top_deg: float = 0.0
    unseen: int = 0
    way_back_hidden: bool = False
    resting_s: float | None = None
    low: int = 0

    def add(self, moment: Moment, away_deg: float) -> None:
        self.moments.append(moment)
        self.away_deg.append(away_deg)
        lower = away_deg < self.away_deg[self.low] and not self.way_back_hidden
        if lower or away_deg >= self.top_deg:
            self.low = len(self.moments) - 1
        self.top_deg = max(self.top_deg, away_deg)
        self.resting_s = None

    @property
    def turned_again(self) -> bool:
        """Whether the leg was seen coming down, stopping short of its rest, and turning out once more."""
        low_deg = self.away_deg[self.low]
        short, again = SHORT_SHARE * self.top_deg, AGAIN_SHARE * self.top_deg
        return low_deg < short and self.away_deg[-1] - low_deg > again

    def split(self) -> _Turn:
        """Cut off what came after the lowest sample, and return it as the next turn."""
        after = self.low + 1
        next_turn = _Turn(self.sign, self.moments[self.low].time_s, self.back_deg)
        for moment, away_deg in zip(self.moments[after:], self.away_deg[after:], strict=True):
            next_turn.add(moment, away_deg)
        del self.moments[after:], self.away_deg[after:]
        return next_turn

    def watch(self, step: _Step) -> None:
        """Take note of how the leg came here."""
        signed, top_deg = self.sign * step.away_deg, self.top_deg
        if step.hidden and top_deg < END_OF_RANGE * signed:
            self.way_out_hidden_deg = signed
        self.way_back_hidden = signed < END_OF_RANGE * top_deg and (self.way_back_hidden or step.hidden)

    def is_back(self, signed_deg: float) -> bool:
        return signed_deg < max(self.back_deg, REST_SHARE * self.top_deg)


class TrialDetector:
    """Find the turns of one leg in a quantity; ``rest_deg`` is where the leg rests.

    ``scale``: of how far a leg must leave its rest, and how close it must come back to it; 1, or ``SMALL``.

    A turn ends when the leg is seen back in the hang. Where its way back was hidden it must stay there
    for a while: behind somebody who walks by, a pose is guessed, and the turn may still be held.
    """

    def __init__(self, quantity: Quantity, rest_deg: float, scale: float = 1.0) -> None:
        self._quantity, self._rest_deg = quantity, rest_deg
        self._leave_deg, self._back_deg = scale * quantity.leave_deg, scale * REST_DEG
        self._turn: _Turn | None = None
        self._last: _Step | None = None
        self._last_rest_s: float | None = None

    def update(self, moment: Moment) -> Attempt | None:
        """Take one frame; return a turn when one ends."""
        away_deg = moment.angle_deg - self._rest_deg
        if not is_known(away_deg):
            if self._turn is not None:
                self._turn.unseen += 1
            return None
        first = self._last is None
        step = (
            _Step(moment.time_s, away_deg) if self._last is None else self._last.to(moment.time_s, away_deg)
        )
        self._last = step
        if self._last_rest_s is None:
            self._last_rest_s = moment.time_s
        if self._turn is None:
            self._begin(moment, step, self._last_rest_s, cut=first)
            return None
        self._turn.watch(step)
        return self._continue(self._turn, moment, step)

    def finish(self) -> Attempt | None:
        """Return the turn that the end of the video cut."""
        turn, self._turn = self._turn, None
        return None if turn is None else self._attempt(turn, turn.moments[-1].time_s, 0.0, finished=False)

    def _begin(self, moment: Moment, step: _Step, last_rest_s: float, *, cut: bool) -> None:
        away_deg = abs(step.away_deg)
        if away_deg < self._back_deg:
            self._last_rest_s = moment.time_s
        elif away_deg > self._leave_deg:
            hidden_deg = np.inf if cut else away_deg if step.hidden else 0.0
            self._turn = _Turn(1 if step.away_deg > 0 else -1, last_rest_s, self._back_deg, hidden_deg)
            self._turn.add(moment, away_deg)

    def _continue(self, turn: _Turn, moment: Moment, step: _Step) -> Attempt | None:
        signed = turn.sign * step.away_deg
        if not turn.is_back(signed):
            turn.add(moment, signed)
            return self._short(turn) if turn.turned_again else None
        if turn.resting_s is None:
            turn.resting_s = moment.time_s
        if turn.way_back_hidden and moment.time_s - turn.resting_s < CONFIRM_S:
            turn.unseen += 1
            return None
        self._turn, self._last_rest_s = None, moment.time_s
        return self._attempt(turn, turn.resting_s, signed, finished=True)

    def _short(self, turn: _Turn) -> Attempt:
        """End a turn whose way back stopped short of the rest."""
        self._turn = turn.split()
        return self._attempt(turn, turn.moments[-1].time_s, turn.away_deg[-1], finished=True)

    def _attempt(self, turn: _Turn, end_s: float, end_deg: float, *, finished: bool) -> Attempt:
        times_s = np.array([moment.time_s for moment in turn.moments])
        away_deg = np.array(turn.away_deg)
        top = _highest(times_s, away_deg)
        turn_deg = float(np.median(away_deg[top]))
        return Attempt(
            direction=self._quantity.direction_of(turn.sign),
            start_s=turn.start_s,
            peak_s=float(times_s[top].mean()),
            end_s=end_s,
            peak_deg=turn.sign * turn_deg + self._rest_deg,
            turn_deg=turn_deg,
            plateau=_plateau(turn.moments[top]),
            seen=len(times_s) / (len(times_s) + turn.unseen),
            gap_s=_gap_s(np.append(times_s, end_s), np.append(away_deg, end_deg), END_OF_RANGE * turn_deg)
            if turn.unseen
            else 0.0,
            begun=turn.way_out_hidden_deg < END_OF_RANGE * turn_deg,
            finished=finished,
        )


def _highest(time_s: NDArray[np.floating], away_deg: NDArray[np.floating]) -> slice:
    """Return the samples of the highest 0.5 s."""
    ends = np.searchsorted(time_s, time_s + PLATEAU_S, side="right")
    last_start = np.searchsorted(time_s, time_s[-1] - PLATEAU_S, side="right")
    starts = range(max(int(last_start), 1))

    def rank(start: int) -> tuple[bool, float]:
        """Rank whole stretches first: pictures that are missing must not make a short one the highest."""
        whole = time_s[ends[start] - 1] - time_s[start] >= WHOLE_SHARE * PLATEAU_S
        return bool(whole), float(np.mean(away_deg[start : ends[start]]))

    best = max(starts, key=rank)
    return slice(best, int(ends[best]))


def _plateau(moments: list[Moment]) -> Plateau:
    columns = Posture(*(np.array(c, dtype=float) for c in zip(*(m.posture for m in moments), strict=True)))
    return Plateau(
        held_s=moments[-1].time_s - moments[0].time_s,
        unrest_deg=_spread(np.array([moment.angle_deg for moment in moments])),
        sigma_deg=median_of(np.array([moment.sigma_deg for moment in moments])),
        posture=Posture(*(np.asarray(median_of(column)) for column in columns)),
        sway_deg=_spread(columns.shank_deg),
    )


def _gap_s(time_s: NDArray[np.floating], away_deg: NDArray[np.floating], high_deg: float) -> float:
    """Return the longest time between samples of which one is high."""
    high = np.maximum(away_deg[:-1], away_deg[1:]) >= high_deg
    return float(np.max(np.diff(time_s), where=high, initial=0.0))


def _spread(values: NDArray[np.floating]) -> float:
    """Return the standard deviation by the middle two thirds, which a single sample hardly touches."""
    seen = values[np.isfinite(values)]
    return float(np.subtract(*np.percentile(seen, (84, 16)))) / 2 if len(seen) else np.nan
