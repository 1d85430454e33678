"""Trials: turns to the end of the range and back, found while the signal comes in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from romtrack.types import Direction, Side, Trial

__all__ = ["TrialDetector", "judge"]

LEAVE_DEG = 6.0  # a turn has begun when the leg is this far from the hang
REST_DEG = 3.0  # and is over when it is back this close,
REST_SHARE = 0.15  # or within this share of its peak
PLATEAU_S = 0.5
RESTLESS_DEG = 2.5  # widest standard deviation of a plateau
LEAST_SEEN = 0.8  # share of a trial's frames in which the leg must be seen
PARTIAL_SHARE = 0.6  # of the best trial

PARTIAL = "partial: under 60 % of the best trial"
NOT_HELD = "not held: no 0.5 s at the end of the range"
RESTLESS = "restless: the leg moved at the end of the range"
UNSEEN = "the shank was out of view for part of it"
UNFINISHED = "unfinished: the video ends before the leg is back"


@dataclass(slots=True)
class _Turn:
    """Samples of a turn in progress, relative to the hang."""

    sign: int
    start_s: float
    time_s: list[float] = field(default_factory=list)
    away_deg: list[float] = field(default_factory=list)
    unseen: int = 0

    def peak_deg(self) -> float:
        return max(self.away_deg)


class TrialDetector:
    """Find the trials of one leg; ``rest_deg`` is where the leg hangs."""

    def __init__(self, side: Side, rest_deg: float) -> None:
        self._side = side
        self._rest_deg = rest_deg
        self._turn: _Turn | None = None
        self._last_rest_s = 0.0
        self._started = False

    def update(self, time_s: float, value_deg: float) -> Trial | None:
        """Take one frame (NaN = not seen); return a trial when one ends."""
        if not self._started:
            self._started, self._last_rest_s = True, time_s
        if value_deg != value_deg:  # noqa: PLR0124  NaN is not itself
            if self._turn is not None:
                self._turn.unseen += 1
            return None
        away_deg = value_deg - self._rest_deg
        if self._turn is None:
            self._begin(time_s, away_deg)
            return None
        return self._continue(self._turn, time_s, away_deg)

    def finish(self) -> Trial | None:
        """Return the turn that the end of the video cut, refused."""
        turn, self._turn = self._turn, None
        if turn is None:
            return None
        trial = self._trial(turn, turn.time_s[-1])
        return replace(trial, accepted=False, reasons=(*trial.reasons, UNFINISHED))

    def _begin(self, time_s: float, away_deg: float) -> None:
        if abs(away_deg) < REST_DEG:
            self._last_rest_s = time_s
        elif abs(away_deg) > LEAVE_DEG:
            sign = 1 if away_deg > 0 else -1
            self._turn = _Turn(sign, self._last_rest_s, [time_s], [abs(away_deg)])

    def _continue(self, turn: _Turn, time_s: float, away_deg: float) -> Trial | None:
        signed = turn.sign * away_deg
        if signed >= max(REST_DEG, REST_SHARE * turn.peak_deg()):
            turn.time_s.append(time_s)
            turn.away_deg.append(signed)
            return None
        self._turn, self._last_rest_s = None, time_s
        return self._trial(turn, time_s)

    def _trial(self, turn: _Turn, end_s: float) -> Trial:
        times_s, away_deg = np.array(turn.time_s), np.array(turn.away_deg)
        plateau = _plateau(times_s, away_deg)
        reasons = _reasons(turn, times_s, away_deg, plateau)
        direction: Direction = "internal" if turn.sign > 0 else "external"
        return Trial(
            side=self._side,
            direction=direction,
            start_s=turn.start_s,
            peak_s=float(times_s[plateau].mean()),
            end_s=end_s,
            peak_deg=float(turn.sign * np.median(away_deg[plateau]) + self._rest_deg),
            accepted=not reasons,
            reasons=reasons,
        )


def _plateau(time_s: np.typing.NDArray[np.floating], away_deg: np.typing.NDArray[np.floating]) -> slice:
    """Return the samples of the highest 0.5 s."""
    ends = np.searchsorted(time_s, time_s + PLATEAU_S, side="right")
    last_start = np.searchsorted(time_s, time_s[-1] - PLATEAU_S, side="right")
    starts = range(max(int(last_start), 1))
    best = max(starts, key=lambda start: float(np.mean(away_deg[start : ends[start]])))
    return slice(best, int(ends[best]))


def _reasons(
    turn: _Turn,
    time_s: np.typing.NDArray[np.floating],
    away_deg: np.typing.NDArray[np.floating],
    plateau: slice,
) -> tuple[str, ...]:
    held = time_s[plateau]
    checks = (
        (held[-1] - held[0] < 0.7 * PLATEAU_S, NOT_HELD),
        (float(np.std(away_deg[plateau])) > RESTLESS_DEG, RESTLESS),
        (len(time_s) < LEAST_SEEN * (len(time_s) + turn.unseen), UNSEEN),
    )
    return tuple(reason for failed, reason in checks if failed)


def judge(trials: list[Trial], rest_deg: float) -> tuple[Trial, ...]:
    """Refuse what is partial against the best trial of its direction; all trials of one leg."""
    best: dict[Direction, float] = {}
    for trial in trials:
        best[trial.direction] = max(best.get(trial.direction, 0.0), abs(trial.peak_deg - rest_deg))
    return tuple(
        replace(trial, accepted=False, reasons=(PARTIAL, *trial.reasons))
        if abs(trial.peak_deg - rest_deg) < PARTIAL_SHARE * best[trial.direction]
        else trial
        for trial in trials
    )
