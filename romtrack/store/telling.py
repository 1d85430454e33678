"""What was changed in a session, in words, and what it may be called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from romtrack.exercises import exercise
from romtrack.language import N_, gettext

if TYPE_CHECKING:
    from romtrack.store.records import HistoryEntry
    from romtrack.types import Session

__all__ = ["can_be_called", "told"]

_COLUMNS: Final = {
    "person_id": N_("person"),
    "exercise": N_("exercise"),
    "exchanged": N_("leg"),
    "recorded_at": N_("date"),
    "note": N_("note"),
    "pain_before": N_("pain before"),
    "pain_after": N_("pain after"),
    "pain_sharp": N_("sharp pain"),
}
_WORTH_TELLING: Final = {
    "exercise": N_("exercise was {before}"),
    "recorded_at": N_("date was {before}"),
    "note": N_("note was {before}"),
}
_PUT_BACK: Final = (N_("put back from the bin"), N_("put back from the bin, and taken back"))
_CORRECTED: Final = (N_("corrected: {changes}"), N_("corrected, and taken back: {changes}"))
_DONE: Final = {
    "delete": (N_("put into the bin"), N_("put into the bin, and taken back")),
    "merge": (N_("given to another person"), N_("given to another person, and taken back")),
    "replace": (N_("replaced by a later analysis"), N_("replaced by a later analysis, and taken back")),
}
"""What was done, and the same where it was taken back."""


def told(change: HistoryEntry) -> str:
    """Return what was done, and of a correction what it was before."""
    if change.kind != "edit":
        return gettext(_DONE[change.kind][change.undone])
    if "deleted_at" in change.before:
        return gettext(_PUT_BACK[change.undone])
    changes = ", ".join(_before(name, change.before[name]) for name in _COLUMNS if name in change.before)
    return gettext(_CORRECTED[change.undone], changes=changes)


def _before(name: str, before: object) -> str:
    if name in _WORTH_TELLING and before:
        return gettext(_WORTH_TELLING[name], before=repr(before))
    return gettext(_COLUMNS[name])


def can_be_called(session: Session, exercise_id: str) -> bool:
    """Say whether a session may be of another exercise: not of one in which something else is measured.

    Raises
    ------
    UsageError: there is no such exercise.
    """
    quantities = {one.quantity for one in session.measurements}
    return not quantities or quantities == {exercise(exercise_id).reads}
