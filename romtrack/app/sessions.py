"""Sessions: what is kept of the active person, by day; one of them with all that is known of it."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeVar

import streamlit as st

from romtrack import units
from romtrack.app import exporting, people, record
from romtrack.app.log import read_log
from romtrack.app.look import show_note
from romtrack.app.words import escaped, title_of
from romtrack.clock import here, local_now
from romtrack.exercises import exercise_ids
from romtrack.language import N_, gettext
from romtrack.store import Which
from romtrack.trends import result_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.navigation.page import StreamlitPage

    from romtrack.store import Repository
    from romtrack.types import Side, Summary

__all__ = ["show"]

_T = TypeVar("_T")
_PART: Final = "sessions-part"
_AT_ONCE: Final = 50
_FILTER_PX: Final = 160  # two abreast on a phone, four on a desk
_LEGS: Final[dict[str, Side | None]] = {N_("Both legs"): None, N_("Left"): "left", N_("Right"): "right"}
_PERIODS: Final[dict[str, int | None]] = {
    N_("Any time"): None,
    N_("Last 2 weeks"): 14,
    N_("Last 3 months"): 91,
    N_("Last year"): 365,
}
_SOURCES: Final[dict[str, Literal["camera", "video"] | None]] = {
    N_("Any source"): None,
    N_("Live camera"): "camera",
    N_("Videos"): "video",
}
_ANY: Final = N_("Any exercise")


class _Found(NamedTuple):
    """How many sessions there are as asked for, and one part of them, the latest first."""

    total: int
    shown: Sequence[Summary]


def show(analyze: StreamlitPage) -> None:
    """Show the list, or the session in the address; where nothing is kept, lead to ``analyze``."""
    opened = record.opened()
    if opened:
        record.show(opened, analyze)
        return
    st.title(gettext("Sessions"))
    st.write(gettext("Sessions of **{name}**", name=escaped(people.active())))
    which = _which()
    found = read_log(lambda log: _read(log, which))
    if found is None:
        return
    if not found.total:
        _empty(which, analyze)
    if found.total > _AT_ONCE:
        parts = _parts(found.total)
        st.session_state[_PART] = min(st.session_state.get(_PART, 1), parts)  # other filters left fewer
        label = gettext(
            "Part of {parts}: {number} sessions each, the latest first", parts=parts, number=_AT_ONCE
        )
        st.number_input(label, 1, parts, key=_PART)
    for day, of_day in groupby(found.shown, key=lambda one: here(one.when.at).date()):
        with st.container(border=True):
            st.header(units.day(day), anchor=False)
            for one in of_day:
                _entry(one)
    if found.total:
        exporting.show(people.active())


def _which() -> Which:
    """Ask which sessions; a session of both legs is of either."""
    with st.container(horizontal=True):
        exercise = _choice(gettext("Exercise"), {_ANY: None} | {title_of(one): one for one in exercise_ids()})
        side = _choice(gettext("Leg"), _LEGS)
        days = _choice(gettext("Period"), _PERIODS)
        source = _choice(gettext("Source"), _SOURCES)
    binned = st.toggle(
        gettext("The bin"), help=gettext("What was deleted, or replaced by a later analysis, instead.")
    )
    since = None if days is None else local_now() - timedelta(days=days)
    return Which(
        person=people.active(), exercise=exercise, side=side, since=since, source=source, binned=binned
    )


def _choice(label: str, meaning: dict[str, _T]) -> _T:
    return meaning[st.selectbox(label, list(meaning), width=_FILTER_PX, format_func=gettext)]


def _read(repository: Repository, which: Which) -> _Found:
    total = repository.count(which=which)
    part = min(int(st.session_state.get(_PART, 1)), _parts(total))
    return _Found(total, repository.summaries(limit=_AT_ONCE, offset=(part - 1) * _AT_ONCE, which=which))


def _parts(total: int) -> int:
    return max(-(-total // _AT_ONCE), 1)


def _empty(which: Which, analyze: StreamlitPage) -> None:
    if which != Which(person=which.person):
        none = N_("Nothing is in the bin.") if which.binned else N_("No such sessions: choose others above.")
        st.info(gettext(none))
        return
    with st.container(border=True):
        st.write(
            gettext(
                "No sessions yet. Once a video is analyzed, or something is measured live, it is kept here."
            )
        )
        st.page_link(analyze, label=gettext("Analyze a video"), icon=":material/videocam:")


def _entry(one: Summary) -> None:
    time = units.time_of_day(here(one.when.at))
    label = f"{time} {title_of(one.exercise)}"
    if one.when.recorded_at is None:
        label = gettext("analysed {time} {exercise}", time=time, exercise=title_of(one.exercise))
    st.button(
        escaped(label),
        key=f"open-{one.id}",
        type="tertiary",
        icon=":material/chevron_right:",
        on_click=record.open_one,
        args=(one.id,),
    )
    source = gettext("live camera") if one.video_name is None else one.video_name
    lines = [", ".join(result_lines(one)), source, *([one.note] if one.note else [])]
    show_note(" · ".join(escaped(line) for line in lines))
