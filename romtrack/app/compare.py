"""Two sessions of a person side by side, or both legs of one: values, and movements over one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

import streamlit as st

from romtrack.app import beside
from romtrack.app.log import read_log
from romtrack.app.look import chart_theme, show_chart, show_note
from romtrack.app.words import DISCLAIMER, escaped, title_of
from romtrack.charts import Strand, comparison_chart
from romtrack.language import N_, gettext
from romtrack.store import Which
from romtrack.trends import (
    Difference,
    SeriesKey,
    compared,
    comparison_text,
    difference_text,
    happened_text,
    range_deg,
    result_lines,
    series_name,
    trends_of,
)
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from romtrack.store import Repository
    from romtrack.trends import Trends
    from romtrack.types import Direction, Measured, Session, Side, SignalTrack, Summary

__all__ = ["close", "comparable", "offer", "opened", "show"]

_NAME: Final = "with"  # in the page's address: the other session; the same one: left over right
_MOST: Final = 100  # sessions to choose from
_LEGS: Final[Mapping[tuple[Side, Side], str]] = {
    ("left", "left"): N_("Left leg"),
    ("right", "right"): N_("Right leg"),
    ("left", "right"): N_("Left over right"),
    ("right", "left"): N_("Right over left"),
}
_WAYS: Final[Mapping[Direction, str]] = {
    "internal": N_("{legs}, internal"),
    "external": N_("{legs}, external"),
    "abduction": N_("{legs}, abduction"),
    "adduction": N_("{legs}, adduction"),
}
_STRANDS: Final[Mapping[Side, str]] = {"left": N_("left leg"), "right": N_("right leg")}


class _Kept(NamedTuple):
    """A session with what was measured in it, what can be told of its person, and what was followed."""

    session: Session
    measured: Sequence[Measured]
    trends: Trends
    signals: Mapping[Side, SignalTrack]


class _Pair(NamedTuple):
    """What can be laid over one another: in which direction (None: repetitions), and the leg of each."""

    direction: Direction | None
    one: Side
    other: Side


def opened() -> str:
    """Return with which session the address compares, empty = with none."""
    return st.query_params.get(_NAME, "")


def close() -> None:
    """Compare no more."""
    st.query_params.pop(_NAME, None)


def comparable(repository: Repository, session: Session) -> list[Summary]:
    """Return the sessions that one can be compared with: the latest ones of its exercise, and the first."""
    which = Which(person=session.person, exercise=session.exercise)
    latest = repository.summaries(limit=_MOST, which=which)
    count = repository.count(which=which)
    first = repository.summaries(limit=1, offset=count - 1, which=which) if count > _MOST else []
    return [one for one in (*latest, *first) if one.id != session.id]


def offer(session: Session, others: Sequence[Summary]) -> None:
    """Offer to compare with one of the others, or left over right."""
    both = gettext("Left over right, in this session")
    known = {session.id.hex: both} if list(_pairs(session, session)) else {}
    known |= {one.id.hex: f"{happened_text(one.when)}: {', '.join(result_lines(one))}" for one in others}
    if not known:
        return
    key = f"compare-{session.id}"
    wanted = N_("Another session, or the other leg") if session.id.hex in known else N_("Another session")
    st.selectbox(
        gettext("Compare with"),
        list(known),
        index=None,
        key=key,
        placeholder=gettext(wanted),
        format_func=known.__getitem__,
        on_change=lambda: st.query_params.update({_NAME: st.session_state[key]}),
    )


def show(session: Session) -> None:
    """Show the session beside the one in the address, the earlier one first."""
    found = read_log(lambda log: [_read(log, session), _read(log, _other(log, session))])
    if found is None:
        return
    if None in found:
        st.info(gettext("There is no such session of this person and exercise to compare with."))
        return
    one, other = sorted((kept for kept in found if kept), key=lambda kept: kept.session.when.at)
    st.title(escaped(gettext("{exercise}, compared", exercise=title_of(session.exercise))), anchor=False)
    st.write(escaped(session.person))
    st.table(
        beside.legs(one.session)
        if one.session.id == other.session.id
        else beside.sessions(one.session, other.session),
        border="horizontal",
        hide_index=True,
    )
    if None not in {one.session.camera, other.session.camera} and one.session.camera != other.session.camera:
        show_note(
            gettext("The two were recorded with different cameras: part of a difference may come from that.")
        )
    pairs = list(_pairs(one.session, other.session))
    for pair in pairs:
        _show_pair(pair, one, other)
    if not pairs:
        st.info(gettext("Nothing to lay over one another: no movement that counts is of both."))
    show_note(
        " ".join((gettext("What all sessions say together stands under Progress."), gettext(DISCLAIMER)))
    )


def _other(repository: Repository, session: Session) -> Session | None:
    """Return the session in the address where it can be compared."""
    try:
        found = repository.get(UUID(hex=opened()))
    except ValueError:
        return None
    alike = found is not None and (found.person, found.exercise) == (session.person, session.exercise)
    return found if alike else None


def _read(repository: Repository, session: Session | None) -> _Kept | None:
    if session is None:
        return None
    summaries = repository.summaries(which=Which(session_id=session.id))
    measured = [one for summary in summaries for one in summary.measured]
    return _Kept(session, measured, trends_of(repository.series(session.person)), repository.signals(session))


def _pairs(one: Session, other: Session) -> Iterator[_Pair]:
    """Yield the same leg of two sessions where both have it, else left and right."""
    for direction in beside.directions(one):
        mine, theirs = _legs(one, direction), _legs(other, direction)
        same = [] if one.id == other.id else [(side, side) for side in mine if side in theirs]
        crossed = [(side, leg) for side in mine for leg in theirs if side != leg]
        yield from (_Pair(direction, *sides) for sides in same or crossed[:1])


def _legs(session: Session, direction: Direction | None) -> list[Side]:
    """Return the legs that have something that counts; of sides that take turns the signal of the first."""
    if direction is not None:
        mine = [one for one in session.measurements if one.direction == direction]
        found = {one.side for one in mine if any(trial.accepted for trial in one.trials)}
    else:
        found = {rep.side for rep in beside.reps_of(session)}
    legs = [side for side in SIDES if side in found]
    return legs[:1] if direction is None and session.side == "both" else legs


def _show_pair(pair: _Pair, one: _Kept, other: _Kept) -> None:
    st.header(_heading(pair), anchor=False)
    told = _told(pair, one, other)
    if told:
        st.write(escaped(f"{told}."))
    strands = _strands(pair, one, other)
    chart = None if strands is None else comparison_chart(strands, chart_theme())
    if chart is None:
        show_note(gettext("No chart: what was followed over time is not kept of both."))
    else:
        show_chart(chart)


def _heading(pair: _Pair) -> str:
    legs = gettext(_LEGS[pair.one, pair.other])
    return legs if pair.direction is None else gettext(_WAYS[pair.direction], legs=legs)


def _told(pair: _Pair, one: _Kept, other: _Kept) -> str:
    """Return what the two values say, empty = there are no two."""
    if pair.direction is None:
        return ""
    if pair.one == pair.other:
        before, now = (_value_of(kept, pair.one, pair.direction) for kept in (one, other))
        found = None if before is None or now is None else compared(one.trends, before, now)
        if before is None or found is None:
            return ""
        return comparison_text(
            series_name(SeriesKey(before.person, before.quantity, pair.one, pair.direction)), found
        )
    both = {pair.one: one.session, pair.other: other.session}
    left, right = (beside.measured_in(both[side], side, pair.direction) for side in SIDES)
    ranges = [None if each is None else range_deg(each) for each in (left, right)]
    if left is None or ranges[0] is None or ranges[1] is None:
        return ""
    return difference_text(Difference(left.quantity, pair.direction, ranges[0], ranges[1]))


def _value_of(kept: _Kept, side: Side, direction: Direction) -> Measured | None:
    mine = (one for one in kept.measured if (one.side, one.direction) == (side, direction))
    return next(mine, None)


def _strands(pair: _Pair, one: _Kept, other: _Kept) -> tuple[Strand, Strand] | None:
    """Return both movements, None = what was followed over time is not kept of both."""
    if pair.one not in one.signals or pair.other not in other.signals:
        return None
    apart = pair.one != pair.other
    is_one = one.session.id == other.session.id
    words = (
        gettext(_STRANDS[side]) if is_one else f"{gettext(_STRANDS[side])}, {day}" if apart else day
        for side, day in (
            (pair.one, happened_text(one.session.when)),
            (pair.other, happened_text(other.session.when)),
        )
    )
    first, last = words
    return (
        Strand(first, one.signals[pair.one], one.session, pair.direction),
        Strand(last, other.signals[pair.other], other.session, pair.direction),
    )
