"""Counting repetitions while the signal comes in."""

from romtrack.reps.counter import RepCounter, count_reps

__all__ = ["RepCounter", "count_reps"]
