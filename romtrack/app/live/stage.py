"""The component that a live session is seen in."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from romtrack.app.live.script import joined
from romtrack.app.live.socket import PATH

if TYPE_CHECKING:
    from collections.abc import Callable

    from romtrack.app.live.onstage import OnStage

__all__ = ["show_stage"]

_WEB: Final = Path(__file__).with_name("web")


@cache
def _stage() -> Callable[..., Any]:
    html, css = (_WEB.joinpath(f"stage.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    return st.components.v2.component("romtrack_stage", html=html, css=css, js=joined(_WEB / "stage.js"))


def show_stage(token: str, outcome: OnStage | None = None) -> str:
    """Show the live session with this token, or what came of it; return what the stage has just told.

    That it is ``finished`` or shall be ``ended``; with a result, which of its ways on was taken.
    """
    data = {"token": token, "path": PATH, "outcome": None if outcome is None else asdict(outcome)}
    return str(_stage()(key=f"stage-{token[:8]}", data=data, on_told_change=_nothing).told or "")


def _nothing() -> None:
    """Let what the stage tells run the page again."""
