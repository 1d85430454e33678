"""What a chart marks: trials and repetitions, counted or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from romtrack import units
from romtrack.charts.words import in_words, moved_in_words
from romtrack.exercises import fault_text
from romtrack.kinematics.quantities import quantity_shown
from romtrack.language import N_, gettext, retold
from romtrack.reps import best_range

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from romtrack.types import Direction, Partial, Rep, Session, Side, Trial

__all__ = ["Movement", "MovementKind", "labelled", "movements_of"]

MovementKind = Literal["accepted trial", "refused trial", "repetition", "partial attempt"]
_TRIALS: Final[Mapping[Direction, str]] = {
    "internal": N_("internal trial {number}"),
    "external": N_("external trial {number}"),
    "abduction": N_("abduction trial {number}"),
    "adduction": N_("adduction trial {number}"),
}


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement. name: for people. label: beside its peak. verdict: counted, or why not."""

    kind: MovementKind
    name: str
    start_s: float
    peak_s: float
    end_s: float
    peak: float
    label: str
    peak_text: str
    counted: bool
    verdict: str

    def row(self) -> dict[str, str | float]:
        """Return it as a row of a chart's data."""
        return {
            "what": self.name,
            "start_s": round(self.start_s, 3),
            "peak_s": round(self.peak_s, 3),
            "end_s": round(self.end_s, 3),
            "peak": round(self.peak, 3),
            "label": self.label,
            "peak_text": self.peak_text,
            "time_text": units.period(self.start_s, self.end_s),
            "verdict": self.verdict,
        }


def movements_of(session: Session, side: Side | None) -> tuple[Movement, ...]:
    """Return what one leg (None: either) did by time: trials of a measurement, else repetitions."""
    measured = session.measurements
    found = _trials(session, side) if measured else (*_reps(session, side), *_partials(session, side))
    return tuple(sorted(found, key=lambda movement: movement.start_s))


def labelled(movements: tuple[Movement, ...], apart_s: float) -> tuple[Movement, ...]:
    """Return the movements whose values have room beside their peaks; counted ones come first."""
    chosen: list[Movement] = []
    for movement in sorted(movements, key=lambda movement: not movement.counted):
        if all(abs(movement.peak_s - other.peak_s) >= apart_s for other in chosen):
            chosen.append(movement)
    return tuple(chosen)


def _trials(session: Session, side: Side | None) -> Iterator[Movement]:
    """Yield the trials, numbered within their direction, as the report's tables do."""
    for measured in session.measurements:
        if side in {None, measured.side}:
            yield from (_trial(number, trial) for number, trial in enumerate(measured.trials, 1))


def _trial(number: int, trial: Trial) -> Movement:
    kind: MovementKind = "accepted trial" if trial.accepted else "refused trial"
    refused = "; ".join(map(retold, trial.reasons)) or gettext("refused")
    verdict = gettext("accepted") if trial.accepted else refused
    times = (trial.start_s, trial.peak_s, trial.end_s)
    label, text = units.rounded(trial.peak_deg, "deg"), in_words(trial.peak_deg, "deg", trial.quantity)
    peak = (trial.peak_deg, label, text)
    name = gettext(_TRIALS[trial.direction], number=number)
    return Movement(kind, name, *times, *peak, trial.accepted, verdict)


def _reps(session: Session, side: Side | None) -> Iterator[Movement]:
    reps = (rep for done in session.sets for rep in done.reps if side in {None, rep.side})
    best = best_range(session.sets)
    for number, rep in enumerate(reps, 1):
        faults = ", ".join(map(fault_text, rep.faults))
        verdict = gettext("counted, but: {faults}", faults=faults) if faults else gettext("counted")
        yield _movement("repetition", gettext("repetition {number}", number=number), rep, verdict, best)


def _partials(session: Session, side: Side | None) -> Iterator[Movement]:
    best = best_range(session.sets)
    for partial in (partial for done in session.sets for partial in done.partials):
        if side in {None, partial.side}:
            name = gettext("partial attempt")
            yield _movement("partial attempt", name, partial, retold(partial.reason), best)


def _movement(kind: MovementKind, name: str, moved: Rep | Partial, verdict: str, best: float) -> Movement:
    times = (moved.start_s, moved.peak_s, moved.end_s)
    text = moved_in_words(moved, best)
    label = units.rounded(moved.peak_value, "deg") if quantity_shown(moved.signal) else text.split(" ")[0]
    peak = (moved.peak_value, label, text)
    return Movement(kind, name, *times, *peak, kind == "repetition", verdict)
