"""The result of a live session: numbers, what is usual, what changed, left against right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

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
                st.metric(f"Set {number}, held", f"{held_s([record]):.0f} s")
            else:
                st.metric(f"Set {number}, repetitions", len(record.reps))
            if record.partials:
                show_note(f"{len(record.partials)} more movements did not count")
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
    if not change.is_real:
        return (
            f"{change.change_deg:+.1f}° since last time: no change that can be told "
            f"(under {change.detectable_deg:.1f}°)."
        )
    word = "more" if change.change_deg > 0 else "less"
    return f"{change.change_deg:+.1f}° since last time: {word} range (over {change.detectable_deg:.1f}°)."


def _compare(measurements: Sequence[Measurement], direction: Direction) -> None:
    values = {
        one.side: abs(one.value_deg)
        for one in measurements
        if one.direction == direction and one.value_deg is not None
    }
    if set(values) != set(SIDES):
        return
    difference, limit = values["left"] - values["right"], detectable_change_deg(())
    text = f"Left and right differ by {abs(difference):.1f}° in {direction} rotation"
    if abs(difference) > limit:
        more = "left" if difference > 0 else "right"
        st.info(escaped(f"{text}: the {more} hip turns farther."), icon=":material/compare_arrows:")
    else:
        show_note(escaped(f"{text}: no difference that can be told (under {limit:.1f}°)."))


def _bands(measurements: Sequence[Measurement]) -> None:
    """Say what is usual, with its source."""
    for direction in dict.fromkeys(one.direction for one in measurements):
        texts = [
            f"{band.who} {band.mean_deg - band.sd_deg:.0f} to {band.mean_deg + band.sd_deg:.0f}°"
            for band in bands_of(direction)
        ]
        show_note(
            escaped(
                f"Usual {direction} rotation, hip at 90°: two thirds of young athletes, turned by an "
                f"examiner (Czuppon 2017): {'; '.join(texts)}. Turning by yourself gets less far."
            )
        )
