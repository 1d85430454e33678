"""What is measured and what is left to measure; nothing is shown before it is kept."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from romtrack.exercises import demonstration
from romtrack.language import retold
from romtrack.live.screen import Attempted, Result
from romtrack.measure.acceptance import UNFINISHED
from romtrack.measure.measuring import measure
from romtrack.measure.result import Zero, summarise
from romtrack.measure.setup import check_recording
from romtrack.types import Direction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from romtrack.live.look import Eye
    from romtrack.live.plan import Plan
    from romtrack.live.reading import LiveReading, Stretch
    from romtrack.types import Measurement, Notice, Side, Trial

__all__ = ["Asked", "Tally", "Turn", "turns_of"]

Asked = Direction | Literal["sweep"]
"""What a leg is asked for at once: a turn one way, or both ways in one sweep."""

TRIALS: Final = 3
LITTLE_DEG: Final = 10.0  # a turn by less may not be all that the hip can do,
FAR_BELOW: Final = 0.5  # nor may this share of the last value
MOST_ATTEMPTS: Final = 6  # of one direction; then what there is has to do
MOST_PRACTISED: Final = 2  # one, and another where that one would not have counted
_SWEEP: Final[tuple[Direction, ...]] = ("internal", "external")  # one after the other


class Turn(NamedTuple):
    """A leg and the direction in which it turns; a sweep goes both ways."""

    side: Side
    direction: Asked

    @property
    def directions(self) -> tuple[Direction, ...]:
        """The ways in which it goes, in their order."""
        return _SWEEP if self.direction == "sweep" else (self.direction,)

    @property
    def parts(self) -> tuple[Turn, ...]:
        """The turns that have a value each."""
        return tuple(Turn(self.side, direction) for direction in self.directions)


def turns_of(plan: Plan) -> list[Turn]:
    """Return what a measurement asks for, in its order."""
    asked: tuple[Asked, ...] = ("sweep",) if plan.sweep else plan.directions
    turns = [Turn(side, one) for side in plan.sides for one in asked]
    return turns[:1] if plan.practice else turns


class Tally:
    """The turns of a session, measured and to come.

    Parameters
    ----------
    keep: is called with all measurements so far before any of it is shown. done: of an earlier start.
    last_deg: the person's last value of a turn, where there is one.
    """

    def __init__(  # noqa: PLR0913  all that a tally is made of
        self,
        plan: Plan,
        eye: Eye,
        reading: LiveReading,
        keep: Callable[[Sequence[Measurement]], None],
        done: Sequence[Measurement] = (),
        *,
        last_deg: Mapping[Turn, float] | None = None,
    ) -> None:
        self._exercise = plan.exercise
        self._eye, self._reading, self._keep = eye, reading, keep
        self._last_deg = last_deg or {}
        self._earlier = {Turn(one.side, one.direction): one for one in done}
        self._measured = dict(self._earlier)
        self.practice = plan.practice
        self.wanted, self._most = (1, MOST_PRACTISED) if plan.practice else (TRIALS, MOST_ATTEMPTS)
        self.todo = [turn for turn in turns_of(plan) if not self.is_enough(turn)]

    def begin(self, turn: Turn) -> None:
        """Begin a stretch of its own: the trials so far stay as they are."""
        self._earlier |= {part: self._measured[part] for part in turn.parts if part in self._measured}

    def measured(self, turn: Turn) -> tuple[Measurement | None, ...]:
        """Return what a turn gave so far in each direction, None = nothing."""
        return tuple(self._measured.get(part) for part in turn.parts)

    def trials(self, turn: Turn) -> tuple[Trial, ...]:
        """Return the trials of a turn so far, accepted and refused, in the order of time."""
        return _trials(self.measured(turn))

    def accepted(self, turn: Turn) -> int:
        """Return how many trials of a turn count; of a sweep, in the direction that has fewer."""
        return min(_accepted(one) for one in self.measured(turn))

    def demonstration(self, turn: Turn) -> str:
        """Return the name of what shows a turn; empty once one was done well."""
        done = any(trial.accepted for trial in self.trials(turn))
        return "" if done else demonstration(self._exercise, turn.directions[0])

    def update(self, turn: Turn, since_s: float) -> bool:
        """Read the stretch since then as a whole; say whether it gave another trial, which is kept now.

        Raises
        ------
        StorageError: the log does not take it.
        """
        now = self._read(turn, since_s)
        if len(_trials(now.values())) <= len(self.trials(turn)):
            return False
        self._put(now)
        return True

    def is_enough(self, turn: Turn) -> bool:
        """Say whether a turn needs no more trials."""
        return all(
            one is not None and (_accepted(one) >= self.wanted or len(one.trials) >= self._most)
            for one in self.measured(turn)
        )

    def has_value(self, turn: Turn) -> bool:
        """Say whether there is a number for each direction of a turn."""
        return all(one is not None and one.value_deg is not None for one in self.measured(turn))

    def is_doubtful(self, turn: Turn) -> bool:
        """Say whether what was turned is so little that the person may not have gone to the end."""
        return not self.practice and any(map(self._is_little, turn.parts))

    def _is_little(self, turn: Turn) -> bool:
        measured = self._measured.get(turn)
        peaks_deg = [trial.peak_deg for trial in self.trials(turn) if trial.accepted]
        if measured is None or not peaks_deg:
            return False
        value_deg = float(np.mean(peaks_deg))
        far_below = abs(value_deg) < FAR_BELOW * abs(self._last_deg.get(turn, 0.0))
        return far_below or abs(value_deg - (measured.offset_deg or 0.0)) < LITTLE_DEG

    def finish(self, turn: Turn, since_s: float) -> None:
        """Read the stretch a last time, with its set-up, which decides whether there is a number.

        Raises
        ------
        StorageError: the log does not take it.
        """
        final = self._read(turn, since_s, whole=True)
        if len(_trials(final.values())) >= max(len(self.trials(turn)), 1):
            self._put(final)

    def _read(self, turn: Turn, since_s: float, *, whole: bool = False) -> dict[Turn, Measurement]:
        """Return what the stretch since then gives, after what there was, for each direction of a turn."""
        stretch = self._reading.read(since_s, turn.side)
        measured = measure(stretch.reading, clear=self._eye.clear, wanted=turn.directions)
        stops = check_recording(stretch.track, turn.side, stretch.reading.view.roll_deg) if whole else ()
        notices = tuple(finding.notice for finding in stops if finding.severity == "stop")
        found = {Turn(one.side, one.direction): one for one in measured if one.direction in turn.directions}
        return {
            part: _stopped(_joined(self._earlier.get(part), one, stretch), notices)
            for part, one in found.items()
        }

    def _put(self, now: dict[Turn, Measurement]) -> None:
        measured = self._measured | now
        self._keep(tuple(measured.values()))
        self._measured = measured

    def attempts(self, turn: Turn) -> tuple[Attempted, ...]:
        """Return the trials of a turn as they are shown."""
        return tuple(
            Attempted(
                number,
                trial.direction,
                abs(trial.peak_deg),
                trial.accepted,
                "; ".join(map(retold, trial.reasons)),
            )
            for number, trial in enumerate(self.trials(turn), 1)
        )

    def results(self) -> tuple[Result, ...]:
        """Return the values of the turns that are over."""
        waiting = {part for turn in self.todo for part in turn.parts}
        return tuple(
            Result(one.side, one.direction, one.value_deg, one.sigma_deg)
            for part, one in self._measured.items()
            if part not in waiting
        )


def _accepted(measured: Measurement | None) -> int:
    return 0 if measured is None else sum(trial.accepted for trial in measured.trials)


def _trials(measured: Iterable[Measurement | None]) -> tuple[Trial, ...]:
    """Return all trials in the order of time."""
    found = chain.from_iterable(one.trials for one in measured if one is not None)
    return tuple(sorted(found, key=lambda trial: trial.start_s))


def _stopped(measured: Measurement, notices: tuple[Notice, ...]) -> Measurement:
    """Return a measurement without a number where something speaks against one."""
    if not notices:
        return measured
    warnings = (*measured.warnings, *notices)
    return replace(measured, value_deg=None, sd_deg=None, sigma_deg=None, warnings=warnings)


def _joined(earlier: Measurement | None, now: Measurement, stretch: Stretch) -> Measurement:
    """Return ``now`` in the session's time, without a turn that still goes on, after earlier trials."""
    shifted = tuple(
        replace(
            trial,
            start_s=trial.start_s + stretch.start_s,
            peak_s=trial.peak_s + stretch.start_s,
            end_s=trial.end_s + stretch.start_s,
        )
        for trial in now.trials
        if UNFINISHED not in trial.reasons
    )
    signal = stretch.reading.signal
    if earlier is None or not earlier.trials or signal is None:
        return replace(now, trials=shifted)
    sigma_deg = float(np.median(signal.sigma[signal.ok]))
    zero = Zero(now.reference, now.offset_deg)
    return summarise(now.quantity, now.side, now.direction, (*earlier.trials, *shifted), sigma_deg, zero)
