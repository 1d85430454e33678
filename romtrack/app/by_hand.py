"""What was measured by hand: to be entered, corrected, deleted and brought back."""

from __future__ import annotations

from datetime import date  # noqa: TC003  Streamlit asks for it
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import uuid4

import streamlit as st

from romtrack import units
from romtrack.app import people, undoing
from romtrack.app.hips import HipWay, all_ways
from romtrack.app.log import change_log
from romtrack.app.look import show_note
from romtrack.app.undoing import Done
from romtrack.app.words import escaped, sentence, value_text, what_measured
from romtrack.clock import local_now
from romtrack.imports import FIRST_DAY, why_impossible
from romtrack.kinematics.quantities import QUANTITIES, quantity_of
from romtrack.language import N_, gettext, retold
from romtrack.names import LONGEST_NAME
from romtrack.trends import is_short_of_neutral, range_deg
from romtrack.types import HandMeasurement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.store import Repository

__all__ = ["show"]


class _Written(NamedTuple):
    """What a form says; value_deg: + = the way of the direction, None = nothing yet."""

    way: HipWay
    value_deg: float | None
    day: date
    instrument: str
    note: str


_PAGE: Final = "by-hand"
_EDITED: Final = "by-hand-edited"  # the id of the value that is being corrected
_AT_ONCE: Final = 10
_LONGEST_NOTE: Final = 200
_MOST_DEG: Final = max(one.most_deg for one in QUANTITIES.values())
_SHORT_DEG: Final = max(one.short_deg for one in QUANTITIES.values())
_HELP: Final = N_(
    "How far the hip goes in this direction: an external rotation of 40 is 40. Below 0 it does not reach the "
    "straight position (a contracture): -5 ends 5 degrees before it."
)


def show(values: Sequence[HandMeasurement]) -> None:
    """Show a person's values, the latest first, and ask for one more; ``values`` are in the order of time."""
    st.header(gettext("Measured by hand"), anchor=False)
    show_note(
        gettext(
            "What somebody read off a goniometer or an inclinometer; compared with the same instrument alone."
        )
    )
    undoing.show_said(_PAGE)
    parts, first = -(-len(values) // _AT_ONCE), 0
    if parts > 1:
        label = gettext(
            "Part of {parts}: {number} values each, the latest first", parts=parts, number=_AT_ONCE
        )
        part = st.number_input(label, 1, parts)
        first = (part - 1) * _AT_ONCE
    for one in values[::-1][first : first + _AT_ONCE]:
        _one(one)
    with st.expander(gettext("Enter a value"), icon=":material/straighten:"):
        _ask(None)


def _one(measured: HandMeasurement) -> None:
    with st.container(border=True):
        st.markdown(_line(measured))
        with st.container(horizontal=True):
            st.button(
                gettext("Correct"),
                key=f"correct-{measured.id}",
                icon=":material/edit:",
                type="tertiary",
                on_click=lambda: st.session_state.update({_EDITED: measured.id}),
            )
            st.button(
                gettext("Delete"),
                key=f"delete-{measured.id}",
                icon=":material/delete:",
                type="tertiary",
                on_click=_delete,
                args=(measured,),
            )
        if st.session_state.get(_EDITED) == measured.id:
            _ask(measured)


def _line(measured: HandMeasurement) -> str:
    """Return a value with all that is known of it."""
    facts = (units.day(measured.measured_on), measured.instrument, measured.note)
    said = [f"{escaped(what_measured(measured))}: **{escaped(value_text(measured))}**"]
    if is_short_of_neutral(measured):
        said.append(gettext("It does not reach the straight position."))
    return f"{' '.join(said)}  \n:small[:gray[{' · '.join(escaped(fact) for fact in facts if fact)}]]"


def _ask(known: HandMeasurement | None) -> None:
    """Ask for a new value, or how a known one should be."""
    name = "new" if known is None else known.id.hex
    today, ways = local_now().date(), all_ways()
    of = 0 if known is None else ways.index(HipWay(known.quantity, known.side, known.direction))
    with st.form(f"by-hand-{name}", border=False, clear_on_submit=False):
        with st.container(horizontal=True):
            way = st.selectbox(gettext("Leg and direction"), ways, of, format_func=lambda one: one.name)
            value = st.number_input(
                gettext("Degrees"),
                -_SHORT_DEG,
                _MOST_DEG,
                None if known is None else range_deg(known),
                step=1.0,
                format="%g",
                help=gettext(_HELP),
                width=160,
            )
            day = st.date_input(
                gettext("Measured on"),
                today if known is None else known.measured_on,
                min_value=FIRST_DAY,
                max_value=today,
                format="YYYY-MM-DD",
                width=160,
            )
        instrument = st.text_input(
            gettext("Measured with"),
            gettext("goniometer") if known is None else known.instrument,
            max_chars=LONGEST_NAME,
        )
        note = st.text_input(gettext("Note"), "" if known is None else known.note, max_chars=_LONGEST_NOTE)
        save = st.form_submit_button(gettext("Save"), type="primary", icon=":material/check:")
    if known is not None and st.button(gettext("Leave it as it is"), key=f"leave-{name}", type="tertiary"):
        st.session_state.pop(_EDITED)
        st.rerun()
    if save:
        _take(known, _Written(way, value, day, instrument, note))


def _take(known: HandMeasurement | None, written: _Written) -> None:
    """Keep what the form says, or say what is wrong with it."""
    way, value_deg = written.way, written.value_deg
    if value_deg is None:
        st.error(gettext("Write how many degrees it was."), icon=":material/error:")
        return
    quantity = quantity_of(way.quantity)
    if not quantity.is_possible(value_deg):
        st.error(sentence(retold(why_impossible(quantity, units.figure(value_deg)))), icon=":material/error:")
        return
    measured = HandMeasurement(
        uuid4() if known is None else known.id,
        written.day,
        *way,
        way.sign * value_deg + 0.0,  # no minus zero
        local_now() if known is None else known.entered_at,
        " ".join(written.instrument.split()),
        " ".join(written.note.split()),
    )
    if change_log(lambda log: _keep(log, measured, is_new=known is None)):
        st.session_state.pop(_EDITED, None)
        st.rerun()


def _keep(repository: Repository, measured: HandMeasurement, *, is_new: bool) -> None:
    person = people.active()
    if not is_new:
        repository.entries.change(person, [measured])
    elif not repository.entries.add(person, [measured]):
        undoing.say(
            _PAGE, Done(gettext("This value is in the log already: same day, instrument and result."))
        )
        return
    what, value = what_measured(measured), value_text(measured)
    text = gettext("{what}: {value} is kept.", what=what, value=value)
    undoing.say(_PAGE, Done(escaped(text), repository.records.last()))


def _delete(measured: HandMeasurement) -> None:
    change_log(lambda log: _put_away(log, measured))


def _put_away(repository: Repository, measured: HandMeasurement) -> None:
    repository.entries.change(people.active(), [], without=[measured])
    what, value = what_measured(measured), value_text(measured)
    text = gettext("{what}: {value} is deleted.", what=what, value=value)
    undoing.say(_PAGE, Done(escaped(text), repository.records.last()))
