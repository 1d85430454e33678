"""An exercise as a sequence that advances by itself: position, sets with rests between, the other side.

Nothing is shown before it is kept: ``keep`` is called with all sets so far, and only then the
repetition is counted on the screen.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from romtrack.exercises import exercise
from romtrack.live.coaching import Event, SetCoach
from romtrack.live.guide import Guide, PositionGuide
from romtrack.live.screen import Phase, Screen, Sound
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
_LEARN_S: Final = 4.0
_AGAIN_S: Final = 2.0


class ExerciseFlow:
    """Fold looks and angles into sets; ``done`` holds the sets of an earlier start."""

    def __init__(
        self,
        plan: Plan,
        eye: Eye,
        reading: LiveReading,
        keep: Callable[[Sequence[SetRecord]], None],
        done: Sequence[SetRecord] = (),
    ) -> None:
        self._plan, self._card = plan, exercise(plan.exercise)
        self._eye, self._reading, self._keep = eye, reading, keep
        self._done = tuple(one for one in done if one.reps or one.holds)
        order: list[Side] = [side for side in plan.sides for _ in range(plan.sets)]
        self._todo = order[len(self._done) :]
        self._seated = self._card.position == "seated"
        self._guide = Guide(eye.skeleton) if self._seated else PositionGuide(eye.skeleton, self._card)
        self._phase: Phase = "position" if self._todo else "done"
        self._coach: SetCoach | None = None
        self._set: SetRecord | None = None
        self._until_s = self._now_s = self._stirred_s = 0.0
        self._still = np.nan
        self._stirs = _STIRS[self._card.unit]
        self._sounds: list[Sound] = []
        self._told: frozenset[str] = frozenset()
        self._said = ""
        self._roll_deg = np.nan
        self._unkept: list[Event] = []
        self._try_again_s = 0.0

    @property
    def sets(self) -> tuple[SetRecord, ...]:
        """What was done so far."""
        return self._done if self._set is None else (*self._done, self._set)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self._phase == "done"

    def take_sounds(self) -> tuple[Sound, ...]:
        """Return what is to be heard since the last time."""
        sounds, self._sounds = self._sounds, []
        return tuple(sounds)

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
        self._guide.update(look, self._roll_deg)
        if self._phase == "position":
            self._in_position()
        elif self._phase == "ready" and look.time_s >= self._until_s:
            self._begin_set()
        elif self._phase == "rest" and look.time_s >= self._until_s:
            self._to_ready()
        elif self._phase == "set":
            self._in_set(look, angles)

    def _in_position(self) -> None:
        if self._guide.ready:
            self._to_ready()
        elif self._guide.settled:
            self._say(self._guide.advice)

    def _to_ready(self) -> None:
        self._phase, self._until_s = "ready", self._now_s + READY_S
        self._say(f"{self._todo[0]} leg. Get ready.")

    def _begin_set(self) -> None:
        since_s, side = self._now_s - _LEARN_S, self._todo[0]
        self._reading.upright_px = self._eye.upright_px()
        before = None
        if self._seated:
            self._reading.learn(since_s)
            self._roll_deg = self._reading.roll_deg
            before = self._reading.read(since_s, side)
        self._coach = SetCoach(self._card, side, self._eye.skeleton, before)
        self._set = SetRecord(self._now_s, self._now_s)
        self._phase, self._stirred_s, self._still = "set", self._now_s, np.nan
        self._sounds.append(Sound("tone", "ready"))
        self._say("Go.")

    def _in_set(self, look: Look, angles: dict[Side, Angle]) -> None:
        coach = self._coach
        assert coach is not None  # noqa: S101  set with the phase
        events = coach.update(look, angles)
        self._unkept += events
        if events or (self._unkept and look.time_s >= self._try_again_s):
            self._take()
        self._tell(coach.cues)
        if coach.held_s or not abs(coach.value - self._still) < self._stirs:
            self._still, self._stirred_s = coach.value, look.time_s
        record = self._set
        assert record is not None  # noqa: S101  as above
        idle = bool(record.reps or record.holds) and look.time_s - self._stirred_s > IDLE_S
        if self._amount(record) >= self._plan.reps or idle:
            self._end_set()

    def _amount(self, record: SetRecord) -> float:
        """Return what counts toward the dose: repetitions, or seconds held."""
        if self._card.kind != "hold":
            return len(record.reps)
        held_s = 0.0 if self._coach is None else self._coach.held_s
        return held_s + sum(hold.end_s - hold.start_s for hold in record.holds)

    def _take(self) -> None:
        """Keep what ended, then count it; what could not be kept is tried again."""
        assert self._set is not None  # noqa: S101  the caller's
        self._try_again_s = self._now_s + _AGAIN_S
        record = _with(self._set, self._unkept, self._now_s)
        before = len(self._set.reps)
        self._keep((*self._done, record))
        self._set, self._unkept = record, []
        for number in range(before + 1, len(record.reps) + 1):
            self._sounds += (Sound("tone", "count"), Sound("say", str(number)))

    def _tell(self, cues: Sequence[str]) -> None:
        """Speak each cue once when it begins."""
        for cue in cues:
            if cue not in self._told:
                self._sounds.append(Sound("say", cue))
        self._told = frozenset(cues)

    def _end_set(self) -> None:
        assert self._coach is not None  # noqa: S101  set with the phase
        assert self._set is not None  # noqa: S101
        self._unkept += self._coach.finish()
        self._take()
        reps = int(self._amount(self._set))
        self._done, self._set, self._coach = (*self._done, self._set), None, None
        self._todo.pop(0)
        self._sounds.append(Sound("tone", "done"))
        what = "seconds" if self._card.kind == "hold" else "repetitions"
        if not self._todo:
            self._phase = "done"
            self._say(f"{reps} {what}. That is all. Well done.")
            return
        self._phase, self._until_s = "rest", self._now_s + self._plan.rest_s
        self._say(f"{reps} {what}. Rest.")

    def _say(self, text: str) -> None:
        if text and text != self._said:
            self._said = text
            self._sounds.append(Sound("say", text))

    def screen(self) -> Screen:
        """Return what is to be seen now."""
        if self._phase == "done":
            record = self._done[-1] if self._done else None
            return Screen(
                "done", None, "Done", advice="Look at the result below.", big=_reps(record), unit="reps"
            )
        side = self._todo[0]
        common = Screen(self._phase, side, "", checks=self._guide.checks)
        left_s = self._until_s - self._now_s
        if self._phase == "position":
            title = "Find your place" if self._guide.settled else "Get into position"
            return replace(common, title=title, advice=self._guide.advice)
        if self._phase == "ready":
            return replace(
                common,
                title=f"Set {self._number()}, {side} leg",
                advice="Get ready.",
                big=f"{max(int(np.ceil(left_s)), 0)}",
                progress=float(np.clip(1 - left_s / READY_S, 0, 1)),
            )
        if self._phase == "rest":
            return replace(
                common,
                title=f"Rest. Next: set {self._number()}, {side} leg",
                advice=_summary(self._done[-1]),
                big=f"{max(int(np.ceil(left_s)), 0)}",
                unit="seconds",
                progress=float(np.clip(1 - left_s / max(self._plan.rest_s, 1), 0, 1)),
            )
        assert self._coach is not None  # noqa: S101  set with the phase
        cue = self._coach.cues[0] if self._coach.cues else ""
        title = f"Set {self._number()}, {side} leg"
        advice = self._guide.advice if self._guide.stopped else ""
        seconds = self._now_s - (self._set.start_s if self._set else self._now_s)
        return replace(
            common,
            title=title,
            advice=advice or f"{seconds:.0f} s",
            cue=cue,
            big=str(int(self._amount(self._set))) if self._set else "0",
            unit=f"of {self._plan.reps}{' seconds' if self._card.kind == 'hold' else ''}",
        )

    def _number(self) -> int:
        """Return which set of its side this one is."""
        return self._plan.sets - self._todo.count(self._todo[0]) + 1


def _reps(record: SetRecord | None) -> str:
    return "0" if record is None else str(len(record.reps))


def _with(record: SetRecord, events: Sequence[Event], now_s: float) -> SetRecord:
    return replace(
        record,
        end_s=max(now_s, record.start_s),
        reps=_merged(record.reps, [event for event in events if isinstance(event, Rep)]),
        partials=_merged(record.partials, [event for event in events if isinstance(event, Partial)]),
        holds=_merged(record.holds, [event for event in events if isinstance(event, Hold)]),
        faults=_merged(record.faults, [event for event in events if isinstance(event, Fault)]),
    )


def _merged(had: Sequence[_Event], new: Sequence[_Event]) -> tuple[_Event, ...]:
    return tuple(sorted(chain(had, new), key=lambda event: event.start_s))


def _summary(record: SetRecord) -> str:
    ranges = [rep.range_value for rep in record.reps]
    if record.holds and not ranges:
        return f"Held for {sum(hold.end_s - hold.start_s for hold in record.holds):.0f} seconds."
    if not ranges:
        return "No repetition was counted."
    degrees = record.reps[0].unit == "deg"
    span = (
        f"{min(ranges):.0f} to {max(ranges):.0f}°" if degrees else f"{min(ranges):.1f} to {max(ranges):.1f}"
    )
    partial = f", {len(record.partials)} not counted" if record.partials else ""
    return f"{len(ranges)} repetitions, {span}{partial}."
