"""What was changed in a session, in words, and what it may be called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from romtrack.exercises import exercise

if TYPE_CHECKING:
    from romtrack.store.records import HistoryEntry
    from romtrack.types import Session

__all__ = ["can_be_called", "told"]

_COLUMNS: Final = {
    "person_id": "person",
    "exercise": "exercise",
    "exchanged": "leg",
    "recorded_at": "date",
    "note": "note",
    "pain_before": "pain before",
    "pain_after": "pain after",
    "pain_sharp": "sharp pain",
}
_WORTH_TELLING: Final = {"exercise", "recorded_at", "note"}
_DONE: Final = {
    "edit": "corrected",
    "delete": "put into the bin",
    "merge": "given to another person",
    "replace": "replaced by a later analysis",
}


def told(change: HistoryEntry) -> str:
    """Return what was done, and of a correction what it was before."""
    taken_back = ", and taken back" if change.undone else ""
    if change.kind == "edit" and "deleted_at" in change.before:
        return f"put back from the bin{taken_back}"
    return f"{_DONE[change.kind]}{taken_back}{_before(change)}"


def _before(change: HistoryEntry) -> str:
    if change.kind != "edit":
        return ""
    words = [
        f"{word} was {change.before[name]!r}" if name in _WORTH_TELLING and change.before[name] else word
        for name, word in _COLUMNS.items()
        if name in change.before
    ]
    return f": {', '.join(words)}"


def can_be_called(session: Session, exercise_id: str) -> bool:
    """Say whether a session may be of another exercise: not of one in which something else is measured.

    Raises
    ------
    UsageError: there is no such exercise.
    """
    quantities = {one.quantity for one in session.measurements}
    return not quantities or quantities == {exercise(exercise_id).reads}
