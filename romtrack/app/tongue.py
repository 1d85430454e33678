"""The language of the pages: the browser's, or the one chosen at the head of every page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.language import LANGUAGES, SOURCE, gettext, is_known, preferred, speak

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["keep", "show", "take_up"]

_KEY: Final = "language"
_NAME: Final = "lang"  # in the page's address


def keep() -> None:
    """Speak the language that was chosen, else the browser's; to be called before anything is shown."""
    browsers = preferred(st.context.locale)
    asked = st.session_state.get(_KEY) or st.query_params.get(_NAME, "")
    language = asked if is_known(asked) else browsers
    st.session_state[_KEY] = language
    if st.query_params.get(_NAME, browsers) != language:  # a reload loses the session, a page the address
        st.query_params[_NAME] = language
    speak(language)


def take_up() -> None:
    """Speak the page's language in a fragment, which is run without the page around it."""
    speak(st.session_state.get(_KEY, SOURCE))


def show() -> None:
    """Show the language, and let another one be chosen."""
    known = {**LANGUAGES, st.session_state[_KEY]: LANGUAGES.get(st.session_state[_KEY], "")}
    st.selectbox(
        gettext("Language"),
        list(known),
        key=_KEY,
        format_func=known.__getitem__,
        label_visibility="collapsed",
        width=120,
    )
    _tell()(data=st.session_state[_KEY], key="language-told")


@cache
def _tell() -> Callable[..., object]:
    """Return what tells the browser the language of the page, for who has it read aloud."""
    script = "export default ({ data }) => { document.documentElement.lang = data; };"
    return st.components.v2.component("romtrack_language", js=script)
