"""The script that every page begins with: the shell around the pages."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from romtrack.app import analyze, home, learn, progress, token

_ICON = str(Path(__file__).with_name("icon.svg"))  # a named icon would be fetched from the network

st.set_page_config(page_title="romtrack", page_icon=_ICON, layout="centered")
token.keep()
_analyze = st.Page(analyze.show, title="Analyze", icon=":material/videocam:", url_path="analyze")
_progress = st.Page(progress.show, title="Progress", icon=":material/show_chart:", url_path="progress")
_learn = st.Page(learn.show, title="Learn", icon=":material/menu_book:", url_path="learn")
_home = st.Page(
    lambda: home.show(_analyze, _progress, _learn),
    title="Home",
    icon=":material/home:",
    url_path="home",
    default=True,
)
st.navigation([_home, _analyze, _progress, _learn], position="top").run()
