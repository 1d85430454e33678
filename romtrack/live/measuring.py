"""The measurement as a sequence that advances by itself: position, hang, trials, the other leg."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

import numpy as np

from romtrack.kinematics.posture import Posture
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.language import gettext
from romtrack.live import words
from romtrack.live.flow import Flow, Phase, Voice
from romtrack.live.guide import Guide
from romtrack.live.screen import PhaseName, Screen, Steps
from romtrack.measure.neutral import NeutralFinder
from romtrack.measure.trials import Moment, TrialDetector

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from romtrack.live.look import Eye, Look
    from romtrack.live.reading import Angles, LiveReading
    from romtrack.live.tally import Tally, Turn
    from romtrack.measure.advice import Advice, Cause
    from romtrack.types import Measurement

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


class _Manner(NamedTuple):
    """How a turn is spoken of. opening: before it. told: what it gave, with the turn that is next."""

    opening: str
    told: Callable[[Turn, Sequence[Measurement | None], Turn | None], str]


_MEASURED: Final = _Manner("", words.result_and_next)
_PRACTISED: Final = _Manner(words.PRACTICE, words.practised)


class _Stage:
    """What the phases share: who looks, what was read, what is kept, and how the camera sees the person."""

    def __init__(self, eye: Eye, reading: LiveReading, tally: Tally) -> None:
        self.eye, self.reading, self.tally = eye, reading, tally
        self.guide, self.voice = Guide(eye.skeleton), Voice()
        self.manner = _PRACTISED if tally.practice else _MEASURED
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
        following = next(iter(self.tally.todo), None)
        self.voice.say(self.manner.told(ended, self.tally.measured(ended), following))
        return _Done(self) if following is None else _Between(self)

    def common_screen(self, phase: PhaseName) -> Screen:
        turn = self.tally.todo[0]
        return Screen(
            phase,
            turn.side,
            "",
            checks=self.guide.checks,
            results=self.tally.results(),
            attempts=self.tally.attempts(turn),
            demonstration=self.tally.demonstration(turn),
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
            self._stage.voice.say(gettext(why))
        self._phase = _Position(self._stage)

    def step(self, look: Look, angles: Angles) -> None:
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

    def step(self, look: Look, angles: Angles) -> Phase:  # noqa: ARG002  as every phase
        stage, guide = self._stage, self._stage.guide
        due = look.time_s - stage.learnt_s > LEARN_EVERY_S
        if guide.ready or (due and guide.settled and look.pose is not None):
            stage.reading.upright_px = stage.eye.upright_px()
            stage.learn(look.time_s - LEARN_EVERY_S)
        if guide.ready:
            return _Neutral(stage)
        stage.voice.say(guide.advice)
        if stage.voice.waits:
            stage.voice.remark(guide.reminder or gettext(words.COME))
        return self

    def screen(self) -> Screen:
        guide = self._stage.guide
        if not guide.settled:
            return replace(self._common(), title=gettext("Sit facing the laptop"), advice=gettext(words.COME))
        return replace(self._common(), title=gettext("Find your place"), advice=guide.advice)


class _Neutral(_Part):
    name: ClassVar[PhaseName] = "neutral"

    def __init__(self, stage: _Stage) -> None:
        super().__init__(stage)
        self._finder, self._hung = NeutralFinder(), 0.0
        self._since_s = stage.now_s
        self._side = stage.tally.todo[0].side
        self._remark = gettext(words.OTHER_FOOT)
        opening = gettext(stage.manner.opening)
        stage.voice.say(" ".join(filter(None, (opening, words.let_hang(self._side)))))

    def step(self, look: Look, angles: Angles) -> Phase:
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
        if still is None or self._hung < 1 or not stage.voice.is_heard:
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
        self._turn, self._since_s = turn, since_s
        self._detector = TrialDetector(QUANTITY, rest_deg)
        self._judge_at_s: float | None = None
        self._reach, self._halfway = _Reach(turn, rest_deg), False
        self._remark, self._asked, self._reminded = stage.manner.opening, False, 0
        stage.voice.tone("ready")
        stage.voice.say(words.ask_for_trial(turn))

    def step(self, look: Look, angles: Angles) -> Phase:
        stage, angle = self._stage, angles[self._turn.side]
        moment = Moment(look.time_s, angle.value_deg, angle.sigma_deg, _NOWHERE)
        ended = self._detector.update(moment)
        self._follow(look.time_s, angle.value_deg)
        if ended is not None:
            self._halfway = ended.direction != self._turn.directions[-1]
            if not self._halfway:
                self._judge_at_s = look.time_s + JUDGE_AFTER_S
        if stage.is_lost():
            return _Position(stage)
        if self._judge_at_s is None:
            return self._remind() if stage.voice.waits else self
        if look.time_s < self._judge_at_s:
            return self
        self._judge_at_s = look.time_s + AGAIN_S  # where the log does not take it
        self._reach.forget()
        after = self._judge()
        self._judge_at_s = None
        return after

    def _follow(self, time_s: float, value_deg: float) -> None:
        """Follow the turn under way, and tell where to go from its end."""
        hung, held = not self._reach.top_deg, self._reach.follow(time_s, value_deg)
        if self._reach.is_away:
            self._remark = ""
        if self._reach.top_deg and hung:
            self._stage.voice.bear()
        if held:
            self._stage.voice.tone("end")
            self._stage.voice.remark(gettext(words.AND_BACK if self._reach.is_last else words.AND_ACROSS))

    def _remind(self) -> Phase:
        """Say in other words what is asked for; of a leg that turned a little, ask whether that is all."""
        tally, turn = self._stage.tally, self._turn
        if self._reach.top_deg and not self._halfway:
            self._say(words.hang_again(turn.side))
            return self
        tally.update(turn, self._since_s)
        little = tally.is_doubtful(turn)
        answered = tally.is_enough(turn) and not little
        if answered or (self._asked and tally.has_value(turn)) or self._reminded == MOST_REMINDERS:
            return self.skip()
        self._asked |= little
        otherwise = words.ask_for_trial if self._reminded % 2 else words.turn_again
        self._reminded += 1
        self._say(gettext(words.AS_FAR) if little else otherwise(turn))
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
        last = {trial.direction: trial for trial in trials[len(before) :]}
        refused = [trial for trial in last.values() if not trial.accepted]
        self._reminded = 0
        voice.tone("refused" if refused else "good")
        if tally.is_enough(self._turn):
            if self._asked or not tally.is_doubtful(self._turn):
                return self.skip()
            self._asked = True
            self._say(gettext(words.AS_FAR))
        elif refused:
            self._say(words.refused(refused[0]))
        elif len(last) < len(self._turn.parts):
            self._say(words.turn_again(self._turn))
        else:
            again = any(now.accepted and not then.accepted for then, now in zip(before, trials, strict=False))
            self._remark = gettext(words.COUNTS_AFTER_ALL) if again else ""
            told = words.value_of(list(last.values()), tally.accepted(self._turn))
            voice.remark(" ".join(filter(None, (told, self._remark, gettext(words.AGAIN)))))
        return self

    def skip(self) -> Phase:
        """Read the turn a last time, with its set-up, and go on."""
        self._stage.tally.finish(self._turn, self._since_s)
        return self._stage.next()

    def screen(self) -> Screen:
        common, tally, reach = self._common(), self._stage.tally, self._reach
        accepted = min(tally.accepted(self._turn), tally.wanted)
        if reach.held:
            title = gettext("And back") if reach.is_last else gettext("And all the way inward")
        elif reach.top_deg:
            title = gettext("As far as it goes, and hold")
        else:
            title = words.turn_title(self._turn)
        return replace(
            common,
            title=title,
            advice=self._warning(self._remark),
            big=f"{min(accepted + 1, tally.wanted)}/{tally.wanted}",
            unit=gettext("trial"),
            steps=(Steps(gettext("trial"), accepted, tally.wanted),),
            peak_deg=reach.peak_deg,
            demonstration="" if reach.top_deg else common.demonstration,
        )


class _Reach:
    """How far the leg has gone in the turn under way: the furthest, and whether it was held there."""

    def __init__(self, turn: Turn, rest_deg: float) -> None:
        self._rest_deg = rest_deg
        self._signs = [1 if direction == "internal" else -1 for direction in turn.directions]
        self._sign = self._signs[0]
        self._recent: deque[tuple[float, float]] = deque()
        self.top_deg, self.held, self.is_away = 0.0, False, False

    @property
    def is_last(self) -> bool:
        """Whether from here it goes back to the hang, not on to the other side."""
        return self._sign == self._signs[-1]

    @property
    def peak_deg(self) -> float | None:
        """The furthest so far, None = the leg has not left the hang."""
        return self._rest_deg + self.top_deg * self._sign if self.top_deg else None

    def forget(self) -> None:
        """Begin the next turn."""
        self.top_deg, self.held = 0.0, False

    def follow(self, time_s: float, value_deg: float) -> bool:
        """Take the next reading; say, once a turn, that the leg is held now."""
        from_rest_deg, self.is_away = value_deg - self._rest_deg, False
        if not np.isfinite(from_rest_deg):
            return False
        self._cross(from_rest_deg)
        away_deg = from_rest_deg * self._sign
        self._recent.append((time_s, away_deg))
        while time_s - self._recent[0][0] > HELD_S:
            self._recent.popleft()
        self.is_away = away_deg > QUANTITY.leave_deg
        if self.is_away:
            self.top_deg = max(self.top_deg, away_deg)
        held = not self.held and self._is_held(time_s)
        self.held |= held
        return held

    def _cross(self, from_rest_deg: float) -> None:
        """Take the other side for what is under way, where the leg has gone over there and shall."""
        sign = 1 if from_rest_deg > 0 else -1
        if sign != self._sign and sign in self._signs and abs(from_rest_deg) > QUANTITY.leave_deg:
            self._sign = sign
            self._recent.clear()
            self.forget()

    def _is_held(self, time_s: float) -> bool:
        values = [value for _, value in self._recent]
        full = time_s - self._recent[0][0] > 0.8 * HELD_S
        far_deg = max(QUANTITY.leave_deg, 0.8 * self.top_deg)
        return full and max(values) - min(values) < HELD_DEG and min(values) > far_deg


class _Between(_Part):
    name: ClassVar[PhaseName] = "between"

    def __init__(self, stage: _Stage) -> None:
        super().__init__(stage)
        self._until_s = stage.now_s + BETWEEN_S

    def step(self, look: Look, angles: Angles) -> Phase:  # noqa: ARG002  as every phase
        return _Neutral(self._stage) if look.time_s >= self._until_s else self

    def skip(self) -> Phase:
        """Go on at once: what is left is the pause, not the turn that comes."""
        return _Neutral(self._stage)

    def screen(self) -> Screen:
        share = 1 - (self._until_s - self._stage.now_s) / BETWEEN_S
        return replace(
            self._common(),
            title=words.next_turn(self._stage.tally.todo[0]),
            advice=gettext("Sit as before, and let the leg hang."),
            progress=float(np.clip(share, 0, 1)),
            attempts=(),
        )


class _Done(_Part):
    name: ClassVar[PhaseName] = "done"

    @property
    def heeds_hand(self) -> bool:
        return False

    def step(self, look: Look, angles: Angles) -> Phase:  # noqa: ARG002  as every phase
        return self

    def skip(self) -> Phase:
        return self

    def screen(self) -> Screen:
        results, advice = self._stage.tally.results(), gettext("The result is on its way.")
        return Screen("done", None, gettext("Done"), results=results, advice=advice)
