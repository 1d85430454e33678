"""The plan to take along: a page to print, and reminders for a calendar."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app import people
from romtrack.app.look import show_note
from romtrack.clock import local_now
from romtrack.language import gettext
from romtrack.plans.reminders import reminders
from romtrack.reports import plan_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.types import PlanItem

__all__ = ["show"]

_AT: Final = time(18)


def show(held: Sequence[PlanItem]) -> None:
    """Offer both files of what the plan holds from today on; nothing is sent anywhere."""
    st.header(gettext("Take it along"), anchor=False)
    at = st.time_input(gettext("Remind me at"), _AT, step=900, width=160)
    now = local_now()
    page = plan_html(people.active(), held, now.date())
    files = (
        (gettext("The plan to print"), page, "plan.html", "text/html", ":material/print:"),
        (
            gettext("Reminders"),
            reminders(people.active(), held, at, now),
            "plan.ics",
            "text/calendar",
            ":material/alarm:",
        ),
    )
    with st.container(horizontal=True):
        for label, content, name, mime, icon in files:
            st.download_button(label, content, name, mime, icon=icon, on_click="ignore", key=name)
    show_note(gettext("Open the page in a browser and print it; open the reminders with your calendar."))
