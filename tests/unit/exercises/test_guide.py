"""docs/exercises.md: its example works, and it names every exercise, key and signal that there is."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest

from romtrack.exercises import card_schema, dose_text, exercise, exercise_ids, read_exercise
from romtrack.exercises.model import CountRule, Cue, Dose, Exercise, HoldRule, NotCued, SideRule
from romtrack.kinematics.signals import SIGNALS

GUIDE = (Path(__file__).parents[3] / "docs" / "exercises.md").read_text(encoding="utf-8")


def test_its_example_is_a_card(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    (tmp_path / "hip-hinge.toml").write_text(block, encoding="utf-8")
    one = read_exercise(tmp_path / "hip-hinge.toml")
    assert (one.id, one.signal) == ("hip-hinge", "trunk_incline")
    jsonschema.validate(tomllib.loads(block), card_schema())


@pytest.mark.parametrize("known", exercise_ids())
def test_it_lists_every_exercise_as_it_is(known: str) -> None:
    one = exercise(known)
    (row,) = (line for line in GUIDE.splitlines() if line.startswith(f"| `{known}` |"))
    assert row.endswith(f"| `{one.signal}` | {dose_text(one)} |")


@pytest.mark.parametrize("signal", SIGNALS)
def test_it_lists_every_signal_as_it_is(signal: str) -> None:
    about = SIGNALS[signal]
    assert f"| `{signal}` | {about.unit} | {about.meaning} | {about.reliability} |\n" in GUIDE


@pytest.mark.parametrize("kind", [Exercise, CountRule, HoldRule, Cue, NotCued, Dose, SideRule])
def test_it_tells_every_key(kind: type) -> None:
    for each in fields(kind):
        assert re.search(rf"`\[*{each.name}\]*`", GUIDE), each.name
