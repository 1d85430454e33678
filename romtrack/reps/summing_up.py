"""What a session of an exercise tells, in two sentences: one thing to keep, and one thing to change.

Both say only what the records hold, with its numbers. That somebody tires is said where all of the last
movements are less than each of the first: by chance that is seen in one of seventy, of four against four.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.exercises import cue_text
from romtrack.language import N_, gettext, ngettext
from romtrack.reps.totals import held_s
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.exercises import Exercise
    from romtrack.types import Rep, SetRecord

__all__ = ["to_change", "to_keep"]

_FEWEST: Final = 4  # at the beginning and at the end, to be compared


def to_keep(card: Exercise, sets: Sequence[SetRecord]) -> str:
    """Return one thing that went well; empty where the records hold none."""
    reps = [rep for record in sets for rep in record.reps]
    worked = bool(reps) or held_s(sets) > 0
    if worked and card.cues and not _faults(sets):
        return _keep_form(len(reps), held_s(sets))
    if worked and all(_is_whole(card, record) for record in sets):
        return gettext("Keep the amount: every set was whole.")
    if reps and card.unit == "deg":
        best_deg = max(rep.range_value for rep in reps)
        best = units.number(best_deg, 0)
        return gettext("Keep the range of your best one: {value} degrees.", value=best)
    return ""


def to_change(card: Exercise, sets: Sequence[SetRecord]) -> str:
    """Return the one thing to change that matters most: form, then range, tempo and amount."""
    faults, partials = _faults(sets), sum(len(record.partials) for record in sets)
    if faults:
        ((name, often),) = faults.most_common(1)
        return ngettext(
            "Change one thing: {cue} It was told {count} time.",
            "Change one thing: {cue} It was told {count} times.",
            often,
            cue=cue_text(name, card),
        )
    if partials:
        return ngettext(
            "Change one thing: go the whole way. {count} was too small to count.",
            "Change one thing: go the whole way. {count} were too small to count.",
            partials,
        )
    by_leg = [[rep for record in sets for rep in record.reps if rep.side == side] for side in SIDES]
    if any(_fell([rep.range_value for rep in reps]) for reps in by_leg):
        return gettext("Change one thing: rest longer. The last repetitions were all smaller than the first.")
    if any(_fell(list(map(_taken_s, reps))) for reps in by_leg):
        return gettext(
            "Change one thing: take your time. The last repetitions were all quicker than the first."
        )
    if not all(_is_whole(card, record) for record in sets):
        return _least(card)
    return gettext("The camera saw nothing to change.")


def _keep_form(reps: int, held_s: float) -> str:
    """Return that nothing was to be told in all that was done."""
    if not reps:
        said = N_("Keep your form: in {time} nothing was to be told.")
        return gettext(said, time=units.seconds(held_s, 0))
    return ngettext(
        "Keep your form: in {count} repetition nothing was to be told.",
        "Keep your form: in {count} repetitions nothing was to be told.",
        reps,
    )


def _faults(sets: Sequence[SetRecord]) -> Counter[str]:
    return Counter(fault.name for fault in chain.from_iterable(record.faults for record in sets))


def _taken_s(rep: Rep) -> float:
    return rep.end_s - rep.start_s


def _fell(values: Sequence[float]) -> bool:
    """Say whether each of the last third is below all of the first."""
    third = len(values) // 3
    return third >= _FEWEST and max(values[-third:]) < min(values[:third])


def _is_whole(card: Exercise, record: SetRecord) -> bool:
    """Say whether a set holds the least that the card asks for."""
    if card.dose.reps is not None:
        return len(record.reps) >= card.dose.reps[0]
    assert card.dose.hold_s is not None  # noqa: S101  the card was checked
    return held_s([record]) >= card.dose.hold_s[0]


def _least(card: Exercise) -> str:
    if card.dose.reps is not None:
        return ngettext(
            "Change one thing: do at least {count} repetition in each set.",
            "Change one thing: do at least {count} repetitions in each set.",
            card.dose.reps[0],
        )
    assert card.dose.hold_s is not None  # noqa: S101  the card was checked
    seconds = units.number(card.dose.hold_s[0], 0)
    return gettext("Change one thing: hold it for at least {seconds} seconds.", seconds=seconds)
