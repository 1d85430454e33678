"""One card or plan from text to checked values; what is wrong is one line with file, key, what is allowed."""

from __future__ import annotations

import math
import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeGuard, TypeVar, get_args, get_origin

from cattrs import ClassValidationError, Converter, IterableValidationError, transform_error
from cattrs.errors import IterableValidationNote
from cattrs.gen import make_dict_structure_fn

from romtrack.errors import ExerciseError
from romtrack.exercises.model import Exercise
from romtrack.files import read_ordinary

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.resources.abc import Traversable

__all__ = ["file_name", "read_card", "read_exercise"]

_T = TypeVar("_T")

_KINDS: Final = {bool: "true or false", int: "a whole number", float: "a number", str: "a text in quotes"}
_LARGEST_BYTES: Final = 64 * 1024  # the largest of the catalog has 4
_MOST_DOTS: Final = 200  # in a line: each part of a key is compared with all before it
_LONGEST: Final = 2000  # characters of a line that says what is wrong


def read_exercise(card: Traversable) -> Exercise:
    """Read the card of an exercise.

    Raises
    ------
    ExerciseError: as of ``read_card``.
    """
    return read_card(card, Exercise)


def read_card(card: Traversable, kind: type[_T]) -> _T:
    """Read one card as a dataclass.

    Raises
    ------
    ExerciseError: the card cannot be read, is no TOML, or a key is unknown, missing or out of its range.
    """
    try:
        return _structured(_toml(_bytes(card)), kind)
    except OSError as error:
        raise _refused(card, f"cannot be read ({error.strerror})") from error
    except ExerciseError as error:
        raise _refused(card, str(error)) from error
    except RecursionError as error:
        raise _refused(card, "its tables or lists are nested too deeply") from error


def _bytes(card: Traversable) -> bytes:
    return read_ordinary(card, _LARGEST_BYTES) if isinstance(card, Path) else card.read_bytes()


def _toml(text: bytes) -> dict[str, Any]:
    if any(line.count(b".") > _MOST_DOTS for line in text.splitlines()):
        raise ExerciseError(f"one of its lines has more than {_MOST_DOTS} dots; keys have few parts")
    try:
        return tomllib.loads(text.decode("utf-8"))
    except ValueError as error:  # also a number of thousands of digits
        raise ExerciseError(f"not valid TOML: {error}") from error


def _structured(card: dict[str, Any], kind: type[_T]) -> _T:
    try:
        return _CONVERTER.structure(card, kind)
    except ClassValidationError as error:
        raise ExerciseError("; ".join(_reasons(error))) from error


def file_name(card: Traversable) -> str:
    """Return a card's name in letters that can be shown: it may be bytes that are no text."""
    return card.name.encode("utf-8", "backslashreplace").decode()


def _refused(card: Traversable, why: str) -> ExerciseError:
    line = f"{file_name(card)}: {why}"
    return ExerciseError(line if len(line) <= _LONGEST else f"{line[:_LONGEST]} ...")


def _reasons(error: ClassValidationError) -> list[str]:
    """Return a sentence for each thing that is wrong, the key with its table first."""
    return [_reason(line) for line in transform_error(error, format_exception=lambda what, _: str(what))]


def _reason(line: str) -> str:
    what, _, where = line.rpartition(" @ $")
    table = where.removeprefix(".")
    if not what.startswith(_AT_KEY):
        return f"{table}.{what}" if table else what
    return f"{table}: {what.removeprefix(_AT_KEY)}"


_AT_KEY: Final = "\x00"  # begins a message that stands at the key itself; the others name their key


def _wrong(what: str) -> ExerciseError:
    return ExerciseError(f"{_AT_KEY}{what}")


def _scalar(wanted: type) -> Callable[[object, object], object]:
    def structure(value: object, _: object) -> object:
        if wanted is float and type(value) is int:
            value = float(value)
        if type(value) is not wanted or (isinstance(value, float) and not math.isfinite(value)):
            raise _wrong(f"must be {_KINDS[wanted]}, not {value!r}")
        return value

    return structure


def _is_literal(wanted: object) -> bool:
    return get_origin(wanted) is Literal


def _choice(value: object, wanted: object) -> object:
    allowed = get_args(wanted)
    if value not in allowed or isinstance(value, bool):
        raise _wrong(f"{value!r} is not known; allowed are {', '.join(map(str, allowed))}")
    return value


def _is_tuple(wanted: object) -> bool:
    return get_origin(wanted) is tuple


def _list(value: object, wanted: object) -> tuple[object, ...]:
    kinds = get_args(wanted)
    if not isinstance(value, list):
        raise _wrong(f"must be a list in square brackets, not {value!r}")
    if kinds[-1] is Ellipsis:
        kinds = (kinds[0],) * len(value)
    elif len(value) != len(kinds):
        raise _wrong(f"must be [from, to], not {value!r}")
    done, errors = [], []
    for at, (item, kind) in enumerate(zip(value, kinds, strict=True)):
        try:
            done.append(_CONVERTER.structure(item, kind))
        except (ExerciseError, ClassValidationError) as error:
            error.add_note(IterableValidationNote("", at, kind))
            errors.append(error)
    if errors:
        raise IterableValidationError("", errors, tuple)
    return tuple(done)


def _is_table(wanted: object) -> TypeGuard[type]:
    return isinstance(wanted, type) and is_dataclass(wanted)


def _table(wanted: Any) -> Callable[[object, object], object]:  # noqa: ANN401  any of the card's classes
    known = {each.name: each for each in fields(wanted)}
    build = make_dict_structure_fn(wanted, _CONVERTER)

    def structure(value: object, kind: object) -> object:
        if not isinstance(value, dict):
            listed = isinstance(value, list)
            raise _wrong(
                "must be one table, in single brackets" if listed else f"must be a table, not {value!r}"
            )
        wrong = _odd_keys(value, known)
        if wrong:
            raise ClassValidationError("", wrong, wanted)
        return build(value, kind)

    return structure


def _odd_keys(value: dict[str, object], known: dict[str, Any]) -> list[ExerciseError]:
    allowed = ", ".join(known)
    unknown = [f"{key}: is not a key; allowed are {allowed}" for key in value if key not in known]
    needed = (name for name, each in known.items() if each.default is each.default_factory)  # both MISSING
    missing = [f"{name}: is missing" for name in needed if name not in value]
    return [ExerciseError(what) for what in unknown + missing]


_CONVERTER: Final = Converter()
for _kind in _KINDS:
    _CONVERTER.register_structure_hook(_kind, _scalar(_kind))
_CONVERTER.register_structure_hook_func(_is_literal, _choice)
_CONVERTER.register_structure_hook_func(_is_tuple, _list)
_CONVERTER.register_structure_hook_factory(_is_table, _table)
