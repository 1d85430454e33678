"""Whose sessions the pages show and add to: one active person, chosen at the head of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app.look import show_note
from romtrack.app.words import error_text, escaped
from romtrack.clock import local_now
from romtrack.errors import RomtrackError, StorageError
from romtrack.language import gettext
from romtrack.names import LONGEST_NAME
from romtrack.settings import name_of
from romtrack.store import open_repository

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.types import Person

__all__ = ["active", "show", "turn_to"]

_ME: Final = "me"
_ID: Final = "person"  # of the active one: in the page's address, in the session, and the key of the switch
_NAME: Final = "person-name"
_POPOVER, _TYPED, _SAID, _NEAR = "person-new", "person-typed", "person-said", "person-near"


def active() -> str:
    """Return the name of the active person."""
    name: str = st.session_state.get(_NAME, _ME)
    return name


def show() -> None:
    """Show who is active, the others (whose session is the latest comes first), and the way to a new one.

    To be called before ``active``, in the place where it shall stand.
    """
    try:
        with open_repository() as repository:
            known = [one.person for one in repository.roster.all(local_now())]
    except StorageError:  # pages that need the log say why
        show_note(gettext("The log cannot be read, so nobody else can be chosen."))
        return
    _switch(known)
    with st.popover(gettext("New person"), icon=":material/person_add:", key=_POPOVER, on_change="rerun"):
        _ask_new()


def _switch(known: Sequence[Person]) -> None:
    names = {one.id.hex: one.name for one in known} or {"": _ME}
    wanted = st.session_state.get(_ID) or st.query_params.get(_ID, "")
    st.session_state[_ID] = wanted if wanted in names else next(iter(names))
    chosen = st.selectbox(
        gettext("Person"),
        list(names),
        key=_ID,
        format_func=names.__getitem__,
        label_visibility="collapsed",
        width=200,
    )
    st.session_state[_NAME] = names[chosen]
    if chosen and st.query_params.get(_ID) != chosen:  # a reload loses the session, another page the address
        st.query_params[_ID] = chosen


def _ask_new() -> None:
    st.text_input(gettext("Name or alias"), key=_TYPED, max_chars=LONGEST_NAME)
    st.button(gettext("Add"), type="primary", on_click=_add)
    if _SAID in st.session_state:
        st.error(st.session_state[_SAID], icon=":material/error:")
    if _NEAR in st.session_state:
        near, typed = st.session_state[_NEAR], st.session_state[_TYPED]
        question = gettext(
            "There is no {typed} yet. Did you mean {near}?", typed=escaped(typed), near=escaped(near)
        )
        st.warning(question, icon=":material/help:")
        yes, no = gettext("Yes, {near}", near=escaped(near)), gettext("No, add {typed}", typed=escaped(typed))
        st.button(yes, key="person-is-near", on_click=_add, args=(near,))
        st.button(no, key="person-is-new", on_click=_add, args=(typed,))


def _add(sure: str | None = None) -> None:
    """Let who was typed, or whom the answer named, be active; ask first where it looks like a slip."""
    for name in (_SAID, _NEAR):
        st.session_state.pop(name, None)
    try:
        name = name_of(sure or st.session_state[_TYPED])
        with open_repository() as repository:
            roster = repository.roster
            near = None if sure or roster.find(name) else roster.alike(name)
            if near is None:
                turn_to(roster.add(name))
            else:
                st.session_state[_NEAR] = near
    except RomtrackError as error:
        st.session_state[_SAID] = error_text(error)


def turn_to(person: Person) -> None:
    """Let this person be active; to be called back, before the switch is shown."""
    st.session_state[_ID] = person.id.hex
    st.session_state[_TYPED] = ""
    st.session_state[_POPOVER] = False
