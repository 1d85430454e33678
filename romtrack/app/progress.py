"""Progress: one person's sessions over time, and what their changes mean."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from romtrack import units
from romtrack.app import by_hand, people
from romtrack.app.development import show_developments
from romtrack.app.log import read_log
from romtrack.app.look import show_note
from romtrack.app.training import show_training
from romtrack.app.words import DISCLAIMER, escaped, title_of
from romtrack.clock import here
from romtrack.kinematics.quantities import quantity_of
from romtrack.language import N_, gettext
from romtrack.store import Which
from romtrack.trends import detectable_change_deg, progress_rows, said_of, trends_of
from romtrack.types import Goal, HandMeasurement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from streamlit.navigation.page import StreamlitPage

    from romtrack.kinematics.quantities import Quantity
    from romtrack.store import Repository
    from romtrack.trends import ProgressRow, Said, Trends
    from romtrack.types import Measured, Summary

__all__ = ["show"]

_PART: Final = "progress-part"
_AT_ONCE: Final = 20  # sessions of the table
_WEEKS: Final = timedelta(weeks=7)  # of exercises, before the last one


def show(analyze: StreamlitPage) -> None:
    """Show the page; where it is empty, it leads to ``analyze``."""
    st.title(gettext("Progress"))
    st.write(gettext("Sessions of **{name}**", name=escaped(people.active())))
    found = read_log(_read)
    if found is None:
        return
    if not (found.total or found.said.hand):
        _empty(analyze)
    trends = trends_of(found.series, _baseline(found.series))
    if found.shown or found.said.hand:
        _measured(trends, found.said, found.total)
    by_hand.show(found.hand)
    show_training(found.training, found.bests)
    if found.shown:
        _table(progress_rows(found.shown, trends), found.total)


class _Found(NamedTuple):
    """What the log holds of the active person: a part of the table, last weeks, bests, what they said."""

    total: int
    series: Sequence[Measured]
    shown: Sequence[Summary]
    training: Sequence[Summary]
    bests: Mapping[str, float]
    hand: Sequence[HandMeasurement]
    said: Said


def _read(repository: Repository) -> _Found:
    known = repository.roster.find(people.active())
    person = people.active() if known is None else known.name
    total = repository.count(person)
    shown = repository.summaries(person, _AT_ONCE, _offset(total))
    weeks = _latest_weeks(repository, person)
    hand = repository.entries.of(person, HandMeasurement)
    said = said_of(person, hand, repository.entries.of(person, Goal))
    return _Found(total, repository.series(person), shown, weeks, repository.bests(person), hand, said)


def _latest_weeks(repository: Repository, person: str) -> Sequence[Summary]:
    """Return the person's sessions of the last weeks in which there are any."""
    last = repository.summaries(person, limit=1)
    if not last:
        return ()
    day = here(last[0].when.at).replace(hour=0, minute=0, second=0, microsecond=0)
    since = day - timedelta(days=day.weekday()) - _WEEKS
    return repository.summaries(which=Which(person=person, since=since))


def _empty(analyze: StreamlitPage) -> None:
    with st.container(border=True):
        st.header(gettext("No sessions yet"), anchor=False)
        st.write(
            gettext(
                "Once a video is analyzed, its result appears here: a value for each leg, and whether it "
                "changed since the first session."
            )
        )
        st.page_link(analyze, label=gettext("Analyze a video"), icon=":material/videocam:")


def _baseline(measured: Sequence[Measured]) -> date | None:
    """Ask from which day on to compare; None: there is nothing to choose."""
    days = [here(one.when.at).date() for one in (measured[0], measured[-1])] if measured else []
    if len(set(days)) < 2:  # noqa: PLR2004  nothing to choose
        return None
    chosen: date = st.date_input(
        gettext("Compare with the first session since"),
        days[0],
        min_value=days[0],
        max_value=days[1],
        format="YYYY-MM-DD",
        key=f"baseline-{measured[0].person}",
        help=gettext(
            "Choose a day that means something, as the beginning of an exercise. If you choose the lowest "
            "value, chance looks like a gain."
        ),
        width=280,
    )
    return chosen


def _measured(trends: Trends, said: Said, sessions: int) -> None:
    if not trends.series and not said.hand:
        st.info(gettext("No measured value yet: the sessions so far are exercises, or gave no number."))
        return
    show_developments(trends, said)
    if sessions == 1:
        st.info(gettext("One session so far. From the second on, the change since the first is judged here."))
    names = dict.fromkeys(key.quantity for key in (*(one.key for one in trends.series), *said.hand))
    _explain_change([quantity_of(name) for name in names])
    show_note(gettext(DISCLAIMER))


def _explain_change(quantities: Sequence[Quantity]) -> None:
    limits = ", ".join(
        f"{units.degrees(detectable_change_deg(one.sem_deg))} ({gettext(one.noun)})" for one in quantities
    )
    with st.expander(gettext("What does a change mean?"), icon=":material/help:"):
        st.write(
            gettext(
                "Two measurements of the same hip never agree to the last degree: posture, effort and the "
                "camera differ from day to day. Between two sessions, less than {limits} cannot be told from "
                "that, so it is called no change. The limit comes from published repeatability, and the more "
                "sessions there are, the more from your own. From five sessions on the slope over all of "
                "them is judged, too: a slow gain in small steps is a gain, and a session off the others "
                "counts little. What was measured by hand is compared with the same instrument alone. ± is "
                "one standard uncertainty: the true value lies within it in about two of three sessions.",
                limits=limits,
            )
        )


def _offset(count: int) -> int:
    """Return how many of the latest sessions stand before those that are shown."""
    parts = -(-count // _AT_ONCE)
    if parts < 2:  # noqa: PLR2004  nothing to choose
        return 0
    return (int(st.session_state.get(_PART, 1)) - 1) % parts * _AT_ONCE


def _table(rows: Sequence[ProgressRow], count: int) -> None:
    st.header(gettext("Sessions"), anchor=False)
    if count > _AT_ONCE:
        parts = -(-count // _AT_ONCE)
        label = gettext(
            "Part of {parts}: {number} sessions each, the latest first", parts=parts, number=_AT_ONCE
        )
        st.number_input(label, 1, parts, key=_PART)
    st.table([_row(row) for row in rows], border="horizontal", hide_index=True)


def _row(row: ProgressRow) -> dict[str, str]:
    title = title_of(row.exercise)
    result = f"{row.hip} {row.result}".strip()
    if row.spread:
        told = (
            N_("{result}, spread {spread}") if row.spread_of == "trials" else N_("{result}, range {spread}")
        )
        result = gettext(told, result=result, spread=row.spread)
    return {
        gettext("Date"): escaped(row.date),
        gettext("Result"): f"{escaped(result)}  \n:small[:gray[{escaped(title)}]]",
        gettext("Change"): escaped(row.change),
    }
