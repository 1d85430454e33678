"""What a motion is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from calibration.phantom import timeline
from calibration.phantom.body import Body
from calibration.phantom.geometry import SIDES, Side, Style, sign
from calibration.phantom.poses import Pose

if TYPE_CHECKING:
    import numpy as np

    from calibration.phantom.truth import Angles

T = TypeVar("T")
Channels = Callable[[str], float]  # the value of "phase" and so on, now
PoseAt = Callable[[Body, Side, Channels, Style], Pose]
Stance = Literal["chair", "support", "free"]  # sits on a chair, holds on to one, uses none


def no_sizes(_rng: np.random.Generator) -> Style:
    """Draw nothing beside the range."""
    return {}


@dataclass(frozen=True)
class Motion:
    """A motion: its pose at every value of the channels, its time line, and where the camera stands.

    Attributes
    ----------
    pose: gets (body, side, channels, style); ``side`` is the working side.
    progress: gets (angles, side), returns the angle that the motion moves, degrees.
    peak: range that ``style["peak"]`` is drawn from, degrees.
    rep_s: seconds a repetition.
    yaw: where the camera stands, degrees, + = toward the working side.
    height: of the camera, metres. hfov: its horizontal field of view, degrees.
    sizes: draws what else differs from clip to clip.
    """

    pose: PoseAt
    progress: Callable[[Angles, Side], float | None]
    peak: tuple[float, float]
    rep_s: float
    yaw: float
    height: float
    script: timeline.Written = timeline.repetitions
    reps: int = 6
    hfov: float = 65.0
    stance: Stance = "free"
    sizes: Callable[[np.random.Generator], Style] = no_sizes

    def style(self, rng: np.random.Generator) -> Style:
        """Draw the sizes of one clip."""
        drawn = {"peak": float(rng.uniform(*self.peak)), "peak_outward": float(rng.uniform(24, 34))}
        return {**drawn, **self.sizes(rng)}


def both(make: Callable[[Side, int], T]) -> dict[Side, T]:
    """Return the same for both sides: ``make(side, sign)``."""
    return {side: make(side, sign(side)) for side in SIDES}


def angle_of_leg(name: str, factor: int = 1) -> Callable[[Angles, Side], float | None]:
    """Return what gives the working leg's angle ``name``, times ``factor``."""

    def progress(angles: Angles, side: Side) -> float | None:
        value = angles[f"{name}_{side}"]
        return None if value is None else factor * value

    return progress
