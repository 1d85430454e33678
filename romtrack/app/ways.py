"""The pages of the app, for those that lead to others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

__all__ = ["Ways"]


class Ways(NamedTuple):
    """Each page, to be turned to."""

    measure: StreamlitPage
    train: StreamlitPage
    analyze: StreamlitPage
    exercises: StreamlitPage
    plan: StreamlitPage
    sessions: StreamlitPage
    progress: StreamlitPage
    learn: StreamlitPage
