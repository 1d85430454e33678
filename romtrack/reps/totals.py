"""What sets come to: repetitions, seconds held, and how that compares with the exercise's dose."""

from __future__ import annotations

from math import isfinite, nan
from typing import TYPE_CHECKING

from romtrack import units
from romtrack.language import N_, gettext, ngettext
from romtrack.sane import is_known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from romtrack.exercises import Exercise
    from romtrack.types import Rep, SetRecord

__all__ = [
    "amount_text",
    "best_range",
    "done_text",
    "dose_reached",
    "far_text",
    "held_s",
    "range_text",
    "span_text",
]


def held_s(sets: Iterable[SetRecord]) -> float:
    """Return the seconds of all holds together."""
    return sum(hold.end_s - hold.start_s for done in sets for hold in done.holds)


def done_text(sets: Iterable[SetRecord]) -> str:
    """Return the repetitions, or the seconds held where there are none."""
    sets = tuple(sets)
    return amount_text(sum(len(done.reps) for done in sets), held_s(sets))


def amount_text(reps: int, seconds: float) -> str:
    """Return so many repetitions, or the seconds held where there are none."""
    if seconds and not reps:
        return gettext("held {time}", time=units.seconds(seconds))
    return ngettext("{count} rep", "{count} reps", reps)


def best_range(sets: Iterable[SetRecord]) -> float:
    """Return the largest range of a repetition, NaN where none is known: what the others are a share of."""
    ranges = (rep.range_value for done in sets for rep in done.reps)
    return max((one for one in ranges if is_known(one)), default=nan)


def far_text(range_value: float, unit: str, best: float) -> str:
    """Return how far a movement went from rest: degrees, or a share of the person's ``best_range``.

    Nobody knows their trunk's lengths, and the picture knows them only against themselves.
    """
    if unit == "deg":
        return units.amount(range_value, unit)
    share = range_value / best if best else nan
    if not isfinite(share):
        return gettext(units.UNKNOWN)
    return gettext("{share} of the best", share=units.rounded_percent(share))


def range_text(reps: Sequence[Rep]) -> str:
    """Return the smallest and the largest range of some repetitions, as ``span_text`` does."""
    ranges = [rep.range_value for rep in reps]
    return span_text(min(ranges), max(ranges), reps[0].unit)


def span_text(least: float, most: float, unit: str) -> str:
    """Return two ranges, once where they read the same: degrees, or the share of the larger one."""
    if unit != "deg":
        text = far_text(least, unit, most)
        whole = far_text(most, unit, most)
        return whole if text == whole else gettext("from {least}", least=text)
    ends = dict.fromkeys(units.number(value, 0) for value in (least, most))
    return f"{'-'.join(ends)}°"


def dose_reached(card: Exercise, done: SetRecord) -> str:
    """Return whether one set has reached the least that the exercise asks for."""
    dose = card.dose
    if dose.reps is not None:
        amount, least = float(len(done.reps)), float(dose.reps[0])
        reached, short = (
            N_("reached: {amount} of {least} repetitions"),
            N_("not reached: {amount} of {least} repetitions"),
        )
        said = units.figure(amount)
    else:
        assert dose.hold_s is not None  # noqa: S101  the card was checked
        amount, least = held_s([done]), dose.hold_s[0]
        reached, short = (
            N_("reached: {amount} of {least} s held"),
            N_("not reached: {amount} of {least} s held"),
        )
        said = units.number(amount)
    return gettext(reached if amount >= least else short, amount=said, least=units.figure(least))
