"""The page's token: in its address, so that a reload finds the analysis that it started."""

from __future__ import annotations

from typing import Final

import streamlit as st

__all__ = ["forget", "keep", "read", "remember"]

_NAME: Final = "job"


def keep() -> None:
    """Bring address and session together: a reload loses the session, another page the address."""
    known: str | None = st.session_state.get(_NAME)
    if known is None:
        st.session_state[_NAME] = st.query_params.get(_NAME, "")
    elif known and st.query_params.get(_NAME) != known:
        st.query_params[_NAME] = known


def read() -> str:
    """Return the token, empty = there is none."""
    token: str = st.session_state.get(_NAME, "")
    return token


def remember(token: str) -> None:
    """Take over the token of an analysis that has just been started."""
    st.session_state[_NAME] = token
    st.query_params[_NAME] = token


def forget() -> None:
    """Take leave of the analysis."""
    st.session_state[_NAME] = ""
    st.query_params.pop(_NAME, None)
