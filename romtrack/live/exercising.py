"""An exercise as a sequence that advances by itself: position, sets with rests between, the other side.

Nothing is shown before it is kept: ``keep`` is called with all sets so far, and only then the
repetition is counted on the screen.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from romtrack import units
from romtrack.exercises import cue_text, exercise
from romtrack.kinematics.signals import SIGNALS
from romtrack.live.coaching import Bodies, Event, SetCoach
from romtrack.live.flow import Flow
from romtrack.live.guide import Guide, PositionGuide
from romtrack.live.screen import Screen, Traced
from romtrack.reps import done_text, held_s, range_text
from romtrack.types import Fault, Hold, Partial, Rep, SetRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from romtrack.live.look import Eye, Look
    from romtrack.live.plan import Plan
    from romtrack.live.reading import Angle, LiveReading
    from romtrack.types import Side

__all__ = ["ExerciseFlow"]

_Event = TypeVar("_Event", Rep, Partial, Hold, Fault)

READY_S: Final = 3.0
IDLE_S: Final = 10.0  # without a movement, after which a set is over
_STIRS: Final = {"deg": 6.0, "torso": 0.06, "shank": 0.06}  # a movement, in the unit of what is counted
_SPAN: Final = 5  # movements that the trace has room for at least
_LEARN_S: Final = 4.0
_AGAIN_S: Final = 2.0


class ExerciseFlow(Flow):
    """Fold looks and angles into sets; ``done`` holds the sets of an earlier start."""

    def __init__(
        self,
        plan: Plan,
        eye: Eye,
        reading: LiveReading,
        keep: Callable[[Sequence[SetRecord]], None],
        done: Sequence[SetRecord] = (),
    ) -> None:
        super().__init__()
        self._plan, self._card = plan, exercise(plan.exercise)
        self._eye, self._reading, self._keep = eye, reading, keep
        self._done = tuple(one for one in done if one.reps or one.holds)
        order: list[Side] = [side for side in plan.sides for _ in range(plan.sets)]
        self._todo = order[len(self._done) :]
        self._measures = self._card.reads is not None
        self._bodies = Bodies(eye.skeleton)
        self._guide = Guide(eye.skeleton) if self._measures else PositionGuide(self._bodies, self._card)
        if not self._todo:
            self._phase = "done"
        self._coach: SetCoach | None = None
        self._set: SetRecord | None = None
        self._until_s = self._stirred_s = 0.0
        self._still = np.nan
        self._stirs = _STIRS[self._card.unit]
        self._told: frozenset[str] = frozenset()
        self._unkept: list[Event] = []
        self._try_again_s = 0.0

    def interrupt(self) -> None:
        """Bear with a time that is missing; the counter sees the gap by itself."""
        self._guide.restart()
        self._stirred_s = self._now_s

    def skip(self) -> None:
        """End the set under way, or the rest."""
        if self._phase == "set":
            self._end_set()
        elif self._phase != "done":
            self._until_s = self._now_s

    def step(self, look: Look, angles: dict[Side, Angle]) -> None:
        """Take the next look."""
        if look.time_s - self._now_s > 1:
            self._stirred_s = look.time_s
        self._now_s = look.time_s
        self._bodies.of(look)  # learns the scale, which a set then keeps
        self._guide.update(look, self._roll_deg)
        if self._phase == "position":
            self._in_position()
        elif self._phase == "ready":
            self._in_ready()
        elif self._phase == "rest" and look.time_s >= self._until_s:
            self._phase = "position"
        elif self._phase == "set":
            self._in_set(look, angles)

    def _in_position(self) -> None:
        if self._guide.ready:
            self._to_ready()
        elif self._guide.settled:
            self._say(self._guide.advice)

    def _to_ready(self) -> None:
        self._phase, self._until_s = "ready", self._now_s + READY_S
        self._bodies.learn()
        self._say(f"{self._whose().capitalize()}. Get ready.")

    def _in_ready(self) -> None:
        if self._guide.stopped:
            self._phase = "position"
        elif self._now_s >= self._until_s and self._guide.ready:
            self._begin_set()

    def _begin_set(self) -> None:
        since_s, side = self._now_s - _LEARN_S, self._todo[0]
        self._reading.upright_px = self._eye.upright_px()
        before = None
        if self._measures:
            self._reading.learn(since_s)
            self._roll_deg = self._reading.roll_deg
            before = self._reading.read(since_s, side)
        self._bodies.hold()
        self._coach = SetCoach(self._card, side, self._bodies, before)
        self._set = SetRecord(self._now_s, self._now_s)
        self._phase, self._stirred_s, self._still = "set", self._now_s, np.nan
        self._hear("tone", "ready")
        self._say("Go.")

    def _in_set(self, look: Look, angles: dict[Side, Angle]) -> None:
        coach = self._coach
        assert coach is not None  # noqa: S101  set with the phase
        events = coach.update(self._fit_to_count(look), angles)
        self._unkept += events
        if events or (self._unkept and look.time_s >= self._try_again_s):
            self._take()
        self._tell(coach.cues)
        moved = np.isfinite(coach.value) and not abs(coach.value - self._still) < self._stirs
        if coach.held_s or moved:
            self._still, self._stirred_s = coach.value, look.time_s
        record = self._set
        assert record is not None  # noqa: S101  as above
        idle = bool(record.reps or record.holds) and look.time_s - self._stirred_s > IDLE_S
        if self._amount(record) >= self._plan.reps or idle:
            self._end_set()

    def _fit_to_count(self, look: Look) -> Look:
        """Return the look; an empty one while something is wrong that stops a measurement, too."""
        return replace(look, pose=None, evidence=None) if self._measures and self._guide.stopped else look

    def _amount(self, record: SetRecord) -> float:
        """Return what counts toward the dose: repetitions, or seconds held."""
        if self._card.kind != "hold":
            return len(record.reps)
        going_on_s = 0.0 if self._coach is None or record is not self._set else self._coach.held_s
        return going_on_s + held_s([record])

    def _take(self, *, ended: bool = False) -> None:
        """Keep what ended, then count it; what could not be kept is tried again.

        A fault is one of what counts: of a set that ends without a repetition there is none.
        """
        assert self._set is not None  # noqa: S101  the caller's
        self._try_again_s = self._now_s + _AGAIN_S
        record = _with(self._set, self._unkept, self._now_s)
        if ended and not (record.reps or record.holds):
            record = replace(record, faults=())
        before = len(self._set.reps)
        self._keep((*self._done, record))
        self._set, self._unkept = record, []
        for number in range(before + 1, len(record.reps) + 1):
            self._hear("tone", "count")
            self._hear("say", str(number))

    def _tell(self, cues: Sequence[str]) -> None:
        """Speak each cue once when it begins."""
        for cue in cues:
            if cue not in self._told:
                self._hear("say", cue)
        self._told = frozenset(cues)

    def _end_set(self) -> None:
        assert self._coach is not None  # noqa: S101  set with the phase
        assert self._set is not None  # noqa: S101
        self._unkept += self._coach.finish()
        self._take(ended=True)
        amount = round(self._amount(self._set))
        done = f"{amount} {self._unit.removesuffix('s') if amount == 1 else self._unit}"
        self._done, self._set, self._coach = (*self._done, self._set), None, None
        self._bodies.learn()
        self._todo.pop(0)
        self._hear("tone", "done")
        if not self._todo:
            self._phase = "done"
            self._say(f"{done}. That is all. Well done.")
            return
        self._phase, self._until_s = "rest", self._now_s + self._plan.rest_s
        self._say(f"{done}. Rest.")

    def screen(self) -> Screen:
        """Return what is to be seen now."""
        if self._phase == "done":
            big = units.number(sum(map(self._amount, self._done)), 0)
            return Screen("done", None, "Done", "Look at the result below.", big=big, unit=self._unit)
        side = self._todo[0]
        common = Screen(
            self._phase, side, f"Set {self._number()}, {self._whose()}", checks=self._guide.checks
        )
        if self._phase == "position":
            title = "Find your place" if self._guide.settled else "Get into position"
            return replace(common, title=title, advice=self._guide.advice)
        if self._phase == "ready":
            return replace(self._waiting(common, READY_S), advice="Get ready.")
        if self._phase == "rest":
            return replace(
                self._waiting(common, self._plan.rest_s),
                title=f"Rest. Next: set {self._number()}, {self._whose()}",
                advice=self._summary(self._done[-1]),
                unit="seconds",
            )
        return self._set_screen(common)

    def _waiting(self, common: Screen, whole_s: float) -> Screen:
        """Return the screen with what is left of a time."""
        left_s = max(self._until_s - self._now_s, 0.0)
        return replace(
            common, big=units.number(np.ceil(left_s), 0), progress=1 - min(left_s / max(whole_s, 1), 1)
        )

    def _set_screen(self, common: Screen) -> Screen:
        coach, record = self._coach, self._set
        assert coach is not None  # noqa: S101  set with the phase
        assert record is not None  # noqa: S101  as above
        advice = self._guide.advice if self._guide.stopped else ""
        return replace(
            common,
            advice=advice or units.seconds(self._now_s - record.start_s, 0),
            cue=coach.cues[0] if coach.cues else "",
            big=str(int(self._amount(record))),
            unit=f"of {self._plan.reps} {self._unit}",
            traced=None if self._measures else self._traced(coach.value),
        )

    def _traced(self, value: float) -> Traced:
        name, unit = SIGNALS[self._card.signal].meaning, self._card.unit
        return Traced(value if np.isfinite(value) else None, name, units.unit_text(unit), _SPAN * self._stirs)

    @property
    def _unit(self) -> str:
        return "seconds" if self._card.kind == "hold" else "repetitions"

    def _summary(self, record: SetRecord) -> str:
        """Return how a set went: how much, how far, and what was most often to be told."""
        if self._card.kind == "hold":
            how = f"Held for {units.number(held_s([record]), 0)} seconds."
        elif not record.reps:
            how = "No repetition was counted."
        else:
            partials = f", {len(record.partials)} not counted" if record.partials else ""
            how = f"{done_text([record])}, {range_text(record.reps)}{partials}."
        often = Counter(fault.name for fault in record.faults).most_common(1)
        return f"{how} {cue_text(often[0][0], self._card)}" if often else how

    def _whose(self) -> str:
        return "both legs" if self._card.kind == "alternating" else f"{self._todo[0]} leg"

    def _number(self) -> int:
        """Return which set of its side this one is."""
        return self._plan.sets - self._todo.count(self._todo[0]) + 1


def _with(record: SetRecord, events: Sequence[Event], now_s: float) -> SetRecord:
    return replace(
        record,
        end_s=max(now_s, record.start_s),
        reps=_merged(record.reps, [event for event in events if isinstance(event, Rep)]),
        partials=_merged(record.partials, [event for event in events if isinstance(event, Partial)]),
        holds=_merged(record.holds, [event for event in events if isinstance(event, Hold)]),
        faults=_merged(record.faults, [event for event in events if isinstance(event, Fault)]),
    )


def _merged(had: tuple[_Event, ...], new: Sequence[_Event]) -> tuple[_Event, ...]:
    if not new:  # the very same, so that the log need not compare it
        return had
    return tuple(sorted(chain(had, new), key=lambda event: event.start_s))
