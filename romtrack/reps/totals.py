"""What sets come to: repetitions, seconds held, and how that compares with the exercise's dose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from romtrack import units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from romtrack.exercises import Exercise
    from romtrack.types import Rep, SetRecord

__all__ = ["amount_text", "done_text", "dose_reached", "held_s", "range_text", "span_text"]


def held_s(sets: Iterable[SetRecord]) -> float:
    """Return the seconds of all holds together."""
    return sum(hold.end_s - hold.start_s for done in sets for hold in done.holds)


def done_text(sets: Iterable[SetRecord]) -> str:
    """Return the repetitions, or the seconds held where there are none."""
    sets = tuple(sets)
    return amount_text(sum(len(done.reps) for done in sets), held_s(sets))


def amount_text(reps: int, seconds: float) -> str:
    """Return so many repetitions, or the seconds held where there are none."""
    return f"held {units.seconds(seconds)}" if seconds and not reps else units.counted(reps, "rep")


def range_text(reps: Sequence[Rep]) -> str:
    """Return the smallest and the largest range of some repetitions, with the unit."""
    ranges = [rep.range_value for rep in reps]
    return span_text(min(ranges), max(ranges), reps[0].unit)


def span_text(least: float, most: float, unit: str) -> str:
    """Return two ranges with their unit, once where they read the same."""
    digits = 0 if unit == "deg" else 2
    ends = dict.fromkeys(units.number(value, digits) for value in (least, most))
    return f"{'-'.join(ends)}{'°' if unit == 'deg' else f' {units.unit_text(unit)}'}"


def dose_reached(card: Exercise, done: SetRecord) -> str:
    """Return whether one set has reached the least that the exercise asks for."""
    dose = card.dose
    if dose.reps is not None:
        amount, least = float(len(done.reps)), float(dose.reps[0])
        words = f"{units.figure(amount)} of {units.figure(least)} repetitions"
    else:
        assert dose.hold_s is not None  # noqa: S101  the card was checked
        amount, least = held_s([done]), dose.hold_s[0]
        words = f"{units.number(amount)} of {units.figure(least)} s held"
    return f"{'reached' if amount >= least else 'not reached'}: {words}"
