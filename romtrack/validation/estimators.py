"""The ways to get the angle that can be set side by side: what romtrack reports, and simpler ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from romtrack.errors import UsageError
from romtrack.kinematics.hip_rotation import inward_sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from romtrack.types import FloatArray, PoseTrack, Side, SignalTrack

__all__ = ["ESTIMATORS", "estimates", "estimator_names", "world_rotation_deg"]

ESTIMATORS: Final[Mapping[str, str]] = {
    "landmarks": "knee to ankle landmarks in the picture, against the picture's vertical",
    "world": "the model's 3D landmarks, in the plane across the thigh, its y axis as gravity",
    "mask": "mid-line of the shank in the person mask, against the picture's vertical",
    "fused": "what romtrack reports",
}


def estimator_names(text: str) -> tuple[str, ...]:
    """Return the estimators of a comma-separated list, none twice, in the order given.

    Raises
    ------
    UsageError: one of them does not exist.
    """
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in ESTIMATORS:
            known = ", ".join(ESTIMATORS)
            raise UsageError(f"there is no estimator {name!r} to compare; there are {known}")
    return names


def estimates(track: PoseTrack, signal: SignalTrack) -> Mapping[str, FloatArray]:
    """Return every estimator's reading of one leg, degrees, signed as the signal, (T,), NaN = none.

    Of another quantity than the hip's rotation, only what is reported.
    """
    fused = np.where(signal.ok, signal.value, np.nan)
    if signal.name != "hip_rotation":
        return {"fused": fused}
    side, evidence = signal.side, track.shank(signal.side)
    sign = inward_sign(side)
    return {
        "landmarks": sign * evidence.landmark_deg,
        "world": world_rotation_deg(track, side),
        "mask": sign * evidence.mask_deg,
        "fused": fused,
    }


def world_rotation_deg(track: PoseTrack, side: Side) -> FloatArray:
    """Return shank against gravity in the plane perpendicular to hip->knee, from world landmarks, (T,)."""
    hip, knee, ankle = (track.point_m(f"{side}_{joint}") for joint in ("hip", "knee", "ankle"))
    thigh, shank = knee - hip, ankle - knee
    left = np.cross(_unit(thigh), (0.0, 1.0, 0.0))  # y points down: toward the person's left
    down = np.cross(_unit(left), _unit(thigh))
    across, along = (np.sum(shank * axis, axis=-1) for axis in (_unit(left), down))
    return np.asarray(inward_sign(side) * np.degrees(np.arctan2(across, along)))


def _unit(vector: FloatArray) -> FloatArray:
    """Return vectors (T, 3) of length 1; NaN where there is no length."""
    length = np.linalg.norm(vector, axis=-1, keepdims=True)
    return np.asarray(vector / np.where(length > 0, length, np.nan))
