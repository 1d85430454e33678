"""People: everybody whose sessions are kept, and who is in the bin; one of them with all that can be done."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from romtrack import units
from romtrack.app import exporting, person, undoing
from romtrack.app.log import change_log, read_log
from romtrack.app.look import show_note
from romtrack.app.today import read_due
from romtrack.app.words import escaped
from romtrack.clock import here, local_now
from romtrack.language import N_, gettext, ngettext
from romtrack.names import name_key
from romtrack.trends import lines_of_people, trends_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streamlit.navigation.page import StreamlitPage

    from romtrack.plans import Due
    from romtrack.store import Repository
    from romtrack.types import KnownPerson, Person

__all__ = ["show"]

_PART: Final = "people-part"
_AT_ONCE: Final = 20
_LATELY: Final = timedelta(weeks=2)


class _Found(NamedTuple):
    """How many there are as asked for, a part of them with what was measured last and is due, and the bin."""

    total: int
    shown: Sequence[KnownPerson]
    lines: Mapping[str, Sequence[str]]
    due: Mapping[str, Sequence[Due]]
    binned: Sequence[Person]


def show(sessions: StreamlitPage, progress: StreamlitPage) -> None:
    """Show the list, or the person in the address with the ways to ``sessions`` and ``progress``."""
    opened = person.opened()
    if opened:
        person.show(opened, sessions, progress)
        return
    st.title(gettext("People"))
    undoing.show_said(person.PAGE)
    wanted = name_key(
        st.text_input(gettext("Search"), placeholder=gettext("Part of a name"), icon=":material/search:")
    )
    found = read_log(lambda log: _read(log, wanted))
    if found is None:
        return
    if not found.total:
        nobody = N_("Nobody of that name.") if wanted else N_("Nobody yet: add somebody above, or measure.")
        st.info(gettext(nobody))
    if found.total > _AT_ONCE:
        parts = _parts(found.total)
        st.session_state[_PART] = min(st.session_state.get(_PART, 1), parts)
        label = gettext(
            "Part of {parts}: {number} people each, the latest first", parts=parts, number=_AT_ONCE
        )
        st.number_input(label, 1, parts, key=_PART)
    for one in found.shown:
        with st.container(border=True):
            name = one.person.name
            _entry(one, found.lines.get(name, ()), found.due[name])
    if found.binned:
        _bin(found.binned)
    exporting.show_backup()


def _read(repository: Repository, wanted: str) -> _Found:
    known = [
        one for one in repository.roster.all(local_now() - _LATELY) if wanted in name_key(one.person.name)
    ]
    part = min(int(st.session_state.get(_PART, 1)), _parts(len(known)))
    shown = known[(part - 1) * _AT_ONCE : part * _AT_ONCE]
    measured = [value for one in shown for value in repository.series(one.person.name)]
    due = {one.person.name: read_due(repository, one.person.name) for one in shown}
    return _Found(len(known), shown, lines_of_people(trends_of(measured)), due, repository.roster.binned())


def _parts(total: int) -> int:
    return max(-(-total // _AT_ONCE), 1)


def _entry(one: KnownPerson, lines: Sequence[str], due: Sequence[Due]) -> None:
    st.button(
        escaped(one.person.name),
        key=f"open-{one.person.id}",
        type="tertiary",
        icon=":material/chevron_right:",
        on_click=person.open_one,
        args=(one.person,),
    )
    facts = [
        ngettext("{count} session", "{count} sessions", one.sessions),
        gettext("{number} in the last two weeks", number=one.lately),
    ]
    if one.last_at is not None:
        facts.insert(0, gettext("Last session {day}", day=units.day(here(one.last_at))))
    if due:
        left = sum(bool(each.left) for each in due)
        facts.append(
            ngettext("{count} exercise still due today", "{count} exercises still due today", left)
            if left
            else gettext("today's plan is done")
        )
    show_note("  \n".join(map(escaped, (" · ".join(facts), *lines))))


def _bin(binned: Sequence[Person]) -> None:
    with st.expander(gettext("The bin"), icon=":material/delete:"):
        show_note(
            gettext("Who was deleted, with their sessions, until romtrack purge removes them after 30 days.")
        )
        for one in binned:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.write(escaped(one.name))
                back = st.button(gettext("Put back"), key=f"back-{one.id}", icon=":material/undo:")
            if back and change_log(partial(_put_back, one)):
                st.rerun()


def _put_back(one: Person, repository: Repository) -> None:
    repository.roster.put_back(one)
