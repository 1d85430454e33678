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
from romtrack.pipeline import LOOK_FURTHER

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from romtrack.app.analysis import Outcome
    from romtrack.app.job import Job, Pace

__all__ = ["show"]

_POLL_S = 1.0
_STAGES = {
    "pose": "Step 1 of 2: Following the person",
    LOOK_FURTHER: "Step 1 of 2, once more: Nothing of the exercise was seen; looking for another one",
    "annotated video": "Step 2 of 2: Drawing the annotated video",
}


def show(progress: StreamlitPage) -> None:
    """Show the page; a result leads on to ``progress``."""
    known = token.read()
    job = JOBS.find(known) if known else None
    st.title("Result" if job is not None and job.state == "done" else "Analyze a video")
    if job is None or job.state == "cancelled":
        _say_what_became(known, job)
        form.show()
    elif job.state == "running":
        _wait(known)
    elif job.state == "failed":
        st.error(escaped(job.error), icon=":material/error:")
        form.show()
    else:
        show_result(job, progress)


def _say_what_became(known: str, job: Job[Outcome] | None) -> None:
    if job is not None:
        st.info("Stopped. Nothing was kept.", icon=":material/info:")
    elif known:
        st.info(
            "That analysis is not kept any more. If it was finished, its numbers are under Progress.",
            icon=":material/info:",
        )
        token.forget()
    else:
        st.write(
            "For the measurement, sit facing the camera, the whole body in the picture: let both legs hang "
            "still for three seconds, then turn one foot outward three times, and hold each end for a "
            "second. For an exercise, film as its page says."
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
        if st.button("Cancel", icon=":material/close:", key="cancel"):
            job.cancel()
            st.rerun()
    show_note("You may reload this page or look at the others meanwhile.")


def _stage(pace: Pace) -> str:
    if not pace.number:
        return "Getting ready"
    return _STAGES[pace.stage]


def _rate(pace: Pace) -> str:
    done = f"frame {pace.frames}" + (f" of about {pace.expected}" if pace.expected else "")
    if pace.frames_per_second is None:
        return done
    parts = [done, f"{units.number(pace.frames_per_second, 0)} frames per second"]
    if pace.left_s is not None:
        parts.append(f"about {duration(pace.left_s)} left in this step")
    return ", ".join(parts)
