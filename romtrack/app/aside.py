"""On the other pages: what has become of the analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from romtrack import units
from romtrack.app import tongue
from romtrack.app.analysis import JOBS

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

__all__ = ["show"]

_POLL_S = 5.0  # asking also keeps a long analysis from being taken for abandoned


@st.fragment(run_every=_POLL_S)
def show(known: str, analyze: StreamlitPage) -> None:
    """Lead back to the analysis with this token, while it runs and while its result is kept."""
    tongue.take_up()
    job = JOBS.find(known)
    if job is None:
        return
    if job.state == "running":
        pace = job.pace
        share = ""
        if pace.expected:
            share = f", {units.rounded_percent(min(pace.frames / pace.expected, 1))} of step {pace.number}"
        st.page_link(analyze, label=f"An analysis is running{share}", icon=":material/hourglass_top:")
    elif job.state == "done":
        st.page_link(analyze, label="Back to the result", icon=":material/task_alt:")
