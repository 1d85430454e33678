"""Hip abduction of somebody who stands, from a whole pose track, and what can be wrong with its set-up."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from romtrack.kinematics.hip_abduction import (
    LegReading,
    faces_camera,
    hip_abduction,
    read_leg,
    standing_posture,
    stands,
)
from romtrack.kinematics.level import Level, camera_level
from romtrack.kinematics.posture import Posture, neutral_stance, stance
from romtrack.kinematics.view import View, bearing_deg, body_yaw_deg
from romtrack.measure import findings as found
from romtrack.measure import setup
from romtrack.measure.neutral import choose_hang, still_phases
from romtrack.measure.reading import Part, QuantityReading, during, read_parts
from romtrack.sane import direction_deg, median_of
from romtrack.signals.zero_phase import MOVEMENT_HZ, smoothed, zero_phase
from romtrack.types import SIDES, Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from romtrack.types import CameraModel, FloatArray, PoseTrack

__all__ = ["check_standing", "read_standing"]

BOTH_DEG: Final = (
    8.0  # the leg that carries goes inward by 2 to 7 (20 clips), outward by 20 in a jumping jack
)
_BODY_ROLL_DEG: Final = 1.5  # standard error of what the body tells of the camera's roll
YAW_DEG, FAR_YAW_DEG = 22.0, 35.0  # medians over clips with a true 15 read 3-15


def read_standing(
    track: PoseTrack, camera: CameraModel, side: Side | Literal["auto"] = "auto"
) -> QuantityReading:
    """Read the hip abduction of both legs from a whole track; ``auto`` chooses the leg that moves."""
    return read_parts("hip_abduction", track, camera, side, _part)


def _part(track: PoseTrack, camera: CameraModel) -> Part:
    """Read both legs in a part of a track that one camera saw which did not move."""
    view = _view(track, camera)
    raw = {side: read_leg(track, side, view) for side in SIDES}
    farther = np.maximum(*(np.abs(_smooth(raw[side])) for side in SIDES))  # both feet stand
    hang = choose_hang(still_phases(track.time_s, farther))
    hanging = during(track, hang)
    level = camera_level(track.upright_px, camera, _body_level(track, (raw["left"], raw["right"]), hanging))
    view = replace(view, roll_deg=level.roll_deg, pitch_deg=level.pitch_deg, roll_sigma_deg=level.sigma_deg)
    still = hanging if hanging.any() else track.detected
    legs = _one_lifted({side: read_leg(track, side, view) for side in SIDES}, still)
    held: Mapping[Side, Posture] = {side: _held(track, legs[side], still, view) for side in SIDES}
    signals = {side: smoothed(hip_abduction(legs[side], held[side])) for side in SIDES}
    return Part(
        track,
        view,
        dict.fromkeys(SIDES, hang),
        dict.fromkeys(SIDES, hanging),
        signals,
        held,
        dict.fromkeys(SIDES, ()),
    )


def _view(track: PoseTrack, camera: CameraModel) -> View:
    """Return how the person stands before the camera, not knowing its roll yet."""
    hips_px = (track.point_px("left_hip") + track.point_px("right_hip")) / 2
    return View(
        camera,
        yaw_deg=median_of(body_yaw_deg(track.point_m("left_hip"), track.point_m("right_hip")), 0.0),
        bearing_deg=median_of(bearing_deg(hips_px[:, 0], camera), 0.0),
    )


def _smooth(leg: LegReading) -> FloatArray:
    return zero_phase(leg.time_s, leg.tilt_deg, MOVEMENT_HZ)


def _body_level(track: PoseTrack, legs: tuple[LegReading, LegReading], hanging: NDArray[np.bool_]) -> Level:
    """Return what a body that stands still tells of the camera: its roll, and that it is held level.

    Legs that stand alike lean outward alike; the trunk stands upright, and the hips are level.
    """
    still = hanging if hanging.any() else track.detected
    hip, shoulder = (
        (track.point_px(f"left_{joint}") + track.point_px(f"right_{joint}")) / 2
        for joint in ("hip", "shoulder")
    )
    across = track.point_px("left_hip") - track.point_px("right_hip")
    up = shoulder - hip
    left, right = (leg.tilt_deg for leg in legs)
    columns = (
        0.2 * direction_deg(across[:, 1], across[:, 0])
        + 0.4 * direction_deg(up[:, 0], -up[:, 1])
        + 0.4 * (right - left) / 2
    )
    return Level(float(np.clip(median_of(columns[still], 0.0), -60.0, 60.0)), 0.0, _BODY_ROLL_DEG)


def _one_lifted(legs: dict[Side, LegReading], still: NDArray[np.bool_]) -> dict[Side, LegReading]:
    """Return the legs, missing where both are lifted outward at once: nobody stands then."""
    both = np.ones(len(still), dtype=bool)
    for leg in legs.values():
        both &= leg.tilt_deg - median_of(leg.tilt_deg[still], 0.0) > BOTH_DEG
    return {side: replace(leg, ok=leg.ok & ~both) for side, leg in legs.items()}


def _held(track: PoseTrack, leg: LegReading, still: NDArray[np.bool_], view: View) -> Posture:
    stances = stance(track.image_px, track.skeleton, leg.side, view.roll_deg)
    rest_deg = median_of(leg.tilt_deg[still], 0.0)
    return standing_posture(stances, neutral_stance(stances, still), leg, rest_deg)


def check_standing(track: PoseTrack, side: Side | None, roll_deg: float) -> tuple[found.Finding, ...]:
    """Return what is wrong over a whole recording, in the frames in which the person is seen."""
    if setup.is_empty(track):
        return (found.NO_PERSON,)
    seen = track.detected
    sides: tuple[Side, ...] = SIDES if side is None else (side,)
    of_frames = chain(
        _of_stance(track, seen), *(_of_leg(track, leg, seen) for leg in sides), _of_view(track, roll_deg)
    )
    every = (*dict.fromkeys(of_frames), *setup.of_rate(track.time_s[seen]), *setup.of_camera(track))
    return tuple(sorted(every, key=lambda finding: finding.severity != "stop"))


def _of_stance(track: PoseTrack, seen: NDArray[np.bool_]) -> Iterator[found.Finding]:
    """Find whether somebody stands, and with the front to the camera."""
    if np.mean(stands(track)[seen]) < setup.MOSTLY:
        yield found.NOT_STANDING
    elif np.mean(faces_camera(track)[seen]) < setup.MOSTLY:
        yield found.BACK_TO_CAMERA


def _of_leg(track: PoseTrack, side: Side, seen: NDArray[np.bool_]) -> Iterator[found.Finding]:
    """Find what is wrong with how one leg is seen."""
    evidence = track.shank(side)
    margin_px, length_px = evidence.margin_px[seen], evidence.length_px[seen]
    outside = float(np.mean(~(margin_px >= setup.OUTSIDE_PX)))
    if outside >= setup.OFTEN:
        severity: Literal["stop", "warning"] = "stop" if outside >= setup.MOSTLY else "warning"
        yield found.SHANK_OUT_OF_VIEW._replace(severity=severity)
    elif np.mean(margin_px < setup.NEAR_EDGE * length_px) >= setup.OFTEN:
        yield found.FEET_AT_EDGE
    usual_px = median_of(length_px, 0.0)
    if usual_px < setup.TOO_SMALL_PX:
        yield found.FAR_AWAY
    elif usual_px < setup.SMALL_PX:
        yield found.TOO_FAR
    dark = (evidence.brightness[seen] < setup.DARK) | (evidence.edge_contrast[seen] < setup.FAINT)
    if np.mean(dark) >= setup.OFTEN:
        yield found.TOO_DARK


def _of_view(track: PoseTrack, roll_deg: float) -> Iterator[found.Finding]:
    """Find what is wrong with where the camera stands."""
    yaw_deg = median_of(body_yaw_deg(track.point_m("left_hip"), track.point_m("right_hip")), 0.0)
    if abs(yaw_deg) > FAR_YAW_DEG:
        yield found.STANDS_ASIDE._replace(severity="stop")
    elif abs(yaw_deg) > YAW_DEG:
        yield found.STANDS_ASIDE
    if abs(roll_deg) > setup.ROLL_DEG:
        yield found.CAMERA_TILTED
