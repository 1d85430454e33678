"""The result of a live session: numbers, what is usual, what changed, left against right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from romtrack import units
from romtrack.app.kept import show_kept
from romtrack.app.live.onstage import as_measured
from romtrack.app.log import read_log
from romtrack.app.look import show_note
from romtrack.app.movements import show_movements
from romtrack.app.result import show_value
from romtrack.app.words import escaped, sentence
from romtrack.exercises import exercise
from romtrack.kinematics.quantities import quantity_of
from romtrack.language import gettext, ngettext, retold
from romtrack.reps import held_s
from romtrack.trends import Difference, change_text, difference_text, range_deg, trends_of, usual_texts
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.types import Direction, Measured, Measurement, QuantityName, Session

__all__ = ["show_outcome"]


def show_outcome(session: Session) -> None:
    """Show what a live session gave so far."""
    st.write(f"{escaped(session.person)} · {escaped(exercise(session.exercise).title)}")
    if not session.measurements and not session.sets:
        st.info(gettext("Nothing was done yet, so there is nothing to keep."), icon=":material/info:")
        return
    if session.measurements:
        earlier = read_log(lambda log: log.series(session.person)) or ()
        for column, measured in zip(st.columns(len(session.measurements)), session.measurements, strict=True):
            with column, st.container(border=True):
                _card(session, measured, earlier)
        for quantity, direction in _directions(session.measurements):
            _compare(session.measurements, quantity, direction)
        _bands(session.measurements)
    for number, record in enumerate(session.sets, 1):
        with st.container(border=True):
            if exercise(session.exercise).kind == "hold":
                st.metric(gettext("Set {number}, held", number=number), units.seconds(held_s([record]), 0))
            else:
                st.metric(gettext("Set {number}, repetitions", number=number), len(record.reps))
            if record.partials:
                show_note(
                    ngettext(
                        "{count} more movement did not count",
                        "{count} more movements did not count",
                        len(record.partials),
                    )
                )
    if session.tracks_file is None:  # not saved yet, or nothing was followed
        show_movements(session)
    else:
        show_kept(session)


def _directions(measurements: Sequence[Measurement]) -> list[tuple[QuantityName, Direction]]:
    return list(dict.fromkeys((one.quantity, one.direction) for one in measurements))


def _card(session: Session, measured: Measurement, earlier: Sequence[Measured]) -> None:
    show_value(measured)
    if measured.value_deg is not None:
        show_note(escaped(_since(session, measured, earlier)))
    for notice in measured.warnings:
        st.warning(sentence(retold(notice.text)), icon=":material/lightbulb:")


def _since(session: Session, measured: Measurement, earlier: Sequence[Measured]) -> str:
    now = as_measured(session, measured)
    others = [one for one in earlier if one.session_id != session.id]  # it may be in the log already
    return change_text(trends_of([*others, now]).at(now)) or gettext("The first value of this hip.")


def _compare(measurements: Sequence[Measurement], quantity: QuantityName, direction: Direction) -> None:
    ranges = {
        one.side: range_deg(one)
        for one in measurements
        if (one.quantity, one.direction) == (quantity, direction)
    }
    left, right = (ranges.get(side) for side in SIDES)
    if left is None or right is None:
        return
    found = Difference(quantity, direction, left, right)
    if found.farther is None:
        show_note(escaped(f"{difference_text(found)}."))
    else:
        st.info(escaped(f"{difference_text(found)}."), icon=":material/compare_arrows:")


def _bands(measurements: Sequence[Measurement]) -> None:
    """Say what is usual, with its source."""
    for quantity, direction in _directions(measurements):
        for text in usual_texts(quantity_of(quantity), direction):
            show_note(escaped(text))
