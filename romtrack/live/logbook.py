"""The sets of a session, done and to come; nothing is counted before it is kept."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from romtrack.exercises import exercise
from romtrack.reps import held_s
from romtrack.types import Fault, Hold, Partial, Rep, SetRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from romtrack.live.coaching import Noted
    from romtrack.live.plan import Plan
    from romtrack.types import Side

__all__ = ["Logbook"]

_Event = TypeVar("_Event", Rep, Partial, Hold, Fault)


class Logbook:
    """The sets of a session, and whose turn it is.

    Parameters
    ----------
    keep: is called with all sets so far before any of it is counted. done: sets of an earlier start.
    """

    def __init__(
        self, plan: Plan, keep: Callable[[Sequence[SetRecord]], None], done: Sequence[SetRecord] = ()
    ) -> None:
        self._plan, self._keep = plan, keep
        self._is_hold = exercise(plan.exercise).kind == "hold"
        self.done = tuple(one for one in done if one.reps or one.holds)
        order: list[Side] = [side for side in plan.sides for _ in range(plan.sets)]
        self.todo = order[len(self.done) :]
        self._set = SetRecord(0.0, 0.0)

    @property
    def number(self) -> int:
        """Which set of its side is next."""
        return self._plan.sets - self.todo.count(self.todo[0]) + 1

    @property
    def is_new(self) -> bool:
        """Whether the leg that is next has done nothing yet."""
        return self.number == 1 and not self.has_counted

    @property
    def began_s(self) -> float:
        """When the set began."""
        return self._set.start_s

    @property
    def has_counted(self) -> bool:
        """Whether the set holds anything yet."""
        return bool(self._set.reps or self._set.holds)

    @property
    def amount(self) -> float:
        """What the set counts toward the dose: repetitions, or seconds held."""
        return self._amount(self._set)

    @property
    def total(self) -> float:
        """The same of all sets that are over."""
        return sum(map(self._amount, self.done))

    def _amount(self, record: SetRecord) -> float:
        return held_s([record]) if self._is_hold else len(record.reps)

    def begin(self, now_s: float) -> None:
        """Begin the next set."""
        self._set = SetRecord(now_s, now_s)

    def add(self, events: Sequence[Noted], now_s: float, *, ended: bool) -> range:
        """Keep what ended; return the numbers of the repetitions that are new.

        A fault is one of what counts: of a set that ends without a repetition there is none.

        Raises
        ------
        StorageError: the log does not take it, and nothing of it counts.
        """
        record = _with(self._set, events, now_s)
        if ended and not (record.reps or record.holds):
            record = replace(record, faults=())
        before = len(self._set.reps)
        self._keep((*self.done, record))
        self._set = record
        return range(before + 1, len(record.reps) + 1)

    def end(self) -> None:
        """End the set; the next one is to come."""
        self.done, self._set = (*self.done, self._set), SetRecord(0.0, 0.0)
        self.todo.pop(0)


def _with(record: SetRecord, events: Sequence[Noted], now_s: float) -> SetRecord:
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
