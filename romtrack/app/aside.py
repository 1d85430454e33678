"""On the other pages: what has become of the analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from romtrack import units
from romtrack.app import tongue
from romtrack.app.analysis import JOBS
from romtrack.language import gettext

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from romtrack.app.job import Pace

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
        st.page_link(analyze, label=_running(job.pace), icon=":material/hourglass_top:")
    elif job.state == "done":
        st.page_link(analyze, label=gettext("Back to the result"), icon=":material/task_alt:")


def _running(pace: Pace) -> str:
    if not pace.expected:
        return gettext("An analysis is running")
    share = units.rounded_percent(min(pace.frames / pace.expected, 1))
    return gettext("An analysis is running, {share} of step {step}", share=share, step=pace.number)
