"""The value types that the rooms of the package hand to each other.

All are frozen, hold NumPy arrays where there are many numbers, and check their shapes when
they are made. NaN means missing, and what no camera can see (infinite, far outside the picture, a
share above 1) becomes missing when a value is made. Units stand in the names: ``_s`` seconds, ``_px``
pixels of the upright picture with square pixels (x right, y down), ``_m`` metres, ``_deg`` degrees.
Intervals are half-open, ``[start, end)``. Left and right are the person's own. Hip rotation is
positive when internal (the foot moves away from the midline), for either leg.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from romtrack.errors import ShapeError
from romtrack.sane import FARTHEST, anywhere, known, known_points

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

__all__ = [
    "SIDES",
    "CameraModel",
    "Direction",
    "Fault",
    "FloatArray",
    "Frame",
    "Hold",
    "Image",
    "Measurement",
    "Notice",
    "Partial",
    "Pose",
    "PoseTrack",
    "Quality",
    "Reference",
    "Rep",
    "RoomMotion",
    "Session",
    "SetRecord",
    "ShankEvidence",
    "Side",
    "SignalTrack",
    "Skeleton",
    "Trial",
    "VideoInfo",
    "opposite",
]

Side = Literal["left", "right"]
Direction = Literal["internal", "external"]
Reference = Literal["gravity", "neutral"]
FloatArray = NDArray[np.floating]
Image = NDArray[np.uint8]
SIDES: tuple[Side, Side] = ("left", "right")


def opposite(side: Side) -> Side:
    """Return the other side."""
    return "right" if side == "left" else "left"


def _check(owner: str, name: str, array: NDArray[np.generic], expected: tuple[int | None, ...]) -> None:
    """Raise ShapeError unless ``array.shape`` fits ``expected`` (None fits any length)."""
    fits = array.shape == expected or (
        array.ndim == len(expected)
        and all(want is None or have == want for have, want in zip(array.shape, expected, strict=True))
    )
    if not fits:
        wanted = tuple("any" if want is None else want for want in expected)
        message = f"{owner}.{name} must have shape {wanted}, but has {array.shape}"
        raise ShapeError(message)


def _replace(owner: object, **arrays: NDArray[np.generic]) -> None:
    """Set arrays of a value that is being made: what is wild in them has become missing."""
    for name, array in arrays.items():
        object.__setattr__(owner, name, array)


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
    _replace(found, image_px=image_px, world_m=world_m, visibility=visibility)


@dataclass(frozen=True, slots=True)
class Frame:
    """One upright picture with square pixels; lives only while it is processed.

    Attributes
    ----------
    time_s: presentation time, seconds from the first frame of the video.
    image: (H, W, 3) RGB, uint8.
    """

    time_s: float
    image: Image

    def __post_init__(self) -> None:
        _check("Frame", "image", self.image, (None, None, 3))


@dataclass(frozen=True, slots=True)
class CameraModel:
    """A pinhole camera in pixels.

    Attributes
    ----------
    roll_deg: rotation about the optical axis, + = the picture's content turns clockwise;
        None = not known.
    source: ``assumed`` (a typical field of view) or ``profile`` (calibrated).
    """

    width_px: int
    height_px: int
    fx_px: float
    fy_px: float
    cx_px: float
    cy_px: float
    distortion: tuple[float, ...] = ()
    roll_deg: float | None = None
    source: Literal["assumed", "profile"] = "assumed"


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
        _check("Pose", "image_px", self.image_px, (count, 2))
        _check("Pose", "world_m", self.world_m, (count, 3))
        _check("Pose", "visibility", self.visibility, (count,))
        if self.mask is not None:
            _check("Pose", "mask", self.mask, (self.height_px, self.width_px))
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
        _check("ShankEvidence", "columns", columns, (len(fields(cls)), None))
        return cls(*columns)

    def __post_init__(self) -> None:
        shape = self.landmark_deg.shape
        for column in fields(self):
            _check("ShankEvidence", column.name, getattr(self, column.name), shape)
        for column in fields(self):
            low = -FARTHEST if column.name in _SIGNED else 0.0
            _replace(self, **{column.name: known(getattr(self, column.name), low)})


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
            _check("RoomMotion", column.name, getattr(self, column.name), self.turned_deg.shape)


@dataclass(frozen=True, slots=True)
class PoseTrack:
    """The followed person over a whole video: no masks, no pixels.

    Frames without the person hold NaN.

    Attributes
    ----------
    time_s: (T,) strictly increasing.
    image_px: (T, K, 2). world_m: (T, K, 3). visibility: (T, K).
    evidence: per side, columns of shape (T,).
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
    evidence: Mapping[Side, ShankEvidence]
    upright_px: FloatArray = field(default_factory=lambda: np.empty((0, 4)))
    provenance: tuple[str, ...] = ()
    upright_of: NDArray[np.int64] | None = None
    room: RoomMotion | None = None
    content_px: FloatArray | None = None

    def __post_init__(self) -> None:
        frames, points = len(self.time_s), len(self.skeleton.keypoints)
        _check("PoseTrack", "time_s", self.time_s, (frames,))
        _check("PoseTrack", "image_px", self.image_px, (frames, points, 2))
        _check("PoseTrack", "world_m", self.world_m, (frames, points, 3))
        _check("PoseTrack", "visibility", self.visibility, (frames, points))
        for side in SIDES:
            _check("PoseTrack", f"evidence[{side}]", self.evidence[side].landmark_deg, (frames,))
        _check("PoseTrack", "upright_px", self.upright_px, (None, 4))
        if self.upright_of is not None:
            _check("PoseTrack", "upright_of", self.upright_of, (len(self.upright_px),))
        if self.room is not None:
            _check("PoseTrack", "room", self.room.turned_deg, (frames,))
        if self.content_px is not None:
            _check("PoseTrack", "content_px", self.content_px, (4,))
        _check_increasing("PoseTrack", self.time_s)
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
            evidence={side: _rows(self.evidence[side], part) for side in SIDES},
            upright_px=self.upright_px if known else self.upright_px[self.upright_of == number],
            upright_of=None,
            room=None if self.room is None else _rows(self.room, part),
        )

    def point_px(self, keypoint: str) -> FloatArray:
        """(T, 2) of one keypoint in the picture."""
        return self.image_px[:, self.skeleton.index(keypoint)]

    def point_m(self, keypoint: str) -> FloatArray:
        """(T, 3) of one keypoint in world coordinates."""
        return self.world_m[:, self.skeleton.index(keypoint)]


_Columns = TypeVar("_Columns", ShankEvidence, RoomMotion)


def _rows(columns: _Columns, part: slice) -> _Columns:
    return type(columns)(*(getattr(columns, column.name)[part] for column in fields(columns)))


@dataclass(frozen=True, slots=True)
class SignalTrack:
    """One number over time, with its standard uncertainty.

    Attributes
    ----------
    time_s, value, sigma: (T,); value NaN where missing. ok: (T,) known and fit to be used.
    unit: ``deg``, or the length that scales it: ``torso``, ``shank``.
    """

    name: str
    side: Side
    unit: str
    time_s: FloatArray
    value: FloatArray
    sigma: FloatArray
    ok: NDArray[np.bool_]
    provenance: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        frames = len(self.time_s)
        for name in ("time_s", "value", "sigma", "ok"):
            _check("SignalTrack", name, getattr(self, name), (frames,))
        _check_increasing("SignalTrack", self.time_s)
        value = known(self.value)
        _replace(self, value=value, sigma=known(self.sigma, 0.0), ok=self.ok & np.isfinite(value))


def _check_increasing(owner: str, time_s: FloatArray) -> None:
    if not (np.all(np.isfinite(time_s)) and np.all(np.diff(time_s) > 0)):
        message = f"{owner}.time_s must be finite and strictly increasing"
        raise ShapeError(message)


@dataclass(frozen=True, slots=True)
class Trial:
    """One turn to the end of the range and back; refused ones keep their reasons."""

    side: Side
    direction: Direction
    start_s: float
    peak_s: float
    end_s: float
    peak_deg: float
    accepted: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning with a stable id and one sentence of advice."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """The range of one hip in one direction.

    Attributes
    ----------
    value_deg: mean of the accepted trials, signed (external is negative); None = refused,
        and ``warnings`` says why.
    sd_deg: standard deviation of the accepted trials.
    sigma_deg: standard uncertainty of the value: trial spread and instrument together.
    reference: against gravity, or relative to the neutral hang.
    offset_deg: where the relaxed shank hung (None = not known).
    """

    side: Side
    direction: Direction
    value_deg: float | None
    sd_deg: float | None
    sigma_deg: float | None
    reference: Reference
    offset_deg: float | None
    trials: tuple[Trial, ...]
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a video could be read: shares of its frames, 0..1, and what to do about it."""

    detected: float
    usable: float
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What a video file turned out to hold, counted from its decoded frames."""

    name: str
    sha256: str
    width_px: int
    height_px: int
    duration_s: float
    frames: int
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Rep:
    """One repetition, there and back, of the signal that the exercise counts.

    Attributes
    ----------
    rest_value, peak_value, range_value: in ``unit``; range = |peak - rest|.
    peak_speed: largest rate of change on the way out, ``unit`` per second.
    faults: names of the form faults that touch it.
    """

    side: Side
    signal: str
    unit: str
    start_s: float
    peak_s: float
    end_s: float
    rest_value: float
    peak_value: float
    range_value: float
    peak_speed: float
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partial:
    """A movement that is no repetition, and why; listed, never counted."""

    side: Side
    signal: str
    unit: str
    start_s: float
    peak_s: float
    end_s: float
    rest_value: float
    peak_value: float
    range_value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A position that was held; ``median_value`` in the unit of the exercise's signal."""

    side: Side
    start_s: float
    end_s: float
    median_value: float


@dataclass(frozen=True, slots=True)
class Fault:
    """A form fault while it lasted; ``worst_value`` in the unit of its signal."""

    name: str
    side: Side
    start_s: float
    end_s: float
    worst_value: float


@dataclass(frozen=True, slots=True)
class SetRecord:
    """One set: what was done between two rests."""

    start_s: float
    end_s: float
    reps: tuple[Rep, ...] = ()
    partials: tuple[Partial, ...] = ()
    holds: tuple[Hold, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """One analysed recording: who did what, when, and how well it could be seen.

    Attributes
    ----------
    side: the leg; ``both`` where an exercise alternates; None = no leg could be chosen.
    started_at: with its zone. video: the recording (None for a live session).
    tracks_file: name of the file that keeps the pose and signal tracks, None = not kept.
    """

    id: UUID
    person: str
    exercise: str
    side: Side | Literal["both"] | None
    started_at: datetime
    video: VideoInfo | None
    sets: tuple[SetRecord, ...]
    measurements: tuple[Measurement, ...]
    quality: Quality
    settings: Mapping[str, str | float | bool] = field(default_factory=dict)
    romtrack_version: str = ""
    tracks_file: str | None = None

    def __post_init__(self) -> None:
        if self.started_at.tzinfo is None:
            raise ShapeError("Session.started_at must have a time zone")
