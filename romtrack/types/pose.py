"""What was seen of one person: in one picture, and over a whole recording."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from romtrack.errors import UsageError
from romtrack.sane import FARTHEST, anywhere, known, known_points
from romtrack.types._base import SIDES, FloatArray, Side, check, check_increasing, set_arrays

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


# Landmarks are guessed outside the picture, too, but within the model's square about the person: by at most
# 0.03 of the longer edge in 40 rendered and real clips, 0.15 in invented people, about one where somebody
# fills the picture. What is absurd lies beyond any number of edges.
_OUTSIDE_EDGES = 3.0
_FARTHEST_M = 10.0  # from the hips: at most 1.0 in the same clips


def _clean(found: Pose | PoseTrack) -> None:
    """Make landmarks missing that no picture can show; one that is missing is not visible."""
    slack = _OUTSIDE_EDGES * max(found.width_px, found.height_px)
    image_px = known_points(found.image_px, -slack, np.array((found.width_px, found.height_px)) + slack)
    visibility = known(found.visibility, 0.0, 1.0)
    x_px = image_px[..., 0]
    if anywhere(lambda x, seen: np.isnan(x) & ~np.isnan(seen), x_px, visibility):
        visibility = np.where(np.isnan(x_px), np.nan, visibility)
    world_m = known_points(found.world_m, -_FARTHEST_M, _FARTHEST_M)
    set_arrays(found, image_px=image_px, world_m=world_m, visibility=visibility)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Names of the keypoints of a pose model, in its order, and the bones between them."""

    name: str
    keypoints: tuple[str, ...]
    edges: tuple[tuple[str, str], ...]

    def index(self, keypoint: str) -> int:
        """Return the position of ``keypoint``."""
        return self.keypoints.index(keypoint)


@dataclass(frozen=True, slots=True)
class Pose:
    """What a pose model found in one frame.

    Attributes
    ----------
    image_px: (K, 2) x, y of each keypoint; may lie outside the picture, NaN = missing.
    world_m: (K, 3) x right, y down, z away from the camera; origin between the hips.
    visibility: (K,) 0..1, NaN where the keypoint is missing.
    mask: (H, W) probability 0..1 that a pixel belongs to the person, or None.
    """

    time_s: float
    width_px: int
    height_px: int
    image_px: FloatArray
    world_m: FloatArray
    visibility: FloatArray
    mask: FloatArray | None = None

    def __post_init__(self) -> None:
        count = self.image_px.shape[0]
        check("Pose", "image_px", self.image_px, (count, 2))
        check("Pose", "world_m", self.world_m, (count, 3))
        check("Pose", "visibility", self.visibility, (count,))
        if self.mask is not None:
            check("Pose", "mask", self.mask, (self.height_px, self.width_px))
        _clean(self)


_SIGNED = ("landmark_deg", "mask_deg", "shaft_deg", "outer_deg", "mask_x_px", "mask_y_px", "margin_px")


@dataclass(frozen=True, slots=True)
class ShankEvidence:
    """What one picture says about one shank; or, in a track, columns over its frames.

    Every field has the same shape: ``()`` for one frame, ``(T,)`` for a track.

    Attributes
    ----------
    landmark_deg: tilt of knee->ankle by the landmarks against the picture's vertical,
        + = the ankle toward the right edge of the picture.
    mask_deg: tilt of the mid-line of the shank in the person mask, from below the knee to above
        the ankle, same sign.
    mask_x_px, mask_y_px: a point on that mid-line.
    shaft_deg: tilt of the mid-line of the upper two thirds alone: the calf bends it, but what
        crosses the ankle does not.
    outer_deg: tilt of the shank's outline on the side away from the other leg.
    upper_px, lower_px: median width of the mask across the shank below the knee, above the ankle.
    coverage: share of the cross-sections that could be used, of the worse end, 0..1.
    edge_contrast: median brightness step across the two outlines, grey levels 0..255.
    margin_px: smallest distance of knee and ankle to the picture's border, - = outside.
    length_px: knee to ankle in the picture.
    brightness: mean grey level of the shank, 0..255.
    uneven: largest change of the mask's width within 6 % of the shank's length, a share of that length.
    """

    landmark_deg: FloatArray
    mask_deg: FloatArray
    mask_x_px: FloatArray
    mask_y_px: FloatArray
    shaft_deg: FloatArray
    outer_deg: FloatArray
    upper_px: FloatArray
    lower_px: FloatArray
    coverage: FloatArray
    edge_contrast: FloatArray
    margin_px: FloatArray
    length_px: FloatArray
    brightness: FloatArray
    uneven: FloatArray

    @classmethod
    def recorded(cls, columns: NDArray[np.floating]) -> ShankEvidence:
        """Return the evidence of a recording, (columns, T); an earlier romtrack did not keep the last one."""
        if len(columns) == len(fields(cls)) - 1:
            columns = np.concatenate((columns, np.full_like(columns[:1], np.nan)))
        check("ShankEvidence", "columns", columns, (len(fields(cls)), None))
        return cls(*columns)

    def __post_init__(self) -> None:
        shape = self.landmark_deg.shape
        for column in fields(self):
            check("ShankEvidence", column.name, getattr(self, column.name), shape)
        columns = {column.name: getattr(self, column.name) for column in fields(self)}
        if anywhere(lambda *parts: _is_wild(np.stack(parts, axis=-1)), *columns.values()):
            wild = zip(columns.items(), _LEAST, strict=True)
            set_arrays(self, **{name: known(column, low) for (name, column), low in wild})


_LEAST = tuple(-FARTHEST if column.name in _SIGNED else 0.0 for column in fields(ShankEvidence))


def _is_wild(evidence: FloatArray) -> NDArray[np.bool_]:
    """Say which of the columns (..., C) hold what is no number of a picture."""
    return np.asarray((evidence < _LEAST) | (evidence > FARTHEST))


@dataclass(frozen=True, slots=True)
class RoomMotion:
    """Where the room lies in each picture, against the first one of the same stretch; columns (T,).

    A point p of that picture is at ``grown`` * R(``turned_deg``) p + (``x_px``, ``y_px``).

    Attributes
    ----------
    turned_deg: + = clockwise, as the picture's content turns when the camera's roll grows.
    stretch: number of the view, counted up where the camera looked at something else.
    """

    turned_deg: FloatArray
    grown: FloatArray
    x_px: FloatArray
    y_px: FloatArray
    stretch: NDArray[np.int64]

    def __post_init__(self) -> None:
        for column in fields(self):
            check("RoomMotion", column.name, getattr(self, column.name), self.turned_deg.shape)


@dataclass(frozen=True, slots=True)
class PoseTrack:
    """The followed person over a whole video: no masks, no pixels.

    Frames without the person hold NaN.

    Attributes
    ----------
    time_s: (T,) strictly increasing.
    image_px: (T, K, 2). world_m: (T, K, 3). visibility: (T, K).
    shanks: what each picture says of them, per side, columns of shape (T,); None = nobody looked, because
        what was done needs none of it.
    upright_px: (N, 4) nearly upright straight edges of the room, x1, y1, x2, y2, of the first frame of
        each stretch. upright_of: (N,) number of the stretch, None = there is one.
    room: how the camera moved, None = not known.
    content_px: (4,) left, top, right, bottom of the recording in the picture, None = it fills it.
    provenance: what made the track, in order, with its arguments.
    """

    skeleton: Skeleton
    width_px: int
    height_px: int
    time_s: FloatArray
    image_px: FloatArray
    world_m: FloatArray
    visibility: FloatArray
    shanks: Mapping[Side, ShankEvidence] | None = None
    upright_px: FloatArray = field(default_factory=lambda: np.empty((0, 4)))
    provenance: tuple[str, ...] = ()
    upright_of: NDArray[np.int64] | None = None
    room: RoomMotion | None = None
    content_px: FloatArray | None = None

    def __post_init__(self) -> None:
        frames, points = len(self.time_s), len(self.skeleton.keypoints)
        check("PoseTrack", "time_s", self.time_s, (frames,))
        check("PoseTrack", "image_px", self.image_px, (frames, points, 2))
        check("PoseTrack", "world_m", self.world_m, (frames, points, 3))
        check("PoseTrack", "visibility", self.visibility, (frames, points))
        for side in SIDES if self.shanks is not None else ():
            check("PoseTrack", f"shanks[{side}]", self.shank(side).landmark_deg, (frames,))
        check("PoseTrack", "upright_px", self.upright_px, (None, 4))
        if self.upright_of is not None:
            check("PoseTrack", "upright_of", self.upright_of, (len(self.upright_px),))
        if self.room is not None:
            check("PoseTrack", "room", self.room.turned_deg, (frames,))
        if self.content_px is not None:
            check("PoseTrack", "content_px", self.content_px, (4,))
        check_increasing("PoseTrack", self.time_s)
        _clean(self)

    def __len__(self) -> int:
        return len(self.time_s)

    @property
    def detected(self) -> NDArray[np.bool_]:
        """(T,) whether the followed person was found: any keypoint of theirs."""
        return np.asarray(np.isfinite(self.image_px[..., 0]).any(axis=1))

    def rows(self, first: int, last: int) -> PoseTrack:
        """Return the frames [first, last), which are of one stretch, with the edges of that stretch."""
        part = slice(first, last)
        number = None if self.room is None else self.room.stretch[first]
        known = self.upright_of is None or number is None
        return replace(
            self,
            time_s=self.time_s[part],
            image_px=self.image_px[part],
            world_m=self.world_m[part],
            visibility=self.visibility[part],
            shanks=None if self.shanks is None else {leg: _rows(self.shanks[leg], part) for leg in SIDES},
            upright_px=self.upright_px if known else self.upright_px[self.upright_of == number],
            upright_of=None,
            room=None if self.room is None else _rows(self.room, part),
        )

    def shank(self, side: Side) -> ShankEvidence:
        """Return what the pictures say of one shank, columns (T,).

        Raises
        ------
        UsageError: nobody looked at the shanks when the person was followed.
        """
        if self.shanks is None:
            raise UsageError(
                "this pose track says nothing of the shanks, because its exercise needs none of it: analyse "
                "the recording again as an exercise on a chair (seated-ir-measure), or as 'auto'"
            )
        return self.shanks[side]

    def point_px(self, keypoint: str) -> FloatArray:
        """(T, 2) of one keypoint in the picture."""
        return self.image_px[:, self.skeleton.index(keypoint)]

    def point_m(self, keypoint: str) -> FloatArray:
        """(T, 3) of one keypoint in world coordinates."""
        return self.world_m[:, self.skeleton.index(keypoint)]


_Columns = TypeVar("_Columns", ShankEvidence, RoomMotion)


def _rows(columns: _Columns, part: slice) -> _Columns:
    return type(columns)(*(getattr(columns, column.name)[part] for column in fields(columns)))
