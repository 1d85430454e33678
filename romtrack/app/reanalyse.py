"""Analyse the recording of a session that is kept again: the result takes its place."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import streamlit as st

from romtrack.app import form, pointing
from romtrack.app.analysis import Request
from romtrack.app.look import show_note
from romtrack.app.words import escaped
from romtrack.language import gettext
from romtrack.settings import Place, Settings

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from romtrack.types import Session, VideoInfo

__all__ = ["show"]


def show(session: Session, analyze: StreamlitPage, *, is_exchanged: bool) -> None:
    """Ask for the recording, and lead to ``analyze``; nothing where the camera was live.

    is_exchanged: somebody said that left is right, so the recording was a mirror image.
    """
    video = session.video
    if video is None:
        return
    with st.expander(gettext("Analyse it again"), icon=":material/replay:"):
        show_note(
            gettext(
                "From the recording, {name}, which is not kept here. What comes of it takes the place of "
                "this session, which goes into the bin; note, person and history stay.",
                name=escaped(video.name),
            )
        )
        upload = st.file_uploader(gettext("The same recording"), type=form.KINDS, key=f"again-{session.id}")
        if upload is None:
            return
        settings = _settings(session, upload, is_exchanged=is_exchanged)
        if not st.button(gettext("Analyse again"), type="primary", icon=":material/play_arrow:"):
            return
        if not _is_same(upload, video):
            st.error(
                gettext(
                    "This is another recording than {name}, or it was changed since: on the page Analyze it "
                    "becomes a session of its own.",
                    name=escaped(video.name),
                ),
                icon=":material/error:",
            )
        elif form.begin(Request(upload.name, upload, settings, replaces=True)):
            st.switch_page(analyze)


def _settings(session: Session, upload: UploadedFile, *, is_exchanged: bool) -> Settings:
    known = session.settings
    side = st.segmented_control(
        gettext("Leg"),
        list(form.SIDES),
        default="auto",
        required=True,
        format_func=lambda side: gettext(form.SIDES[side]),
    )
    was_mirrored = bool(known.get("mirrored", False)) is not is_exchanged
    mirrored = st.checkbox(gettext("The video is a mirror image"), was_mirrored)
    place = known.get("person_at")
    person_at = pointing.ask(upload) or (None if place is None else Place.of(str(place)))
    return Settings(
        session.exercise,
        side or "auto",
        session.person,
        mirrored,
        person_at=person_at,
        all_frames=bool(known.get("all_frames", False)),
    )


def _is_same(upload: UploadedFile, video: VideoInfo) -> bool:
    upload.seek(0)
    digest = hashlib.file_digest(upload, "sha256").hexdigest()
    upload.seek(0)
    return digest == video.sha256
