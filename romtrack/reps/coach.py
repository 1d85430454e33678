"""One exercise from sample to set: repetitions, holds, form and sets together, as they happen."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from romtrack.reps.counter import RepCounter
from romtrack.reps.form import CueWatch
from romtrack.reps.holds import HoldTimer
from romtrack.sane import is_known
from romtrack.types import Fault, Hold, Partial, Rep, SetRecord, Side, SignalTrack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from romtrack.exercises import Cue, Dose, Exercise
    from romtrack.reps.excursion import Excursion

__all__ = ["Coach", "Event", "SetProgress", "coach_recording"]

PAUSE_S = 15.0  # a pause longer than this, and longer than any within the set, ends a set
REST_S, PEAK_S = 0.5, 0.15  # what guards compare: before the start, around the peak

Event = Rep | Partial | Hold | Fault | SetRecord


class SetProgress(NamedTuple):
    """Where somebody is in the dose.

    number: of the set, from 1; the dose asks for ``sets``. done: repetitions (or seconds held) of the
    set, of ``target``. held_s: the present hold. resting_s: since the last movement. reached: the set
    is done.
    """

    number: int
    sets: int
    done: float
    target: float
    held_s: float
    resting_s: float
    reached: bool


@dataclass(slots=True)
class _OpenSet:
    reps: list[Rep]
    partials: list[Partial]
    holds: list[Hold]
    faults: list[Fault]

    @property
    def begun(self) -> bool:
        """Whether anything of it counts yet."""
        return bool(self.reps or self.holds)

    def record(self) -> SetRecord | None:
        """Return what was done; a fault is one of what counts, another movement has none."""
        if not self.begun:
            self.faults = []
        events: tuple[Rep | Partial | Hold | Fault, ...] = (
            *self.reps,
            *self.partials,
            *self.holds,
            *self.faults,
        )
        if not events:
            return None
        return SetRecord(
            min(event.start_s for event in events),
            max(event.end_s for event in events),
            tuple(sorted(self.reps, key=_start_s)),
            tuple(sorted(self.partials, key=_start_s)),
            tuple(sorted(self.holds, key=_start_s)),
            tuple(sorted(self.faults, key=_start_s)),
        )


class Coach:
    """Follow one exercise of one side, sample by sample.

    Parameters
    ----------
    rest: the resting level of the counted signal, where it is known.
    """

    def __init__(self, card: Exercise, side: Side, rest: float | None = None) -> None:
        alternating = card.kind == "alternating"
        self._card = card
        self._recent: deque[tuple[float, Mapping[str, float]]] = deque()
        self._counter = (
            None
            if card.count is None
            else RepCounter(card.count, side, rest, alternating=alternating, another=self._another)
        )
        self._timer = None if card.hold is None else HoldTimer(card.hold, side)
        self._watches = [CueWatch(cue, side) for cue in card.cues]
        self._open = _OpenSet([], [], [], [])
        self._sets_done = 0
        self._last_end_s: float | None = None
        self._now_s = 0.0

    @property
    def cues(self) -> tuple[Cue, ...]:
        """The cues that fire now."""
        active = tuple(watch.cue for watch in self._watches if watch.active)
        names = {cue.fault for cue in active}
        return tuple(cue for cue in active if names.isdisjoint(cue.unless))

    @property
    def progress(self) -> SetProgress:
        """Where the person is in the dose."""
        held_s = 0.0 if self._timer is None else self._timer.held_s
        dose: Dose = self._card.dose
        if dose.reps is not None:
            done, target = float(len(self._open.reps)), float(dose.reps[0])
        else:
            assert dose.hold_s is not None  # noqa: S101  the card was checked
            done = held_s + sum(hold.end_s - hold.start_s for hold in self._open.holds)
            target = dose.hold_s[0]
        resting_s = 0.0 if self._last_end_s is None else max(self._now_s - self._last_end_s, 0.0)
        return SetProgress(
            self._sets_done + 1, dose.sets[0], done, target, held_s, resting_s, reached=done >= target
        )

    def update(self, time_s: float, values: Mapping[str, float]) -> tuple[Event, ...]:
        """Take one sample of the card's signals (NaN = not seen); return what ended with it."""
        self._now_s = time_s
        self._remember(time_s, values)
        events: list[Event] = []
        if self._pause_is_over(time_s):
            events += self._close_set()
        moved = self._counted(time_s, values)
        held = self._held(time_s, values)
        faults = self._watched(time_s, values)
        self._open.faults += faults
        return (*events, *faults, *self._kept([*moved, *held]))

    def finish(self) -> tuple[Event, ...]:
        """Return what the end of the signal leaves, the open set last."""
        moved = () if self._counter is None else self._counter.finish()
        held = None if self._timer is None else self._timer.finish()
        faults = [fault for watch in self._watches if (fault := watch.finish()) is not None]
        self._open.faults += faults
        kept = self._kept([*moved, *([] if held is None else [held])])
        return (*faults, *kept, *self._close_set())

    def _remember(self, time_s: float, values: Mapping[str, float]) -> None:
        """Keep what the guards may ask for: one repetition and the rest before it."""
        if self._card.count is None or not self._card.guards:
            return
        self._recent.append((time_s, values))
        while time_s - self._recent[0][0] > self._card.count.longest_s + REST_S:
            self._recent.popleft()

    def _another(self, found: Excursion) -> str:
        """Return why an excursion is another movement, or nothing."""
        for guard in self._card.guards:
            start = self._level(guard.signal, found.start_s - REST_S, found.start_s)
            peak = self._level(guard.signal, found.peak_s - PEAK_S, found.peak_s + PEAK_S)
            if start is not None and peak is not None and not guard.allows(start, peak):
                return guard.otherwise
        return ""

    def _level(self, signal: str, from_s: float, to_s: float) -> float | None:
        """Return the median of a signal over a time; unseen then, the sample that is nearest to it."""
        known = [(time_s, row[signal]) for time_s, row in self._recent]
        seen = [(time_s, value) for time_s, value in known if is_known(value)]
        within = [value for time_s, value in seen if from_s <= time_s <= to_s]
        if within:
            return median(within)
        middle_s = (from_s + to_s) / 2
        return min(seen, key=lambda sample: abs(sample[0] - middle_s))[1] if seen else None

    def _counted(self, time_s: float, values: Mapping[str, float]) -> tuple[Rep | Partial, ...]:
        if self._counter is None or self._card.count is None:
            return ()
        return self._counter.update(time_s, values[self._card.count.signal])

    def _held(self, time_s: float, values: Mapping[str, float]) -> list[Hold]:
        if self._timer is None or self._card.hold is None:
            return []
        hold = self._timer.update(time_s, values[self._card.hold.signal])
        return [] if hold is None else [hold]

    def _watched(self, time_s: float, values: Mapping[str, float]) -> list[Fault]:
        if self._counter is None:
            return []
        lasting = {watch.cue.fault for watch in self._watches if watch.active}
        state = {"resting": self._counter.resting, "away": self._counter.away}
        found = [(watch, watch.update(time_s, values[watch.cue.signal], **state)) for watch in self._watches]
        return [
            fault
            for watch, fault in found
            if fault is not None and not self._explained(watch.cue, fault, lasting)
        ]

    def _explained(self, cue: Cue, fault: Fault, lasting: set[str]) -> bool:
        """Say whether another fault, over or still lasting, explains this one."""
        over = {other.name for other in self._open.faults if other.end_s > fault.start_s}
        return not (lasting | over).isdisjoint(cue.unless)

    def _kept(self, events: Iterable[Rep | Partial | Hold]) -> list[Rep | Partial | Hold]:
        """Take events into the open set; repetitions with the faults that touch them."""
        kept: list[Rep | Partial | Hold] = []
        for event in events:
            self._last_end_s = max(event.end_s, self._last_end_s or 0.0)
            if isinstance(event, Rep):
                rep = replace(event, faults=self._faults_of(event))
                self._open.reps.append(rep)
                kept.append(rep)
                for watch in self._watches:
                    watch.repetition_ended()
                continue
            kept.append(event)
            if isinstance(event, Partial):
                self._open.partials.append(event)
            else:
                self._open.holds.append(event)
        return kept

    def _faults_of(self, rep: Rep) -> tuple[str, ...]:
        touching = [
            fault.name
            for fault in self._open.faults
            if fault.start_s < rep.end_s and fault.end_s > rep.start_s
        ]
        return tuple(dict.fromkeys(touching))

    def _pause_is_over(self, time_s: float) -> bool:
        return (
            self._open.begun
            and self._last_end_s is not None
            and (
                time_s - self._last_end_s > PAUSE_S
                and not (self._counter is not None and self._counter.away)
                and not (self._timer is not None and self._timer.held_s > 0)
            )
        )

    def _close_set(self) -> list[SetRecord]:
        record = self._open.record()
        self._open = _OpenSet([], [], [], [])
        if record is None:
            return []
        self._sets_done += bool(record.reps or record.holds)
        return [record]


def coach_recording(
    card: Exercise, side: Side, signals: Mapping[str, SignalTrack], rest: float | None = None
) -> tuple[SetRecord, ...]:
    """Fold the coach over whole signals; return the sets."""
    coach = Coach(card, side, rest)
    names = list(signals)
    time_s = signals[names[0]].time_s.tolist()
    columns = [signals[name].value.tolist() for name in names]
    events: list[Event] = []
    for now_s, *row in zip(time_s, *columns, strict=True):
        events += coach.update(now_s, dict(zip(names, row, strict=True)))
    events += coach.finish()
    return tuple(event for event in events if isinstance(event, SetRecord))


def _start_s(event: Rep | Partial | Hold | Fault) -> float:
    return event.start_s
