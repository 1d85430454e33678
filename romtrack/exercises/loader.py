"""Reading exercise cards (TOML); an unknown or missing key is an error that names file and key."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cattrs import ClassValidationError, Converter, transform_error

from romtrack.errors import ExerciseError, UsageError
from romtrack.exercises.model import Exercise

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["exercise", "exercise_ids", "read_exercise"]

_CONVERTER = Converter(forbid_extra_keys=True)
_CATALOG = files("romtrack.exercises") / "catalog"


@cache
def _catalog() -> dict[str, Exercise]:
    cards = sorted((card for card in _CATALOG.iterdir() if card.name.endswith(".toml")), key=lambda c: c.name)
    found = [read_exercise(card) for card in cards]
    return {one.id: one for one in found}


def exercise_ids() -> tuple[str, ...]:
    """Return the ids of all exercises."""
    return tuple(_catalog())


def exercise(exercise_id: str) -> Exercise:
    """Return the exercise with this id.

    Raises
    ------
    UsageError: there is none; the message lists those there are.
    """
    try:
        return _catalog()[exercise_id]
    except KeyError:
        known = ", ".join(exercise_ids())
        raise UsageError(f"there is no exercise {exercise_id!r}; there are {known}") from None


def read_exercise(card: Traversable) -> Exercise:
    """Read one card.

    Raises
    ------
    ExerciseError: the card is no TOML, or a key is unknown, missing or out of its range.
    """
    try:
        return _CONVERTER.structure(tomllib.loads(card.read_text(encoding="utf-8")), Exercise)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ExerciseError(f"{card.name}: not valid TOML: {error}") from error
    except ClassValidationError as error:
        raise ExerciseError(f"{card.name}: {'; '.join(_reasons(error))}") from error


def _reasons(error: ClassValidationError) -> list[str]:
    return [line.replace(" @ $", " at ") for line in transform_error(error, format_exception=_reason)]


def _reason(error: BaseException, _wanted: type | None) -> str:
    if isinstance(error, KeyError):
        return f"the key {error} is missing"
    return str(error)
