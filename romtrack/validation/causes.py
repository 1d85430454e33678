"""Where the error of a hip's rotation comes from: what a perfect line of the shank would have been read as.

The true line from knee to ankle in the picture, put through the same geometry as the line that was read,
parts the error in two that add up: what the line is off by, and what the geometry is. The latter again: with
the camera's true roll and pitch in place of those that were read, what is left is how the leg sits (its
thigh's direction, the knee's bend), the field of view and the lens.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from romtrack.kinematics.hip_rotation import read_shank
from romtrack.kinematics.leg import leg_habit
from romtrack.kinematics.room import steadied, stretches
from romtrack.sane import direction_deg
from romtrack.validation.matching import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from romtrack.kinematics.view import View
    from romtrack.types import FloatArray, PoseTrack
    from romtrack.validation.matching import Pairs
    from romtrack.validation.truth import Truth

__all__ = ["CAUSES", "TRUE_LEVEL", "TRUE_LINE", "causes_deg", "with_true_line"]

TRUE_LINE, TRUE_LEVEL = "true_line", "true_level"
CAUSES: Final = ("line", "level", "seat")


def with_true_line(track: PoseTrack, view: View | None, truth: Truth) -> Mapping[str, FloatArray]:
    """Return what the true line reads as, by the view as it was taken to be and by the true level, (T,) each.

    Nothing where the truth does not hold the line, the picture was not looked at for shanks, or more than one
    camera saw the leg.
    """
    if truth.shank_px is None or view is None or not track.shanks or len(stretches(track)) > 1:
        return {}
    habit = leg_habit(steadied(track), truth.side, view)
    true, thigh = steadied(_told_truly(track, truth.shank_px, truth)), habit.seat.thigh(truth.side)
    level = replace(view, roll_deg=truth.roll_deg, pitch_deg=truth.pitch_deg)
    return {
        name: read_shank(true, truth.side, seen, habit.shank, thigh).landmark_deg
        for name, seen in ((TRUE_LINE, view), (TRUE_LEVEL, level))
    }


def _told_truly(track: PoseTrack, true_px: FloatArray, truth: Truth) -> PoseTrack:
    """Return a track whose landmarks of one shank lie where its joints are."""
    side, shank_px = truth.side, true_px[nearest(track.time_s, truth.time_s)]
    image_px, along = track.image_px.copy(), shank_px[:, 1] - shank_px[:, 0]
    for end, joint in enumerate(("knee", "ankle")):
        image_px[:, track.skeleton.keypoints.index(f"{side}_{joint}")] = shank_px[:, end]
    shank = replace(track.shank(side), landmark_deg=direction_deg(along[:, 0], along[:, 1]))
    return replace(track, image_px=image_px, shanks={**(track.shanks or {}), side: shank})


def causes_deg(readings: Mapping[str, Pairs]) -> Mapping[str, FloatArray]:
    """Return the part of each cause in the error of what is reported, (N,) each; nothing where not known."""
    if not {"fused", TRUE_LINE, TRUE_LEVEL} <= set(readings):
        return {}
    line, level = readings[TRUE_LINE], readings[TRUE_LEVEL]
    seen = np.isfinite(readings["fused"].read_deg)
    parts = (
        readings["fused"].read_deg - line.read_deg,
        line.read_deg - level.read_deg,
        np.where(seen, level.error_deg, np.nan),
    )
    return dict(zip(CAUSES, parts, strict=True))
