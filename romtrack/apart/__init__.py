"""Work in a process of its own: what kills it, or fills its memory, ends nothing else."""

from romtrack.apart.parent import Patient, run_apart
from romtrack.apart.python import cause, environment

__all__ = ["Patient", "cause", "environment", "run_apart"]
