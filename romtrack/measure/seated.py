"""Hip rotation of somebody who sits, from a whole pose track: view, hang, level and both legs' signals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from romtrack.kinematics.hip_rotation import ShankReading, hip_rotation, read_shank
from romtrack.kinematics.level import Level, body_level, camera_level
from romtrack.kinematics.view import View, bearing_deg, body_yaw_deg, thigh_turn_deg
from romtrack.measure.neutral import NeutralFinder, StillPhase, choose_hang
from romtrack.measure.reading import Part, QuantityReading, during, read_parts
from romtrack.sane import median_of
from romtrack.signals.zero_phase import zero_phase
from romtrack.types import SIDES, Side, SignalTrack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.types import CameraModel, PoseTrack

__all__ = ["read_seated"]

CUTOFF_HZ = 6.0  # faster than any voluntary turn of the hip, slower than the jitter
THIGHS_WEIGHT = 0.7  # of where the thighs point, beside the hip line, for the yaw


def read_seated(
    track: PoseTrack, camera: CameraModel, side: Side | Literal["auto"] = "auto"
) -> QuantityReading:
    """Read the hip rotation of both legs from a whole track; ``auto`` chooses the leg that moves."""
    return read_parts("hip_rotation", track, camera, side, _part)


def _part(track: PoseTrack, camera: CameraModel) -> Part:
    """Read both legs in a part of a track that one camera saw which did not move."""
    view = _view(track, camera)
    hang = choose_hang(_still_phases(track, view))
    hanging = during(track, hang)
    level = _level(track, camera, hanging)
    view = replace(view, roll_deg=level.roll_deg, pitch_deg=level.pitch_deg, roll_sigma_deg=level.sigma_deg)
    view = replace(view, yaw_deg=_yaw_deg(track, view, hanging))
    return Part(track, view, hang, hanging, {leg: _signal(read_shank(track, leg, view)) for leg in SIDES})


def _view(track: PoseTrack, camera: CameraModel) -> View:
    """Return how the person sits before the camera, not knowing its roll yet."""
    left, right = track.point_m("left_hip"), track.point_m("right_hip")
    hips_px = (track.point_px("left_hip") + track.point_px("right_hip")) / 2
    return View(
        camera,
        yaw_deg=median_of(body_yaw_deg(left, right), 0.0),
        bearing_deg=median_of(bearing_deg(hips_px[:, 0], camera), 0.0),
    )


def _yaw_deg(track: PoseTrack, view: View, hanging: NDArray[np.bool_]) -> float:
    """Return the yaw by the hip line, joined with where the thighs point in the hang."""
    hip, knee = (
        (track.point_px(f"left_{joint}") + track.point_px(f"right_{joint}")) / 2 for joint in ("hip", "knee")
    )
    shank_px = np.mean([track.evidence[side].length_px for side in SIDES], axis=0)
    turn = thigh_turn_deg(hip[hanging], knee[hanging], shank_px[hanging], view.camera, view.roll_deg)
    turn_deg = median_of(turn, view.yaw_deg - view.bearing_deg)
    return THIGHS_WEIGHT * (turn_deg + view.bearing_deg) + (1 - THIGHS_WEIGHT) * view.yaw_deg


def _still_phases(track: PoseTrack, view: View) -> list[StillPhase]:
    """Fold the finder over the raw readings of both legs."""
    left, right = (_signal(read_shank(track, side, view)).value for side in SIDES)
    finder = NeutralFinder()
    rows = zip(track.time_s.tolist(), left.tolist(), right.tolist(), strict=True)
    ended = [finder.update(*row) for row in rows]
    return [phase for phase in (*ended, finder.finish()) if phase is not None]


def _level(track: PoseTrack, camera: CameraModel, hanging: NDArray[np.bool_]) -> Level:
    """Return how the camera is tilted, by the room and by the body while it hangs still."""
    left, right = (np.where(hanging, track.evidence[side].mask_deg, np.nan) for side in SIDES)
    return camera_level(track.upright_px, camera, body_level(track, (left, right), camera))


def _signal(reading: ShankReading) -> SignalTrack:
    signal = hip_rotation(reading)
    smooth = zero_phase(signal.time_s, signal.value, CUTOFF_HZ)
    made_by = (*signal.provenance, f"zero_phase(cutoff_hz={CUTOFF_HZ})")
    return replace(signal, value=smooth, provenance=made_by)
