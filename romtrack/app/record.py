"""One session that is kept: what it gave, how it was read, what was changed; to be corrected or deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

import streamlit as st

from romtrack import units
from romtrack.app import compare, correct, pain, reanalyse
from romtrack.app.analysis import annotated
from romtrack.app.kept import show_kept
from romtrack.app.log import change_log, read_log
from romtrack.app.look import show_note
from romtrack.app.result import show_notices, show_values, video_alt
from romtrack.app.words import DISCLAIMER, escaped, title_of
from romtrack.clock import here
from romtrack.exercises import exercise_ids
from romtrack.language import N_, gettext
from romtrack.store import Which, told
from romtrack.trends import RECORDED_BY, happened_text
from romtrack.types import Pain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.navigation.page import StreamlitPage

    from romtrack.store import HistoryEntry, Repository
    from romtrack.types import Session, Summary

__all__ = ["open_one", "opened", "show"]

_NAME: Final = "session"  # in the page's address
_SETTINGS: Final = {
    "side": N_("side"),
    "mirrored": N_("mirrored"),
    "person_at": N_("person at"),
    "person_by": N_("person by"),
    "pieces": N_("pieces"),
    "all_frames": N_("all frames asked for"),
    "frames_looked_at": N_("frames looked at"),
    "model": N_("model"),
    "source": N_("source"),
    "smoothing": N_("smoothing"),
    "camera": N_("lens"),
    "camera_roll_deg": N_("camera roll, degrees"),
    "body_yaw_deg": N_("body yaw, degrees"),
}


class _Found(NamedTuple):
    """A session as it is kept (None = it is in no list), what was said of it, and what else there is."""

    session: Session | None
    note: str
    pain: Pain
    history: Sequence[HistoryEntry]
    binned: bool
    people: Sequence[str]
    others: Sequence[Summary]
    is_exchanged: bool


def opened() -> str:
    """Return which session the address names, empty = none."""
    return st.query_params.get(_NAME, "")


def open_one(session_id: UUID) -> None:
    """Show this session from now on."""
    st.query_params[_NAME] = session_id.hex


def show(name: str, analyze: StreamlitPage) -> None:
    """Show the session that the address names, or compare it with the other one that it names.

    analyze: where it is analysed again.
    """
    with st.container(horizontal=True, gap="large"):
        st.button(gettext("All sessions"), icon=":material/arrow_back:", type="tertiary", on_click=_close)
        if compare.opened():
            back = ":material/subdirectory_arrow_left:"
            st.button(gettext("Back to the session"), icon=back, type="tertiary", on_click=compare.close)
    try:
        key = UUID(hex=name)
    except ValueError:
        st.info(gettext("There is no such session: the address is not whole."))
        return
    found = read_log(lambda log: _read(log, key))
    if found is None:
        return
    if found.session is None:
        _gone(key, binned=found.binned)
        return
    if compare.opened():
        compare.show(found.session)
        return
    _show(found.session, found.note)
    pain.show(found.session, found.pain)
    compare.offer(found.session, found.others)
    _tell(found.session, found.history)
    correct.show(found.session, found.note, found.people)
    reanalyse.show(found.session, analyze, is_exchanged=found.is_exchanged)
    if st.button(gettext("Delete"), icon=":material/delete:") and change_log(
        lambda log: log.records.delete(key)
    ):
        st.rerun()


def _close() -> None:
    compare.close()
    st.query_params.pop(_NAME, None)


def _read(repository: Repository, key: UUID) -> _Found:
    said = next(iter(repository.summaries(which=Which(session_id=key))), None)
    session = repository.get(key)
    return _Found(
        session,
        "" if said is None else said.note,
        Pain() if said is None else said.pain,
        repository.records.history(key),
        bool(repository.count(which=Which(session_id=key, binned=True))),
        repository.people(),
        [] if session is None else compare.comparable(repository, session),
        repository.records.is_exchanged(key),
    )


def _gone(key: UUID, *, binned: bool) -> None:
    if not binned:
        st.info(gettext("This session is not in the log any more."), icon=":material/delete:")
        return
    st.info(gettext("This session is in the bin, for 30 days."), icon=":material/delete:")
    undo = st.button(gettext("Undo"), type="primary", icon=":material/undo:")
    if undo and change_log(lambda log: log.records.put_back(key)):
        st.rerun()


def _show(session: Session, note: str) -> None:
    st.title(escaped(title_of(session.exercise)), anchor=False)
    recording = gettext("live camera") if session.video is None else session.video.name
    facts = (session.person, happened_text(session.when), recording)
    st.write(" · ".join(escaped(fact) for fact in facts))
    if session.camera is not None:
        st.write(escaped(gettext("Camera: {camera}", camera=session.camera.text)))
    if note:
        st.info(escaped(note), icon=":material/sticky_note_2:")
    if session.exercise not in exercise_ids():
        st.warning(gettext("The card of this exercise is not here any more, so its details cannot be shown."))
        return
    show_values(session)
    show_note(gettext(DISCLAIMER))
    show_notices(session.remarks)
    _show_video(session)
    show_kept(session)


def _show_video(session: Session) -> None:
    """Show the annotated video where the app keeps it still."""
    video = annotated(session.id)
    if video is not None:
        st.video(video, alt=video_alt(session))
    elif session.video is not None:
        show_note(
            gettext(
                "The app keeps an annotated video for an hour; analysing the recording again makes it anew."
            )
        )


def _tell(session: Session, history: Sequence[HistoryEntry]) -> None:
    """Tell how the session was read, and what was changed in it."""
    with st.expander(gettext("How it was read"), icon=":material/tune:"):
        known = "" if session.recorded_by is None else f", {gettext(RECORDED_BY[session.recorded_by])}"
        rows = {
            gettext("Recorded"): f"{happened_text(session.when)}{known}",
            gettext("Analysed"): units.day_and_time(here(session.analysed_at)),
            "romtrack": session.romtrack_version or gettext("not known"),
            **{_setting(name): _value(value) for name, value in session.settings.items()},
        }
        table = [
            {gettext("What"): escaped(name), gettext("Value"): escaped(value)} for name, value in rows.items()
        ]
        st.table(table, border="horizontal", hide_index=True)
    if history:
        with st.expander(gettext("What was changed"), icon=":material/history:"):
            for change in history:
                st.markdown(escaped(f"{units.day_and_time(here(change.at))} {told(change)}"))


def _setting(name: str) -> str:
    return gettext(_SETTINGS[name]) if name in _SETTINGS else name.replace("_", " ")


def _value(value: str | float | bool) -> str:  # noqa: FBT001  it is data
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return value if isinstance(value, str) else units.figure(value)
