"""One person: what is known and measured, their file, and what can be done: correct, merge, delete, erase."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from romtrack import units
from romtrack.app import exporting, people, undoing
from romtrack.app.log import change_log, read_log
from romtrack.app.look import show_note
from romtrack.app.undoing import Done
from romtrack.app.words import error_text, escaped
from romtrack.clock import local_now
from romtrack.errors import UsageError
from romtrack.language import N_, gettext, ngettext
from romtrack.names import EARLIEST_BIRTH, LONGEST_NAME
from romtrack.settings import name_of
from romtrack.trends import lines_of_people, trends_of
from romtrack.types import SEXES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streamlit.navigation.page import StreamlitPage

    from romtrack.store import Removed, Repository
    from romtrack.types import Person, Sex

__all__ = ["PAGE", "open_one", "opened", "show"]

_SEXES: Final[Mapping[Sex, str]] = {"female": N_("female"), "male": N_("male"), "other": N_("other")}
_NAME: Final = "who"  # in the page's address
PAGE: Final = "people"
"""Where is said what was done last to a person."""


class _Found(NamedTuple):
    """A person (None = not in the log), all others, and what was measured last."""

    person: Person | None
    is_binned: bool
    sessions: int
    others: Sequence[Person]
    lines: Sequence[str]


def opened() -> str:
    """Return which person the address names, empty = none."""
    return st.query_params.get(_NAME, "")


def open_one(person: Person) -> None:
    """Show this person from now on, who is the active one, too; to be called back."""
    undoing.say(PAGE, None)
    people.turn_to(person)
    st.query_params[_NAME] = person.id.hex


def show(name: str, sessions: StreamlitPage, progress: StreamlitPage) -> None:
    """Show the person that the address names."""
    st.button(gettext("All people"), icon=":material/arrow_back:", type="tertiary", on_click=_close)
    found = read_log(lambda log: _read(log, name))
    if found is None:
        return
    if found.person is None:
        st.info(gettext("This person is not in the log any more."), icon=":material/person_off:")
        return
    person = found.person
    st.title(escaped(person.name), anchor=False)
    if found.is_binned:
        st.info(gettext("Deleted, and in the bin for 30 days."), icon=":material/delete:")
        back = st.button(gettext("Undo"), type="primary", icon=":material/undo:")
        if back and change_log(lambda log: log.roster.put_back(person)):
            st.rerun()
        return
    _show(found, person)
    with st.container(horizontal=True):
        st.page_link(sessions, label=gettext("Sessions"), icon=":material/list:")
        st.page_link(progress, label=gettext("Progress"), icon=":material/show_chart:")
    _correct(person)
    _merge(person, found.others)
    _delete(person, found.sessions)
    exporting.show(person.name)


def _close() -> None:
    st.query_params.pop(_NAME, None)


def _read(repository: Repository, name: str) -> _Found:
    known = {one.person.id.hex: one for one in repository.roster.all(local_now() - timedelta(weeks=2))}
    if name not in known:
        binned = (one for one in repository.roster.binned() if one.id.hex == name)
        return _Found(next(binned, None), is_binned=True, sessions=0, others=(), lines=())
    mine = known.pop(name)
    lines = lines_of_people(trends_of(repository.series(mine.person.name)))
    others = [one.person for one in known.values()]
    return _Found(
        mine.person,
        is_binned=False,
        sessions=mine.sessions,
        others=others,
        lines=lines.get(mine.person.name, ()),
    )


def _show(found: _Found, person: Person) -> None:
    facts = [ngettext("{count} session", "{count} sessions", found.sessions)]
    if person.sex is not None:
        facts.append(gettext(_SEXES[person.sex]))
    if person.birth_year is not None:
        facts.append(gettext("born {year}", year=person.birth_year))
    st.write(escaped(" · ".join(facts)))
    if person.notes:
        st.info(escaped(person.notes), icon=":material/sticky_note_2:")
    st.write("  \n".join(map(escaped, found.lines)))


def _correct(person: Person) -> None:
    with (
        st.expander(gettext("Correct it"), icon=":material/edit:"),
        st.form(f"person-{person.id}", border=False),
    ):
        name = st.text_input(gettext("Name or alias"), person.name, max_chars=LONGEST_NAME)
        sex = st.selectbox(
            gettext("Sex"),
            SEXES,
            None if person.sex is None else SEXES.index(person.sex),
            placeholder=gettext("Not said"),
            format_func=lambda sex: gettext(_SEXES[sex]),
        )
        born = st.number_input(gettext("Year of birth"), EARLIEST_BIRTH, local_now().year, person.birth_year)
        notes = st.text_area(gettext("Notes"), person.notes, max_chars=2000)
        if not st.form_submit_button(gettext("Save"), type="primary", icon=":material/check:"):
            return
        try:
            changed = replace(person, name=name_of(name), sex=sex, birth_year=born, notes=notes)
        except UsageError as error:
            st.error(error_text(error), icon=":material/error:")
            return
        if change_log(lambda log: log.roster.change(changed)):
            st.rerun()


def _merge(person: Person, others: Sequence[Person]) -> None:
    if not others:
        return
    with st.expander(gettext("Merge with another person"), icon=":material/merge:"):
        show_note(
            gettext(
                "If both are one: all sessions of {name} go to the other name, and this one goes. It can be "
                "undone.",
                name=escaped(person.name),
            )
        )
        names = {one.id: one.name for one in others}
        into = st.selectbox(
            gettext("Into"),
            list(names),
            index=None,
            placeholder=gettext("Whose name stays"),
            format_func=names.__getitem__,
        )
        wanted = st.button(gettext("Merge"), icon=":material/merge:", disabled=into is None)
        if wanted and into is not None:
            done = change_log(lambda log: _say_merged(log, person.name, names[into]))
            if done:
                _close()
                st.rerun()


def _say_merged(repository: Repository, name: str, into: str) -> None:
    text = ngettext(
        "{count} session of {name} went to {into}.",
        "{count} sessions of {name} went to {into}.",
        repository.roster.merge(name, into=into),
        name=name,
        into=into,
    )
    undoing.say(PAGE, Done(escaped(text), repository.records.last()))


def _delete(person: Person, sessions: int) -> None:
    with st.expander(gettext("Delete or erase"), icon=":material/delete:"):
        show_note(
            ngettext(
                "Deleted, {name} and {count} session are in no list and wait in the bin for 30 days.",
                "Deleted, {name} and {count} sessions are in no list and wait in the bin for 30 days.",
                sessions,
                name=escaped(person.name),
            )
        )
        if st.button(gettext("Delete"), icon=":material/delete:") and change_log(
            lambda log: log.records.delete_person(person.name)
        ):
            st.rerun()
        show_note(
            gettext(
                "Erased, all that the log holds is gone for good: values, tracks, notes, and what was in the "
                "bin."
            )
        )
        sure = st.checkbox(gettext("It cannot be undone, and that is meant"))
        if st.button(gettext("Erase"), icon=":material/delete_forever:", disabled=not sure) and change_log(
            lambda log: _say_erased(log.erase(person.name), person.name)
        ):
            _close()
            st.rerun()


def _say_erased(gone: Removed, name: str) -> None:
    told = [
        ngettext(
            "{name} is erased: {count} session removed, {size} freed.",
            "{name} is erased: {count} sessions removed, {size} freed.",
            gone.sessions,
            name=name,
            size=units.megabytes(gone.freed_bytes),
        )
    ]
    if gone.copies:
        copies = ", ".join(str(copy) for copy in gone.copies)
        told.append(gettext("Older copies of the log hold them still: {copies}.", copies=copies))
    undoing.say(PAGE, Done(escaped(" ".join(told))))
