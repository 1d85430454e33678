"""Hip rotation of somebody who sits, from a whole pose track: view, hang, level and both legs' signals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from romtrack.kinematics.hip_rotation import hip_rotation, read_shank
from romtrack.kinematics.leg import seated_leg
from romtrack.kinematics.level import Level, body_level, camera_level
from romtrack.kinematics.posture import Posture, neutral_stance, posture, stance
from romtrack.kinematics.view import View, bearing_deg, body_yaw_deg, thigh_turn_deg
from romtrack.measure.advice import resting_advice
from romtrack.measure.neutral import choose_hang, restless_hang, still_phases
from romtrack.measure.reading import Part, QuantityReading, both_or_either, during, read_parts
from romtrack.sane import median_of
from romtrack.signals.zero_phase import smoothed
from romtrack.types import SIDES, Side, SignalTrack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.measure.neutral import StillPhase
    from romtrack.types import CameraModel, PoseTrack

__all__ = ["read_seated"]

THIGHS_WEIGHT = 0.7  # of where the thighs point, beside the hip line, for the yaw


def read_seated(
    track: PoseTrack, camera: CameraModel, side: Side | Literal["auto"] = "auto"
) -> QuantityReading:
    """Read the hip rotation of both legs from a whole track; ``auto`` chooses the leg that moves."""
    return read_parts("hip_rotation", track, camera, side, _part)


def _part(track: PoseTrack, camera: CameraModel) -> Part:
    """Read both legs in a part of a track that one camera saw which did not move."""
    view = _view(track, camera)
    hangs = {leg: _hang(track, leg, view) for leg in SIDES}
    resting = {leg: during(track, hangs[leg]) for leg in SIDES}
    hanging = both_or_either(resting)
    level = _level(track, camera, hanging)
    view = replace(view, roll_deg=level.roll_deg, pitch_deg=level.pitch_deg, roll_sigma_deg=level.sigma_deg)
    view = replace(view, yaw_deg=_yaw_deg(track, view, hanging))
    legs = {leg: seated_leg(track, leg, view) for leg in SIDES}
    signals = {leg: legs[leg].signal for leg in SIDES}
    held = {leg: _held(track, signals[leg], resting[leg], view) for leg in SIDES}
    advice = {leg: resting_advice(legs[leg], resting[leg]) for leg in SIDES}
    return Part(track, view, hangs, resting, signals, held, advice)


def _held(track: PoseTrack, signal: SignalTrack, hanging: NDArray[np.bool_], view: View) -> Posture:
    """Return what the body does beside turning one hip, against the hang; without one, against all frames."""
    resting = hanging & signal.ok
    still = hanging if resting.any() else signal.ok
    rest_deg = median_of(signal.value[resting if resting.any() else signal.ok], 0.0)
    stances = stance(track.image_px, track.skeleton, signal.side, view.roll_deg)
    return posture(stances, neutral_stance(stances, still), signal.value, rest_deg)


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
    shank_px = np.mean([track.shank(side).length_px for side in SIDES], axis=0)
    turn = thigh_turn_deg(hip[hanging], knee[hanging], shank_px[hanging], view.camera, view.roll_deg)
    turn_deg = median_of(turn, view.yaw_deg - view.bearing_deg)
    return THIGHS_WEIGHT * (turn_deg + view.bearing_deg) + (1 - THIGHS_WEIGHT) * view.yaw_deg


def _hang(track: PoseTrack, side: Side, view: View) -> tuple[StillPhase, ...]:
    """Find when a leg hangs, by its raw readings: still, or at least about one level."""
    angle_deg = smoothed(hip_rotation(read_shank(track, side, view))).value
    still = choose_hang(still_phases(track.time_s, angle_deg))
    return still or restless_hang(track.time_s, angle_deg)


def _level(track: PoseTrack, camera: CameraModel, hanging: NDArray[np.bool_]) -> Level:
    """Return how the camera is tilted, by the room and by the body while it hangs still."""
    left, right = (np.where(hanging, track.shank(side).mask_deg, np.nan) for side in SIDES)
    return camera_level(track.upright_px, camera, body_level(track, (left, right), camera))
