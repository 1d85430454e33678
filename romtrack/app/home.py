"""Home: what was measured last, what is due, what waits to be continued, and two ways to begin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from romtrack.app import pain, people
from romtrack.app.live.page import begin
from romtrack.app.log import read_log
from romtrack.app.look import SMALL_VALUES, show_note, show_picture
from romtrack.app.today import read_due, show_due
from romtrack.app.words import DISCLAIMER, escaped, moment, title_of, value_text
from romtrack.clock import here, local_now
from romtrack.exercises import exercise, exercise_ids
from romtrack.kinematics.quantities import quantity_of
from romtrack.language import N_, gettext
from romtrack.live import Plan
from romtrack.trends import range_deg, result_lines, series_name, series_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.app.ways import Ways
    from romtrack.plans import Due
    from romtrack.store import OpenSession, Repository
    from romtrack.trends import Series
    from romtrack.types import Summary

__all__ = ["show"]

_PICTURES: Final = Path(__file__).with_name("steps")
_FEW: Final = 10  # of the latest, in case that some are damaged
_WIDTH_PX: Final = 160  # two abreast on a phone, four on a desk
_DRAWN: Final = 20  # values of a small trend
_STEPS: Final = (
    (
        "sit",
        N_("Sit"),
        N_("On a chair high enough for your legs to hang, facing the camera, two metres away."),
    ),
    (
        "turn",
        N_("Turn"),
        N_("Hang still for three seconds, then turn one foot outward three times, holding each end."),
    ),
    ("read", N_("Read"), N_("The angle comes with its uncertainty, and why a trial did not count.")),
)


class _Found(NamedTuple):
    """What the log holds of the active person, and every session that was cut off."""

    last: Sequence[Summary]
    series: Sequence[Series]
    due: Sequence[Due]
    cut_off: Sequence[OpenSession]


def show(ways: Ways) -> None:
    """Show the page, with the ways to the others."""
    found = read_log(_read) or _Found((), (), (), ())
    if found.last:
        st.title(gettext("Home"))
        _last(found.last[0])
        _felt(found.last[0])
        _hips(found.series, ways)
    else:
        _explain()
    _continue(found.cut_off, ways)
    _plan(found, ways)
    _begin(ways, is_first=not found.last)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(ways.exercises, label=gettext("Ten exercises"), icon=":material/exercise:")
        st.page_link(ways.learn, label=gettext("How to sit and film"), icon=":material/menu_book:")
    show_note(gettext(DISCLAIMER))


def _read(repository: Repository) -> _Found:
    person = people.active()
    return _Found(
        repository.summaries(person, limit=_FEW),
        series_of(repository.series(person)),
        read_due(repository, person),
        [one for one in repository.open_sessions() if not one.is_held and _is_worth_it(one)],
    )


def _is_worth_it(cut: OpenSession) -> bool:
    """Say whether something was done in a session that was cut off, and its exercise is still known."""
    return bool(cut.session.measurements or cut.session.sets) and cut.session.exercise in exercise_ids()


def _explain() -> None:
    """Say to somebody who has no session what this is."""
    st.title(gettext("How far does your hip turn?"))
    st.write(
        gettext(
            "romtrack measures seated hip rotation with the camera of this machine or from a video, counts "
            "ten hip exercises, and follows both over weeks. Everything is computed on this machine: nothing "
            "the camera sees leaves it."
        )
    )
    for number, (column, (name, title, text)) in enumerate(zip(st.columns(3), _STEPS, strict=True), 1):
        with column, st.container(border=True, height="stretch"):
            show_picture((_PICTURES / f"{name}.svg").read_bytes(), gettext(text), kind="svg+xml")
            st.header(f"{number}. {gettext(title)}", anchor=False)
            st.write(gettext(text))


def _last(session: Summary) -> None:
    done = ", ".join(result_lines(session))
    st.write(
        gettext(
            "**{name}**, last session {when}: {exercise}, {done}",
            name=escaped(session.person),
            when=escaped(moment(session)),
            exercise=escaped(title_of(session.exercise)),
            done=escaped(done),
        )
    )


def _felt(session: Summary) -> None:
    """Ask how today's exercise felt, wherever it was done."""
    if session.legs and here(session.when.at).date() == local_now().date():
        with st.expander(
            gettext("How it felt"), icon=":material/sentiment_satisfied:", expanded=session.pain.says_stop
        ):
            pain.ask(session.id, session.pain)


def _hips(series: Sequence[Series], ways: Ways) -> None:
    """Show the last value of each leg and direction, with how it went."""
    with st.container(horizontal=True, key=SMALL_VALUES):
        for one in sorted(series, key=_place):
            _hip(one)
    if series:
        st.page_link(ways.progress, label=gettext("See progress"), icon=":material/show_chart:")


def _place(series: Series) -> tuple[str, int, str]:
    """Return what to sort by: of each quantity the first way first, the left leg first."""
    key = series.key
    return key.quantity, -quantity_of(key.quantity).way(key.direction).sign, key.side


def _hip(series: Series) -> None:
    last = series.values[-1]
    drawn = [range_deg(one) for one in series.values[-_DRAWN:]]
    st.metric(
        series_name(series.key),
        value_text(last),
        border=True,
        width=_WIDTH_PX,
        chart_data=drawn if len(drawn) > 1 else None,
    )


def _continue(cut_off: Sequence[OpenSession], ways: Ways) -> None:
    """Offer what was cut off; its page tells more, and can close or discard it."""
    for one in cut_off:
        session = one.session
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.write(
                gettext(
                    "**To be continued:** {name}, {exercise}, {when}",
                    name=escaped(session.person),
                    exercise=escaped(title_of(session.exercise)),
                    when=escaped(moment(session)),
                )
            )
            if st.button(gettext("Continue"), key=f"continue-{session.id}", icon=":material/play_arrow:"):
                begin(Plan.of(one.plan), one)
                is_measured = exercise(session.exercise).kind == "measurement"
                st.switch_page(ways.measure if is_measured else ways.train)


def _plan(found: _Found, ways: Ways) -> None:
    if found.due:
        st.header(gettext("Due today"), anchor=False)
        show_due(found.due, ways)
    if found.last:
        st.page_link(ways.plan, label=gettext("Your plan"), icon=":material/event_available:")


def _begin(ways: Ways, *, is_first: bool) -> None:
    """Lead to the two ways to begin; who has no session yet, to a practice before."""
    if is_first and st.button(
        gettext("Try it first: ten seconds that do not count"),
        type="primary",
        icon=":material/self_improvement:",
        width="stretch",
    ):
        begin(Plan(person=people.active(), practice=True))
        st.switch_page(ways.measure)
    pages = (
        (gettext("Measure now with this camera"), ":material/videocam:", ways.measure),
        (gettext("I have a video"), ":material/video_file:", ways.analyze),
    )
    for column, (label, icon, page) in zip(st.columns(2), pages, strict=True):
        if column.button(label, type="secondary" if is_first else "primary", icon=icon, width="stretch"):
            st.switch_page(page)
