"""A session that is only tried: it goes like any other, and nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from romtrack.live import words
from romtrack.live.tally import turns_of

if TYPE_CHECKING:
    from romtrack.live.plan import Plan
    from romtrack.types import Session

__all__ = ["Keeping", "NotKept", "practised_text"]


def practised_text(plan: Plan, session: Session) -> str:
    """Return what was seen in a practice, or what to do otherwise, as it was said at its end."""
    (turn,) = turns_of(plan)
    return words.practised(turn, session.measurements)


class Keeping(Protocol):
    """What becomes of a session while it goes on, and at its end: a ``Lease`` of the log, or nothing."""

    def keep(self, session: Session) -> None:
        """Keep what the session holds by now."""
        ...

    def close(self, session: Session) -> None:
        """Keep the session as it is at its end."""
        ...

    def discard(self) -> None:
        """Delete the session."""
        ...

    def beat(self) -> None:
        """Say that the session is still held here."""
        ...

    def release(self) -> None:
        """Let go of the session as it is."""
        ...


class NotKept:
    """Keeps nothing."""

    def keep(self, session: Session) -> None:
        """Let what the session holds by now pass."""

    def close(self, session: Session) -> None:
        """Let the session pass."""

    def discard(self) -> None:
        """There is nothing to delete."""

    def beat(self) -> None:
        """There is nothing to hold."""

    def release(self) -> None:
        """There is nothing to let go of."""
