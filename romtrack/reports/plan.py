"""A plan on one page to print, with pictures: one HTML file that needs nothing else."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from markupsafe import Markup

from romtrack import units
from romtrack.exercises import exercise, exercise_ids, picture
from romtrack.plans import item_dose_text, title_text, weekdays_text
from romtrack.reports.html import environment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from romtrack.types import PlanItem

__all__ = ["plan_html"]

_WIDE = 6  # exercises; more stand three abreast


def plan_html(person: str, items: Sequence[PlanItem], day: date) -> str:
    """Return the page of a person's plan, as it is on a day."""
    template = environment().get_template("plan.html.j2")
    cards = [
        {
            "title": title_text(item),
            "dose": item_dose_text(item),
            "days": weekdays_text(item.weekdays),
            "movement": _movement(item),
            "picture": _picture(item),
        }
        for item in items
    ]
    return template.render(
        person=person, day=units.day(day), cards=cards, abreast=2 if len(cards) <= _WIDE else 3
    )


def _movement(item: PlanItem) -> str:
    return exercise(item.exercise).movement if item.exercise in exercise_ids() else ""


def _picture(item: PlanItem) -> Markup:
    """Return the picture's address, which holds all of it; empty = there is none."""
    jpeg = picture(item.exercise)
    if jpeg is None:
        return Markup()
    return Markup("data:image/jpeg;base64,") + b64encode(jpeg).decode("ascii")
