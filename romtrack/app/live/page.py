"""What the Measure and the Exercise page share: a form, the camera, the result, what was interrupted."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app import pain
from romtrack.app.live.booths import BOOTHS, Booth, page_of
from romtrack.app.live.onstage import on_stage, pain_told, practised_on_stage
from romtrack.app.live.outcome import show_outcome
from romtrack.app.live.stage import show_stage
from romtrack.app.log import read_log
from romtrack.app.look import show_note
from romtrack.app.words import DISCLAIMER, escaped, moment, value_text, what_measured
from romtrack.errors import RomtrackError
from romtrack.exercises import exercise_ids
from romtrack.language import N_, gettext, retold, spoken
from romtrack.live import Plan
from romtrack.reps import done_text
from romtrack.store import TakenError, open_repository

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.navigation.page import StreamlitPage

    from romtrack.app.live.booths import Page
    from romtrack.store import OpenSession, Repository
    from romtrack.types import Session

__all__ = ["begin", "show_live"]

_NAME: Final = "live"
_ENDED: Final = "live-ended"
_DETAILS: Final = "live-details"
# The stage fills the window; the pages' own menus are gone while nobody is near (``near.js`` tells).
_ALONE: Final = """<style>
:root[data-live] { overflow: hidden; }
:root[data-live] [data-testid="stHeader"], :root[data-live="away"] .st-key-navigation { visibility: hidden; }
:root[data-live="near"] .st-key-navigation {
    position: fixed; inset: auto 0 var(--live-controls); z-index: 1000001;
    padding: 0.5rem 1rem; background: Canvas;
}
</style>"""


def show_live(kind: Page, title: str, form: Callable[[], Plan | None], progress: StreamlitPage) -> None:
    """Show the page: the session with the token in its address, else the form for a new one."""
    token = _token(kind)
    booth = BOOTHS.find(token)
    if booth is None:
        st.title(title)
        _before(kind, token, form)
    elif not _is_over(booth, token):
        _during(token)
    elif booth.plan.practice:
        _practised(booth, token)
    elif _stays_on_stage(booth, token):
        _rest(booth, token)
    else:
        st.title(gettext("Result"))
        _after(booth, token, progress)


def begin(plan: Plan, resumed: OpenSession | None = None) -> None:
    """Prepare a session for its page to go on with; where another tab has the camera, that page says so."""
    if not BOOTHS.other(""):
        st.session_state[f"{_NAME}-{page_of(plan.exercise)}"] = BOOTHS.start(plan, resumed)


def _token(kind: Page) -> str:
    """Return the token of this page's session: in its address, or kept while other pages are looked at."""
    known = st.query_params.get(_NAME) or st.session_state.get(f"{_NAME}-{kind}", "")
    booth = BOOTHS.find(known)
    if booth is not None and booth.page == kind:
        _remember(kind, known)
    return str(known)


def _remember(kind: Page, token: str) -> None:
    st.session_state[f"{_NAME}-{kind}"] = token
    if st.query_params.get(_NAME) != token:
        st.query_params[_NAME] = token


def _forget() -> None:
    for name in [name for name in st.session_state if str(name).startswith(_NAME)]:
        del st.session_state[name]
    st.query_params.pop(_NAME, None)


def _is_over(booth: Booth, token: str) -> bool:
    session = booth.known
    return session is not None and (session.finished or st.session_state.get(_ENDED) == token)


def _before(kind: Page, token: str, form: Callable[[], Plan | None]) -> None:
    other = BOOTHS.other(token)
    if other:
        st.info(
            gettext("A session is going on in another tab. One camera, one session."), icon=":material/tab:"
        )
        if st.button(gettext("Go on here"), type="primary", icon=":material/videocam:"):
            _start(kind, other)
        return
    if token:
        st.info(gettext("That session is not going on any more."), icon=":material/info:")
        _forget()
    for waiting in BOOTHS.waiting(kind):
        _offer_waiting(kind, waiting)
    for each in _interrupted(kind):
        _offer(kind, each)
    plan = form()
    show_note(gettext("From the chair, one hand held above your head for two seconds means Next."))
    show_note(gettext("The camera's picture stays on this machine, and is not kept."))
    if plan is not None:
        _start(kind, BOOTHS.start(plan))


def _start(kind: Page, token: str) -> None:
    _remember(kind, token)
    st.rerun()


def _offer_waiting(kind: Page, token: str) -> None:
    """Offer a session whose page was closed a moment ago."""
    booth = BOOTHS.find(token)
    if booth is None:
        return
    with st.container(border=True):
        waits = gettext(
            "**The session of {name} waits for you.** Its page was closed.", name=escaped(booth.plan.person)
        )
        st.write(waits)
        with st.container(horizontal=True):
            if st.button(gettext("Go on"), type="primary", key=f"go-on-{token}"):
                _start(kind, token)
            if st.button(gettext("End it"), key=f"end-{token}"):
                st.session_state[_ENDED] = token
                _start(kind, token)


def _interrupted(kind: Page) -> list[OpenSession]:
    """Return the sessions of this kind that were cut off, or go on elsewhere; empty ones are forgotten."""
    held = BOOTHS.held()
    found = [one for one in read_log(_open_ones) or () if str(one.session.id) not in held]
    return [
        one
        for one in found
        if one.session.exercise in exercise_ids() and page_of(one.session.exercise) == kind
    ]


def _open_ones(repository: Repository) -> list[OpenSession]:
    found = repository.open_sessions()
    empty = [
        one for one in found if not one.is_held and not one.session.measurements and not one.session.sets
    ]
    for one in empty:
        with suppress(TakenError):  # it was begun again this very moment
            repository.delete(one.session.id)
    return [one for one in found if one not in empty]


def _offer(kind: Page, cut: OpenSession) -> None:
    session = cut.session
    if cut.is_held:
        there = N_("A session of {name} goes on in another romtrack: go on there, or end it there.")
        st.info(gettext(there, name=escaped(session.person)), icon=":material/tab:")
        return
    with st.container(border=True):
        cut_off = N_("**Interrupted: {name}, {time}**")
        st.write(gettext(cut_off, name=escaped(session.person), time=escaped(moment(session))))
        for measured in session.measurements:
            accepted = sum(trial.accepted for trial in measured.trials)
            of = gettext(
                "{accepted} of {count} trials accepted", accepted=accepted, count=len(measured.trials)
            )
            st.write(escaped(f"{what_measured(measured)}: {value_text(measured)}, {of}"))
        for number, record in enumerate(session.sets, 1):
            st.write(escaped(gettext("Set {number}: {done}", number=number, done=done_text([record]))))
        with st.container(horizontal=True):
            if st.button(gettext("Continue"), type="primary", key=f"continue-{session.id}"):
                _start(kind, BOOTHS.start(Plan.of(cut.plan), cut))
            keep = st.button(gettext("Close and keep"), key=f"close-{session.id}")
            discard = st.button(gettext("Discard"), key=f"discard-{session.id}")
        if (keep and _is_done(lambda: _close(session))) or (discard and _is_done(lambda: _delete(session))):
            st.rerun()


def _close(session: Session) -> None:
    with open_repository() as repository:
        repository.close_session(session.id)


def _delete(session: Session) -> None:
    with open_repository() as repository:
        repository.delete(session.id)


def _is_done(change: Callable[[], object]) -> bool:
    """Change the log; say why where it cannot be changed."""
    try:
        change()
    except RomtrackError as error:
        st.error(escaped(retold(str(error))), icon=":material/error:")
        return False
    return True


def _during(token: str) -> None:
    st.html(_ALONE)
    booth = BOOTHS.find(token)
    if booth is not None:
        booth.language = spoken()
    told = show_stage(token)
    if told == "ended":
        if booth is None or booth.known is None or booth.plan.practice:
            BOOTHS.drop(token)
            _forget()
        else:
            st.session_state[_ENDED] = token
    if told:
        st.rerun()


def _stays_on_stage(booth: Booth, token: str) -> bool:
    """Say whether the result is to be seen on the stage: finished, and saved now if there is anything.

    Of an exercise without a single repetition there is nothing to be seen.
    """
    live = booth.known
    if live is None or token in {st.session_state.get(_ENDED), st.session_state.get(_DETAILS)}:
        return False
    if _gave_something(live.session):
        return _is_done(live.save)
    return booth.page == "measure" and _is_done(live.discard)


def _gave_something(session: Session) -> bool:
    return bool(session.measurements or session.sets)


def _rest(booth: Booth, token: str) -> None:
    live = booth.known
    assert live is not None  # noqa: S101  the caller's
    st.html(_ALONE)
    session = live.session
    earlier = read_log(lambda log: log.series(session.person)) or ()
    told = show_stage(token, on_stage(booth.plan, session, earlier, pain.said(session.id)))
    level = pain_told(told)
    if level is not None:
        pain.keep_after(session.id, level)
    if told == "details":
        st.session_state[_DETAILS] = token
    if told == "again" or (told == "undo" and _is_done(lambda: _undo(session))):
        BOOTHS.drop(token)
        _forget()
    if told:
        st.rerun()


def _practised(booth: Booth, token: str) -> None:
    """Show what was seen in a practice, and lead to the measurement, or to another practice."""
    live = booth.known
    assert live is not None  # noqa: S101  the caller's
    live.discard()
    st.html(_ALONE)
    told = show_stage(token, practised_on_stage(booth.plan, live.session))
    if told:
        BOOTHS.drop(token)
        _forget()
        _start(booth.page, BOOTHS.start(replace(booth.plan, practice=told == "practise")))


def _undo(session: Session) -> None:
    with open_repository() as repository:
        repository.records.delete(session.id)


def _after(booth: Booth, token: str, progress: StreamlitPage) -> None:
    live = booth.known
    assert live is not None  # noqa: S101  the caller's
    show_outcome(live.session)
    pain.show(live.session)
    show_note(gettext(DISCLAIMER))
    if live.closed:
        _ways_on(live.session, token, progress)
    elif not _gave_something(live.session):
        if st.button(gettext("Back"), type="primary") and _is_done(lambda: BOOTHS.discard(token)):
            _forget()
            st.rerun()
    else:
        _ask_to_keep(token, progress)


def _ways_on(session: Session, token: str, progress: StreamlitPage) -> None:
    """Show that it is saved, with the way back and the way on."""
    st.success(gettext("Saved."), icon=":material/check:")
    with st.container(horizontal=True):
        on = st.button(gettext("See progress"), type="primary", icon=":material/show_chart:")
        undo = st.button(
            gettext("Undo"),
            icon=":material/undo:",
            help=gettext("Puts it into the bin, on the page Sessions."),
        )
    if on or (undo and _is_done(lambda: _undo(session))):
        BOOTHS.drop(token)
        _forget()
        if on:
            st.switch_page(progress)
        st.rerun()


def _ask_to_keep(token: str, progress: StreamlitPage) -> None:
    with st.container(horizontal=True):
        save = st.button(gettext("Save"), type="primary", icon=":material/save:")
        discard = st.button(gettext("Discard"), icon=":material/delete:")
    if save and _is_done(lambda: BOOTHS.save(token)):
        _forget()
        st.switch_page(progress)
    if discard and _is_done(lambda: BOOTHS.discard(token)):
        _forget()
        st.rerun()
