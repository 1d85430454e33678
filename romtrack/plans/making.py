"""How a plan and goals come about."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from romtrack.exercises import exercise
from romtrack.types import PlanItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from romtrack.exercises import Exercise, ReadyPlan
    from romtrack.types import Direction, Goal, Legs, QuantityName, Side, Weekday

__all__ = ["goals_in_force", "is_alternating", "planned", "taken_over"]


def is_alternating(card: Exercise) -> bool:
    """Say whether both legs do an exercise together, so that none can be chosen."""
    return card.kind == "alternating"


def planned(card: Exercise, weekdays: Sequence[Weekday], valid_from: date, side: Legs = "both") -> PlanItem:
    """Return an exercise for some days, with the dose of its card: its fewest sets, its most repetitions."""
    dose = card.dose
    return PlanItem(
        id=uuid4(),
        exercise=card.id,
        side="both" if is_alternating(card) else side,
        sets=dose.sets[0],
        reps=None if dose.reps is None else dose.reps[1],
        hold_s=None if dose.hold_s is None else dose.hold_s[1],
        weekdays=tuple(weekdays),
        valid_from=valid_from,
    )


def taken_over(ready: ReadyPlan, items: Iterable[PlanItem], today: date) -> list[PlanItem]:
    """Return what a ready plan adds from today on to a plan: what that does not hold yet."""
    held = {one.exercise for one in items if one.valid_until is None or one.valid_until > today}
    return [
        planned(exercise(one.exercise), one.weekdays, today)
        for one in ready.items
        if one.exercise not in held
    ]


def goals_in_force(goals: Iterable[Goal]) -> dict[tuple[QuantityName, Side, Direction], Goal]:
    """Return the goal that was said last for each leg and direction."""
    in_order = sorted(goals, key=lambda goal: goal.said_at)
    return {(goal.quantity, goal.side, goal.direction): goal for goal in in_order}
