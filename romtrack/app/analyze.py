"""Analyze: choose a video, wait for it, read the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from romtrack import units
from romtrack.app import form, token, tongue
from romtrack.app.analysis import JOBS
from romtrack.app.look import show_note
from romtrack.app.result import show_result
from romtrack.app.words import duration, escaped
from romtrack.language import N_, gettext, retold
from romtrack.pipeline import LOOK_FURTHER

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from romtrack.app.analysis import Outcome
    from romtrack.app.job import Job, Pace

__all__ = ["show"]

_POLL_S = 1.0
_STAGES = {
    "pose": N_("Step 1 of 2: Following the person"),
    LOOK_FURTHER: N_("Step 1 of 2, once more: Nothing of the exercise was seen; looking for another one"),
    "annotated video": N_("Step 2 of 2: Drawing the annotated video"),
}


def show(progress: StreamlitPage) -> None:
    """Show the page; a result leads on to ``progress``."""
    known = token.read()
    job = JOBS.find(known) if known else None
    is_done = job is not None and job.state == "done"
    st.title(gettext("Result") if is_done else gettext("Analyze a video"))
    if job is None or job.state == "cancelled":
        _say_what_became(known, job)
        form.show()
    elif job.state == "running":
        _wait(known)
    elif job.state == "failed":
        st.error(escaped(retold(job.error)), icon=":material/error:")
        form.show()
    else:
        show_result(job, progress)


def _say_what_became(known: str, job: Job[Outcome] | None) -> None:
    if job is not None:
        st.info(gettext("Stopped. Nothing was kept."), icon=":material/info:")
    elif known:
        st.info(
            gettext(
                "That analysis is not kept any more. If it was finished, its numbers are under Progress."
            ),
            icon=":material/info:",
        )
        token.forget()
    else:
        st.write(
            gettext(
                "For the measurement, sit facing the camera, the whole body in the picture: let both legs "
                "hang still for three seconds, then turn one foot outward three times, and hold each end for "
                "a second. For an exercise, film as its page says."
            )
        )


@st.fragment(run_every=_POLL_S)
def _wait(known: str) -> None:
    """Show how far the analysis is, until it ends."""
    tongue.take_up()
    job = JOBS.find(known)
    if job is None or job.state != "running":
        st.rerun()
    pace = job.pace
    share = min(pace.frames / pace.expected, 1.0) if pace.expected else 0.0
    with st.container(border=True):
        st.progress(share, text=_stage(pace))
        show_note(_rate(pace))
        if st.button(gettext("Cancel"), icon=":material/close:", key="cancel"):
            job.cancel()
            st.rerun()
    show_note(gettext("You may reload this page or look at the others meanwhile."))


def _stage(pace: Pace) -> str:
    if not pace.number:
        return gettext("Getting ready")
    return gettext(_STAGES[pace.stage])


def _rate(pace: Pace) -> str:
    if pace.expected:
        parts = [gettext("frame {frame} of about {frames}", frame=pace.frames, frames=pace.expected)]
    else:
        parts = [gettext("frame {frame}", frame=pace.frames)]
    if pace.frames_per_second is not None:
        parts.append(gettext("{rate} frames per second", rate=units.number(pace.frames_per_second, 0)))
    if pace.left_s is not None:
        parts.append(gettext("about {time} left in this step", time=duration(pace.left_s)))
    return ", ".join(parts)
