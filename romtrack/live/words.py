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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from romtrack.exercises import Exercise
    from romtrack.live.tally import Asked, Turn
    from romtrack.types import Measurement, SetRecord, Side, Trial

__all__ = [
    "AGAIN",
    "ALL_DONE",
    "AND_ACROSS",
    "AND_BACK",
    "AS_FAR",
    "BACK_AGAIN",
    "COME",
    "COUNTS_AFTER_ALL",
    "MOVED",
    "OTHER_FOOT",
    "PRACTICE",
    "REFUSED",
    "TOO_LITTLE",
    "WHEN_READY",
    "amount_done",
    "ask_for_trial",
    "hang_again",
    "hang_title",
    "let_hang",
    "next_turn",
    "practised",
    "refused",
    "result_and_next",
    "set_summary",
    "soon",
    "turn_again",
    "turn_title",
    "unit_of",
    "value_of",
]

MOVED: Final = "The laptop has moved. Sit as before."
AND_BACK: Final = "And back."
AND_ACROSS: Final = "And all the way inward."
BACK_AGAIN: Final = "The picture stood still for a moment. Sit as before."
AS_FAR: Final = "Was that as far as it goes? Turn once more, as far as you can, and hold."
COUNTS_AFTER_ALL: Final = "The one before counts after all."
WHEN_READY: Final = "Begin when you are ready."
TOO_LITTLE: Final = "Too small. Go further."
AGAIN: Final = "Again."
COME: Final = "Whole body in the picture, head to feet."
OTHER_FOOT: Final = "The other foot may hang, too, or stand, or be under the chair."
ALL_DONE: Final = "That is all. Well done."
PRACTICE: Final = "Try it once. It does not count."
NO_TURN_SEEN: Final = "I saw no turn. Let the leg hang, then turn the foot as far as it goes, and hold."
_COUNTED: Final = ("None", "One", "Two", "Three")
_WAY: Final = {"internal": "outward", "external": "inward", "sweep": "outward, then inward"}
_ASK: Final[Mapping[Asked, str]] = {
    "internal": "Turn your {side} foot outward as far as it goes, and hold.",
    "external": "Turn your {side} foot across, inward as far as it goes, and hold.",
    "sweep": "Turn your {side} foot outward as far as it goes, and hold; then all the way inward, and hold.",
}
_ASK_AGAIN: Final[Mapping[Asked, str]] = {
    "internal": "Swing your {side} foot out to the side, away from the other one, and hold it there. "
    "The knee stays where it is.",
    "external": "Swing your {side} foot in, across the other one, and hold it there. "
    "The knee stays where it is.",
    "sweep": "Swing your {side} foot out to the side, and hold it there. Then swing it in, across the other "
    "one, and hold it there. The knee stays where it is.",
}
_NEXT: Final[Mapping[Asked, str]] = {
    "internal": "Now the {side} leg.",
    "external": "Now the {side} leg, inward.",
    "sweep": "Now the {side} leg.",
}
_SO_IT_GOES: Final[Mapping[Asked, str]] = {
    "internal": "That was {internal} degrees outward. So it goes.",
    "external": "That was {external} degrees inward. So it goes.",
    "sweep": "That was {internal} degrees outward, and {external} inward. So it goes.",
}
_EACH_WAY: Final = "{number}. {internal} degrees outward, {external} inward."

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
    return _ASK[turn.direction].format(side=turn.side)


def turn_title(turn: Turn) -> str:
    """Return the same in a few words."""
    return f"Turn your {turn.side} foot {_WAY[turn.direction]}"


def turn_again(turn: Turn) -> str:
    """Return what the leg is asked to do, in other words."""
    return _ASK_AGAIN[turn.direction].format(side=turn.side)


def next_turn(turn: Turn) -> str:
    """Return which leg is next."""
    return _NEXT[turn.direction].format(side=turn.side)


def result_and_next(turn: Turn, measured: Sequence[Measurement | None], following: Turn | None) -> str:
    """Return what a turn gave in each of its directions, and what follows, None = nothing."""
    more = ALL_DONE if following is None else next_turn(following)
    one_way = len(turn.parts) == 1
    hips = [
        f"{part.side} hip" if one_way else f"{part.side} hip {_WAY[part.direction]}" for part in turn.parts
    ]
    return " ".join((*map(_result, hips, measured), more))


def _result(hip: str, measured: Measurement | None) -> str:
    if measured is None or measured.value_deg is None:
        return f"No number for the {hip}."
    if is_small(measured):
        leave_deg = QUANTITIES[measured.quantity].leave_deg
        return f"{hip}, less than {units.number(leave_deg, 0)} degrees."
    return f"{hip}, {units.number(abs(measured.value_deg), 0)} degrees."


def practised(turn: Turn, measured: Sequence[Measurement | None], _following: Turn | None = None) -> str:
    """Return what was seen of a turn that was only tried, or what to do otherwise."""
    trials = [trial for one in measured if one is not None for trial in one.trials]
    counted = {trial.direction: _degrees(trial) for trial in trials if trial.accepted}
    if set(counted) >= set(turn.directions):
        return _SO_IT_GOES[turn.direction].format(**counted)
    reasons = [reason for trial in trials for reason in trial.reasons]
    return f"That would not have counted. {REFUSED[reasons[-1]]}" if reasons else NO_TURN_SEEN


def value_of(trials: Sequence[Trial], accepted: int) -> str:
    """Return what the last trials gave, one of each direction; they are number ``accepted`` that counts."""
    number = _COUNTED[accepted] if accepted < len(_COUNTED) else str(accepted)
    if len(trials) == 1:
        return f"{number}. {_degrees(trials[0])} degrees."
    degrees = {trial.direction: _degrees(trial) for trial in trials}
    return _EACH_WAY.format(number=number, **degrees)


def _degrees(trial: Trial) -> str:
    return units.number(abs(trial.peak_deg), 0)


def refused(trial: Trial) -> str:
    """Return that a trial does not count, and what to do otherwise."""
    return f"Not counted. {REFUSED[trial.reasons[0]]}"


def unit_of(card: Exercise) -> str:
    """Return what a set counts, singular."""
    return "second" if card.kind == "hold" else "repetition"


def amount_done(amount: float, card: Exercise) -> str:
    """Return how much was done."""
    return units.counted(round(amount), unit_of(card))


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
