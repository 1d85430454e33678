"""The app, for ``streamlit run app.py``; everything else is in ``romtrack/app/``."""

import streamlit as st

from romtrack.app import MAIN, ROUTES, guarded, lifespan

app = st.App(MAIN, lifespan=lifespan, routes=ROUTES, middleware=guarded())
