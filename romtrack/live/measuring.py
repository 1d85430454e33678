"""The measurement as a sequence that advances by itself: position, hang, trials, the other leg."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from romtrack.kinematics.posture import Posture
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.live import words
from romtrack.live.flow import Flow, Phase, Voice
from romtrack.live.guide import Guide
from romtrack.live.screen import PhaseName, Screen, Steps
from romtrack.live.tally import TRIALS, Tally, Turn
from romtrack.measure.neutral import NeutralFinder
from romtrack.measure.trials import Moment, TrialDetector

if TYPE_CHECKING:
    from romtrack.live.look import Eye, Look
    from romtrack.live.reading import Angle, LiveReading
    from romtrack.measure.advice import Advice, Cause
    from romtrack.types import Side

__all__ = ["MeasureFlow"]

QUANTITY: Final = QUANTITIES["hip_rotation"]
HANG_S = 2.0
RESTLESS_S = 6.0  # without a still moment: what makes the reading unsure may be why
JUDGE_AFTER_S = 0.35  # the filter of the whole reading wants some frames after the return
AGAIN_S = 2.0
HELD_S, HELD_DEG = 0.6, 3.0
BETWEEN_S = 4.0
LEARN_EVERY_S = 2.0  # while the person looks for their place
MOST_REMINDERS: Final = 5  # in a row, without a turn: then there is no number, and it goes on
LOST_S = 4.0  # not measurable for so long: back to the position guide
_NOWHERE: Final = Posture(*(np.array(np.nan),) * 5)


class _Stage:
    """What the phases share: who looks, what was read, what is kept, and how the camera sees the person."""

    def __init__(self, eye: Eye, reading: LiveReading, tally: Tally) -> None:
        self.eye, self.reading, self.tally = eye, reading, tally
        self.guide, self.voice = Guide(eye.skeleton), Voice()
        self.now_s = 0.0
        self.learnt_s = -np.inf
        self._roll_deg = np.nan
        self._stopped_since_s: float | None = None
        self._told: set[tuple[Cause, bool]] = set()

    def see(self, look: Look) -> None:
        self.now_s = self.voice.now_s = look.time_s
        self.guide.update(look, self._roll_deg)

    def learn(self, since_s: float) -> None:
        """Learn how the camera sees the person now."""
        self.reading.learn(since_s)
        self._roll_deg, self.learnt_s = self.reading.roll_deg, self.now_s

    def advise(self, advice: tuple[Advice, ...], *, again: bool) -> bool:
        """Let the guide show what would help most; say whether it is to be told now: once, or ``again``."""
        best = advice[:1]
        asked = {(one.cause, one.turn_deg > 0) for one in best}
        tell = bool(best) and (again or not asked <= self._told)
        self._told |= asked
        self.guide.advise(tuple(one.finding for one in best), anew=tell)
        return tell

    def is_lost(self) -> bool:
        """Say whether nothing could be measured for a while; to be asked at each look."""
        if not self.guide.stopped:
            self._stopped_since_s = None
            return False
        if self._stopped_since_s is None:
            self._stopped_since_s = self.now_s
        return self.now_s - self._stopped_since_s >= LOST_S

    def restart(self) -> None:
        """Allow for a person who may have moved."""
        self._stopped_since_s = None

    def next(self) -> Phase:
        """End the turn that was on, and return the phase before the one that is next."""
        ended = self.tally.todo.pop(0)
        self.voice.tone("done")
        told = words.result(ended, self.tally.measured(ended))
        more = words.next_turn(self.tally.todo[0]) if self.tally.todo else words.ALL_DONE
        self.voice.say(f"{told} {more}")
        return _Between(self) if self.tally.todo else _Done(self)

    def common_screen(self, phase: PhaseName) -> Screen:
        turn = self.tally.todo[0]
        return Screen(
            phase,
            turn.side,
            "",
            checks=self.guide.checks,
            results=self.tally.results(),
            attempts=self.tally.attempts(turn),
        )


class MeasureFlow(Flow):
    """Fold looks and angles into a measurement."""

    _stage: _Stage

    def __init__(self, eye: Eye, reading: LiveReading, tally: Tally) -> None:
        stage = _Stage(eye, reading, tally)
        super().__init__(stage, _Position(stage) if tally.todo else _Done(stage))

    def interrupt(self) -> None:
        """Begin this leg anew, keeping its trials: the person or the camera may have moved meanwhile."""
        self._begin_anew(words.BACK_AGAIN)

    def _begin_anew(self, why: str) -> None:
        self._stage.guide.restart()
        if self.finished:
            return
        if self.begun:
            self._stage.voice.say(why)
        self._phase = _Position(self._stage)

    def step(self, look: Look, angles: dict[Side, Angle]) -> None:
        """Take the next look."""
        if look.moved and self.begun and not self.finished:
            self._begin_anew(words.MOVED)
        super().step(look, angles)


class _Part(Phase):
    """A phase of the measurement."""

    def __init__(self, stage: _Stage) -> None:
        self._stage = stage

    def skip(self) -> Phase:
        """Leave this turn as it is."""
        return self._stage.next()

    def _common(self) -> Screen:
        return self._stage.common_screen(self.name)

    def _warning(self, otherwise: str) -> str:
        """Return what to change where nothing can be measured now."""
        guide = self._stage.guide
        return guide.advice if guide.stopped else otherwise


class _Position(_Part):
    name: ClassVar[PhaseName] = "position"

    def __init__(self, stage: _Stage) -> None:
        super().__init__(stage)
        stage.restart()

    def step(self, look: Look, angles: dict[Side, Angle]) -> Phase:  # noqa: ARG002  as every phase
        stage, guide = self._stage, self._stage.guide
        due = look.time_s - stage.learnt_s > LEARN_EVERY_S
        if guide.ready or (due and guide.settled and look.pose is not None):
            stage.reading.upright_px = stage.eye.upright_px()
            stage.learn(look.time_s - LEARN_EVERY_S)
        if guide.ready:
            return _Neutral(stage)
        stage.voice.say(guide.advice)
        if stage.voice.waits:
            stage.voice.remark(guide.reminder or words.COME)
        return self

    def screen(self) -> Screen:
        guide = self._stage.guide
        if not guide.settled:
            return replace(self._common(), title="Sit facing the laptop", advice=words.COME)
        return replace(self._common(), title="Find your place", advice=guide.advice)


class _Neutral(_Part):
    name: ClassVar[PhaseName] = "neutral"

    def __init__(self, stage: _Stage) -> None:
        super().__init__(stage)
        self._finder, self._hung = NeutralFinder(), 0.0
        self._since_s = stage.now_s
        self._side = stage.tally.todo[0].side
        self._remark = words.OTHER_FOOT
        stage.voice.say(words.let_hang(self._side))

    def step(self, look: Look, angles: dict[Side, Angle]) -> Phase:
        stage = self._stage
        if stage.is_lost():
            return _Position(stage)
        if stage.voice.waits:
            self._remark = words.hang_again(self._side)
            stage.voice.remark(self._remark)
        self._finder.update(look.time_s, angles[self._side].value_deg)
        still = self._finder.current
        self._hung = 0.0 if still is None or not still.hangs else (still.end_s - still.start_s) / HANG_S
        if still is None and look.time_s - self._since_s > RESTLESS_S:
            return self._restless()
        if still is None or self._hung < 1:
            return self
        stage.learn(still.start_s)
        turn = stage.tally.todo[0]
        hung = stage.reading.read(still.start_s, turn.side).reading
        if stage.advise(hung.advice, again=hung.rest_deg is None):
            return _Position(stage)
        if hung.rest_deg is None:
            return _Neutral(stage)
        return _Trials(stage, turn, still.start_s, hung.rest_deg)

    def _restless(self) -> Phase:
        """Tell what makes the reading of a leg unsure that seems never to be still."""
        stage, since_s = self._stage, self._since_s
        self._since_s = stage.now_s
        hung = stage.reading.read(since_s, self._side).reading
        return _Position(stage) if stage.advise(hung.advice, again=False) else self

    def screen(self) -> Screen:
        return replace(
            self._common(),
            title=words.hang_title(self._side),
            advice=self._warning(self._remark),
            progress=float(np.clip(self._hung, 0, 1)),
        )


class _Trials(_Part):
    """The trials of one turn; the leg has hung still at ``rest_deg`` since ``since_s``."""

    name: ClassVar[PhaseName] = "trials"

    def __init__(self, stage: _Stage, turn: Turn, since_s: float, rest_deg: float) -> None:
        super().__init__(stage)
        stage.tally.begin(turn)
        self._turn, self._since_s, self._rest_deg = turn, since_s, rest_deg
        self._sign = 1 if turn.direction == "internal" else -1
        self._detector = TrialDetector(QUANTITY, rest_deg)
        self._judge_at_s: float | None = None
        self._recent: deque[tuple[float, float]] = deque()
        self._top_deg, self._told_back = 0.0, False
        self._remark, self._asked, self._reminded = "", False, 0
        stage.voice.tone("ready")
        stage.voice.say(words.ask_for_trial(turn))

    def step(self, look: Look, angles: dict[Side, Angle]) -> Phase:
        stage, angle = self._stage, angles[self._turn.side]
        moment = Moment(look.time_s, angle.value_deg, angle.sigma_deg, _NOWHERE)
        ended = self._detector.update(moment) is not None
        self._follow(look.time_s, angle.value_deg)
        if ended:
            self._judge_at_s = look.time_s + JUDGE_AFTER_S
        if stage.is_lost():
            return _Position(stage)
        if self._judge_at_s is None:
            return self._remind() if stage.voice.waits else self
        if look.time_s < self._judge_at_s:
            return self
        self._judge_at_s = look.time_s + AGAIN_S  # where the log does not take it
        self._top_deg, self._told_back = 0.0, False
        after = self._judge()
        self._judge_at_s = None
        return after

    def _follow(self, time_s: float, value_deg: float) -> None:
        """Follow the turn under way: how far it went, and whether it is held."""
        away_deg = (value_deg - self._rest_deg) * self._sign
        if not np.isfinite(away_deg):
            return
        self._recent.append((time_s, away_deg))
        while time_s - self._recent[0][0] > HELD_S:
            self._recent.popleft()
        if away_deg > QUANTITY.leave_deg:
            self._top_deg = max(self._top_deg, away_deg)
            self._remark = ""
        values = [value for _, value in self._recent]
        full = time_s - self._recent[0][0] > 0.8 * HELD_S
        still = max(values) - min(values) < HELD_DEG and min(values) > max(
            QUANTITY.leave_deg, 0.8 * self._top_deg
        )
        if full and still and not self._told_back:
            self._told_back = True
            self._stage.voice.tone("end")
            self._stage.voice.remark(words.AND_BACK)

    def _remind(self) -> Phase:
        """Say in other words what is asked for; of a leg that turned a little, ask whether that is all."""
        tally, turn = self._stage.tally, self._turn
        if self._top_deg:
            self._say(words.hang_again(turn.side))
            return self
        tally.update(turn, self._since_s)
        measured, little = tally.measured(turn), tally.is_doubtful(turn)
        answered = self._asked and measured is not None and measured.value_deg is not None
        if answered or self._reminded == MOST_REMINDERS:
            return self.skip()
        self._asked |= little
        otherwise = words.ask_for_trial if self._reminded % 2 else words.turn_again
        self._reminded += 1
        self._say(words.AS_FAR if little else otherwise(turn))
        return self

    def _say(self, remark: str) -> None:
        """Say what is shown, too, until the next turn begins."""
        self._remark = remark
        self._stage.voice.remark(remark)

    def _judge(self) -> Phase:
        """Read the turn's stretch as a whole; keep what came of it, then show it."""
        tally, voice = self._stage.tally, self._stage.voice
        before = tally.trials(self._turn)
        if not tally.update(self._turn, self._since_s):
            return self
        trials = tally.trials(self._turn)
        last = trials[-1]
        self._reminded = 0
        voice.tone("good" if last.accepted else "refused")
        if tally.is_enough(self._turn):
            if self._asked or not tally.is_doubtful(self._turn):
                return self.skip()
            self._asked = True
            self._say(words.AS_FAR)
        elif last.accepted:
            again = any(now.accepted and not then.accepted for then, now in zip(before, trials, strict=False))
            self._remark = words.COUNTS_AFTER_ALL if again else ""
            told = words.value_of(last, sum(trial.accepted for trial in trials))
            voice.remark(" ".join(filter(None, (told, self._remark, words.AGAIN))))
        else:
            self._say(words.refused(last))
        return self

    def skip(self) -> Phase:
        """Read the turn a last time, with its set-up, and go on."""
        self._stage.tally.finish(self._turn, self._since_s)
        return self._stage.next()

    def screen(self) -> Screen:
        common = self._common()
        accepted = sum(attempt.accepted for attempt in common.attempts)
        if self._told_back:
            title = "And back"
        elif self._top_deg:
            title = "As far as it goes, and hold"
        else:
            title = words.turn_title(self._turn)
        return replace(
            common,
            title=title,
            advice=self._warning(self._remark),
            big=f"{min(accepted + 1, TRIALS)}/{TRIALS}",
            unit="trial",
            steps=(Steps("trial", min(accepted, TRIALS), TRIALS),),
            peak_deg=self._rest_deg + self._top_deg * self._sign if self._top_deg else None,
        )


class _Between(_Part):
    name: ClassVar[PhaseName] = "between"

    def __init__(self, stage: _Stage) -> None:
        super().__init__(stage)
        self._until_s = stage.now_s + BETWEEN_S

    def step(self, look: Look, angles: dict[Side, Angle]) -> Phase:  # noqa: ARG002  as every phase
        return _Neutral(self._stage) if look.time_s >= self._until_s else self

    def skip(self) -> Phase:
        """Go on at once: what is left is the pause, not the turn that comes."""
        return _Neutral(self._stage)

    def screen(self) -> Screen:
        share = 1 - (self._until_s - self._stage.now_s) / BETWEEN_S
        return replace(
            self._common(),
            title=words.next_turn(self._stage.tally.todo[0]),
            advice="Sit as before, and let the leg hang.",
            progress=float(np.clip(share, 0, 1)),
            attempts=(),
        )


class _Done(_Part):
    name: ClassVar[PhaseName] = "done"

    @property
    def heeds_hand(self) -> bool:
        return False

    def step(self, look: Look, angles: dict[Side, Angle]) -> Phase:  # noqa: ARG002  as every phase
        return self

    def skip(self) -> Phase:
        return self

    def screen(self) -> Screen:
        results = self._stage.tally.results()
        return Screen("done", None, "Done", results=results, advice="The result is on its way.")
