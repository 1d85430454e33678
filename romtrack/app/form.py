"""What to analyse: the form of the Analyze page."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

import streamlit as st

from romtrack.app import analysis, people, pointing, token
from romtrack.app.analysis import JOBS, Request
from romtrack.app.look import show_note
from romtrack.app.shipped import samples
from romtrack.app.starting import wanted
from romtrack.app.words import escaped
from romtrack.clock import FIRST_RECORDING
from romtrack.errors import OutputError
from romtrack.exercises import exercise, exercise_ids
from romtrack.language import N_, gettext, retold
from romtrack.settings import AUTO, Settings, day_of
from romtrack.types import Side

__all__ = ["KINDS", "SIDES", "begin", "show"]

Leg = Literal["auto"] | Side
KINDS: Final = ["mp4", "mov", "m4v", "webm", "mkv", "avi", "gif"]
_OWN, _SAMPLE = N_("My video"), N_("A sample")
SIDES: Final[dict[Leg, str]] = {
    "auto": N_("The one that moves"),
    "left": N_("Left"),
    "right": N_("Right"),
}
_UPLOADS: Final = "uploads"  # counts them: another key gives an empty uploader, and frees the last upload


def show() -> None:
    """Show the form, and start an analysis when it is sent."""
    origin = st.segmented_control(
        gettext("Video"), [_OWN, _SAMPLE], default=_OWN, required=True, format_func=gettext
    )
    if origin == _SAMPLE:
        _show_sample()
    else:
        _show_own()


def _show_own() -> None:
    key = f"upload-{st.session_state.get(_UPLOADS, 0)}"
    upload = st.file_uploader(gettext("Your video"), type=KINDS, key=key, label_visibility="collapsed")
    show_note(
        gettext(
            "It stays on this machine and is deleted when the analysis ends; "
            "the annotated copy an hour after you last looked at it."
        )
    )
    chosen = _exercise()
    settings = _settings(chosen)
    if upload is not None:
        settings = replace(settings, person_at=pointing.ask(upload))
    if _asked(ready=upload is not None) and upload is not None:
        _start(Request(upload.name, upload, settings))


def _exercise() -> str:
    known = (*exercise_ids(), AUTO)
    first = known.index(wanted())
    chosen = st.selectbox(gettext("Exercise"), known, index=first, format_func=_title)
    if chosen == AUTO:
        show_note(
            gettext("You are asked afterwards whether it is the right one; until then the video is kept.")
        )
    else:
        show_note(gettext("Camera: {where}", where=escaped(exercise(chosen).camera)))
    return chosen


def _title(exercise_id: str) -> str:
    return gettext("Find out from the video") if exercise_id == AUTO else exercise(exercise_id).title


def _show_sample() -> None:
    known = samples()
    sample = known[
        st.radio(gettext("Sample"), list(known), label_visibility="collapsed", format_func=gettext)
    ]
    st.video(sample.path, muted=True, alt=gettext(sample.title))
    settings = _settings(sample.exercise)
    if _asked(ready=True):
        _start(Request(sample.path.name, sample.path, settings))


def _settings(exercise_id: str) -> Settings:
    side = st.segmented_control(
        gettext("Leg"),
        list(SIDES),
        default="auto",
        required=True,
        format_func=lambda side: gettext(SIDES[side]),
    )
    mirrored = st.checkbox(
        gettext("The video is a mirror image"),
        help=gettext("Some phones save selfies mirrored: text in the picture is reversed."),
    )
    all_frames = st.checkbox(
        gettext("Look at every frame"),
        help=gettext(
            "Of a video with 50 frames a second and more, 25 to 30 of them are looked at: no value gains by "
            "more."
        ),
    )
    day = st.date_input(
        gettext("Recorded on"),
        value=None,
        min_value=FIRST_RECORDING.date(),
        max_value="today",
        help=gettext("Leave it empty if the video knows it: most phones and cameras write it down."),
    )
    recorded_at = None if day is None else day_of(day)
    return Settings(
        exercise_id,
        side or "auto",
        people.active(),
        mirrored,
        recorded_at=recorded_at,
        all_frames=all_frames,
    )


def _asked(*, ready: bool) -> bool:
    return st.button(gettext("Measure"), type="primary", icon=":material/play_arrow:", disabled=not ready)


def _start(request: Request) -> None:
    if begin(request):
        st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1
        st.rerun()


def begin(request: Request) -> bool:
    """Start an analysis in the place of the one before; return whether it runs, or the page says why not."""
    try:
        started = analysis.start(request)
    except OutputError as error:
        st.error(escaped(retold(str(error))), icon=":material/error:")
        return False
    JOBS.drop(token.read())
    token.remember(started)
    return True
