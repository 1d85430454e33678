"""The measurement as a sequence that advances by itself: position, hang, trials, the other leg.

Nothing is shown before it is kept: ``keep`` is called with all measurements so far, and only then
the trial appears on the screen.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from romtrack import units
from romtrack.kinematics.posture import Posture
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.live.flow import Flow
from romtrack.live.guide import Guide
from romtrack.live.screen import Attempted, Result, Screen
from romtrack.measure.acceptance import UNFINISHED
from romtrack.measure.measuring import measure
from romtrack.measure.neutral import FARTHEST_HANG_DEG, NeutralFinder
from romtrack.measure.result import Zero, summarise
from romtrack.measure.setup import check_recording
from romtrack.measure.trials import Moment, TrialDetector

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from romtrack.live.look import Eye, Look
    from romtrack.live.plan import Plan
    from romtrack.live.reading import Angle, LiveReading, Stretch
    from romtrack.types import Direction, Measurement, Side, Trial

__all__ = ["MeasureFlow"]

QUANTITY: Final = QUANTITIES["hip_rotation"]
TRIALS: Final = 3
MOST_ATTEMPTS: Final = 6  # of one direction; then what there is has to do
HANG_S = 2.0
JUDGE_AFTER_S = 0.35  # the filter of the whole reading wants some frames after the return
AGAIN_S = 2.0
HELD_S, HELD_DEG = 0.6, 3.0
BETWEEN_S = 4.0
LEARN_EVERY_S = 2.0  # while the person looks for their place
LOST_S = 4.0  # not measurable for so long: back to the position guide
_NOWHERE: Final = Posture(*(np.array(np.nan),) * 4)
_WAY: Final[dict[Direction, str]] = {"internal": "outward", "external": "inward"}


@dataclass(slots=True)
class _Leg:
    """What is known of the leg and direction that are measured now."""

    side: Side
    direction: Direction
    since_s: float
    rest_deg: float
    detector: TrialDetector
    judge_at_s: float | None = None


class MeasureFlow(Flow):
    """Fold looks and angles into a measurement; ``done`` holds what an earlier start measured."""

    def __init__(
        self,
        plan: Plan,
        eye: Eye,
        reading: LiveReading,
        keep: Callable[[Sequence[Measurement]], None],
        done: Sequence[Measurement] = (),
    ) -> None:
        super().__init__()
        self._eye, self._reading, self._keep = eye, reading, keep
        self._earlier = {(one.side, one.direction): one for one in done}
        self._measured: dict[tuple[Side, Direction], Measurement] = dict(self._earlier)
        self._todo: list[tuple[Side, Direction]] = [
            (side, direction)
            for side in plan.sides
            for direction in plan.directions
            if not _is_enough(self._earlier.get((side, direction)))
        ]
        self._guide = Guide(eye.skeleton)
        self._finder = NeutralFinder()
        self._leg: _Leg | None = None
        self._recent: deque[tuple[float, float]] = deque()
        self._top_deg = 0.0
        self._told_back = False
        self._stopped_since_s: float | None = None
        self._until_s = 0.0
        self._learnt_s = -np.inf
        self._remark = ""
        self._hang = 0.0
        if not self._todo:
            self._phase = "done"

    def interrupt(self) -> None:
        """Begin this leg anew, keeping its trials: the person or the camera may have moved meanwhile."""
        self._guide.restart()
        if self._phase != "done":
            self._seek_position()

    def skip(self) -> None:
        """Leave this leg and direction as they are, and go on."""
        if self._phase != "done":
            self._end_leg(self._now_s)

    def step(self, look: Look, angles: dict[Side, Angle]) -> None:
        """Take the next look."""
        self._now_s = look.time_s
        if look.moved and self._phase not in {"done", "position"}:
            self.interrupt()
            self._say("The camera has moved. Sit as before.")
        self._guide.update(look, self._roll_deg)
        {
            "position": self._in_position,
            "neutral": self._in_neutral,
            "trials": self._in_trials,
            "between": self._in_between,
        }.get(self._phase, self._nothing)(look, angles)

    def _nothing(self, look: Look, angles: dict[Side, Angle]) -> None:
        """Wait for the end."""

    def _in_position(self, look: Look, _angles: dict[Side, Angle]) -> None:
        ready, due = self._guide.ready, look.time_s - self._learnt_s > LEARN_EVERY_S
        if ready or (due and self._guide.settled and look.pose is not None):
            self._reading.upright_px = self._eye.upright_px()
            self._learn(look.time_s - 2.0, look.time_s)
        if ready:
            self._to_neutral()
        else:
            self._say(self._guide.advice)

    def _learn(self, since_s: float, now_s: float) -> None:
        """Learn how the camera sees the person now."""
        self._reading.learn(since_s)
        self._roll_deg, self._learnt_s = self._reading.roll_deg, now_s

    def _to_neutral(self) -> None:
        self._phase, self._finder, self._hang, self._remark = "neutral", NeutralFinder(), 0.0, ""
        self._say("Let both legs hang, and keep them still.")

    def _in_neutral(self, look: Look, angles: dict[Side, Angle]) -> None:
        if self._is_lost(look.time_s):
            return
        self._finder.update(look.time_s, angles["left"].value_deg, angles["right"].value_deg)
        phase = self._finder.current
        hanging = phase is not None and phase.farthest_deg() <= FARTHEST_HANG_DEG
        self._hang = 0.0 if phase is None or not hanging else (phase.end_s - phase.start_s) / HANG_S
        if phase is None or self._hang < 1:
            return
        side, direction = self._todo[0]
        since_s = phase.start_s
        self._learn(since_s, look.time_s)
        rest_deg = self._reading.read(since_s, side).reading.rest_deg
        if rest_deg is None:
            self._to_neutral()
            return
        if (before := self._measured.get((side, direction))) is not None:
            self._earlier[side, direction] = before
        self._leg = _Leg(side, direction, since_s, rest_deg, TrialDetector(QUANTITY, rest_deg))
        self._phase = "trials"
        self._hear("tone", "ready")
        self._ask_for_trial()

    def _ask_for_trial(self) -> None:
        side, direction = self._todo[0]
        foot = "foot" if direction == "internal" else "foot across,"
        self._say(f"Turn your {side} {foot} {_WAY[direction]} as far as it goes, and hold.")

    def _in_trials(self, look: Look, angles: dict[Side, Angle]) -> None:
        leg = self._leg
        assert leg is not None  # noqa: S101  set with the phase
        angle = angles[leg.side]
        attempt = leg.detector.update(Moment(look.time_s, angle.value_deg, angle.sigma_deg, _NOWHERE))
        self._follow(look.time_s, angle.value_deg, leg)
        if attempt is not None:
            leg.judge_at_s = look.time_s + JUDGE_AFTER_S
        if leg.judge_at_s is not None and look.time_s >= leg.judge_at_s:
            leg.judge_at_s = look.time_s + AGAIN_S  # where the log does not take it
            self._top_deg, self._told_back = 0.0, False
            self._judge(leg)
            leg.judge_at_s = None
        else:
            self._is_lost(look.time_s)

    def _follow(self, time_s: float, value_deg: float, leg: _Leg) -> None:
        """Follow the turn under way: how far it went, and whether it is held."""
        away_deg = (value_deg - leg.rest_deg) * (1 if leg.direction == "internal" else -1)
        if not np.isfinite(away_deg):
            return
        self._recent.append((time_s, away_deg))
        while time_s - self._recent[0][0] > HELD_S:
            self._recent.popleft()
        if away_deg > QUANTITY.leave_deg:
            self._top_deg = max(self._top_deg, away_deg)
        values = [value for _, value in self._recent]
        full = time_s - self._recent[0][0] > 0.8 * HELD_S
        still = max(values) - min(values) < HELD_DEG and min(values) > max(
            QUANTITY.leave_deg, 0.8 * self._top_deg
        )
        if full and still and not self._told_back:
            self._told_back = True
            self._hear("tone", "end")
            self._say("And back.")

    def _judge(self, leg: _Leg) -> None:
        """Read the leg's stretch as a whole; keep what came of it, then show it."""
        before = self._measured.get((leg.side, leg.direction))
        now = self._read(leg)
        if now is None:
            return
        known = 0 if before is None else len(before.trials)
        if len(now.trials) <= known:
            return
        self._put(leg, now)
        last = now.trials[-1]
        accepted = sum(trial.accepted for trial in now.trials)
        self._hear("tone", "good" if last.accepted else "refused")
        if accepted >= TRIALS or len(now.trials) >= MOST_ATTEMPTS:
            self._end_leg(self._now_s)
            return
        if last.accepted:
            self._remark = ""
            self._said = f"{_word(accepted)}. {units.number(abs(last.peak_deg), 0)} degrees."
        else:
            self._remark = f"Not counted: {last.reasons[0]}."
            self._said = f"Not counted. {last.reasons[0].partition(':')[0]}."
        self._hear("say", f"{self._said} Again.")

    def _read(self, leg: _Leg, *, whole: bool = False) -> Measurement | None:
        """Read the leg's stretch; at the end of the leg its set-up decides whether there is a number."""
        stretch = self._reading.read(leg.since_s, leg.side)
        (found, *_) = measure(stretch.reading, clear=self._eye.clear, wanted=(leg.direction,)) or (None,)
        if found is None or found.direction != leg.direction:
            return None
        now = _joined(self._earlier.get((leg.side, leg.direction)), found, stretch)
        stops = check_recording(stretch.track, leg.side, stretch.reading.view.roll_deg) if whole else ()
        notices = tuple(finding.notice for finding in stops if finding.severity == "stop")
        if not notices:
            return now
        return replace(now, value_deg=None, sd_deg=None, sigma_deg=None, warnings=(*now.warnings, *notices))

    def _put(self, leg: _Leg, now: Measurement) -> None:
        measured = self._measured | {(leg.side, leg.direction): now}
        self._keep(tuple(measured.values()))
        self._measured = measured

    def _end_leg(self, now_s: float) -> None:
        """Read the leg a last time, with its set-up, and go on to what is next."""
        side, direction = self._todo[0]
        if self._leg is not None:
            final = self._read(self._leg, whole=True)
            if final is not None and len(final.trials) >= max(len(self._trials_of(side, direction)), 1):
                self._put(self._leg, final)
        self._todo.pop(0)
        self._leg = None
        self._top_deg, self._told_back, self._remark = 0.0, False, ""
        if self._todo:
            self._phase, self._until_s = "between", now_s + BETWEEN_S
            self._hear("tone", "done")
            self._say(f"{self._spoken(side, direction)} {self._next_words()}")
            return
        self._phase = "done"
        self._hear("tone", "done")
        self._say(f"{self._spoken(side, direction)} That is all. Well done.")

    def _next_words(self) -> str:
        side, direction = self._todo[0]
        return f"Now the {side} leg." if direction == "internal" else f"Now the {side} leg, inward."

    def _trials_of(self, side: Side, direction: Direction) -> tuple[Trial, ...]:
        measured = self._measured.get((side, direction))
        return () if measured is None else measured.trials

    def _spoken(self, side: Side, direction: Direction) -> str:
        measured = self._measured.get((side, direction))
        if measured is None or measured.value_deg is None:
            return f"No number for the {side} hip."
        return f"{side} hip, {units.number(abs(measured.value_deg), 0)} degrees."

    def _in_between(self, look: Look, _angles: dict[Side, Angle]) -> None:
        if look.time_s >= self._until_s:
            self._to_neutral()

    def _is_lost(self, now_s: float) -> bool:
        """Go back to the position guide when nothing could be measured for a while."""
        if not self._guide.stopped:
            self._stopped_since_s = None
            return False
        if self._stopped_since_s is None:
            self._stopped_since_s = now_s
        if now_s - self._stopped_since_s < LOST_S:
            return False
        self._seek_position()
        return True

    def _seek_position(self) -> None:
        self._phase, self._leg, self._stopped_since_s = "position", None, None
        self._top_deg, self._told_back = 0.0, False
        self._recent.clear()

    def screen(self) -> Screen:
        """Return what is to be seen now."""
        if self._phase == "done":
            return Screen("done", None, "Done", results=self._results(), advice="Look at the result below.")
        side, direction = self._todo[0]
        common = Screen(
            self._phase,
            side,
            "",
            checks=self._guide.checks,
            results=self._results(),
            attempts=_attempts(self._trials_of(side, direction)),
        )
        return {
            "position": self._position_screen,
            "neutral": self._neutral_screen,
            "trials": self._trials_screen,
            "between": self._between_screen,
        }[self._phase](common)

    def _position_screen(self, common: Screen) -> Screen:
        if not self._guide.settled:
            return replace(common, title="Sit facing me", advice="Whole body in the picture, head to feet.")
        return replace(common, title="Find your place", advice=self._guide.advice)

    def _neutral_screen(self, common: Screen) -> Screen:
        advice = self._guide.advice if self._guide.stopped else f"Next: your {common.side} leg."
        return replace(
            common, title="Let both legs hang still", advice=advice, progress=float(np.clip(self._hang, 0, 1))
        )

    def _trials_screen(self, common: Screen) -> Screen:
        side, direction = self._todo[0]
        accepted = sum(attempt.accepted for attempt in common.attempts)
        if self._told_back:
            title = "And back"
        elif self._top_deg:
            title = "As far as it goes, and hold"
        else:
            title = f"Turn your {side} foot {_WAY[direction]}"
        return replace(
            common,
            title=title,
            advice=self._guide.advice if self._guide.stopped else self._remark,
            big=f"{min(accepted + 1, TRIALS)}/{TRIALS}",
            unit="trial",
            peak_deg=None if self._leg is None or not self._top_deg else self._peak_deg(self._leg),
        )

    def _peak_deg(self, leg: _Leg) -> float:
        return leg.rest_deg + self._top_deg * (1 if leg.direction == "internal" else -1)

    def _between_screen(self, common: Screen) -> Screen:
        share = 1 - (self._until_s - self._now_s) / BETWEEN_S
        return replace(
            common,
            title=self._next_words(),
            advice="Sit as before, and let both legs hang.",
            progress=float(np.clip(share, 0, 1)),
            attempts=(),
        )

    def _results(self) -> tuple[Result, ...]:
        pending = set(self._todo)
        return tuple(
            Result(one.side, one.direction, one.value_deg, one.sigma_deg)
            for key, one in self._measured.items()
            if key not in pending
        )


def _is_enough(measured: Measurement | None) -> bool:
    """Say whether a leg that was measured before needs no more trials."""
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
    if earlier is None or not earlier.trials:
        return replace(now, trials=shifted)
    signal = stretch.reading.signal
    assert signal is not None  # noqa: S101  there are trials
    sigma_deg = float(np.median(signal.sigma[signal.ok]))
    zero = Zero(now.reference, now.offset_deg)
    return summarise(now.quantity, now.side, now.direction, (*earlier.trials, *shifted), sigma_deg, zero)


def _attempts(trials: Sequence[Trial]) -> tuple[Attempted, ...]:
    return tuple(
        Attempted(number, trial.direction, abs(trial.peak_deg), trial.accepted, "; ".join(trial.reasons))
        for number, trial in enumerate(trials, 1)
    )


def _word(count: int) -> str:
    return ("None", "One", "Two", "Three")[count] if count <= TRIALS else str(count)
