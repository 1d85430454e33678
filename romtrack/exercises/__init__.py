"""Exercises as data: what is counted, how, and by which limits."""

from romtrack.exercises.loader import broken_cards, exercise, exercise_ids, own_folder, picture
from romtrack.exercises.model import CountRule, Cue, Dose, Exercise, HoldRule, SideRule
from romtrack.exercises.reading import read_exercise

__all__ = [
    "CountRule",
    "Cue",
    "Dose",
    "Exercise",
    "HoldRule",
    "SideRule",
    "broken_cards",
    "exercise",
    "exercise_ids",
    "own_folder",
    "picture",
    "read_exercise",
]
