"""The files of a session, to be taken along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app.analysis import ANNOTATED
from romtrack.charts import signal_chart, to_svg
from romtrack.language import N_, gettext, speaking, spoken
from romtrack.reports import report_html

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from romtrack.types import Session, SignalTrack

    Content = bytes | Callable[[], bytes | str]

__all__ = ["report_of", "show_downloads"]

_FILES: Final = (
    ("report.html", N_("Report"), "text/html", ":material/description:"),
    ("angles.csv", N_("Angles (CSV)"), "text/csv", ":material/table:"),
    ("angles_both.csv", N_("Angles of both legs (CSV)"), "text/csv", ":material/table:"),
    ("signals.csv", N_("Signal (CSV)"), "text/csv", ":material/table:"),
    ("result.json", N_("Result (JSON)"), "application/json", ":material/data_object:"),
    (ANNOTATED, N_("Annotated video"), "video/mp4", ":material/movie:"),
)


def report_of(session: Session, signals: Sequence[SignalTrack]) -> Callable[[], str]:
    """Return what makes the report of a session with the charts of its legs, in the language in force now."""

    @speaking(spoken())  # it is made when it is asked for, by the server
    def made() -> str:
        mine = (signal for signal in signals if session.side in {signal.side, "both"})
        return report_html(session, *(to_svg(signal_chart(signal, session)) for signal in mine))

    return made


def show_downloads(session: Session, contents: Mapping[str, Content]) -> None:
    """Offer those of the files that there are, by their names; what is a function is made when asked for."""
    st.header(gettext("Take it with you"), anchor=False)
    stem = f"romtrack-{session.id.hex[:8]}" if session.video is None else session.video.name.rsplit(".", 1)[0]
    with st.container(horizontal=True):
        for file, label, mime, icon in _FILES:
            if file in contents:
                st.download_button(
                    gettext(label),
                    contents[file],
                    f"{stem}-{file}",
                    mime,
                    icon=icon,
                    on_click="ignore",
                    key=file,
                )
