"""What somebody wants to do and to reach: what of it is due, what was done, and how it is said."""

from romtrack.plans.due import DayRecord, Due, days_of, due_on
from romtrack.plans.making import goals_in_force, is_alternating, planned, taken_over
from romtrack.plans.words import (
    day_abbreviated,
    day_initials,
    day_name,
    item_dose_text,
    item_text,
    legs_text,
    pain_text,
    stop_texts,
    title_text,
    weekdays_text,
)

__all__ = [
    "DayRecord",
    "Due",
    "day_abbreviated",
    "day_initials",
    "day_name",
    "days_of",
    "due_on",
    "goals_in_force",
    "is_alternating",
    "item_dose_text",
    "item_text",
    "legs_text",
    "pain_text",
    "planned",
    "stop_texts",
    "taken_over",
    "title_text",
    "weekdays_text",
]
