"""romtrack undo: the last change is taken back."""

from __future__ import annotations

from romtrack import units
from romtrack.cli._terminal import say
from romtrack.clock import here

__all__ = ["undo"]

_WORDS = {
    "edit": "What was corrected is as it was",
    "delete": "What was deleted is back",
    "merge": "Who was merged are two again",
    "replace": "The analysis that was replaced is back",
}


def undo() -> None:
    """Take back the last correction, deletion, merging or replacing; again, the one before it."""
    from romtrack import store  # noqa: PLC0415

    with store.open_repository() as repository:
        undone = repository.records.undo()
    if undone is None:
        say("Nothing to take back")
        return
    counts = []
    if undone.sessions or not undone.entries:
        counts.append(units.counted(len(undone.sessions), "session"))
    if undone.entries:
        counts.append(f"{units.counted(undone.entries, 'part')} of plan, goals and hand measurements")
    say(f"{_WORDS[undone.kind]} ({units.day_and_time(here(undone.at))}, {', '.join(counts)})")
