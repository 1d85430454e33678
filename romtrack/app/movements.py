"""Each trial, repetition, hold and form fault, and why one does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from romtrack import units
from romtrack.app.words import escaped
from romtrack.charts.words import in_words, moved_in_words
from romtrack.exercises import cue_text, exercise, fault_text
from romtrack.language import gettext, retold
from romtrack.reps import best_range
from romtrack.types import Partial

if TYPE_CHECKING:
    from romtrack.types import Rep, Session, Side, Trial

__all__ = ["show_movements"]


def show_movements(session: Session) -> None:
    """Show a table of every movement in the order of time."""
    if session.measurements:
        _show(gettext("Trials"), _trials(session))
    else:
        _show(gettext("Repetitions"), _repetitions(session))
        _show(gettext("Holds"), _holds(session))
        _show(gettext("Form, moments to look at"), _faults(session))


def _show(title: str, rows: list[dict[str, str]]) -> None:
    if rows:
        st.header(title, anchor=False)
        st.table(rows, border="horizontal", hide_index=True)


def _trials(session: Session) -> list[dict[str, str]]:
    found = (trial for measured in session.measurements for trial in measured.trials)
    return [_trial(trial) for trial in sorted(found, key=lambda trial: trial.start_s)]


def _trial(trial: Trial) -> dict[str, str]:
    if trial.accepted:
        verdict = gettext("counted")
    else:
        why = "; ".join(map(retold, trial.reasons)) or gettext("refused")
        verdict = gettext("not counted: {why}", why=why)
    return _row(
        trial.start_s, trial.end_s, trial.side, in_words(trial.peak_deg, "deg", trial.quantity), verdict
    )


def _repetitions(session: Session) -> list[dict[str, str]]:
    moved: list[Rep | Partial] = []
    for done in session.sets:
        moved += (*done.reps, *done.partials)
    best = best_range(session.sets)
    return [_repetition(each, best) for each in sorted(moved, key=lambda each: each.start_s)]


def _repetition(moved: Rep | Partial, best: float) -> dict[str, str]:
    end = moved_in_words(moved, best)
    return _row(moved.start_s, moved.end_s, moved.side, end, _verdict(moved))


def _holds(session: Session) -> list[dict[str, str]]:
    found = [hold for done in session.sets for hold in done.holds]
    return [
        {
            gettext("Time"): units.period(hold.start_s, hold.end_s),
            gettext("Leg"): _leg(session, hold.side),
            gettext("Held for"): units.seconds(hold.end_s - hold.start_s),
        }
        for hold in found
    ]


def _faults(session: Session) -> list[dict[str, str]]:
    card = exercise(session.exercise)
    return [
        {
            gettext("Time"): units.period(fault.start_s, fault.end_s),
            gettext("What"): escaped(fault_text(fault.name)),
            gettext("What helps"): escaped(cue_text(fault.name, card)),
        }
        for done in session.sets
        for fault in done.faults
    ]


def _leg(session: Session, side: Side) -> str:
    return gettext("both") if session.side == "both" else gettext(side)


def _verdict(moved: Rep | Partial) -> str:
    if isinstance(moved, Partial):
        return gettext("not counted: {why}", why=retold(moved.reason))
    faults = ", ".join(map(fault_text, moved.faults))
    return gettext("counted, but: {faults}", faults=faults) if faults else gettext("counted")


def _row(start_s: float, end_s: float, side: str, end: str, verdict: str) -> dict[str, str]:
    return {
        gettext("Time"): units.period(start_s, end_s),
        gettext("Leg"): gettext(side),
        gettext("End of range"): escaped(end),
        gettext("Verdict"): escaped(verdict),
    }
