"""Hip rotation of both legs from a pose track: mask and landmarks, rectified and joined.

The reading is the signed angle between the shank and gravity in the plane perpendicular to the
thigh, + = internal. Two readings of the shank are joined: the mid-line in the person mask
(gain 1) and the landmarks, whose gain is restored about the hang. Where the mask fails, the
landmarks alone serve, with a larger sigma.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from romtrack.kinematics.posture import is_seated
from romtrack.kinematics.view import View, rectified_tilt_deg
from romtrack.types import FloatArray, PoseTrack, Side, SignalTrack

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["UNKNOWN_HANG", "Hang", "ShankReading", "hip_rotation", "inward_sign", "read_shank"]

MASK_WEIGHT = 0.65
LANDMARK_GAIN = 1.09  # the knee landmark slides with the foot; both: MEASUREMENT record, calibration/
INSTRUMENT_SIGMA_DEG = 0.9  # error of the joined reading on rendered humans where the two agree
DISAGREEMENT_SHARE = 0.35  # share of a disagreement of the two that is error of their joint reading
ASTRAY_DEG = 12.0  # a mask this far from the landmarks has grabbed the other leg or the chair
LANDMARK_SIGMA_DEG = 2.5
LEAST_MARGIN_PX = 2.0
LEAST_LENGTH_PX = 40.0


@dataclass(frozen=True, slots=True)
class ShankReading:
    """Tilt of one shank by its two readings, rectified but not yet set against gravity.

    mask_deg, landmark_deg: (T,) + = internal rotation; ok: (T,) shank inside the picture and
    long enough.
    """

    side: Side
    time_s: FloatArray
    mask_deg: FloatArray
    landmark_deg: FloatArray
    ok: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Hang:
    """The relaxed hang of one shank: the readings there, and what they should have read.

    mask_deg, landmark_deg: median readings of the hang. plumb_deg: what is subtracted from the
    mask's reading to set it against gravity.
    """

    mask_deg: float
    landmark_deg: float
    plumb_deg: float


UNKNOWN_HANG = Hang(0.0, 0.0, 0.0)
"""Used when the hang was not seen: the camera's level is then the only reference."""


def inward_sign(side: Side) -> int:
    """Return +1 where a tilt to the picture's right is internal rotation (left leg), else -1."""
    return 1 if side == "left" else -1


def read_shank(track: PoseTrack, side: Side, view: View) -> ShankReading:
    """Read one shank in every frame as seen by ``view``; frames in which nobody sits are not ok."""
    evidence, sign = track.evidence[side], inward_sign(side)
    knee, ankle = track.point_px(f"{side}_knee"), track.point_px(f"{side}_ankle")
    middle = (knee + ankle) / 2
    mask = rectified_tilt_deg(evidence.mask_x_px, evidence.mask_y_px, evidence.mask_deg, view)
    landmark = rectified_tilt_deg(middle[:, 0], middle[:, 1], evidence.landmark_deg, view)
    inside = (evidence.margin_px >= LEAST_MARGIN_PX) & (evidence.length_px >= LEAST_LENGTH_PX)
    ok = inside & track.detected & is_seated(track.image_px, track.skeleton)
    return ShankReading(side, track.time_s, sign * mask, sign * landmark, ok)


def hip_rotation(reading: ShankReading, hang: Hang) -> SignalTrack:
    """Join the two readings and set them against gravity; degrees, + = internal."""
    mask = reading.mask_deg - hang.plumb_deg
    landmark = LANDMARK_GAIN * (reading.landmark_deg - hang.landmark_deg) + hang.mask_deg - hang.plumb_deg
    has_mask = np.isfinite(mask) & (np.abs(mask - landmark) < ASTRAY_DEG)
    value = np.where(has_mask, MASK_WEIGHT * mask + (1 - MASK_WEIGHT) * landmark, landmark)
    sigma = np.where(
        has_mask,
        np.hypot(INSTRUMENT_SIGMA_DEG, DISAGREEMENT_SHARE * np.abs(mask - landmark)),
        LANDMARK_SIGMA_DEG,
    )
    ok = reading.ok & np.isfinite(value)
    return SignalTrack(
        name="hip_rotation",
        side=reading.side,
        unit="deg",
        time_s=reading.time_s,
        value=np.where(ok, value, np.nan),
        sigma=np.where(ok, sigma, np.nan),
        ok=ok,
        provenance=(f"hip_rotation(mask_weight={MASK_WEIGHT}, landmark_gain={LANDMARK_GAIN})",),
    )
