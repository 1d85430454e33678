"""The sets of the report: repetitions, partial attempts, holds and form."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from romtrack import units
from romtrack.exercises import exercise, exercise_ids, fault_text
from romtrack.language import gettext
from romtrack.reps import best_range, dose_reached, far_text, held_s

if TYPE_CHECKING:
    from romtrack.exercises import Exercise
    from romtrack.types import Session, SetRecord

__all__ = ["Movements", "movements_of"]


@dataclass(frozen=True, slots=True)
class Movements:
    """One set as the report shows it. facts: its summary, name and value. best: of all sets, the farthest."""

    number: int
    record: SetRecord
    facts: tuple[tuple[str, str], ...]
    best: float

    @property
    def held_s(self) -> float:
        """The seconds of its holds together."""
        return held_s([self.record])


def movements_of(session: Session) -> tuple[Movements, ...]:
    """Return every set with its summary; none of a measurement."""
    if session.measurements:
        return ()  # its turns are trials, and shown as such
    known = session.exercise in exercise_ids()
    card = exercise(session.exercise) if known else None
    best = best_range(session.sets)
    return tuple(
        Movements(number, done, _facts(done, card, best), best) for number, done in enumerate(session.sets, 1)
    )


def _facts(done: SetRecord, card: Exercise | None, best: float) -> tuple[tuple[str, str], ...]:
    """Return what is worth knowing of a set before its tables."""
    clean = sum(not rep.faults for rep in done.reps)
    facts: list[tuple[str, str]] = []
    if done.reps:
        unit = done.reps[0].unit
        average = fmean(rep.range_value for rep in done.reps)
        facts.append((gettext("average range"), far_text(average, unit, best)))
        facts.append(
            (gettext("without a form fault"), gettext("{part} of {all}", part=clean, all=len(done.reps)))
        )
    if done.partials:
        facts.append((gettext("partial attempts"), str(len(done.partials))))
    if done.holds:
        facts.append(
            (gettext("longest hold"), units.seconds(max(hold.end_s - hold.start_s for hold in done.holds)))
        )
    if done.faults:
        facts.append(
            (gettext("form faults"), ", ".join(dict.fromkeys(fault_text(f.name) for f in done.faults)))
        )
    if card is not None:
        facts.append((gettext("dose of a set"), dose_reached(card, done)))
    return (*facts, (gettext("duration"), units.seconds(done.end_s - done.start_s)))
