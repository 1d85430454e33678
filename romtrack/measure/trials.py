"""Trials: turns to the end of the range and back, found while the signal comes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from romtrack.kinematics.posture import Posture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.types import Direction

__all__ = ["Attempt", "Moment", "Plateau", "TrialDetector"]

LEAVE_DEG = 6.0  # a turn has begun when the leg is this far from the hang
REST_DEG = 3.0  # and is over when it is back this close,
REST_SHARE = 0.15  # or within this share of its peak
PLATEAU_S = 0.5
WHOLE_SHARE = 0.7  # of it that must lie between its first and last sample, where there is such a stretch
END_OF_RANGE = 0.6  # share of the peak from which on a gap could hide a higher one


class Moment(NamedTuple):
    """One frame of the test; NaN = not seen.

    rotation_deg: of the hip, + = internal. sigma_deg: its standard uncertainty. posture: what else
    the body does, relative to the hang.
    """

    time_s: float
    rotation_deg: float
    sigma_deg: float
    posture: Posture


class Plateau(NamedTuple):
    """The highest 0.5 s of a turn.

    held_s: how long it lasts. unrest_deg: spread of the rotation, robust against single samples.
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
    finished: bool


@dataclass(slots=True)
class _Turn:
    """Moments of a turn in progress; ``away_deg``: from the hang, in the turn's direction."""

    sign: int
    start_s: float
    moments: list[Moment] = field(default_factory=list)
    away_deg: list[float] = field(default_factory=list)
    top_deg: float = 0.0
    unseen: int = 0

    def add(self, moment: Moment, away_deg: float) -> None:
        self.moments.append(moment)
        self.away_deg.append(away_deg)
        self.top_deg = max(self.top_deg, away_deg)


class TrialDetector:
    """Find the turns of one leg; ``rest_deg`` is where the leg hangs."""

    def __init__(self, rest_deg: float) -> None:
        self._rest_deg = rest_deg
        self._turn: _Turn | None = None
        self._last_rest_s: float | None = None

    def update(self, moment: Moment) -> Attempt | None:
        """Take one frame; return a turn when one ends."""
        if self._last_rest_s is None:
            self._last_rest_s = moment.time_s
        away_deg = moment.rotation_deg - self._rest_deg
        if not np.isfinite(away_deg):
            if self._turn is not None:
                self._turn.unseen += 1
            return None
        if self._turn is None:
            self._begin(moment, away_deg, self._last_rest_s)
            return None
        return self._continue(self._turn, moment, away_deg)

    def finish(self) -> Attempt | None:
        """Return the turn that the end of the video cut."""
        turn, self._turn = self._turn, None
        return None if turn is None else self._attempt(turn, turn.moments[-1].time_s, 0.0, finished=False)

    def _begin(self, moment: Moment, away_deg: float, last_rest_s: float) -> None:
        if abs(away_deg) < REST_DEG:
            self._last_rest_s = moment.time_s
        elif abs(away_deg) > LEAVE_DEG:
            self._turn = _Turn(1 if away_deg > 0 else -1, last_rest_s)
            self._turn.add(moment, abs(away_deg))

    def _continue(self, turn: _Turn, moment: Moment, away_deg: float) -> Attempt | None:
        signed = turn.sign * away_deg
        if signed >= max(REST_DEG, REST_SHARE * turn.top_deg):
            turn.add(moment, signed)
            return None
        self._turn, self._last_rest_s = None, moment.time_s
        return self._attempt(turn, moment.time_s, signed, finished=True)

    def _attempt(self, turn: _Turn, end_s: float, end_deg: float, *, finished: bool) -> Attempt:
        times_s = np.array([moment.time_s for moment in turn.moments])
        away_deg = np.array(turn.away_deg)
        top = _highest(times_s, away_deg)
        turn_deg = float(np.median(away_deg[top]))
        return Attempt(
            direction="internal" if turn.sign > 0 else "external",
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
        unrest_deg=_spread(np.array([moment.rotation_deg for moment in moments])),
        sigma_deg=_median(np.array([moment.sigma_deg for moment in moments])),
        posture=Posture(*(np.asarray(_median(column)) for column in columns)),
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


def _median(values: NDArray[np.floating]) -> float:
    seen = values[np.isfinite(values)]
    return float(np.median(seen)) if len(seen) else np.nan
