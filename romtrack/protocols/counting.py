"""Sets of an exercise from its signals: the working leg, what it did, and the other one in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from romtrack.language import N_
from romtrack.measure.findings import Finding
from romtrack.reps import coach_recording
from romtrack.types import SIDES, SetRecord, Side, SignalTrack, opposite

if TYPE_CHECKING:
    from romtrack.exercises import Exercise
    from romtrack.protocols.signals_of import NamedSignals
    from romtrack.types import FloatArray

__all__ = ["Counted", "count"]

_CLEARLY: Final = 1.6  # times the range of the leg that was asked for: the other one worked
_CLEARLY_LEVEL: Final = 0.1  # above its level, torsos
_START_S: Final = 2.0


class Counted(NamedTuple):
    """What was done, and by which leg (None: nothing is seen of it); ``by_other``: the one not asked for."""

    side: Side | None
    sets: tuple[SetRecord, ...] = ()
    findings: tuple[Finding, ...] = ()
    by_other: bool = False


def count(signals: NamedSignals, card: Exercise, side: Side | Literal["auto"]) -> Counted:
    """Count, time and cue an exercise that is read from landmarks; ``auto`` finds the working leg."""
    if not any(signals[card.signal][leg].ok.any() for leg in SIDES):
        return Counted(None)
    working = _working(card, signals)
    asked = working if side == "auto" or card.kind == "alternating" else side
    if asked != working and _is_clear(card, signals, working):
        return Counted(asked, findings=(_wrong_leg(asked),), by_other=True)
    sets = coach_recording(card, asked, signals.of(asked, card.signals))
    return Counted(asked, sets, _other_leg(card, asked, sets, signals))


def _other_leg(
    card: Exercise, asked: Side, sets: tuple[SetRecord, ...], signals: NamedSignals
) -> tuple[Finding, ...]:
    """Tell of repetitions that the other leg did in between; theirs are not counted."""
    if card.side is None or card.kind != "reps":
        return ()
    other = opposite(asked)
    mine = [rep for done in sets for rep in done.reps]
    done_by_other = coach_recording(card, other, signals.of(other, card.signals))
    theirs = [rep for done in done_by_other for rep in done.reps]
    between = [rep for rep in theirs if not any(one.start_s < rep.peak_s < one.end_s for one in mine)]
    if not mine or not between:
        return ()
    return (Finding("other_leg", "warning", _MOVED[other].format(times=len(between))),)


_MOVED: Final[dict[Side, str]] = {
    "left": N_(
        "the left leg moved in between, {times} times: that is not counted here; choose the left leg for it "
        "(--side left)."
    ),
    "right": N_(
        "the right leg moved in between, {times} times: that is not counted here; choose the right leg for "
        "it (--side right)."
    ),
}


def _working(card: Exercise, signals: NamedSignals) -> Side:
    """Return the working leg; the left one where the exercise does not tell the legs apart."""
    if card.side is None:
        return "left"
    measures = _measures(card, signals)
    return max(SIDES, key=lambda leg: measures[leg])


def _measures(card: Exercise, signals: NamedSignals) -> dict[Side, float]:
    """Return for each leg how much it looks like the working one."""
    rule = card.side
    assert rule is not None  # noqa: S101  the callers ask
    return {leg: _measure(rule.by, signals.of(leg, [rule.signal])[rule.signal]) for leg in SIDES}


def _measure(by: Literal["range", "level", "start"], signal: SignalTrack) -> float:
    seen = signal.value[signal.ok]
    if not len(seen):
        return -np.inf
    if by == "range":
        return _range(seen)
    if by == "level":
        return float(np.median(seen))
    first_s = signal.time_s[signal.ok][0]
    return -float(np.median(signal.value[signal.ok & (signal.time_s < first_s + _START_S)]))


def _range(values: FloatArray) -> float:
    return float(np.subtract(*np.percentile(values, (98, 2))))


def _is_clear(card: Exercise, signals: NamedSignals, working: Side) -> bool:
    """Say whether it is beyond doubt that the other leg worked than the one that was asked for."""
    if card.side is None:
        return False
    measures = _measures(card, signals)
    mine, other = measures[opposite(working)], measures[working]
    return other > _CLEARLY * mine if card.side.by == "range" else other - mine > _CLEARLY_LEVEL


def _wrong_leg(asked: Side) -> Finding:
    return Finding("wrong_leg", "warning", _DID[opposite(asked)])


_DID: Final[dict[Side, str]] = {
    "left": N_("the left leg did the movement, not the right one: choose the left leg (--side left)."),
    "right": N_("the right leg did the movement, not the left one: choose the right leg (--side right)."),
}
