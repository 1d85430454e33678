"""The JSON Schema that editors use says what the reader says."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields
from importlib.resources import files
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import jsonschema
import pytest

from romtrack.exercises import card_schema
from romtrack.exercises.model import CountRule, Cue, Dose, Exercise, Guard, HoldRule, NotCued, SideRule
from romtrack.kinematics.positions import POSITIONS
from romtrack.kinematics.signals import SIGNALS

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

CARDS = [card for card in (files("romtrack.exercises") / "catalog").iterdir() if card.name.endswith(".toml")]
SCHEMA = card_schema()
TABLES: dict[str, tuple[type, dict[str, Any]]] = {
    "card": (Exercise, SCHEMA),
    "count": (CountRule, SCHEMA["$defs"]["count"]),
    "hold": (HoldRule, SCHEMA["$defs"]["hold"]),
    "cue": (Cue, SCHEMA["$defs"]["cue"]),
    "guard": (Guard, SCHEMA["$defs"]["guard"]),
    "not_cued": (NotCued, SCHEMA["$defs"]["not_cued"]),
    "dose": (Dose, SCHEMA["$defs"]["dose"]),
    "side": (SideRule, SCHEMA["$defs"]["side"]),
}


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_every_card_fits_it_and_names_it(card: Traversable) -> None:
    text = card.read_text(encoding="utf-8")
    assert text.startswith("#:schema ../exercise.schema.json\n")
    jsonschema.validate(tomllib.loads(text), SCHEMA)


@pytest.mark.parametrize("table", TABLES)
def test_its_keys_and_choices_are_those_of_the_model(table: str) -> None:
    kind, schema = TABLES[table]
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == {each.name for each in fields(kind)}
    needed = {each.name for each in fields(kind) if each.default is each.default_factory is MISSING}
    assert set(schema["required"]) == needed
    hints = get_type_hints(kind)
    for name, known in schema["properties"].items():
        if "enum" in known and name != "position":
            optional = [one for one in get_args(hints[name]) if get_args(one)]  # a choice, or none
            assert set(known["enum"]) == set(get_args(optional[0] if optional else hints[name])), name


def test_its_signals_units_and_positions_are_those_there_are() -> None:
    known = {each["const"]: each["description"] for each in SCHEMA["$defs"]["signal"]["oneOf"]}
    assert known == {
        name: f"{signal.meaning} [{signal.unit}]; {signal.reliability}" for name, signal in SIGNALS.items()
    }
    assert set(SCHEMA["$defs"]["unit"]["enum"]) == {signal.unit for signal in SIGNALS.values()}
    assert SCHEMA["properties"]["position"]["enum"] == list(POSITIONS)


def test_every_key_is_described() -> None:
    def described(schema: dict[str, Any]) -> bool:
        return "description" in schema or "$ref" in schema

    for _, schema in TABLES.values():
        assert all(described(each) for each in schema["properties"].values())


@pytest.mark.parametrize("change", [{"kind": "hold"}, {"colour": 3}, {"legs": 3}, {"dose": {"sets": [1, 1]}}])
def test_it_refuses_what_the_reader_refuses(change: dict[str, object]) -> None:
    card = next(card for card in CARDS if card.name == "clamshell.toml")
    wrong = tomllib.loads(card.read_text(encoding="utf-8")) | change
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, SCHEMA)
