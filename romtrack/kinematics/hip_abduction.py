"""Hip abduction of somebody who stands and faces the camera: the leg against gravity, less the pelvis.

The leg is straight, so its shank in the person mask shows where it points best, and the line of the
landmarks from hip to ankle is another witness whose errors have nothing to do with those of the mask. Both
are read in the plane of the body: what the yaw foreshortens, the pitch and the camera's roll are taken out.
The pelvis' tilt is told by the lines of hips, shoulders and trunk against standing still; what lies within
the error of that is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from romtrack.kinematics.body import Body
from romtrack.kinematics.hip_rotation import (
    CROSSED,
    LEAST_LENGTH_PX,
    LEAST_MARGIN_PX,
    SWOLLEN,
    inward_sign,
    shank_habit,
)
from romtrack.kinematics.positions import thigh_drop
from romtrack.kinematics.posture import Posture, Stance
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.kinematics.view import rectified_tilt_deg
from romtrack.sane import direction_deg, median_of, ratio
from romtrack.types import SignalTrack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.kinematics.view import View
    from romtrack.types import FloatArray, PoseTrack, Side

__all__ = ["LegReading", "faces_camera", "hip_abduction", "read_leg", "standing_posture", "stands"]

MASK_WEIGHT: Final = 0.7  # beside the landmarks'; best of 0.5 to 0.8 on 20 rendered clips of 4 bodies
# Root mean square over the frames of the same clips, with the camera's true tilt: of both, of one alone.
BOTH_SIGMA_DEG, ALONE_SIGMA_DEG = 0.7, 1.1
HIKE_SHARE: Final = 0.25  # of a hike that was taken off
APART_SHARE: Final = 0.4  # share of what the two differ by that is error: a bent knee parts them
# A leg that is lifted sideways stays as long in the picture as it is standing (0.95 and more in the clips);
# one that is bent or lifted to the front does not (marching 0.5-0.8).
STRAIGHT_SHARE: Final = 0.85
STANDING_DROP: Final = 0.75  # of the straighter leg's thigh, shank lengths; as in the position
# A leg that is lifted takes the landmarks of the hips along; a trunk that leans takes the shoulders. Fit to
# all frames of the clips (clean -2..1.5, hiked by 10-12 degrees): off by 1.1, by 0.8-1.4 on a body left out.
_HIKE_OF_HIPS, _HIKE_OF_SHOULDERS, _HIKE_OF_TRUNK, _HIKE_OF_LEG = 0.47, -1.14, -1.41, -0.095
# So much of a hike is none (clean trials read -2 to 3), and from so much on it is whole (hiked ones 8).
_NO_HIKE_DEG, _WHOLE_HIKE_DEG = 3.0, 5.0


@dataclass(frozen=True, slots=True)
class LegReading:
    """Where one leg points against gravity in the plane of the body, degrees, (T,), + = outward.

    mask_deg: by the shank's mid-line, where nothing crosses. landmark_deg: hip to ankle. sigma_deg: what the
    view leaves unsure. ok: the leg straight, inside the picture and long enough, and the person standing.
    """

    side: Side
    time_s: FloatArray
    mask_deg: FloatArray
    landmark_deg: FloatArray
    sigma_deg: float
    ok: NDArray[np.bool_]

    @property
    def tilt_deg(self) -> FloatArray:
        """Both joined; the landmarks alone where the mask shows no shank."""
        joined = MASK_WEIGHT * self.mask_deg + (1 - MASK_WEIGHT) * self.landmark_deg
        return np.where(self.ok, np.where(np.isfinite(self.mask_deg), joined, self.landmark_deg), np.nan)


def read_leg(track: PoseTrack, side: Side, view: View) -> LegReading:
    """Read one leg in every frame as seen by ``view``; ok where somebody stands and faces the camera."""
    evidence, sign = track.shank(side), inward_sign(side)
    hip, ankle = track.point_px(f"{side}_hip"), track.point_px(f"{side}_ankle")
    middle, along = (hip + ankle) / 2, ankle - hip
    mask_deg, landmark_deg = sign * rectified_tilt_deg(
        np.stack((evidence.mask_x_px, middle[:, 0])),
        np.stack((evidence.mask_y_px, middle[:, 1])),
        np.stack((evidence.mask_deg, direction_deg(along[:, 0], along[:, 1]))),
        view,
    )
    usual = shank_habit(track, side)
    covered = np.asarray(evidence.upper_px > SWOLLEN * usual.upper_px) | np.asarray(
        ratio(evidence.lower_px, evidence.upper_px) > CROSSED * usual.taper
    )
    length_px = np.hypot(*along.T)
    straight = length_px >= STRAIGHT_SHARE * median_of(length_px)
    inside = (evidence.margin_px >= LEAST_MARGIN_PX) & (evidence.length_px >= LEAST_LENGTH_PX)
    return LegReading(
        side,
        track.time_s,
        mask_deg=np.where(covered, np.nan, mask_deg),
        landmark_deg=landmark_deg,
        sigma_deg=view.roll_sigma_deg,
        ok=inside & straight & track.detected & stands(track) & faces_camera(track),
    )


def stands(track: PoseTrack) -> NDArray[np.bool_]:
    """Return where somebody stands on one leg at least, (T,)."""
    return np.asarray(thigh_drop(Body(track.image_px, track.skeleton, np.ones(len(track)))) > STANDING_DROP)


def faces_camera(track: PoseTrack) -> NDArray[np.bool_]:
    """Return where the left hip is to the right in the picture, as of people who face the camera, (T,)."""
    return np.asarray(track.point_px("left_hip")[:, 0] > track.point_px("right_hip")[:, 0])


def standing_posture(now: Stance, neutral: Stance, leg: LegReading, rest_deg: float) -> Posture:
    """Return what the body does beside lifting the leg: ``now`` against standing still.

    ``rest_deg``: where the leg pointed then. The knee's drift and the foot's rise are the lift itself, so
    there is none.
    """
    hips, shoulders, trunk = (
        np.asarray(here - there) for here, there in zip(now[-3:], neutral[-3:], strict=True)
    )
    lifted = leg.tilt_deg - rest_deg
    hike = _HIKE_OF_HIPS * hips + _HIKE_OF_SHOULDERS * shoulders + _HIKE_OF_TRUNK * trunk
    nowhere = np.full_like(lifted, np.nan)
    return Posture(
        knee_drift=nowhere,
        foot_rise=nowhere,
        pelvic_hike_deg=np.asarray(hike + _HIKE_OF_LEG * lifted),
        trunk_lean_deg=trunk,
        shank_deg=leg.landmark_deg,
    )


def hip_abduction(leg: LegReading, held: Posture) -> SignalTrack:
    """Join the leg and the pelvis; degrees, + = abduction."""
    hike = np.nan_to_num(held.pelvic_hike_deg)
    whole = np.clip((np.abs(hike) - _NO_HIKE_DEG) / (_WHOLE_HIKE_DEG - _NO_HIKE_DEG), 0.0, 1.0)
    value = leg.tilt_deg - whole * hike
    apart = leg.mask_deg - leg.landmark_deg
    own = np.where(
        np.isfinite(apart), np.hypot(BOTH_SIGMA_DEG, APART_SHARE * np.nan_to_num(apart)), ALONE_SIGMA_DEG
    )
    sigma = np.hypot(np.hypot(own, leg.sigma_deg), HIKE_SHARE * whole * hike)
    ok = leg.ok & (np.abs(value) <= QUANTITIES["hip_abduction"].most_deg)
    return SignalTrack(
        name="hip_abduction",
        side=leg.side,
        unit="deg",
        time_s=leg.time_s,
        value=np.where(ok, value, np.nan),
        sigma=np.where(ok, sigma, np.nan),
        ok=ok,
        provenance=(f"hip_abduction(mask_weight={MASK_WEIGHT})",),
    )
