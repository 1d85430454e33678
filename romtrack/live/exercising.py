"""An exercise as a sequence that advances by itself: position, sets with rests between, the other side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from romtrack import units
from romtrack.exercises import demonstration, exercise
from romtrack.kinematics.signals import SIGNALS
from romtrack.language import gettext
from romtrack.live import words
from romtrack.live.coaching import Bodies, SetCoach
from romtrack.live.flow import Flow, Phase, Voice
from romtrack.live.guide import Guide, PositionGuide
from romtrack.live.screen import PhaseName, Screen, Steps, Traced
from romtrack.types import Partial

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.live.coaching import Noted
    from romtrack.live.logbook import Logbook
    from romtrack.live.look import Eye, Look
    from romtrack.live.plan import Plan
    from romtrack.live.reading import Angles, LiveReading
    from romtrack.types import Legs, SetRecord, Side

__all__ = ["ExerciseFlow"]

READY_S: Final = 3.0
IDLE_S: Final = 10.0  # without a movement, after which a set is over
_STIRS: Final = {"deg": 6.0, "torso": 0.06, "shank": 0.06}  # a movement, in the unit of what is counted
_SPAN: Final = 5  # movements that the trace has room for at least
_LEARN_S: Final = 4.0
_AGAIN_S: Final = 2.0
_GAP_S: Final = 1.0
_SOON_S: Final = 10.0  # before the end of a rest it is said what is next


class _Stage:
    """What the phases share: who looks, what was read, what is kept, and where the person is."""

    def __init__(
        self, plan: Plan, eye: Eye, reading: LiveReading, logbook: Logbook, before: Sequence[SetRecord]
    ) -> None:
        self.plan, self.card, self._before = plan, exercise(plan.exercise), before
        self.reading, self.logbook, self._eye = reading, logbook, eye
        self.measures = self.card.needs_shanks
        self.bodies, self.voice = Bodies(eye.skeleton), Voice()
        self.guide = Guide(eye.skeleton) if self.measures else PositionGuide(self.bodies, self.card)
        self.now_s = 0.0
        self._roll_deg = np.nan

    def see(self, look: Look) -> None:
        self.now_s = self.voice.now_s = look.time_s
        self.bodies.of(look)  # learns the scale, which a set then keeps
        self.guide.update(look, self._roll_deg)

    def coach(self, side: Side) -> SetCoach:
        """Return who follows the next set, with what is known of the last seconds."""
        since_s, before = self.now_s - _LEARN_S, None
        self.reading.upright_px = self._eye.upright_px()
        if self.measures:
            self.reading.learn(since_s)
            self._roll_deg = self.reading.roll_deg
            before = self.reading.read(since_s, side)
        self.bodies.hold()
        return SetCoach(self.card, side, self.bodies, before)

    @property
    def legs(self) -> Legs:
        """The legs of the next set."""
        return "both" if self.card.kind == "alternating" else self.logbook.todo[0]

    @property
    def last_time(self) -> str:
        """The best of the last time, of the leg that is next."""
        return words.last_time(self._before, self.card, self.logbook.todo[0])

    def common_screen(self, phase: PhaseName) -> Screen:
        title = words.set_title(self.logbook.number, self.plan.sets, self.legs)
        sets = Steps(gettext("set"), len(self.logbook.done), len(self.logbook.done) + len(self.logbook.todo))
        shown = demonstration(self.card.id) if self.logbook.is_new else ""
        side = self.logbook.todo[0]
        return Screen(phase, side, title, checks=self.guide.checks, steps=(sets,), demonstration=shown)

    def waiting(self, common: Screen, until_s: float, whole_s: float) -> Screen:
        """Return the screen with what is left of a time."""
        left_s = max(until_s - self.now_s, 0.0)
        return replace(
            common, big=units.number(np.ceil(left_s), 0), progress=1 - min(left_s / max(whole_s, 1), 1)
        )


class ExerciseFlow(Flow):
    """Fold looks and angles into sets; ``before``: those of the last time."""

    _stage: _Stage
    _phase: _Part

    def __init__(
        self,
        plan: Plan,
        eye: Eye,
        reading: LiveReading,
        logbook: Logbook,
        before: Sequence[SetRecord] = (),
    ) -> None:
        stage = _Stage(plan, eye, reading, logbook, before)
        super().__init__(stage, _Position(stage) if logbook.todo else _Done(stage))

    def interrupt(self) -> None:
        """Bear with a time that is missing; the counter sees the gap by itself."""
        self._stage.guide.restart()
        self._phase.bear_with(self._stage.now_s)

    def step(self, look: Look, angles: Angles) -> None:
        """Take the next look."""
        if look.time_s - self._stage.now_s > _GAP_S:
            self._phase.bear_with(look.time_s)
        super().step(look, angles)


class _Part(Phase):
    """A phase of the exercise."""

    def __init__(self, stage: _Stage) -> None:
        self._stage = stage

    @property
    def heeds_hand(self) -> bool:
        """Whether the exercise leaves the arms alone."""
        return SIGNALS[self._stage.card.signal].segment != "arms"

    def bear_with(self, now_s: float) -> None:
        """Take no account of the time until now."""

    def skip(self) -> Phase:
        return self

    def _common(self) -> Screen:
        return self._stage.common_screen(self.name)


class _Position(_Part):
    name: ClassVar[PhaseName] = "position"

    def step(self, look: Look, angles: Angles) -> Phase:  # noqa: ARG002  as every phase
        guide = self._stage.guide
        if guide.ready:
            return _Ready(self._stage)
        if guide.settled:
            self._stage.voice.say(guide.advice)
        if self._stage.voice.waits:
            self._stage.voice.remark(guide.reminder or guide.advice or gettext(words.COME))
        return self

    def screen(self) -> Screen:
        guide = self._stage.guide
        title = gettext("Find your place") if guide.settled else gettext("Get into position")
        return replace(self._common(), title=title, advice=guide.advice)


class _Ready(_Part):
    name: ClassVar[PhaseName] = "ready"

    def __init__(self, stage: _Stage) -> None:
        super().__init__(stage)
        self._until_s = stage.now_s + READY_S
        stage.bodies.learn()
        stage.voice.say(words.get_ready(stage.legs))

    def step(self, look: Look, angles: Angles) -> Phase:  # noqa: ARG002  as every phase
        guide = self._stage.guide
        if guide.stopped:
            return _Position(self._stage)
        return _Set(self._stage) if look.time_s >= self._until_s and guide.ready else self

    def skip(self) -> Phase:
        self._until_s = self._stage.now_s
        return self

    def screen(self) -> Screen:
        waiting = self._stage.waiting(self._common(), self._until_s, READY_S)
        asked = words.get_ready_for(self._stage.plan.reps, self._stage.card)
        return replace(waiting, advice=" ".join(filter(None, (asked, self._stage.last_time))))


class _Set(_Part):
    name: ClassVar[PhaseName] = "set"

    def __init__(self, stage: _Stage) -> None:
        super().__init__(stage)
        self._coach = stage.coach(stage.logbook.todo[0])
        stage.logbook.begin(stage.now_s)
        self._stirs = _STIRS[stage.card.unit]
        self._stirred_s, self._still = stage.now_s, np.nan
        self._told: frozenset[str] = frozenset()
        self._unkept: list[Noted] = []
        self._try_again_s = 0.0
        stage.voice.tone("ready")
        stage.voice.say(gettext("Go."))

    def bear_with(self, now_s: float) -> None:
        self._stirred_s = now_s

    def step(self, look: Look, angles: Angles) -> Phase:
        coach = self._coach
        events = coach.update(self._fit_to_count(look), angles)
        self._unkept += events
        if events or (self._unkept and look.time_s >= self._try_again_s):
            self._take()
        self._tell(coach.cues)
        if self._stage.voice.waits and not (coach.held_s or self._stage.logbook.has_counted):
            self._stage.voice.remark(gettext(words.WHEN_READY))
        moved = np.isfinite(coach.value) and not abs(coach.value - self._still) < self._stirs
        if coach.held_s or moved:
            self._still, self._stirred_s = coach.value, look.time_s
        idle = self._stage.logbook.has_counted and look.time_s - self._stirred_s > IDLE_S
        return self.skip() if self._amount >= self._stage.plan.reps or idle else self

    def _fit_to_count(self, look: Look) -> Look:
        """Return the look; an empty one while something is wrong that stops a measurement, too."""
        stopped = self._stage.measures and self._stage.guide.stopped
        return replace(look, pose=None, shanks=None) if stopped else look

    @property
    def _amount(self) -> float:
        """What counts toward the dose, with the hold that goes on."""
        going_on_s = self._coach.held_s if self._stage.card.kind == "hold" else 0.0
        return going_on_s + self._stage.logbook.amount

    def _take(self, *, ended: bool = False) -> None:
        """Keep what ended, then count it; what could not be kept is tried again."""
        stage = self._stage
        self._try_again_s = stage.now_s + _AGAIN_S
        partial = not ended and any(isinstance(event, Partial) for event in self._unkept)
        counted = stage.logbook.add(self._unkept, stage.now_s, ended=ended)
        self._unkept = []
        for number in counted:
            stage.voice.count(number)
        if partial:
            stage.voice.remark(gettext(words.TOO_LITTLE))

    def _tell(self, cues: Sequence[str]) -> None:
        """Speak each cue once when it begins."""
        for cue in cues:
            if cue not in self._told:
                self._stage.voice.remark(cue)
        self._told = frozenset(cues)

    def skip(self) -> Phase:
        """End the set."""
        stage = self._stage
        self._unkept += self._coach.finish()
        self._take(ended=True)
        done = words.amount_done(self._amount, stage.card)
        stage.logbook.end()
        stage.bodies.learn()
        stage.voice.tone("done")
        if not stage.logbook.todo:
            stage.voice.say(f"{done} {gettext(words.ALL_DONE)}")
            return _Done(stage)
        rest = gettext("Rest.")
        stage.voice.say(f"{done} {rest}")
        return _Rest(stage)

    def screen(self) -> Screen:
        stage, guide, coach, common = self._stage, self._stage.guide, self._coach, self._common()
        advice = guide.advice if guide.stopped else ""
        return replace(
            common,
            advice=advice or stage.last_time or units.seconds(stage.now_s - stage.logbook.began_s, 0),
            steps=(*common.steps, Steps(words.unit_of(stage.card), int(self._amount), stage.plan.reps)),
            cue=coach.cues[0] if coach.cues else "",
            fault=coach.fault,
            big=str(int(self._amount)),
            unit=words.of_dose(stage.plan.reps, stage.card),
            traced=None if stage.measures else self._traced(coach.value),
        )

    def _traced(self, value: float) -> Traced:
        card = self._stage.card
        name, unit = gettext(SIGNALS[card.signal].meaning), card.unit if card.unit == "deg" else ""
        return Traced(value if np.isfinite(value) else None, name, unit, _SPAN * self._stirs)


class _Rest(_Part):
    name: ClassVar[PhaseName] = "rest"

    @property
    def heeds_hand(self) -> bool:
        return True

    def __init__(self, stage: _Stage) -> None:
        super().__init__(stage)
        self._until_s = stage.now_s + stage.plan.rest_s

    def step(self, look: Look, angles: Angles) -> Phase:  # noqa: ARG002  as every phase
        if self._until_s - look.time_s <= _SOON_S and self._stage.voice.waits:
            self._stage.voice.remark(words.soon(self._stage.legs))
        return _Position(self._stage) if look.time_s >= self._until_s else self

    def skip(self) -> Phase:
        self._until_s = self._stage.now_s
        return self

    def screen(self) -> Screen:
        stage, common = self._stage, self._common()
        return replace(
            stage.waiting(common, self._until_s, stage.plan.rest_s),
            title=words.rest_title(stage.logbook.number, stage.plan.sets, stage.legs),
            advice=words.set_summary(stage.logbook.done[-1], stage.card),
            unit=gettext("seconds"),
        )


class _Done(_Part):
    name: ClassVar[PhaseName] = "done"

    @property
    def heeds_hand(self) -> bool:
        return False

    def step(self, look: Look, angles: Angles) -> Phase:  # noqa: ARG002  as every phase
        return self

    def screen(self) -> Screen:
        big, unit = units.number(self._stage.logbook.total, 0), words.counts_of(self._stage.card)
        return Screen("done", None, gettext("Done"), gettext("The result is on its way."), big=big, unit=unit)
