"""The motions: a pose for every value of the channels, a time line, and where the camera stands.

World: the subject faces -Y or lies across the picture; floor at z = 0.
"""

from __future__ import annotations

from calibration.phantom import timeline

from . import abduction, floor, lying, seated, standing
from ._motion import Channels, Motion, PoseAt, angle_of_leg, both

__all__ = ["MOTIONS", "Channels", "Motion", "PoseAt", "both"]

_GRAVITY, _JOINT, _ABDUCTION = map(angle_of_leg, ("hip_rot_gravity", "hip_rot_joint", "hip_abduction"))

MOTIONS: dict[str, Motion] = {
    "seated_ir_measure": Motion(
        seated.seated, _GRAVITY, (30, 42), 3.5, 0, 0.5, timeline.range_test, 3, 60.0, "chair", seated.sizes
    ),
    "seated_resisted_ir": Motion(
        seated.seated, _GRAVITY, (28, 36), 2.6, 0, 0.8, hfov=60.0, stance="chair", sizes=seated.sizes
    ),
    "sidelying_ir": Motion(lying.sidelying_ir, _JOINT, (27, 35), 2.6, 0, 0.65, sizes=lying.sizes),
    "ninety_ninety": Motion(floor.ninety_ninety, _GRAVITY, (80, 80), 4.6, 0, 0.8, timeline.switches, 5),
    "pigeon_hold": Motion(
        floor.pigeon_hold,
        angle_of_leg("hip_rot_joint", -1),
        (72, 82),
        5.0,
        70,
        0.8,
        timeline.hold,
        1,
        sizes=floor.pigeon_sizes,
    ),
    "quadruped_rockback": Motion(
        floor.quadruped_rockback, angle_of_leg("hip_flexion"), (44, 54), 3.2, 45, 0.8
    ),
    "single_leg_rdl_reach": Motion(
        standing.single_leg_rdl_reach, lambda a, _: a["trunk_lean_forward"], (64, 76), 3.4, 80, 0.9
    ),
    "squat_with_rotation": Motion(
        standing.squat_with_rotation,
        lambda a, _: a["trunk_turn"],
        (38, 48),
        2.8,
        0,
        0.9,
        timeline.rotations_in_squat,
        sizes=standing.squat_sizes,
    ),
    "fire_hydrant": Motion(floor.fire_hydrant, _ABDUCTION, (38, 48), 2.6, 45, 0.8),
    "clamshell": Motion(lying.clamshell, _ABDUCTION, (42, 52), 2.6, 0, 0.65, sizes=lying.sizes),
    "lateral_lunge": Motion(
        standing.lateral_lunge,
        angle_of_leg("knee_flexion"),
        (85, 95),
        3.6,
        0,
        0.9,
        timeline.lunges,
        sizes=standing.lunge_sizes,
    ),
    "standing_hip_abduction": Motion(
        abduction.standing_hip_abduction,
        _ABDUCTION,
        (14, 32),
        3.5,
        0,
        0.9,
        timeline.side_lifts,
        3,
        stance="support",
        sizes=abduction.sizes,
    ),
}
