"""Counting, timing and cueing exercises while the signals come in."""

from romtrack.reps.coach import Coach, Event, SetProgress, coach_recording
from romtrack.reps.counter import RepCounter
from romtrack.reps.levels import LevelLine, levels_of
from romtrack.reps.summing_up import to_change, to_keep
from romtrack.reps.totals import best_range, done_text, dose_reached, far_text, held_s, range_text

__all__ = [
    "Coach",
    "Event",
    "LevelLine",
    "RepCounter",
    "SetProgress",
    "best_range",
    "coach_recording",
    "done_text",
    "dose_reached",
    "far_text",
    "held_s",
    "levels_of",
    "range_text",
    "to_change",
    "to_keep",
]
