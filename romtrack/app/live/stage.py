"""The component that a live session is seen in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from romtrack.app.live.script import joined
from romtrack.app.live.socket import PATH

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["show_stage"]

_WEB: Final = Path(__file__).with_name("web")


@cache
def _stage() -> Callable[..., Any]:
    html, css = (_WEB.joinpath(f"stage.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    return st.components.v2.component("romtrack_stage", html=html, css=css, js=joined(_WEB / "stage.js"))


def show_stage(token: str) -> bool:
    """Show the live session with this token; return whether it has just been finished."""
    found = _stage()(
        key=f"stage-{token[:8]}", data={"token": token, "path": PATH}, on_finished_change=_nothing
    )
    return bool(found.finished)


def _nothing() -> None:
    """Let a finished session run the page again."""
