"""The component that a live session is seen in."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from romtrack.app.demonstrations import PLACE
from romtrack.app.live.script import component, parts_of
from romtrack.app.live.socket import PATH
from romtrack.language import spoken

if TYPE_CHECKING:
    from romtrack.app.live.onstage import OnStage

__all__ = ["show_stage"]


def show_stage(token: str, outcome: OnStage | None = None) -> str:
    """Show the live session with this token, or what came of it; return what the stage has just told.

    That it is ``finished`` or shall be ``ended``; with a result, which of its ways on was taken.
    """
    language = spoken()
    data = {
        "token": token,
        "path": PATH,
        "demonstrations": PLACE,
        "outcome": None if outcome is None else asdict(outcome),
        "language": language,
        "texts": parts_of("stage", language).texts,
    }
    stage = component("stage", language)
    return str(stage(key=f"stage-{token[:8]}", data=data, on_told_change=_nothing).told or "")


def _nothing() -> None:
    """Let what the stage tells run the page again."""
