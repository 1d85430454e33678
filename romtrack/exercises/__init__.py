"""Exercises as data: what is counted, how, and by which limits."""

from romtrack.exercises.loader import exercise, exercise_ids, read_exercise
from romtrack.exercises.model import CountRule, Exercise

__all__ = ["CountRule", "Exercise", "exercise", "exercise_ids", "read_exercise"]
