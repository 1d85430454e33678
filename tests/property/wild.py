"""Poses, masks, tracks and signals as a pose model, a file or a camera might give them at its worst.

A value begins as something believable (a person who sits, stands, lies or is all in one point; a leg that
turns) and is then spoilt here and there. So most of a run goes deep into the code and not only to its
first refusal.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Self

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from romtrack.pose import BLAZEPOSE
from romtrack.types import SIDES, Frame, Partial, Pose, PoseTrack, Rep, RoomMotion, ShankEvidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike

    from romtrack.types import FloatArray, Measurement, SetRecord, SignalTrack

_FEW = 100
SIZES = ((640, 480), (270, 480), (64, 64), (3, 2), (1, 1))
_SPECIAL = (np.nan, np.inf, -np.inf, 1e30, -1e30, 1e-30, 0.0, -1.0, 0.5, 320.0, -700.0, 5e3, 1e6, 3e38)
numbers = st.one_of(st.sampled_from(_SPECIAL), st.floats(width=32))
_FIELDS = tuple(field.name for field in fields(ShankEvidence))


def share(part: float) -> settings:
    """Return settings for this part of the profile's examples.

    In the suite they are few, and the same each time; ``--hypothesis-profile campaign`` looks for new ones.
    """
    examples = settings().max_examples
    return settings(
        max_examples=max(round(part * examples), 1),
        derandomize=examples <= _FEW,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )


# Shares of the picture's size: x of the person's left side (the right one is its mirror image), y.
_BODIES: dict[str, dict[str, tuple[float, float]]] = {
    "seated": {"shoulder": (0.58, 0.3), "wrist": (0.57, 0.5), "hip": (0.55, 0.52), "knee": (0.58, 0.58),
               "ankle": (0.58, 0.82)},
    "standing": {"shoulder": (0.57, 0.2), "wrist": (0.6, 0.45), "hip": (0.54, 0.45), "knee": (0.54, 0.65),
                 "ankle": (0.54, 0.9)},
    "all_fours": {"shoulder": (0.55, 0.5), "wrist": (0.55, 0.8), "hip": (0.6, 0.5), "knee": (0.6, 0.8),
                  "ankle": (0.8, 0.8)},
    "floor": {"shoulder": (0.58, 0.45), "wrist": (0.6, 0.6), "hip": (0.54, 0.65), "knee": (0.7, 0.68),
              "ankle": (0.62, 0.75)},
    "point": {},
}  # fmt: skip


def body_px(kind: str, size_px: tuple[int, int]) -> FloatArray:
    """Return (K, 2): somebody in this position; what the position does not name is at the head."""
    shares = np.tile((0.5, 0.1), (len(BLAZEPOSE.keypoints), 1))
    for joint, (x, y) in _BODIES[kind].items():
        for side, at in (("left", x), ("right", 1 - x if kind != "all_fours" else x - 0.08)):
            shares[BLAZEPOSE.index(f"{side}_{joint}")] = at, y
    return np.asarray(shares * np.array(size_px))


_WORLD = np.zeros((len(BLAZEPOSE.keypoints), 3))
_WORLD[BLAZEPOSE.index("left_hip")], _WORLD[BLAZEPOSE.index("right_hip")] = (0.1, 0, 0), (-0.1, 0, 0)


@st.composite
def masks(draw: st.DrawFn, size_px: tuple[int, int], points: FloatArray) -> FloatArray | None:
    """Draw a mask: none, all of one number, stripes, noise, or legs that are there."""
    width, height = size_px
    kind = draw(st.sampled_from(("legs", "none", "full", "stripes", "noise", "holes")))
    if kind == "none":
        return None
    if kind == "full":
        return np.full((height, width), draw(numbers), np.float32)
    if kind == "stripes":
        return np.tile((np.arange(width) // 7 % 2).astype(np.float32), (height, 1))
    rng = np.random.default_rng(draw(st.integers(0, 9)))
    if kind == "noise":
        return rng.random((height, width), np.float32)
    mask = np.zeros((height, width), np.float32)
    for side in SIDES:
        knee, ankle = (points[BLAZEPOSE.index(f"{side}_{joint}")] for joint in ("knee", "ankle"))
        if np.isfinite([knee, ankle]).all() and np.abs([knee, ankle]).max() < 2e3:
            x, top, bottom = int(knee[0]), int(min(knee[1], ankle[1])), int(max(knee[1], ankle[1]))
            mask[max(top, 0) : max(bottom, 0), max(x - width // 30, 0) : max(x + width // 30, 0)] = 1
    if kind == "holes":
        mask[rng.random(mask.shape) < 0.3] = draw(numbers)
    return mask


_spoilt = st.lists(
    st.tuples(st.integers(0, len(BLAZEPOSE.keypoints) - 1), numbers, numbers, numbers), max_size=4
)
_joints = tuple(BLAZEPOSE.index(f"{s}_{j}") for s in SIDES for j in ("shoulder", "hip", "knee", "ankle"))
_spoilt_joints = st.lists(st.tuples(st.sampled_from(_joints), numbers, numbers, numbers), max_size=4)


@st.composite
def landmarks(draw: st.DrawFn, size_px: tuple[int, int]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Draw points in the picture, points in the world and visibilities of one person."""
    points, world = body_px(draw(st.sampled_from(sorted(_BODIES))), size_px), _WORLD.copy()
    visibility = np.full(len(points), draw(st.sampled_from((1.0, 0.9, 0.3, 0.0, np.nan, 2.0))))
    if draw(st.integers(0, 9)) == 0:  # one visible point
        points[1:], visibility[1:] = np.nan, 0.0
    for at, x, y, seen in (*draw(_spoilt), *draw(_spoilt_joints)):
        points[at], visibility[at] = (x, y), seen
    for at, x, y, z in draw(_spoilt):
        world[at] = x, y, z
    dtype = draw(st.sampled_from((np.float32, np.float64)))
    return points.astype(dtype), world.astype(dtype), visibility.astype(dtype)


sizes = st.sampled_from(SIZES)


@st.composite
def poses(draw: st.DrawFn, size_px: tuple[int, int] | None = None, time_s: float = 0.0) -> Pose:
    """Draw one pose with a mask, or without."""
    size = draw(sizes) if size_px is None else size_px
    points, world, visibility = draw(landmarks(size))
    return Pose(time_s, *size, points, world, visibility, draw(masks(size, points)))


@st.composite
def frames(draw: st.DrawFn, size_px: tuple[int, int], time_s: float = 0.0) -> Frame:
    """Draw a picture: of one colour, noise, or upright bars."""
    width, height = size_px
    image = np.full((height, width, 3), draw(st.sampled_from((0, 128, 255))), np.uint8)
    kind = draw(st.sampled_from(("plain", "noise", "bars")))
    if kind == "noise":
        image = np.random.default_rng(1).integers(0, 255, image.shape, dtype=np.uint8)
    elif kind == "bars":
        image[:, ::9] = 30
    return Frame(time_s, image)


@st.composite
def times(draw: st.DrawFn, count: int) -> FloatArray:
    """Draw strictly increasing times: even, tiny, huge, or of every kind of step."""
    each = st.sampled_from((0.04, 0.04, 0.08, 0.08, 1 / 3, 1e-6, 5.0, 1e6))
    steps = draw(st.lists(each, min_size=1, max_size=5))
    start_s = draw(st.sampled_from((0.0, 0.0, 1000.0)))
    return np.asarray(start_s + np.cumsum(np.resize(steps, count)))


def _turned(points: FloatArray, count: int, turn_deg: float) -> FloatArray:
    """Return (T, K, 2): after a hang the shank of the left leg turns to and fro, the rest is still."""
    every = np.tile(points, (count, 1, 1))
    going = np.maximum(np.arange(count) - 0.4 * count, 0)
    knee, ankle = (BLAZEPOSE.index(f"left_{joint}") for joint in ("knee", "ankle"))
    angle = np.radians(turn_deg) * np.clip(1.5 * np.sin(2 * np.pi * going / 50), 0, 1)
    length = np.hypot(*(points[ankle] - points[knee]))
    every[:, ankle] = points[knee] + length * np.column_stack((np.sin(angle), np.cos(angle)))
    return every


def _evidence(image_px: FloatArray) -> dict[str, dict[str, FloatArray]]:
    """Return columns that fit the landmarks, for either side."""
    found: dict[str, dict[str, FloatArray]] = {}
    for side in SIDES:
        knee, ankle = (image_px[:, BLAZEPOSE.index(f"{side}_{joint}")] for joint in ("knee", "ankle"))
        tilt_deg, length = np.degrees(np.arctan2(*(ankle - knee).T)), np.hypot(*(ankle - knee).T)
        x, y = ((knee + ankle) / 2).T
        shares = {"upper_px": 0.4, "lower_px": 0.25, "margin_px": 0.5, "length_px": 1.0}
        whole = {"coverage": 1.0, "edge_contrast": 30.0, "brightness": 90.0, "uneven": 0.03}
        found[side] = {
            **{f"{name}_deg": tilt_deg.copy() for name in ("landmark", "mask", "shaft", "outer")},
            "mask_x_px": x.copy(),
            "mask_y_px": y.copy(),
            **{name: part * length for name, part in shares.items()},
            **{name: np.full(len(length), value) for name, value in whole.items()},
        }
    return found


@st.composite
def tracks(draw: st.DrawFn, most: int = 120) -> PoseTrack:
    """Draw a track of nothing, of few frames, or of some seconds with a turning leg."""
    count = draw(st.sampled_from((0, 1, 2, 3, most // 2, most)))
    size, time_s = draw(sizes), draw(times(count))
    points = body_px(draw(st.sampled_from(sorted(_BODIES))), size)
    image = _turned(points, count, draw(st.sampled_from((0.0, 20.0, 35.0, 120.0))))
    columns = _evidence(image)
    world, visibility = np.tile(_WORLD, (count, 1, 1)), np.ones(image.shape[:2])
    for start, at, x, y, seen in draw(st.lists(_holes(count, len(points)), max_size=4)):
        image[start, at], visibility[start, at], world[start, at] = (x, y), seen, x
    for side, name, start, value in draw(st.lists(_marks(count), max_size=6)):
        columns[side][name][start] = value
    for rows in draw(st.lists(_stretches(count), max_size=2)):
        image[rows], world[rows], visibility[rows] = np.nan, np.nan, np.nan
    upright = np.array(draw(st.lists(st.tuples(*[numbers] * 4), max_size=3)), dtype=float).reshape(-1, 4)
    bars = np.array([(x, 10.0, x + 1.0, 300.0) for x in (20.0, 60.0, 600.0)])
    return PoseTrack(
        BLAZEPOSE,
        *size,
        time_s,
        image,
        world,
        visibility,
        {side: ShankEvidence(**columns[side]) for side in SIDES},
        np.vstack((bars, upright)) if draw(st.booleans()) else upright,
        room=draw(st.one_of(st.none(), _rooms(count))),
    )


@st.composite
def _rooms(draw: st.DrawFn, count: int) -> RoomMotion:
    """Draw a camera that is knocked at some time, or put elsewhere."""
    after = np.arange(count) >= draw(st.integers(0, max(count, 1)))
    turn_deg, grown, x_px = draw(st.tuples(st.floats(-20, 20), st.floats(0.5, 2), st.floats(-500, 500)))
    elsewhere = after.astype(np.int64) * draw(st.integers(0, 1))
    return RoomMotion(turn_deg * after, np.where(after, grown, 1.0), x_px * after, x_px * after, elsewhere)


def _stretches(count: int) -> st.SearchStrategy[slice]:
    ends = st.integers(0, count)
    return st.one_of(st.just(slice(None)), st.builds(slice, ends, ends))


def _holes(count: int, points: int) -> st.SearchStrategy[tuple[slice, int, float, float, float]]:
    at = st.one_of(st.sampled_from(_joints), st.integers(0, points - 1))
    return st.tuples(_stretches(count), at, numbers, numbers, numbers)


def _marks(count: int) -> st.SearchStrategy[tuple[str, str, slice, float]]:
    return st.tuples(st.sampled_from(SIDES), st.sampled_from(_FIELDS), _stretches(count), numbers)


@st.composite
def samples(draw: st.DrawFn, most: int = 80) -> list[tuple[float, float]]:
    """Draw times and values of one signal, not cleaned by anybody: constant, turning, wild."""
    count = draw(st.sampled_from((0, 1, 2, most)))
    height = draw(st.sampled_from((0.0, 0.4, 40.0)))
    values = height * np.maximum(np.sin(np.arange(count) / 4), 0)
    for start, value in draw(st.lists(st.tuples(_stretches(count), numbers), max_size=3)):
        values[start] = value
    time_s = draw(times(count))
    if count and draw(st.booleans()):
        time_s[count // 2 :] = time_s[count // 2]  # a clock that stands still
    return list(zip(time_s.tolist(), values.tolist(), strict=True))


def checked(found: ArrayLike) -> FloatArray:
    """Return what a function returned, which is numbers or missing and nothing else."""
    values = np.asarray(found, dtype=float)
    assert not np.isinf(values).any()
    return values


def sound(signal: SignalTrack, track: PoseTrack) -> None:
    """Check that a signal has numbers only where there is somebody."""
    assert not np.isinf(signal.value).any()
    assert not np.isinf(signal.sigma).any()
    assert np.isfinite(signal.value[signal.ok]).all()
    assert np.isnan(signal.value[~track.detected]).all()


def sound_measurement(measured: Measurement) -> None:
    if measured.value_deg is None:
        assert measured.warnings
        return
    assert measured.sigma_deg is not None
    assert np.isfinite([measured.value_deg, measured.sigma_deg]).all()
    assert sum(trial.accepted for trial in measured.trials) >= 2
    assert abs(measured.value_deg) <= 180


def sound_sets(sets: Iterable[SetRecord]) -> None:
    for done in sets:
        moves: list[Rep | Partial] = [*done.reps, *done.partials]
        for event in moves:
            assert event.range_value >= 0
            assert np.isfinite([event.rest_value, event.peak_value, event.range_value]).all()
            assert event.start_s <= event.end_s


class Scripted:
    """An estimator, and a finder, that say what they were told to, and then nothing."""

    skeleton = BLAZEPOSE

    def __init__(self, said: list[Pose | None]) -> None:
        self.said = said
        self.at = 0

    def detect(self, frame: Frame) -> Pose | None:
        pose = self.said[self.at % len(self.said)]
        self.at += 1
        return None if pose is None else replace(pose, time_s=frame.time_s)

    def find(self, _frame: Frame) -> tuple[Pose, ...]:
        return tuple(pose for pose in self.said[:2] if pose is not None)

    def close(self) -> None:
        """Nothing to close."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""
