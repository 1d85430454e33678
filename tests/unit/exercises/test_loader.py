"""Exercise cards: the catalog is sound, and a wrong card is refused with file and key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from romtrack.errors import ExerciseError, UsageError
from romtrack.exercises import exercise, exercise_ids, read_exercise

if TYPE_CHECKING:
    from pathlib import Path

CARD = """
id = "x"
title = "X"
kind = "reps"
[count]
signal = "hip_rotation"
unit = "deg"
direction = "increase"
notice = 5.0
least = 8.0
sure = 18.0
partial_share = 0.4
shortest_s = 0.6
longest_s = 15.0
"""


def card(folder: Path, text: str) -> Path:
    (folder / "x.toml").write_text(text, encoding="utf-8")
    return folder / "x.toml"


def test_the_seated_exercises_are_there() -> None:
    assert set(exercise_ids()) >= {"seated-ir-measure", "seated-resisted-ir"}
    assert exercise("seated-ir-measure").kind == "measurement"


def test_a_good_card_is_read(tmp_path: Path) -> None:
    assert read_exercise(card(tmp_path, CARD)).count.least == 8.0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (CARD.replace("least = 8.0", "least = 30.0"), "notice, least, sure"),
        (CARD.replace('"hip_rotation"', '"hip_wobble"'), "hip_rotation"),
        (CARD.replace('unit = "deg"', 'unit = "rad"'), "unit"),
        (CARD.replace("least = 8.0\n", ""), "least"),
        (CARD + "colour = 3\n", "colour"),
        (CARD.replace('"reps"', '"rest"'), "kind"),
        (CARD.replace("0.4", "1.4"), "partial_share"),
        (CARD.replace("0.6", "20.0"), "shortest_s"),
        (CARD.replace("[count]", "[count"), "TOML"),
    ],
)
def test_a_wrong_card_is_refused_with_file_and_key(tmp_path: Path, wrong: str, says: str) -> None:
    with pytest.raises(ExerciseError) as raised:
        read_exercise(card(tmp_path, wrong))
    assert "x.toml" in str(raised.value)
    assert says in str(raised.value)


def test_an_unknown_exercise_lists_those_there_are() -> None:
    with pytest.raises(UsageError, match="seated-resisted-ir"):
        exercise("handstand")
