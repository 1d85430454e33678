"""What a live session says and writes, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.exercises import cue_text
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.measure import acceptance as refusals
from romtrack.measure.result import is_small
from romtrack.reps import done_text, held_s, range_text
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from romtrack.exercises import Exercise
    from romtrack.live.tally import Turn
    from romtrack.types import Measurement, SetRecord, Side, Trial

__all__ = [
    "AGAIN",
    "ALL_DONE",
    "AND_BACK",
    "AS_FAR",
    "BACK_AGAIN",
    "COME",
    "COUNTS_AFTER_ALL",
    "MOVED",
    "OTHER_FOOT",
    "REFUSED",
    "TOO_LITTLE",
    "WHEN_READY",
    "amount_done",
    "ask_for_trial",
    "get_ready",
    "hang_again",
    "hang_title",
    "last_time",
    "let_hang",
    "next_turn",
    "refused",
    "result",
    "set_summary",
    "soon",
    "turn_again",
    "turn_title",
    "unit_of",
    "value_of",
]

MOVED: Final = "The laptop has moved. Sit as before."
AND_BACK: Final = "And back."
BACK_AGAIN: Final = "The picture stood still for a moment. Sit as before."
AS_FAR: Final = "Was that as far as it goes? Turn once more, as far as you can, and hold."
COUNTS_AFTER_ALL: Final = "The one before counts after all."
WHEN_READY: Final = "Begin when you are ready."
TOO_LITTLE: Final = "Too small. Go further."
AGAIN: Final = "Again."
COME: Final = "Whole body in the picture, head to feet."
OTHER_FOOT: Final = "The other foot may hang, too, or stand, or be under the chair."
ALL_DONE: Final = "That is all. Well done."
_COUNTED: Final = ("None", "One", "Two", "Three")
_WAY: Final = {"internal": "outward", "external": "inward"}


REFUSED: Final[Mapping[str, str]] = {
    refusals.PARTIAL: "Too small. Turn further.",
    refusals.NOT_HELD: "Too short. Hold it at the end for a second.",
    refusals.RESTLESS: "The foot moved at the end. Hold it still there.",
    refusals.UNSEEN: "I lost sight of the leg. Keep it free, for the laptop to see.",
    refusals.UNBEGUN: "I did not see it begin. Let the leg hang first.",
    refusals.UNFINISHED: "I did not see it come back. Let the leg hang at the end.",
    refusals.DISAGREE: "I could not see the lower leg well. Turn a little slower.",
    refusals.NO_TURN: "That was too far for a hip. Turn only the foot, and keep the thigh where it is.",
    refusals.FOOT_ROSE: "The foot rose. Keep the knee bent, and the thigh on the chair.",
    refusals.KNEE_DRIFT: "Keep your knee still.",
    refusals.PELVIC_HIKE: "Keep both sides of your seat on the chair.",
    refusals.TRUNK_LEAN: "Sit upright.",
}
"""What to do otherwise, for each reason of a refusal."""


def let_hang(side: Side) -> str:
    """Return how a leg is to hang; the other foot may be where it likes."""
    return f"Let your {side} leg hang, and keep it still."


def hang_title(side: Side) -> str:
    """Return the same in a few words."""
    return f"Let your {side} leg hang still"


def hang_again(side: Side) -> str:
    """Return the same in other words."""
    return f"Your {side} lower leg hangs heavy, and rests. Count slowly to three. The other foot may stand."


def ask_for_trial(turn: Turn) -> str:
    """Return what the leg is asked to do."""
    foot = "foot" if turn.direction == "internal" else "foot across,"
    return f"Turn your {turn.side} {foot} {_WAY[turn.direction]} as far as it goes, and hold."


def turn_title(turn: Turn) -> str:
    """Return the same in a few words."""
    return f"Turn your {turn.side} foot {_WAY[turn.direction]}"


def turn_again(turn: Turn) -> str:
    """Return what the leg is asked to do, in other words."""
    if turn.direction == "internal":
        way = "out to the side, away from the other one"
    else:
        way = "in, across the other one"
    return f"Swing your {turn.side} foot {way}, and hold it there. The knee stays where it is."


def next_turn(turn: Turn) -> str:
    """Return which leg is next."""
    return (
        f"Now the {turn.side} leg." if turn.direction == "internal" else f"Now the {turn.side} leg, inward."
    )


def result(turn: Turn, measured: Measurement | None) -> str:
    """Return what a turn gave."""
    if measured is None or measured.value_deg is None:
        return f"No number for the {turn.side} hip."
    if is_small(measured):
        leave_deg = QUANTITIES[measured.quantity].leave_deg
        return f"{turn.side} hip, less than {units.number(leave_deg, 0)} degrees."
    return f"{turn.side} hip, {units.number(abs(measured.value_deg), 0)} degrees."


def value_of(trial: Trial, accepted: int) -> str:
    """Return what a trial that counts gave; it is number ``accepted`` of them."""
    number = _COUNTED[accepted] if accepted < len(_COUNTED) else str(accepted)
    return f"{number}. {units.number(abs(trial.peak_deg), 0)} degrees."


def refused(trial: Trial) -> str:
    """Return that a trial does not count, and what to do otherwise."""
    return f"Not counted. {REFUSED[trial.reasons[0]]}"


def unit_of(card: Exercise) -> str:
    """Return what a set counts, singular."""
    return "second" if card.kind == "hold" else "repetition"


def amount_done(amount: float, card: Exercise) -> str:
    """Return how much was done."""
    return units.counted(round(amount), unit_of(card))


def get_ready(amount: int, card: Exercise) -> str:
    """Return what a set will ask for."""
    return f"Get ready for {units.counted(amount, unit_of(card))}."


def last_time(sets: Sequence[SetRecord], card: Exercise, side: Side) -> str:
    """Return the best that a leg did in the sets of the last time; empty where it did nothing."""
    legs = SIDES if card.kind == "alternating" else (side,)
    holds = [hold.end_s - hold.start_s for record in sets for hold in record.holds if hold.side in legs]
    reps = [[rep for rep in record.reps if rep.side in legs] for record in sets]
    if card.kind == "hold":
        return f"Last time you held it for {units.number(max(holds), 0)} seconds." if holds else ""
    if not any(reps):
        return ""
    if card.unit == "deg":
        best_deg = max(rep.range_value for one in reps for rep in one)
        return f"Best of last time: {units.number(best_deg, 0)} degrees."
    return f"Last time: {units.counted(max(map(len, reps)), 'repetition')} in a set."


def soon(whose: str) -> str:
    """Return what comes after the rest."""
    return f"Ten seconds. Next: {whose}."


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
