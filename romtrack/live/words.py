"""What a live session says and writes, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.exercises import cue_text
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.language import N_, gettext, ngettext, pgettext
from romtrack.measure import acceptance as refusals
from romtrack.measure.result import is_small
from romtrack.reps import done_text, held_s, range_text
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from romtrack.exercises import Exercise
    from romtrack.live.tally import Asked, Turn
    from romtrack.types import Direction, Legs, Measurement, SetRecord, Side, Trial

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
    "counts_of",
    "get_ready",
    "get_ready_for",
    "hang_again",
    "hang_title",
    "last_time",
    "let_hang",
    "next_turn",
    "of_dose",
    "practised",
    "refused",
    "rest_title",
    "result_and_next",
    "set_summary",
    "set_title",
    "soon",
    "turn_again",
    "turn_title",
    "unit_of",
    "value_of",
]

MOVED: Final = N_("The laptop has moved. Sit as before.")
AND_BACK: Final = N_("And back.")
AND_ACROSS: Final = N_("And all the way inward.")
BACK_AGAIN: Final = N_("The picture stood still for a moment. Sit as before.")
AS_FAR: Final = N_("Was that as far as it goes? Turn once more, as far as you can, and hold.")
COUNTS_AFTER_ALL: Final = N_("The one before counts after all.")
WHEN_READY: Final = N_("Begin when you are ready.")
TOO_LITTLE: Final = N_("Too small. Go further.")
AGAIN: Final = N_("Again.")
COME: Final = N_("Whole body in the picture, head to feet.")
OTHER_FOOT: Final = N_("The other foot may hang, too, or stand, or be under the chair.")
ALL_DONE: Final = N_("That is all. Well done.")
PRACTICE: Final = N_("Try it once. It does not count.")
NO_TURN_SEEN: Final = N_("I saw no turn. Let the leg hang, then turn the foot as far as it goes, and hold.")

REFUSED: Final[Mapping[str, str]] = {
    refusals.PARTIAL: N_("Too small. Turn further."),
    refusals.NOT_HELD: N_("Too short. Hold it at the end for a second."),
    refusals.RESTLESS: N_("The foot moved at the end. Hold it still there."),
    refusals.UNSEEN: N_("I lost sight of the leg. Keep it free, for the laptop to see."),
    refusals.UNBEGUN: N_("I did not see it begin. Let the leg hang first."),
    refusals.UNFINISHED: N_("I did not see it come back. Let the leg hang at the end."),
    refusals.DISAGREE: N_("I could not see the lower leg well. Turn a little slower."),
    refusals.NO_TURN: N_("That was too far for a hip. Turn only the foot, and keep the thigh where it is."),
    refusals.FOOT_ROSE: N_("The foot rose. Keep the knee bent, and the thigh on the chair."),
    refusals.KNEE_DRIFT: N_("Keep your knee still."),
    refusals.PELVIC_HIKE: N_("Keep both sides of your seat on the chair."),
    refusals.TRUNK_LEAN: N_("Sit upright."),
}
"""What to do otherwise, for each reason of a refusal."""


_LET_HANG: Final[Mapping[Side, str]] = {
    "left": N_("Let your left leg hang still."),
    "right": N_("Let your right leg hang still."),
}
_HANG_TITLE: Final[Mapping[Side, str]] = {
    "left": N_("Let your left leg hang still"),
    "right": N_("Let your right leg hang still"),
}
_HANG_AGAIN: Final[Mapping[Side, str]] = {
    "left": N_(
        "Your left lower leg hangs heavy, and rests. Count slowly to three. The other foot may stand."
    ),
    "right": N_(
        "Your right lower leg hangs heavy, and rests. Count slowly to three. The other foot may stand."
    ),
}
_ASK: Final[Mapping[tuple[Side, Asked], str]] = {
    ("left", "internal"): N_("Turn your left foot outward as far as it goes, and hold."),
    ("right", "internal"): N_("Turn your right foot outward as far as it goes, and hold."),
    ("left", "external"): N_("Turn your left foot across, inward as far as it goes, and hold."),
    ("right", "external"): N_("Turn your right foot across, inward as far as it goes, and hold."),
    ("left", "sweep"): N_(
        "Turn your left foot outward as far as it goes, and hold; then all the way inward, and hold."
    ),
    ("right", "sweep"): N_(
        "Turn your right foot outward as far as it goes, and hold; then all the way inward, and hold."
    ),
}
_TURN_TITLE: Final[Mapping[tuple[Side, Asked], str]] = {
    ("left", "internal"): N_("Turn your left foot outward"),
    ("right", "internal"): N_("Turn your right foot outward"),
    ("left", "external"): N_("Turn your left foot inward"),
    ("right", "external"): N_("Turn your right foot inward"),
    ("left", "sweep"): N_("Turn your left foot outward, then inward"),
    ("right", "sweep"): N_("Turn your right foot outward, then inward"),
}
_TURN_AGAIN: Final[Mapping[tuple[Side, Asked], str]] = {
    ("left", "internal"): N_(
        "Swing your left foot out to the side, away from the other one, and hold it there. "
        "The knee stays where it is."
    ),
    ("right", "internal"): N_(
        "Swing your right foot out to the side, away from the other one, and hold it there. "
        "The knee stays where it is."
    ),
    ("left", "external"): N_(
        "Swing your left foot in, across the other one, and hold it there. The knee stays where it is."
    ),
    ("right", "external"): N_(
        "Swing your right foot in, across the other one, and hold it there. The knee stays where it is."
    ),
    ("left", "sweep"): N_(
        "Swing your left foot out to the side, and hold it there. Then swing it in, across the other one, "
        "and hold it there. The knee stays where it is."
    ),
    ("right", "sweep"): N_(
        "Swing your right foot out to the side, and hold it there. Then swing it in, across the other one, "
        "and hold it there. The knee stays where it is."
    ),
}
_NEXT_TURN: Final[Mapping[tuple[Side, Asked], str]] = {
    ("left", "internal"): N_("Now the left leg."),
    ("right", "internal"): N_("Now the right leg."),
    ("left", "external"): N_("Now the left leg, inward."),
    ("right", "external"): N_("Now the right leg, inward."),
    ("left", "sweep"): N_("Now the left leg."),
    ("right", "sweep"): N_("Now the right leg."),
}
_NO_NUMBER: Final[Mapping[tuple[Side, Direction | None], str]] = {
    ("left", None): N_("No number for the left hip."),
    ("right", None): N_("No number for the right hip."),
    ("left", "internal"): N_("No number for the left hip, outward."),
    ("left", "external"): N_("No number for the left hip, inward."),
    ("right", "internal"): N_("No number for the right hip, outward."),
    ("right", "external"): N_("No number for the right hip, inward."),
}
_LESS: Final[Mapping[tuple[Side, Direction | None], str]] = {
    ("left", None): N_("left hip, less than {value} degrees."),
    ("right", None): N_("right hip, less than {value} degrees."),
    ("left", "internal"): N_("left hip outward, less than {value} degrees."),
    ("left", "external"): N_("left hip inward, less than {value} degrees."),
    ("right", "internal"): N_("right hip outward, less than {value} degrees."),
    ("right", "external"): N_("right hip inward, less than {value} degrees."),
}
_RESULT: Final[Mapping[tuple[Side, Direction | None], str]] = {
    ("left", None): N_("left hip, {value} degrees."),
    ("right", None): N_("right hip, {value} degrees."),
    ("left", "internal"): N_("left hip outward, {value} degrees."),
    ("left", "external"): N_("left hip inward, {value} degrees."),
    ("right", "internal"): N_("right hip outward, {value} degrees."),
    ("right", "external"): N_("right hip inward, {value} degrees."),
}
_VALUE: Final = (
    N_("None. {value} degrees."),
    N_("One. {value} degrees."),
    N_("Two. {value} degrees."),
    N_("Three. {value} degrees."),
)
_BOTH_WAYS: Final = (
    N_("None. {internal} degrees outward, {external} inward."),
    N_("One. {internal} degrees outward, {external} inward."),
    N_("Two. {internal} degrees outward, {external} inward."),
    N_("Three. {internal} degrees outward, {external} inward."),
)
_SO_IT_GOES: Final[Mapping[Asked, str]] = {
    "internal": N_("That was {internal} degrees outward. So it goes."),
    "external": N_("That was {external} degrees inward. So it goes."),
    "sweep": N_("That was {internal} degrees outward, and {external} inward. So it goes."),
}
_GET_READY: Final[Mapping[Legs, str]] = {
    "left": N_("Left leg. Get ready."),
    "right": N_("Right leg. Get ready."),
    "both": N_("Both legs. Get ready."),
}
_SOON: Final[Mapping[Legs, str]] = {
    "left": N_("Ten seconds. Next: left leg."),
    "right": N_("Ten seconds. Next: right leg."),
    "both": N_("Ten seconds. Next: both legs."),
}
_SET_TITLE: Final[Mapping[Legs, str]] = {
    "left": N_("Left leg, set {number} of {sets}"),
    "right": N_("Right leg, set {number} of {sets}"),
    "both": N_("Both legs, set {number} of {sets}"),
}
_REST_TITLE: Final[Mapping[Legs, str]] = {
    "left": N_("Rest. Next: left leg, set {number} of {sets}"),
    "right": N_("Rest. Next: right leg, set {number} of {sets}"),
    "both": N_("Rest. Next: both legs, set {number} of {sets}"),
}


def let_hang(side: Side) -> str:
    """Return how a leg is to hang; the other foot may be where it likes."""
    return gettext(_LET_HANG[side])


def hang_title(side: Side) -> str:
    """Return the same in a few words."""
    return gettext(_HANG_TITLE[side])


def hang_again(side: Side) -> str:
    """Return the same in other words."""
    return gettext(_HANG_AGAIN[side])


def ask_for_trial(turn: Turn) -> str:
    """Return what the leg is asked to do."""
    return gettext(_ASK[turn])


def turn_title(turn: Turn) -> str:
    """Return the same in a few words."""
    return gettext(_TURN_TITLE[turn])


def turn_again(turn: Turn) -> str:
    """Return what the leg is asked to do, in other words."""
    return gettext(_TURN_AGAIN[turn])


def next_turn(turn: Turn) -> str:
    """Return which leg is next."""
    return gettext(_NEXT_TURN[turn])


def result_and_next(turn: Turn, measured: Sequence[Measurement | None], following: Turn | None) -> str:
    """Return what a turn gave in each of its directions, and what follows, None = nothing."""
    more = gettext(ALL_DONE) if following is None else next_turn(following)
    ways = [None] if len(turn.parts) == 1 else turn.directions
    values = [_result((turn.side, way), one) for way, one in zip(ways, measured, strict=True)]
    return " ".join((*values, more))


def _result(hip: tuple[Side, Direction | None], measured: Measurement | None) -> str:
    """Return the value of a hip, and of its direction where there are two."""
    if measured is None or measured.value_deg is None:
        return gettext(_NO_NUMBER[hip])
    if is_small(measured):
        leave_deg = QUANTITIES[measured.quantity].leave_deg
        return gettext(_LESS[hip], value=units.number(leave_deg, 0))
    return gettext(_RESULT[hip], value=units.number(abs(measured.value_deg), 0))


def practised(turn: Turn, measured: Sequence[Measurement | None], _following: Turn | None = None) -> str:
    """Return what was seen of a turn that was only tried, or what to do otherwise."""
    trials = [trial for one in measured if one is not None for trial in one.trials]
    counted = {trial.direction: _degrees(trial) for trial in trials if trial.accepted}
    if set(counted) >= set(turn.directions):
        return gettext(_SO_IT_GOES[turn.direction], **counted)
    reasons = [reason for trial in trials for reason in trial.reasons]
    if not reasons:
        return gettext(NO_TURN_SEEN)
    return gettext("That would not have counted. {remedy}", remedy=gettext(REFUSED[reasons[-1]]))


def value_of(trials: Sequence[Trial], accepted: int) -> str:
    """Return what the last trials gave, one of each direction; they are number ``accepted`` that counts."""
    told = _VALUE if len(trials) == 1 else _BOTH_WAYS
    value = _degrees(trials[0])
    degrees = {trial.direction: _degrees(trial) for trial in trials}
    if accepted < len(told):
        return gettext(told[accepted], value=value, **degrees)
    if len(trials) == 1:
        return gettext("{number}. {value} degrees.", number=accepted, value=value)
    return gettext("{number}. {internal} degrees outward, {external} inward.", number=accepted, **degrees)


def _degrees(trial: Trial) -> str:
    return units.number(abs(trial.peak_deg), 0)


def refused(trial: Trial) -> str:
    """Return that a trial does not count, and what to do otherwise."""
    return gettext("Not counted. {remedy}", remedy=gettext(REFUSED[trial.reasons[0]]))


def get_ready(legs: Legs) -> str:
    """Return whose turn it is in a moment."""
    return gettext(_GET_READY[legs])


def set_title(number: int, sets: int, legs: Legs) -> str:
    """Return which set it is."""
    return gettext(_SET_TITLE[legs], number=number, sets=sets)


def rest_title(number: int, sets: int, legs: Legs) -> str:
    """Return which set is next."""
    return gettext(_REST_TITLE[legs], number=number, sets=sets)


def unit_of(card: Exercise) -> str:
    """Return what a set counts, for its steps."""
    return gettext("second") if card.kind == "hold" else pgettext("beside its pips", "repetition")


def counts_of(card: Exercise) -> str:
    """Return what a set counts, plural."""
    return gettext("seconds") if card.kind == "hold" else gettext("repetitions")


def of_dose(reps: int, card: Exercise) -> str:
    """Return how much a set is of, to stand under what is done."""
    if card.kind == "hold":
        return ngettext("of {count} second", "of {count} seconds", reps)
    return ngettext("of {count} repetition", "of {count} repetitions", reps)


def amount_done(amount: float, card: Exercise) -> str:
    """Return how much was done, a sentence."""
    if card.kind == "hold":
        return ngettext("{count} second.", "{count} seconds.", round(amount))
    return ngettext("{count} repetition.", "{count} repetitions.", round(amount))


def get_ready_for(amount: int, card: Exercise) -> str:
    """Return what a set will ask for, on one line: more would move the words."""
    if card.kind == "hold":
        return ngettext("{count} second.", "{count} seconds.", amount)
    return ngettext("{count} repetition.", "{count} repetitions.", amount)


def last_time(sets: Sequence[SetRecord], card: Exercise, side: Side) -> str:
    """Return the best that a leg did in the sets of the last time; empty where it did nothing."""
    legs = SIDES if card.kind == "alternating" else (side,)
    holds = [hold.end_s - hold.start_s for record in sets for hold in record.holds if hold.side in legs]
    reps = [[rep for rep in record.reps if rep.side in legs] for record in sets]
    if card.kind == "hold":
        held = N_("Last time you held it for {seconds} seconds.")
        return gettext(held, seconds=units.number(max(holds), 0)) if holds else ""
    if not any(reps):
        return ""
    if card.unit == "deg":
        best_deg = max(rep.range_value for one in reps for rep in one)
        return gettext("Best of last time: {value} degrees.", value=units.number(best_deg, 0))
    return ngettext(
        "Last time: {count} repetition in a set.",
        "Last time: {count} repetitions in a set.",
        max(map(len, reps)),
    )


def soon(legs: Legs) -> str:
    """Return what comes after the rest."""
    return gettext(_SOON[legs])


def set_summary(record: SetRecord, card: Exercise) -> str:
    """Return how a set went: how much, how far, and what was most often to be told."""
    if card.kind == "hold":
        how = gettext("Held for {seconds} seconds.", seconds=units.number(held_s([record]), 0))
    elif not record.reps:
        how = gettext("No repetition was counted.")
    else:
        how = _reps_summary(record)
    often = Counter(fault.name for fault in record.faults).most_common(1)
    return f"{how} {cue_text(often[0][0], card)}" if often else how


def _reps_summary(record: SetRecord) -> str:
    done, reach = done_text([record]), range_text(record.reps)
    if not record.partials:
        return gettext("{done}, {range}.", done=done, range=reach)
    return gettext(
        "{done}, {range}, {count} not counted.", done=done, range=reach, count=len(record.partials)
    )
