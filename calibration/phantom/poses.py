"""What a pose is made of. Angles in degrees, positions in metres."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from .geometry import FloatArray, Side


@dataclass
class Leg:
    """One leg, relative to the pelvis.

    Flexion, then abduction (+ = lateral), then rotation about the thigh (+ = internal); knee flexion;
    ankle plantarflexion; ``foot_yaw`` turns the foot about the shank (+ = toes out); ``flat_foot``, if a
    number, overrides the ankle: sole horizontal, toes out by that many degrees.
    """

    flexion: float = 0.0
    abduction: float = 0.0
    rotation: float = 0.0
    knee: float = 0.0
    plantarflexion: float = 0.0
    foot_yaw: float = 0.0
    flat_foot: float | None = None


@dataclass
class Arm:
    """One arm: a wrist target with an elbow direction (pole), or directions of upper arm and forearm.

    ``hand`` is the direction of the fingers. Vectors are in the pelvis frame (metres from the rest
    origin), or in the world frame when ``world`` is true.
    """

    wrist: ArrayLike | None = None
    pole: ArrayLike = (0.0, 1.0, 0.0)
    upper: ArrayLike = (0.0, 0.0, -1.0)
    fore: ArrayLike = (0.0, 0.0, -1.0)
    hand: ArrayLike | None = None
    world: bool = False


@dataclass
class Pose:
    """Whole-body pose.

    Attributes
    ----------
    pelvis: (3, 3) orientation.
    position: mid-hip, metres (world); None: the lowest point of trunk and legs is put on the floor
        (z = 0) and joint ``anchor[0]`` at x, y = ``anchor[1]``.
    spine: forward bend, bend toward the left, turn toward the left of the chest against the pelvis.
    head: nod down, turn left, against the chest.
    """

    pelvis: FloatArray = field(default_factory=lambda: np.eye(3))
    position: ArrayLike | None = None
    anchor: tuple[str, tuple[float, float]] = ("mid_hip", (0.0, 0.0))
    legs: dict[Side, Leg] = field(default_factory=dict)
    spine: tuple[float, float, float] = (0.0, 0.0, 0.0)
    head: tuple[float, float] = (0.0, 0.0)
    arms: dict[Side, Arm] = field(default_factory=dict)


class Bones(NamedTuple):
    """A posed skeleton: (B, 3, 3) rotations and (B, 3) positions of the proximal joints, metres (world)."""

    turns: FloatArray
    at: FloatArray
