"""Counting, timing and cueing exercises while the signals come in."""

from romtrack.reps.coach import Coach, Event, SetProgress, coach_recording
from romtrack.reps.counter import RepCounter, count_reps
from romtrack.reps.propose import Proposal, propose
from romtrack.reps.recording import ExerciseReading, read_exercise_track

__all__ = [
    "Coach",
    "Event",
    "ExerciseReading",
    "Proposal",
    "RepCounter",
    "SetProgress",
    "coach_recording",
    "count_reps",
    "propose",
    "read_exercise_track",
]
