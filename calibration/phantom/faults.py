"""Compensations that can be laid over a motion.

Sizes are at full phase, degrees (0..1 scaled by the fault channel):

``knee_drift``
    the thigh swings sideways in the hip (6-10 cm at the knee); ``style["drift"]`` +1 outward, -1 inward.
``pelvic_hike``
    the pelvis rises on the working side about the other hip, the spine bends back upright.
``trunk_lean``
    the trunk leans away from the working leg.
``pelvis_roll``
    side-lying: the pelvis rolls backward (+, chest to the ceiling) or forward (-).
``feet_apart``
    the upper foot leaves the lower one: the whole leg lifts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .timeline import Script

_SEATED = {"knee_drift": 12.0, "pelvic_hike": 10.0, "trunk_lean": 15.0}
FAULTS: dict[str, dict[str, float]] = {  # motion: {fault: size in degrees}
    "seated_ir_measure": _SEATED,
    "seated_resisted_ir": _SEATED,
    "standing_hip_abduction": {"pelvic_hike": 10.0, "trunk_lean": 15.0},
    "clamshell": {"pelvis_roll": 20.0, "feet_apart": 18.0},
    "sidelying_ir": {"pelvis_roll": -18.0},
}
# The spine bends along its length: the line from mid-hip to mid-shoulder leans by the bend / LEAN_OF_BEND.
LEAN_OF_BEND = 1.65

Interval = tuple[float, float]


def mark(script: Script, first: int) -> list[Interval]:
    """Mark every repetition from number ``first`` on as faulty, one interval (s) each."""
    return [(rep["start_s"], rep["end_s"]) for rep in script.reps[first:]]


def amount(intervals: list[Interval], t: float, phase: float) -> float:
    """Return the fault channel at time ``t``: the size of the movement in faulty repetitions, else 0."""
    return min(1.0, abs(phase)) if any(start <= t <= end for start, end in intervals) else 0.0
