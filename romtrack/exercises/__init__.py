"""Exercises as data: what is counted, how, and by which limits."""

from romtrack.exercises.demonstrations import demonstration, demonstration_file
from romtrack.exercises.loader import broken_cards, exercise, exercise_ids, own_folder, picture
from romtrack.exercises.model import CountRule, Cue, Dose, Exercise, Guard, HoldRule, SideRule
from romtrack.exercises.reading import read_exercise
from romtrack.exercises.ready import ReadyItem, ReadyPlan, ready_plans
from romtrack.exercises.saying import texts_of
from romtrack.exercises.words import (
    card_schema,
    cue_text,
    dose_text,
    fault_text,
    position_text,
    rule_texts,
    to_json,
    view_text,
)

__all__ = [
    "CountRule",
    "Cue",
    "Dose",
    "Exercise",
    "Guard",
    "HoldRule",
    "ReadyItem",
    "ReadyPlan",
    "SideRule",
    "broken_cards",
    "card_schema",
    "cue_text",
    "demonstration",
    "demonstration_file",
    "dose_text",
    "exercise",
    "exercise_ids",
    "fault_text",
    "own_folder",
    "picture",
    "position_text",
    "read_exercise",
    "ready_plans",
    "rule_texts",
    "texts_of",
    "to_json",
    "view_text",
]
