"""What was done of each exercise in the last weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from romtrack import units
from romtrack.app.look import show_note
from romtrack.app.words import escaped, title_of
from romtrack.language import gettext, ngettext, pgettext
from romtrack.trends import weeks_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from romtrack.trends import Week
    from romtrack.types import Summary

__all__ = ["show_training"]


def show_training(sessions: Sequence[Summary], bests: Mapping[str, float]) -> None:
    """Show a table of weeks for each exercise; nothing where none was done. ``bests`` as of ``weeks_of``."""
    done = weeks_of(sessions, bests)
    if not done:
        return
    st.header(gettext("Exercises, week by week"), anchor=False)
    for name, weeks in done.items():
        st.markdown(f"**{escaped(title_of(name))}**")
        st.table([_row(week) for week in weeks], border="horizontal", hide_index=True)
    show_note(
        gettext(
            "Range is the mean of a week's repetitions beside the best one that you ever did; a form fault "
            "is each time that a cue was due."
        )
    )


def _row(week: Week) -> dict[str, str]:
    done = [ngettext("{count} rep", "{count} reps", week.reps)] if week.reps else []
    done += [gettext("held {time}", time=units.seconds(week.held_s, 0))] if week.held_s else []
    share = None if week.share is None else units.rounded_percent(week.share)
    return {
        gettext("Week of"): escaped(units.day(week.monday)),
        pgettext("of a session", "Done"): ", ".join(done) or gettext("nothing that counts"),
        gettext("Range"): "" if share is None else gettext("{share} of your best", share=share),
        gettext("One takes"): "" if week.tempo_s is None else units.seconds(week.tempo_s),
        gettext("Form"): ngettext("{count} fault", "{count} faults", week.faults),
    }
