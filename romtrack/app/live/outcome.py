"""The result of a live session: numbers, what is usual, what changed, left against right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from romtrack import units
from romtrack.app.log import read_log
from romtrack.app.look import show_note
from romtrack.app.movements import show_movements
from romtrack.app.result import show_value
from romtrack.app.words import escaped, sentence
from romtrack.exercises import exercise
from romtrack.measure.change import changes, detectable_change_deg
from romtrack.reports import bands_of
from romtrack.reps import held_s
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.measure.history import Measured
    from romtrack.reports import Band
    from romtrack.types import Direction, Measurement, Session

__all__ = ["show_outcome"]


def show_outcome(session: Session) -> None:
    """Show what a live session gave so far."""
    st.write(f"{escaped(session.person)} · {escaped(exercise(session.exercise).title)}")
    if not session.measurements and not session.sets:
        st.info("Nothing was done yet, so there is nothing to keep.", icon=":material/info:")
        return
    if session.measurements:
        earlier = read_log(lambda log: log.series(session.person)) or ()
        for column, measured in zip(st.columns(len(session.measurements)), session.measurements, strict=True):
            with column, st.container(border=True):
                _card(measured, earlier)
        for direction in ("internal", "external"):
            _compare(session.measurements, direction)
        _bands(session.measurements)
    for number, record in enumerate(session.sets, 1):
        with st.container(border=True):
            if exercise(session.exercise).kind == "hold":
                st.metric(f"Set {number}, held", units.seconds(held_s([record]), 0))
            else:
                st.metric(f"Set {number}, repetitions", len(record.reps))
            if record.partials:
                show_note(f"{units.counted(len(record.partials), 'more movement')} did not count")
    show_movements(session)


def _card(measured: Measurement, earlier: Sequence[Measured]) -> None:
    show_value(measured)
    if measured.value_deg is not None:
        show_note(escaped(_since_last(measured, earlier)))
    for notice in measured.warnings:
        st.warning(sentence(notice.text), icon=":material/lightbulb:")


def _since_last(measured: Measurement, earlier: Sequence[Measured]) -> str:
    ranges = [
        abs(one.value_deg)
        for one in earlier
        if one.value_deg is not None and (one.side, one.direction) == (measured.side, measured.direction)
    ]
    assert measured.value_deg is not None  # noqa: S101  the caller's
    change = changes([*ranges, abs(measured.value_deg)])[-1]
    if change is None:
        return "The first value of this hip."
    since, limit = units.degrees(change.change_deg, signed=True), units.degrees(change.detectable_deg)
    if not change.is_real:
        return f"{since} since last time: no change that can be told (under {limit})."
    word = "more" if change.change_deg > 0 else "less"
    return f"{since} since last time: {word} range (over {limit})."


def _compare(measurements: Sequence[Measurement], direction: Direction) -> None:
    values = {
        one.side: abs(one.value_deg)
        for one in measurements
        if one.direction == direction and one.value_deg is not None
    }
    if set(values) != set(SIDES):
        return
    difference, limit = values["left"] - values["right"], detectable_change_deg(())
    text = f"Left and right differ by {units.degrees(abs(difference))} in {direction} rotation"
    if abs(difference) > limit:
        more = "left" if difference > 0 else "right"
        st.info(escaped(f"{text}: the {more} hip turns farther."), icon=":material/compare_arrows:")
    else:
        show_note(escaped(f"{text}: no difference that can be told (under {units.degrees(limit)})."))


def _bands(measurements: Sequence[Measurement]) -> None:
    """Say what is usual, with its source."""
    for direction in dict.fromkeys(one.direction for one in measurements):
        texts = [f"{band.who} {_usual(band)}" for band in bands_of(direction)]
        show_note(
            escaped(
                f"Usual {direction} rotation, hip at 90°: two thirds of young athletes, turned by an "
                f"examiner (Czuppon 2017): {'; '.join(texts)}. Turning by yourself gets less far."
            )
        )


def _usual(band: Band) -> str:
    """Return the range in which two thirds lie."""
    low, high = band.mean_deg - band.sd_deg, band.mean_deg + band.sd_deg
    return f"{units.number(low, 0)} to {units.degrees(high, 0)}"
