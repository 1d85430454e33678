"""What is measured and what is left to measure; nothing is shown before it is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack.language import retold
from romtrack.live.screen import Attempted, Result
from romtrack.measure.acceptance import UNFINISHED
from romtrack.measure.measuring import measure
from romtrack.measure.result import Zero, summarise
from romtrack.measure.setup import check_recording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from romtrack.live.look import Eye
    from romtrack.live.plan import Plan
    from romtrack.live.reading import LiveReading, Stretch
    from romtrack.types import Direction, Measurement, Side, Trial

__all__ = ["MOST_ATTEMPTS", "TRIALS", "Tally", "Turn"]

TRIALS: Final = 3
LITTLE_DEG: Final = 10.0  # a turn by less may not be all that the hip can do,
FAR_BELOW: Final = 0.5  # nor may this share of the last value
MOST_ATTEMPTS: Final = 6  # of one direction; then what there is has to do


class Turn(NamedTuple):
    """A leg and the direction in which it turns."""

    side: Side
    direction: Direction


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
        self._eye, self._reading, self._keep = eye, reading, keep
        self._last_deg = last_deg or {}
        self._earlier = {Turn(one.side, one.direction): one for one in done}
        self._measured = dict(self._earlier)
        turns = (Turn(side, direction) for side in plan.sides for direction in plan.directions)
        self.todo = [turn for turn in turns if not _is_enough(self._earlier.get(turn))]

    def begin(self, turn: Turn) -> None:
        """Begin a stretch of its own: the trials so far stay as they are."""
        if turn in self._measured:
            self._earlier[turn] = self._measured[turn]

    def measured(self, turn: Turn) -> Measurement | None:
        """Return what a turn gave so far."""
        return self._measured.get(turn)

    def trials(self, turn: Turn) -> tuple[Trial, ...]:
        """Return the trials of a turn so far, accepted and refused."""
        found = self._measured.get(turn)
        return () if found is None else found.trials

    def update(self, turn: Turn, since_s: float) -> bool:
        """Read the stretch since then as a whole; say whether it gave another trial, which is kept now.

        Raises
        ------
        StorageError: the log does not take it.
        """
        now = self._read(turn, since_s)
        if now is None or len(now.trials) <= len(self.trials(turn)):
            return False
        self._put(turn, now)
        return True

    def is_enough(self, turn: Turn) -> bool:
        """Say whether a turn needs no more trials."""
        return _is_enough(self._measured.get(turn))

    def is_doubtful(self, turn: Turn) -> bool:
        """Say whether what was turned is so little that the person may not have gone to the end."""
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
        if final is not None and len(final.trials) >= max(len(self.trials(turn)), 1):
            self._put(turn, final)

    def _read(self, turn: Turn, since_s: float, *, whole: bool = False) -> Measurement | None:
        stretch = self._reading.read(since_s, turn.side)
        measured = measure(stretch.reading, clear=self._eye.clear, wanted=(turn.direction,))
        found = next(iter(measured), None)
        if found is None or found.direction != turn.direction:
            return None
        now = _joined(self._earlier.get(turn), found, stretch)
        stops = check_recording(stretch.track, turn.side, stretch.reading.view.roll_deg) if whole else ()
        notices = tuple(finding.notice for finding in stops if finding.severity == "stop")
        if not notices:
            return now
        return replace(now, value_deg=None, sd_deg=None, sigma_deg=None, warnings=(*now.warnings, *notices))

    def _put(self, turn: Turn, now: Measurement) -> None:
        measured = self._measured | {turn: now}
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
        return tuple(
            Result(one.side, one.direction, one.value_deg, one.sigma_deg)
            for turn, one in self._measured.items()
            if turn not in self.todo
        )


def _is_enough(measured: Measurement | None) -> bool:
    if measured is None:
        return False
    accepted = sum(trial.accepted for trial in measured.trials)
    return accepted >= TRIALS or len(measured.trials) >= MOST_ATTEMPTS


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
