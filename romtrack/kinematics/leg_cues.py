"""What a picture tells of how a leg is held, beside the line of its shank: cues for how that line errs.

A thigh that points past the camera, a knee that is not bent by a right angle, cloth that hangs: none of it
is seen as such, but each shows a little in where the joints are, in the model's guess at their depth, and in
the width of the shank. All cues are of a left leg: those of a right one are mirrored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from romtrack.sane import known, median_of, ratio
from romtrack.types import opposite

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.kinematics.view import View
    from romtrack.types import FloatArray, PoseTrack, Side, Skeleton

__all__ = ["CUES", "hanging_frames", "leg_cues", "shank_length_px"]

_Lines = tuple[tuple[str, str], ...]

_HANGS_DEG: Final = 15.0  # of the landmarks' shank from plumb
_LEAST_PX: Final = 1.0
_JOINTS: Final = ("hip", "knee", "ankle", "heel", "foot_index", "shoulder")
# Lines from joint to joint; ``-`` = of the other leg. By direction in the model's space, and by length and
# direction in the picture.
_IN_SPACE: Final = (
    *(("knee", "ankle"), ("hip", "knee"), ("heel", "foot_index"), ("-knee", "-ankle"), ("-hip", "-knee")),
)
_ACROSS: Final = (("-hip", "hip"), ("-shoulder", "shoulder"))
_IN_PICTURE: Final = (
    *(("hip", "knee"), ("knee", "ankle"), ("heel", "foot_index"), ("ankle", "heel")),
    *(("-heel", "-foot_index"), ("-hip", "-knee"), ("-knee", "knee"), ("-ankle", "ankle")),
)
# How far toes are under their heel. The other foot's tells how this knee is bent, as far as both legs hang
# alike; of a foot that is tucked under the chair, toes down, it is believed as far as this foot's goes.
_OTHER_TOES, _TOES = (f"picture {other}heel>{other}foot_index y" for other in ("-", ""))
_OFF_LINE: Final = ("knee", "ankle", "heel", "foot_index")


def _named(kind: str, lines: _Lines, axes: str) -> tuple[str, ...]:
    return tuple(f"{kind} {start}>{end} {axis}" for start, end in lines for axis in axes)


_OF_SHANK: Final = (
    *("landmarks less mask", "shaft less mask", "outline less mask"),
    *("width below the knee", "width above the ankle", "coverage", "unevenness", "contrast", "length"),
    *(f"{joint} off the line" for joint in _OFF_LINE),
)
_OF_VIEW: Final = ("bearing", "elevation", "thighs' turn")
CUES: Final = (
    *_OF_SHANK,
    *_named("space", _IN_SPACE, "xyz"),
    *(f"turn {start}>{end}" for start, end in _ACROSS),
    *_named("picture", _IN_PICTURE, "xy"),
    *_OF_VIEW,
)
"""Names of the cues, in their order."""


def hanging_frames(track: PoseTrack, side: Side, view: View) -> NDArray[np.bool_]:
    """Return the frames in which a shank is near plumb by its landmarks, (T,); all, where there are none."""
    from_plumb_deg = np.abs(track.shank(side).landmark_deg + view.roll_deg)
    near = np.asarray(from_plumb_deg < _HANGS_DEG)
    return near if near.any() else np.ones(len(track), dtype=bool)


def shank_length_px(track: PoseTrack, side: Side, hanging: NDArray[np.bool_]) -> float:
    """Return the length of a shank by its landmarks while it hangs."""
    return max(median_of(track.shank(side).length_px[hanging], np.nan), _LEAST_PX)


def leg_cues(track: PoseTrack, side: Side, view: View, shank_px: float) -> FloatArray:
    """Return the cues of one leg in every frame, (T, len(CUES)), NaN = not seen.

    ``shank_px``: the length of the shank while it hangs. Angles are in degrees, picture lengths in shanks.
    """
    sign = 1.0 if side == "left" else -1.0
    points_px, points_m = _points(track, side, view, sign)
    columns = np.concatenate(
        (
            _of_shank(track, side, shank_px, sign),
            _in_space(points_m),
            _flat(_between(points_px, _IN_PICTURE)) / shank_px,
            _of_view(points_px[:, _JOINTS.index("knee")], view, sign),
        ),
        axis=1,
    )
    other_toes, toes = CUES.index(_OTHER_TOES), CUES.index(_TOES)
    columns[:, other_toes] = np.fmin(columns[:, other_toes], columns[:, toes])
    return np.asarray(known(columns))


def _points(track: PoseTrack, side: Side, view: View, sign: float) -> tuple[FloatArray, FloatArray]:
    """Return the joints of this leg and then of the other, upright: from the optical axis, and in space."""
    camera = view.camera
    places = _places(track.skeleton, side)
    turn = np.radians(view.roll_deg)
    upright = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) * (sign, 1.0)
    image_px = np.where(places[:, None] < 0, np.nan, track.image_px[:, places])
    world_m = np.where(places[:, None] < 0, np.nan, track.world_m[:, places])
    across_m = world_m[..., :2] @ upright
    return (image_px - (camera.cx_px, camera.cy_px)) @ upright, np.concatenate(
        (across_m, world_m[..., 2:]), -1
    )


def _places(skeleton: Skeleton, side: Side) -> NDArray[np.intp]:
    """Return where the joints are in the skeleton, -1 = it has none."""
    names = [f"{leg}_{joint}" for leg in (side, opposite(side)) for joint in _JOINTS]
    return np.array([skeleton.index(name) if name in skeleton.keypoints else -1 for name in names])


def _at(joint: str) -> int:
    other = joint.startswith("-")
    return _JOINTS.index(joint.removeprefix("-")) + (len(_JOINTS) if other else 0)


def _ends(lines: _Lines) -> tuple[list[int], list[int]]:
    return [_at(start) for start, _ in lines], [_at(end) for _, end in lines]


_ENDS: Final[dict[_Lines, tuple[list[int], list[int]]]] = {
    lines: _ends(lines) for lines in (_IN_SPACE, _ACROSS, _IN_PICTURE)
}


def _between(points: FloatArray, lines: _Lines) -> FloatArray:
    """Return the vectors of lines, (T, N, D)."""
    starts, ends = _ENDS[lines]
    return np.asarray(points[:, ends] - points[:, starts])


def _flat(lines: FloatArray) -> FloatArray:
    return lines.reshape(len(lines), lines.shape[1] * lines.shape[2])


def _in_space(points_m: FloatArray) -> FloatArray:
    lines, across = _between(points_m, _IN_SPACE), _between(points_m, _ACROSS)
    directions = ratio(lines, np.sqrt((lines * lines).sum(axis=-1, keepdims=True)))
    turns_deg = np.degrees(np.arctan2(across[..., 2], across[..., 0]))
    return np.concatenate((_flat(directions), turns_deg), axis=1)


def _of_shank(track: PoseTrack, side: Side, shank_px: float, sign: float) -> FloatArray:
    evidence = track.shank(side)
    tilt = np.radians(evidence.mask_deg)
    places = _places(track.skeleton, side)[[_at(joint) for joint in _OFF_LINE]]
    x_px, y_px = np.moveaxis(np.where(places[:, None] < 0, np.nan, track.image_px[:, places]), -1, 0)
    across, along = np.cos(tilt)[:, None], np.sin(tilt)[:, None]
    off_px = (x_px - evidence.mask_x_px[:, None]) * across - (y_px - evidence.mask_y_px[:, None]) * along
    columns = (
        sign * (evidence.landmark_deg - evidence.mask_deg),
        sign * (evidence.shaft_deg - evidence.mask_deg),
        sign * (evidence.outer_deg - evidence.mask_deg),
        evidence.upper_px / shank_px,
        evidence.lower_px / shank_px,
        evidence.coverage,
        evidence.uneven,
        evidence.edge_contrast,
        evidence.length_px / shank_px,
    )
    return np.concatenate((np.stack(columns, axis=1), sign * off_px / shank_px), axis=1)


def _of_view(knee_px: FloatArray, view: View, sign: float) -> FloatArray:
    camera = view.camera
    bearing_deg, elevation_deg = np.degrees(np.arctan(knee_px / (camera.fx_px, camera.fy_px))).T
    turn_deg = np.full(len(knee_px), sign * (view.yaw_deg - view.bearing_deg))
    return np.stack((bearing_deg, elevation_deg, turn_deg), axis=1)
