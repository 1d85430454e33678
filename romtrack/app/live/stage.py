"""The component that a live session is seen in."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import streamlit as st

from romtrack.app.live.script import joined, script_texts, translated
from romtrack.app.live.socket import PATH
from romtrack.language import speaking, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from romtrack.app.live.onstage import OnStage

__all__ = ["show_stage", "stage_parts"]

_WEB: Final = Path(__file__).with_name("web")


class _Parts(NamedTuple):
    """The stage as the browser gets it, and the texts of its script."""

    html: str
    css: str
    script: str
    texts: dict[str, str]


@cache
def stage_parts(language: str) -> _Parts:
    """Return the parts of the stage that speaks a language."""
    html, css = (_WEB.joinpath(f"stage.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    script = joined(_WEB / "stage.js")
    with speaking(language):
        return _Parts(translated(html), css, script, script_texts(script))


@cache
def _stage(language: str) -> Callable[..., Any]:
    html, css, script, _ = stage_parts(language)
    return st.components.v2.component(f"romtrack_stage_{language}", html=html, css=css, js=script)


def show_stage(token: str, outcome: OnStage | None = None) -> str:
    """Show the live session with this token, or what came of it; return what the stage has just told.

    That it is ``finished`` or shall be ``ended``; with a result, which of its ways on was taken.
    """
    language = spoken()
    data = {
        "token": token,
        "path": PATH,
        "outcome": None if outcome is None else asdict(outcome),
        "language": language,
        "texts": stage_parts(language).texts,
    }
    return str(_stage(language)(key=f"stage-{token[:8]}", data=data, on_told_change=_nothing).told or "")


def _nothing() -> None:
    """Let what the stage tells run the page again."""
