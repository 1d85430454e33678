"""The script that every page begins with: the shell around the pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from romtrack.app import (
    analyze,
    aside,
    everybody,
    exercises,
    home,
    learn,
    look,
    measure,
    people,
    plan,
    progress,
    sessions,
    token,
    tongue,
    train,
)
from romtrack.app.ways import Ways
from romtrack.language import gettext

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

_ICON = str(Path(__file__).with_name("icon.svg"))  # a named icon would be fetched from the network

st.set_page_config(page_title="romtrack", page_icon=_ICON, layout="centered")
tongue.keep()
look.show_style()
token.keep()
_home: StreamlitPage = st.Page(
    lambda: home.show(_ways),
    title=gettext("Home"),
    url_path="home",
    default=True,
)
_measure: StreamlitPage = st.Page(
    lambda: measure.show(_progress), title=gettext("Measure"), url_path="measure"
)
_train: StreamlitPage = st.Page(lambda: train.show(_progress), title=gettext("Train"), url_path="train")
_analyze: StreamlitPage = st.Page(
    lambda: analyze.show(_progress), title=gettext("Analyze"), url_path="analyze"
)
_exercises: StreamlitPage = st.Page(
    lambda: exercises.show(_ways), title=gettext("Exercises"), url_path="exercises"
)
_plan: StreamlitPage = st.Page(lambda: plan.show(_ways), title=gettext("Plan"), url_path="plan")
_progress: StreamlitPage = st.Page(
    lambda: progress.show(_analyze), title=gettext("Progress"), url_path="progress"
)
_sessions: StreamlitPage = st.Page(
    lambda: sessions.show(_analyze), title=gettext("Sessions"), url_path="sessions"
)
_people: StreamlitPage = st.Page(
    lambda: everybody.show(_sessions, _progress), title=gettext("People"), url_path="people"
)
_learn: StreamlitPage = st.Page(lambda: learn.show(_exercises), title=gettext("Learn"), url_path="learn")
_ways: Ways = Ways(_measure, _train, _analyze, _exercises, _plan, _sessions, _progress, _learn)
_pages = [_home, _measure, _train, _plan, _analyze, _exercises, _sessions, _progress, _people, _learn]
_chosen = st.navigation(_pages, position="hidden")
st.set_page_config(page_title=f"{_chosen.title} · romtrack")  # of several tabs each says which it is
with st.container(
    horizontal=True, gap="xxsmall", key="navigation"
):  # Streamlit's own, on a phone, is a drawer that stays open
    for _page in _pages:
        st.page_link(_page)
    people.show()
    tongue.show()
if token.read() and _chosen.title != _analyze.title:
    aside.show(token.read(), _analyze)
_chosen.run()
