"""What a live session says and writes, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.exercises import cue_text
from romtrack.measure.acceptance import IN_SHORT
from romtrack.reps import done_text, held_s, range_text

if TYPE_CHECKING:
    from romtrack.exercises import Exercise
    from romtrack.live.tally import Turn
    from romtrack.types import Measurement, SetRecord, Trial

__all__ = [
    "ALL_DONE",
    "LEGS_HANG",
    "MOVED",
    "amount_done",
    "ask_for_trial",
    "next_turn",
    "refused",
    "result",
    "set_summary",
    "turn_title",
    "unit_of",
    "value_of",
]

MOVED: Final = "The camera has moved. Sit as before."
LEGS_HANG: Final = "Let both legs hang, and keep them still."
ALL_DONE: Final = "That is all. Well done."
_COUNTED: Final = ("None", "One", "Two", "Three")
_WAY: Final = {"internal": "outward", "external": "inward"}


def ask_for_trial(turn: Turn) -> str:
    """Return what the leg is asked to do."""
    foot = "foot" if turn.direction == "internal" else "foot across,"
    return f"Turn your {turn.side} {foot} {_WAY[turn.direction]} as far as it goes, and hold."


def turn_title(turn: Turn) -> str:
    """Return the same in a few words."""
    return f"Turn your {turn.side} foot {_WAY[turn.direction]}"


def next_turn(turn: Turn) -> str:
    """Return which leg is next."""
    return (
        f"Now the {turn.side} leg." if turn.direction == "internal" else f"Now the {turn.side} leg, inward."
    )


def result(turn: Turn, measured: Measurement | None) -> str:
    """Return what a turn gave."""
    if measured is None or measured.value_deg is None:
        return f"No number for the {turn.side} hip."
    return f"{turn.side} hip, {units.number(abs(measured.value_deg), 0)} degrees."


def value_of(trial: Trial, accepted: int) -> str:
    """Return what a trial that counts gave; it is number ``accepted`` of them."""
    number = _COUNTED[accepted] if accepted < len(_COUNTED) else str(accepted)
    return f"{number}. {units.number(abs(trial.peak_deg), 0)} degrees."


def refused(trial: Trial) -> str:
    """Return why a trial does not count, in short."""
    return f"Not counted. {IN_SHORT[trial.reasons[0]]}."


def unit_of(card: Exercise) -> str:
    """Return what a set counts, singular."""
    return "second" if card.kind == "hold" else "repetition"


def amount_done(amount: float, card: Exercise) -> str:
    """Return how much was done."""
    return units.counted(round(amount), unit_of(card))


def set_summary(record: SetRecord, card: Exercise) -> str:
    """Return how a set went: how much, how far, and what was most often to be told."""
    if card.kind == "hold":
        how = f"Held for {units.number(held_s([record]), 0)} seconds."
    elif not record.reps:
        how = "No repetition was counted."
    else:
        partials = f", {len(record.partials)} not counted" if record.partials else ""
        how = f"{done_text([record])}, {range_text(record.reps)}{partials}."
    often = Counter(fault.name for fault in record.faults).most_common(1)
    return f"{how} {cue_text(often[0][0], card)}" if often else how
