"""An exercise in words, for the command line and the app."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from romtrack import units
from romtrack.kinematics.signals import SIGNALS
from romtrack.language import N_, gettext

if TYPE_CHECKING:
    from romtrack.exercises.model import CountRule, Cue, Dose, Exercise, Guard, HoldRule, Viewpoint
    from romtrack.kinematics.positions import Position

__all__ = [
    "card_schema",
    "cue_text",
    "dose_text",
    "fault_text",
    "position_text",
    "rule_texts",
    "to_json",
    "view_text",
]

_POSITIONS: Final[dict[Position, str]] = {
    "seated": N_("seated"),
    "side_lying": N_("lying on the side"),
    "floor_sitting": N_("sitting on the floor"),
    "all_fours": N_("on all fours"),
    "floor_split": N_("on the floor, one leg ahead"),
    "standing": N_("standing"),
    "deep_squat": N_("deep squat"),
}
_VIEWS: Final[dict[Viewpoint, str]] = {
    "front": N_("in front"),
    "diagonal": N_("diagonally in front"),
    "side": N_("at the side"),
}
_WAYS: Final = {"increase": "goes up", "decrease": "goes down", "both": "goes up or down"}
_CHANGES: Final = {
    "above": ("goes up", "goes down"),
    "below": ("goes down", "goes up"),
    "away": ("changes",) * 2,
}
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
    return gettext(_POSITIONS[one.position])


def view_text(one: Exercise) -> str:
    """Return where the camera stands, in a word or three."""
    return gettext(_VIEWS[one.view])


def fault_text(fault: str) -> str:
    """Return ``knee_drift`` as knee drift, in the language in force."""
    return gettext(fault.replace("_", " "))


def cue_text(fault: str, one: Exercise) -> str:
    """Return what the exercise says about a fault, or its name where it has no such cue."""
    said = {cue.fault: cue.say for cue in one.cues}
    return said.get(fault, fault_text(fault))


def dose_text(one: Exercise) -> str:
    """Return how much to do: sets, repetitions or seconds, of what, and the rest between sets."""
    dose = one.dose
    if one.kind == "measurement" and dose.reps is not None:
        return gettext("{count} trials a leg", count=units.span(*dose.reps))
    amount = _amount(dose)
    if dose.sets == (1, 1):
        return amount
    sets, rest = units.span(*dose.sets), units.span(*dose.rest_s)
    return gettext("{sets} sets of {amount}, {rest} s rest", sets=sets, amount=amount, rest=rest)


def _amount(dose: Dose) -> str:
    a_side = dose.per == "side"
    if dose.reps is not None:
        text = N_("{count} repetitions a side") if a_side else N_("{count} repetitions, both sides together")
        return gettext(text, count=units.span(*dose.reps))
    assert dose.hold_s is not None  # noqa: S101  the card was checked
    text = N_("a hold of {seconds} s a side") if a_side else N_("a hold of {seconds} s, both sides together")
    return gettext(text, seconds=units.span(*dose.hold_s))


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
        f"more and comes back, in {units.span(rule.shortest_s, rule.longest_s)} s; "
        f"surely one from {_value(rule.sure, rule.unit)}; "
        f"partial under {units.figure(100 * rule.partial_share)} % of the usual range"
    )


def _hold_text(rule: HoldRule) -> str:
    return (
        f"hold: {_signal(rule.signal)} {rule.direction} {_value(rule.enter, rule.unit)}, until it is past "
        f"{_value(rule.leave, rule.unit)} for {units.figure(rule.wobble_s)} s; "
        f"from {units.figure(rule.least_s)} s"
    )


def _guard_text(guard: Guard) -> str:
    limits = [] if guard.at_least is None else [_limit_text(guard, guard.at_least, ("at least", "at most"))]
    limits += [] if guard.at_most is None else [_limit_text(guard, guard.at_most, ("at most", "at least"))]
    return f"with each repetition: {_signal(guard.signal)} {' and '.join(limits)}"


def _limit_text(guard: Guard, limit: float, words: tuple[str, str]) -> str:
    """Return a limit of a change; a negative one limits the other way: nobody goes up by -3 degrees."""
    turned = limit < 0
    return f"{_CHANGES[guard.direction][turned]} by {words[turned]} {_value(abs(limit), guard.unit)}"


def _cue_text(cue: Cue) -> str:
    return (
        f"{fault_text(cue.fault)}: {_signal(cue.signal)} {_value(cue.limit, cue.unit)} "
        f"{_DEPARTURES[cue.direction]} for {units.figure(cue.persist_s)} s"
    )


def _signal(name: str) -> str:
    return f'"{SIGNALS[name].meaning}"'


def _value(value: float, unit: str) -> str:
    return f"{units.figure(value)} {units.unit_text(unit)}" if unit == "deg" else units.amount(value, unit)
