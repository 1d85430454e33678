"""The exercises there are: the catalog's cards, and those in the user's own folder."""

from __future__ import annotations

import os
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Self

import platformdirs

from romtrack.errors import ExerciseError, UsageError
from romtrack.exercises.reading import file_name, read_exercise
from romtrack.exercises.saying import said
from romtrack.files import read_ordinary

if TYPE_CHECKING:
    from romtrack.exercises.model import Exercise

__all__ = ["broken_cards", "exercise", "exercise_ids", "own_folder", "picture"]

_FOLDER_VARIABLE: Final = "ROMTRACK_EXERCISES"
_LARGEST_PICTURE_BYTES: Final = 4 * 2**20  # it goes into the page as it is
_PACKAGE: Final = files("romtrack.exercises")


class _Stamp(NamedTuple):
    """A card on disk; with other times or another size it is another card."""

    path: Path
    changed_ns: tuple[int, int] = (0, 0)
    size_bytes: int = 0

    @classmethod
    def of(cls, path: Path) -> Self:
        """Look at one; what is wrong with it is said when it is read."""
        try:
            stat = path.stat()
        except OSError:
            return cls(path)
        return cls(path, (stat.st_mtime_ns, stat.st_ctime_ns), stat.st_size)


class _Own(NamedTuple):
    cards: dict[str, Exercise]
    folders: dict[str, Path]
    broken: tuple[str, ...]


def exercise_ids() -> tuple[str, ...]:
    """Return the ids of all exercises: the measurement, then the catalog's, then the user's, by title."""
    own = _own().cards
    found = [*_catalog().values(), *own.values()]
    return tuple(
        one.id for one in sorted(found, key=lambda one: (one.kind != "measurement", one.id in own, one.title))
    )


def exercise(exercise_id: str) -> Exercise:
    """Return the exercise with this id; what it says to people, in the language in force.

    Raises
    ------
    UsageError: there is none; the message lists those there are, and what is wrong with cards of one's own.
    """
    known = _catalog().get(exercise_id) or _own().cards.get(exercise_id)
    if known is None:
        broken = "".join(f"; not usable: {line}" for line in broken_cards())
        there_are = ", ".join(exercise_ids())
        raise UsageError(f"there is no exercise {exercise_id!r}; there are {there_are}{broken}")
    return said(known)


def broken_cards() -> tuple[str, ...]:
    """Return a line for each card of one's own that cannot be used: file, key, what is allowed."""
    return _own().broken


def own_folder() -> Path:
    """Return the folder of one's own cards, whether it is there or not."""
    named = os.environ.get(_FOLDER_VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("romtrack", appauthor=False) / "exercises"


def picture(exercise_id: str) -> bytes | None:
    """Return the exercise's picture (JPEG): the catalog's, or the one beside a card of one's own."""
    folder, name = _own().folders.get(exercise_id), f"{exercise_id}.jpg"
    try:
        if folder is None:
            return (_PACKAGE / "pictures" / name).read_bytes()
        return read_ordinary(folder / name, _LARGEST_PICTURE_BYTES)
    except OSError:
        return None


@cache
def _catalog() -> dict[str, Exercise]:
    cards = (card for card in (_PACKAGE / "catalog").iterdir() if card.name.endswith(".toml"))
    found = {card.name: read_exercise(card) for card in cards}
    for name, one in found.items():
        if name != f"{one.id}.toml":
            raise ExerciseError(f"{name}: id: {one.id!r} must be the file's name without .toml")
    return {one.id: one for one in found.values()}


def _own() -> _Own:
    folder = own_folder()
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except FileNotFoundError:
        if os.environ.get(_FOLDER_VARIABLE):
            return _Own({}, {}, (f"{folder}: is not there; make it, or unset {_FOLDER_VARIABLE}",))
        return _Own({}, {}, ())
    except OSError as error:
        return _Own({}, {}, (f"{folder}: cannot be read ({error.strerror})",))
    return _read_own(tuple(_Stamp.of(path) for path in paths))


@lru_cache(maxsize=4)
def _read_own(stamps: tuple[_Stamp, ...]) -> _Own:
    found: dict[str, Exercise] = {}
    places: dict[str, Path] = {}
    broken: list[str] = []
    for path, *_ in stamps:
        try:
            one = read_exercise(path)
            _check_new(one.id, path, places)
        except ExerciseError as error:
            broken.append(str(error))
        else:
            found[one.id], places[one.id] = one, path
    return _Own(found, {known: path.parent for known, path in places.items()}, tuple(broken))


def _check_new(exercise_id: str, path: Path, places: dict[str, Path]) -> None:
    if exercise_id in _catalog():
        taken_by = "the catalog"
    elif exercise_id in places:
        taken_by = file_name(places[exercise_id])
    else:
        return
    raise ExerciseError(f"{file_name(path)}: id: {exercise_id!r} is taken by {taken_by}; choose another")
