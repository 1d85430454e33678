"""Beginning an exercise from any page: as the plan asks for it, else with the dose of its card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack.app import people, token
from romtrack.app.analysis import JOBS
from romtrack.app.live.page import begin
from romtrack.clock import local_now
from romtrack.exercises import exercise, exercise_ids
from romtrack.language import N_
from romtrack.live import Plan, is_live
from romtrack.plans import Due, is_alternating, planned
from romtrack.types import SIDES, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from romtrack.app.ways import Ways
    from romtrack.exercises import Exercise
    from romtrack.types import PlanItem, Side

__all__ = [
    "CHOSEN",
    "REPS",
    "SETS",
    "SIDE",
    "SIDE_NAMES",
    "WANTED",
    "asked",
    "plan_of",
    "propose",
    "start",
    "want",
    "wanted",
]

WANTED: Final = "exercise"
"""The exercise that Analyze was asked for; in addresses, the one that is open."""
CHOSEN, SIDE, REPS, SETS = "train-exercise", "train-side", "reps-", "sets-"
"""Keys of Train's form; the last two are followed by the exercise."""
SIDE_NAMES: Final[dict[str, tuple[Side, ...]]] = {
    N_("Left"): ("left",),
    N_("Right"): ("right",),
    N_("Both"): SIDES,
}


def wanted() -> str:
    """Return the exercise that Analyze was asked for, or the measurement."""
    known: str = st.session_state.get(WANTED, "")
    return known if known in exercise_ids() else exercise_ids()[0]


def want(exercise_id: str) -> None:
    """Let Analyze show its form with an exercise: a result that was seen is left, what runs still is not."""
    st.session_state[WANTED] = exercise_id
    job = JOBS.find(token.read())
    if job is not None and job.state != "running":
        token.forget()


def propose(plan: Plan) -> None:
    """Fill the form of Train in, for who turns to it."""
    st.session_state[CHOSEN] = plan.exercise
    st.session_state[SIDE] = next(name for name, sides in SIDE_NAMES.items() if sides == plan.sides)
    st.session_state[f"{REPS}{plan.exercise}"] = plan.reps
    st.session_state[f"{SETS}{plan.exercise}"] = plan.sets


def asked(card: Exercise, due: Iterable[Due], items: Iterable[PlanItem]) -> Due:
    """Return what the plan asks of an exercise, today or else on other days; without one, what its card does.

    due: of today. items: of the plan.
    """
    now = next((one for one in due if one.item.exercise == card.id and one.left), None)
    if now is not None:
        return now
    today = local_now().date()
    held = (one for one in items if one.valid_until is None or one.valid_until > today)
    item = next((one for one in held if one.exercise == card.id), None) or planned(card, WEEKDAYS, today)
    return Due(item, tuple(side for side in SIDES if item.side in {side, "both"}))


def plan_of(due: Due) -> Plan:
    """Return the live session that does what is due."""
    item, card = due.item, exercise(due.item.exercise)
    return Plan(
        person=people.active(),
        exercise=item.exercise,
        sides=SIDES[:1] if is_alternating(card) else due.left,
        sets=item.sets,
        reps=round(item.reps or item.hold_s or 1),
        rest_s=card.dose.rest_s[0],
    )


def start(due: Due, ways: Ways, *, painless: bool = False) -> None:
    """Begin in front of the camera; what asks about pain first, or needs a video, on its page.

    painless: that was asked already.
    """
    card = exercise(due.item.exercise)
    if not is_live(card):
        want(card.id)
        st.switch_page(ways.analyze)
    plan = plan_of(due)
    if card.ask_pain and not painless:
        propose(plan)
    else:
        begin(plan)
    st.switch_page(ways.measure if card.kind == "measurement" else ways.train)
