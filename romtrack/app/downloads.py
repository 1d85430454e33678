"""The files of a session, to be taken along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app.analysis import ANNOTATED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from romtrack.types import Session

    Content = bytes | Callable[[], bytes | str]

__all__ = ["show_downloads"]

_FILES: Final = (
    ("report.html", "Report", "text/html", ":material/description:"),
    ("angles.csv", "Angles (CSV)", "text/csv", ":material/table:"),
    ("angles_both.csv", "Angles of both legs (CSV)", "text/csv", ":material/table:"),
    ("signals.csv", "Signal (CSV)", "text/csv", ":material/table:"),
    ("result.json", "Result (JSON)", "application/json", ":material/data_object:"),
    (ANNOTATED, "Annotated video", "video/mp4", ":material/movie:"),
)


def show_downloads(session: Session, contents: Mapping[str, Content]) -> None:
    """Offer those of the files that there are, by their names; what is a function is made when asked for."""
    st.header("Take it with you", anchor=False)
    stem = f"romtrack-{session.id.hex[:8]}" if session.video is None else session.video.name.rsplit(".", 1)[0]
    with st.container(horizontal=True):
        for file, label, mime, icon in _FILES:
            if file in contents:
                st.download_button(
                    label, contents[file], f"{stem}-{file}", mime, icon=icon, on_click="ignore", key=file
                )
