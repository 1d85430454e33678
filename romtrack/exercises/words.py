"""An exercise in words, for the command line and the app."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from romtrack.kinematics.signals import SIGNALS

if TYPE_CHECKING:
    from romtrack.exercises.model import CountRule, Cue, Dose, Exercise, Guard, HoldRule, View
    from romtrack.kinematics.positions import Position

__all__ = [
    "amount",
    "card_schema",
    "cue_text",
    "dose_text",
    "fault_text",
    "position_text",
    "rule_texts",
    "to_json",
    "unit_text",
    "view_text",
]

_POSITIONS: Final[dict[Position, str]] = {
    "seated": "seated",
    "side_lying": "lying on the side",
    "floor_sitting": "sitting on the floor",
    "all_fours": "on all fours",
    "floor_split": "on the floor, one leg ahead",
    "standing": "standing",
    "deep_squat": "deep squat",
}
_VIEWS: Final[dict[View, str]] = {
    "front": "in front",
    "diagonal": "diagonally in front",
    "side": "at the side",
}
_UNITS: Final[dict[str, str]] = {"deg": "degrees", "torso": "trunk lengths", "shank": "shank lengths"}
_WAYS: Final = {"increase": "goes up", "decrease": "goes down", "both": "goes up or down"}
_CHANGES: Final = {"above": "goes up", "below": "goes down", "away": "changes"}
_MOST: Final = {"range": "moves more", "level": "is higher", "start": "is lower at the start"}
_DEPARTURES: Final = {"above": "above rest", "below": "below rest", "away": "away from rest"}


def card_schema() -> dict[str, Any]:
    """Return the JSON Schema that every card fits."""
    text = (files("romtrack.exercises") / "exercise.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def to_json(one: Exercise) -> dict[str, Any]:
    """Return the card as plain data, with what its signals mean."""
    meanings = {
        name: {
            "unit": SIGNALS[name].unit,
            "meaning": SIGNALS[name].meaning,
            "reliability": SIGNALS[name].reliability,
        }
        for name in one.signals
    }
    return {**asdict(one), "signals": meanings}


def position_text(one: Exercise) -> str:
    """Return the body's position."""
    return _POSITIONS[one.position]


def view_text(one: Exercise) -> str:
    """Return where the camera stands, in a word or three."""
    return _VIEWS[one.view]


def fault_text(fault: str) -> str:
    """Return ``knee_drift`` as knee drift."""
    return fault.replace("_", " ")


def cue_text(fault: str, one: Exercise) -> str:
    """Return what the exercise says about a fault, or its name where it has no such cue."""
    said = {cue.fault: cue.say for cue in one.cues}
    return said.get(fault, fault_text(fault))


def unit_text(unit: str) -> str:
    """Return ``deg`` as degrees, and so on; an unknown unit as it is."""
    return _UNITS.get(unit, unit)


def amount(value: float, unit: str) -> str:
    """Return ``value`` with its unit, rounded to what it can mean; never a minus zero."""
    if not math.isfinite(value):
        return "unknown"
    digits = 1 if unit == "deg" else 2
    text = f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "\N{MINUS SIGN}")
    return f"{text}°" if unit == "deg" else f"{text} {unit_text(unit)}"


def dose_text(one: Exercise) -> str:
    """Return how much to do: sets, repetitions or seconds, of what, and the rest between sets."""
    dose = one.dose
    if one.kind == "measurement" and dose.reps is not None:
        return f"{_span(*dose.reps)} trials a leg"
    amount = _amount(dose) + (" a side" if dose.per == "side" else f", {dose.per}")
    if dose.sets == (1, 1):
        return amount
    return f"{_span(*dose.sets)} sets of {amount}, {_span(*dose.rest_s)} s rest"


def _amount(dose: Dose) -> str:
    if dose.reps is not None:
        return f"{_span(*dose.reps)} repetitions"
    assert dose.hold_s is not None  # noqa: S101  the card was checked
    return f"a hold of {_span(*dose.hold_s)} s"


def _span(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}-{high:g}"


def rule_texts(one: Exercise) -> tuple[str, ...]:
    """Return what is read from the picture, each with its thresholds: counting, holding, side, form."""
    found = [] if one.count is None else [_count_text(one.count)]
    if one.hold is not None:
        found.append(_hold_text(one.hold))
    if one.side is not None:
        found.append(f"working leg: the one whose {_signal(one.side.signal)} {_MOST[one.side.by]}")
    found += [_guard_text(guard) for guard in one.guards]
    return (*found, *(_cue_text(cue) for cue in one.cues))


def _count_text(rule: CountRule) -> str:
    return (
        f"repetition: {_signal(rule.signal)} {_WAYS[rule.direction]} by {_value(rule.least, rule.unit)} or "
        f"more and comes back, in {rule.shortest_s:g}-{rule.longest_s:g} s; surely one from {rule.sure:g}; "
        f"partial under {100 * rule.partial_share:g} % of the usual range"
    )


def _hold_text(rule: HoldRule) -> str:
    return (
        f"hold: {_signal(rule.signal)} {rule.direction} {_value(rule.enter, rule.unit)}, until it is past "
        f"{rule.leave:g} for {rule.wobble_s:g} s; from {rule.least_s:g} s"
    )


def _guard_text(guard: Guard) -> str:
    limits = [] if guard.at_least is None else [f"at least {_value(guard.at_least, guard.unit)}"]
    limits += [] if guard.at_most is None else [f"at most {_value(guard.at_most, guard.unit)}"]
    way = _CHANGES[guard.direction]
    return f"with each repetition: {_signal(guard.signal)} {way} by {' and '.join(limits)}"


def _cue_text(cue: Cue) -> str:
    return (
        f"{fault_text(cue.fault)}: {_signal(cue.signal)} {_value(cue.limit, cue.unit)} "
        f"{_DEPARTURES[cue.direction]} for {cue.persist_s:g} s"
    )


def _signal(name: str) -> str:
    return f"{name} ({SIGNALS[name].meaning})"


def _value(value: float, unit: str) -> str:
    return f"{value:g} {_UNITS[unit]}"
