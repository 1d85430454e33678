"""How a month of the plan went: a calendar in which days are done, begun, planned or free."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack import units
from romtrack.app.look import show_note
from romtrack.language import N_, gettext, ngettext
from romtrack.plans import day_initials, day_name
from romtrack.types import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.plans import DayRecord

__all__ = ["chosen", "next_month", "show"]

_MONTH: Final = "plan-month"
_DECEMBER: Final = 12
_CELL: Final = (
    "display: inline-flex; align-items: center; justify-content: center; width: 2.4rem; height: 2.4rem; "
    "border-radius: 50%; box-sizing: border-box;"
)
_LOOKS: Final = {
    "done": "background: light-dark(#0b6b74, #6cc3cb); color: light-dark(#fff, #0e1117); font-weight: 600;",
    "begun": "border: 3px solid light-dark(#0b6b74, #6cc3cb);",
    "planned": "border: 1px dashed light-dark(#5b6b73, #9aa7ad);",
    "free": "",
}
_LEGEND: Final = {"done": N_("done"), "begun": N_("some of it done"), "planned": N_("planned")}


def chosen(today: date) -> date:
    """Return the first day of the month that is shown."""
    first: date = st.session_state.get(_MONTH, today.replace(day=1))
    return first


def next_month(first: date) -> date:
    """Return the first day of the month after."""
    year, month = (first.year + 1, 1) if first.month == _DECEMBER else (first.year, first.month + 1)
    return first.replace(year=year, month=month)


def show(days: Sequence[DayRecord], today: date) -> None:
    """Show the month that ``days`` are, and the ways to the months beside it."""
    first = days[0].day
    st.header(units.month(first), anchor=False)
    with st.container(horizontal=True):
        for label, icon, other in (
            (gettext("Month before"), ":material/chevron_left:", (first - timedelta(days=1)).replace(day=1)),
            (gettext("Month after"), ":material/chevron_right:", next_month(first)),
        ):
            st.button(label, icon=icon, on_click=_turn_to, args=(other,), width="content")
    st.html(_table(days, today))
    done = sum(one.is_done for one in days)
    said = [ngettext("{count} planned day done.", "{count} planned days done.", done)] if done else []
    show_note(" ".join([*said, gettext("What is in the log counts, live or from a video.")]))


def _turn_to(first: date) -> None:
    st.session_state[_MONTH] = first


def _table(days: Sequence[DayRecord], today: date) -> str:
    head = "".join(
        f'<th scope="col"><abbr title="{day_name(day)}">{day_initials(day)}</abbr></th>' for day in WEEKDAYS
    )
    cells = ["<td></td>"] * days[0].day.weekday() + [_cell(one, today) for one in days]
    rows = "".join(f"<tr>{''.join(cells[at : at + 7])}</tr>" for at in range(0, len(cells), 7))
    legend = "".join(
        f'<span style="display: inline-flex; align-items: center; gap: 0.4rem; margin-right: 1.2rem">'
        f'<span style="{_CELL}{_LOOKS[look]}width: 1.2rem; height: 1.2rem"></span>{gettext(word)}</span>'
        for look, word in _LEGEND.items()
    )
    style = "width: 100%; max-width: 26rem; text-align: center; border-spacing: 0 0.25rem"
    table = f'<table style="{style}"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'{table}<div style="margin-top: 0.6rem">{legend}</div>'


def _cell(one: DayRecord, today: date) -> str:
    is_today = one.day == today
    mark = "text-decoration: underline; text-underline-offset: 0.2em;" if is_today else ""
    named = gettext("Today, {day}", day=units.day(one.day)) if is_today else units.day(one.day)
    said = f"{named}: {_said(one)}"
    look = f"{_CELL}{_LOOKS[_look(one)]}{mark}"
    return f'<td><span style="{look}" role="img" aria-label="{said}" title="{said}">{one.day.day}</span></td>'


def _look(one: DayRecord) -> str:
    if one.is_done or (one.trained and not one.planned):
        return "done"
    if one.trained:
        return "begun"
    return "planned" if one.planned else "free"


def _said(one: DayRecord) -> str:
    if one.planned and one.trained:
        return gettext("{done} of {planned} done", done=one.done, planned=one.planned)
    if one.planned:
        return ngettext("{count} planned", "{count} planned", one.planned)
    return gettext("done, though nothing was planned") if one.trained else gettext("free")
