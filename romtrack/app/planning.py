"""The exercises of a plan: taken over, chosen, changed, ended; a change holds from today on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import streamlit as st

from romtrack.app import people
from romtrack.app.log import change_log
from romtrack.app.look import show_note
from romtrack.app.words import error_text, escaped, title_of
from romtrack.errors import UsageError
from romtrack.exercises import exercise, exercise_ids, ready_plans
from romtrack.language import N_, gettext
from romtrack.plans import day_abbreviated, is_alternating, item_text, planned, taken_over
from romtrack.types import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from romtrack.exercises import ReadyPlan
    from romtrack.types import Legs, PlanItem, Weekday

__all__ = ["show"]

_LEGS: Final[dict[Legs, str]] = {"both": N_("Both legs"), "left": N_("Left"), "right": N_("Right")}
_MOST: Final = 300


def show(held: Sequence[PlanItem], today: date) -> None:
    """Show what the plan holds from today on, and the ways to change it."""
    st.header(gettext("Your exercises") if held else gettext("Begin with a plan"), anchor=False)
    for item in held:
        _item(item, today)
    _ready(held, today)
    _choose(held, today)


def _item(item: PlanItem, today: date) -> None:
    label = f"**{escaped(title_of(item.exercise))}**: {escaped(item_text(item))}"
    with st.expander(label, icon=":material/edit:"), st.form(f"item-{item.id}", border=False):
        try:
            wanted = _ask(item)
        except UsageError as error:
            st.error(error_text(error), icon=":material/error:")
            wanted = item
        with st.container(horizontal=True):
            save = st.form_submit_button(gettext("Save"), type="primary", icon=":material/check:")
            end = st.form_submit_button(gettext("End it"), icon=":material/stop:")
    if save and wanted != item and _changed(item, wanted, today):
        st.rerun()
    if end and _ended(item, today):
        st.rerun()


def _ask(item: PlanItem) -> PlanItem:
    """Return the item as it shall be.

    Raises
    ------
    UsageError: it makes no sense.
    """
    key = item.id.hex
    side = item.side if _is_together(item.exercise) else _side(item.side, key)
    with st.container(horizontal=True):
        sets = int(st.number_input(gettext("Sets of each leg"), 1, 10, item.sets, key=f"sets-of-{key}"))
        label = gettext("Repetitions") if item.hold_s is None else gettext("Seconds to hold")
        amount = int(item.reps if item.hold_s is None else item.hold_s)  # type: ignore[arg-type]  # one is known
        amount = int(st.number_input(label, 1, _MOST, min(amount, _MOST), key=f"amount-of-{key}"))
    return replace(
        item,
        side=side,
        sets=sets,
        reps=amount if item.hold_s is None else None,
        hold_s=None if item.hold_s is None else float(amount),
        weekdays=_weekdays(item.weekdays, key),
    )


def _is_together(exercise_id: str) -> bool:
    return exercise_id in exercise_ids() and is_alternating(exercise(exercise_id))


def _side(side: Legs, key: str) -> Legs:
    chosen = st.segmented_control(
        gettext("Legs"),
        list(_LEGS),
        default=side,
        required=True,
        format_func=lambda legs: gettext(_LEGS[legs]),
        key=f"legs-of-{key}",
    )
    return chosen or side


def _weekdays(weekdays: Sequence[Weekday], key: str) -> tuple[Weekday, ...]:
    chosen = st.pills(
        gettext("Days"),
        list(WEEKDAYS),
        selection_mode="multi",
        default=list(weekdays),
        format_func=day_abbreviated,
        key=f"days-of-{key}",
    )
    return tuple(day for day in WEEKDAYS if day in chosen)


def _changed(item: PlanItem, wanted: PlanItem, today: date) -> bool:
    """Let a change hold from today on; what was asked for until yesterday stays as it was."""
    if item.valid_from >= today:
        changes = [wanted]
    else:
        changes = [replace(item, valid_until=today), replace(wanted, id=uuid4(), valid_from=today)]
    return change_log(lambda log: log.entries.change(people.active(), changes))


def _ended(item: PlanItem, today: date) -> bool:
    person = people.active()
    if item.valid_from >= today:
        return change_log(lambda log: log.entries.change(person, [], without=[item]))
    return change_log(lambda log: log.entries.change(person, [replace(item, valid_until=today)]))


def _ready(held: Sequence[PlanItem], today: date) -> None:
    for ready in ready_plans():
        new = taken_over(ready, held, today)
        if not new:
            continue
        with st.container(border=True):
            st.markdown(gettext("**{plan}**, a ready plan", plan=escaped(gettext(ready.title))))
            st.write(escaped(gettext(ready.purpose)))
            show_note(escaped(", ".join(title_of(one.exercise) for one in ready.items)))
            with st.expander(gettext("Where it comes from")):
                _sources(ready)
            label = gettext("Take over {plan}", plan=escaped(gettext(ready.title)))
            if st.button(label, icon=":material/playlist_add:") and _add(new):
                st.rerun()


def _sources(ready: ReadyPlan) -> None:
    st.markdown("\n".join(f"- {escaped(source)}" for source in ready.sources))


def _add(new: Sequence[PlanItem]) -> bool:
    return change_log(lambda log: log.entries.add(people.active(), new))


def _choose(held: Sequence[PlanItem], today: date) -> None:
    """Ask for one exercise more."""
    known = [one for one in exercise_ids() if one not in {item.exercise for item in held}]
    if not known:
        return
    with st.expander(gettext("Add an exercise of your choice"), icon=":material/add:"):
        chosen = str(st.selectbox(gettext("Exercise"), known, format_func=title_of))
        side: Legs = "both" if _is_together(chosen) else _side("both", f"new-{chosen}")
        weekdays = _weekdays((), f"new-{chosen}")
        if st.button(gettext("Add it"), type="primary", disabled=not weekdays):
            if _add([planned(exercise(chosen), weekdays, today, side)]):
                st.rerun()
        elif not weekdays:
            show_note(gettext("Choose the days."))
