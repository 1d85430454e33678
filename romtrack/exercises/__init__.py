"""Exercises as data: what is counted, how, and by which limits."""

from romtrack.exercises.loader import exercise, exercise_ids, read_exercise
from romtrack.exercises.model import CountRule, Cue, Dose, Exercise, Guard, HoldRule, SideRule

__all__ = [
    "CountRule",
    "Cue",
    "Dose",
    "Exercise",
    "Guard",
    "HoldRule",
    "SideRule",
    "exercise",
    "exercise_ids",
    "read_exercise",
]
