"""How far long work is: whoever does it tells, whoever wants to know listens. Core never prints."""

from __future__ import annotations

from typing import Final, Protocol

__all__ = ["SILENT", "Progress"]


class Progress(Protocol):
    """Whoever wants to know how far an analysis is."""

    def begin(self, stage: str, expected_frames: int | None) -> None:
        """Start a stage; the number of its frames is an estimate, None where unknown."""
        ...

    def step(self) -> None:
        """One more frame is done."""
        ...


class _Silent:
    """Nobody wants to know."""

    def __repr__(self) -> str:
        return "SILENT"

    def begin(self, stage: str, expected_frames: int | None) -> None:
        """Tell nobody."""

    def step(self) -> None:
        """Tell nobody."""


SILENT: Final[Progress] = _Silent()
