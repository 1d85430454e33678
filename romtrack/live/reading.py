"""Angles while the frames come in, and the reading of a whole stretch of them at its end.

A single frame is read by the rules of the recording: the view of the camera and what is usual of
each shank are learnt from the frames so far (``learn``). What is stored is never the sum of such
single readings: at the end of a trial the stretch since the hang is read as a file would be.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from romtrack.kinematics.hip_rotation import StandIns, hip_rotation, read_shank, unknown_habit
from romtrack.kinematics.leg import LegHabit, leg_habit, leg_rotation
from romtrack.kinematics.lens import straight_points, straightened
from romtrack.kinematics.view import View, camera_for
from romtrack.measure.seated import read_seated
from romtrack.pose import TrackBuilder
from romtrack.signals.zero_phase import get_ready
from romtrack.types import SIDES, PoseTrack, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from romtrack.exercises import Exercise
    from romtrack.live.look import Look
    from romtrack.measure.reading import QuantityReading
    from romtrack.types import CameraModel, FloatArray, Skeleton

__all__ = ["Angle", "Angles", "LiveReading", "Stretch", "is_live"]

LONGEST_STEP_S = 0.5  # between frames: what happened in a longer one is not known


def is_live(card: Exercise) -> bool:
    """Say whether an exercise can be followed frame by frame: of the quantities, the hip's rotation can."""
    return card.reads in {None, "hip_rotation"}


class Angle(NamedTuple):
    """A hip's rotation now; NaN = not seen."""

    value_deg: float = np.nan
    sigma_deg: float = np.nan


class Angles(Mapping[Side, Angle]):
    """Both hips' rotation in one look, each read when it is first asked for: mostly one never is."""

    def __init__(self, read: Callable[[Side], Angle] = lambda _: Angle()) -> None:
        self._read = cache(read)

    def __getitem__(self, side: Side) -> Angle:
        return self._read(side)

    def __iter__(self) -> Iterator[Side]:
        return iter(SIDES)

    def __len__(self) -> int:
        return len(SIDES)


class Stretch(NamedTuple):
    """A stretch of the session read as a whole; its times count from ``start_s``, and it is straightened."""

    start_s: float
    track: PoseTrack
    reading: QuantityReading


class _Known(NamedTuple):
    view: View
    habits: dict[Side, LegHabit]


class LiveReading:
    """Collects the looks of a session, and reads both hips in each.

    Parameters
    ----------
    folder: whose disk takes what is collected. made_by: the provenance of the track. shanks: whether the
    looks tell of them; else there is nothing to read. profile: of the camera, None = a typical one.
    """

    def __init__(
        self,
        skeleton: Skeleton,
        folder: Path,
        made_by: tuple[str, ...] = (),
        *,
        shanks: bool = True,
        profile: CameraModel | None = None,
    ) -> None:
        get_ready()
        self._made_by, self._profile = made_by, profile
        self._shanks = shanks
        self._builder = TrackBuilder(skeleton, folder, shanks=shanks)
        self._size_px = (0, 0)
        self._known: _Known | None = None
        self.upright_px: FloatArray | None = None

    def __len__(self) -> int:
        return len(self._builder)

    @property
    def roll_deg(self) -> float:
        """The camera's roll as learnt last; NaN = not yet."""
        return np.nan if self._known is None else self._known.view.roll_deg + (self.camera.roll_deg or 0.0)

    @property
    def camera(self) -> CameraModel:
        """The camera of the looks so far."""
        return camera_for(*self._size_px, self._profile)

    def add(self, look: Look) -> Angles:
        """Take the next look; return both hips' rotation in it.

        Raises
        ------
        StorageError: the disk does not take it; to the reading it was never there.
        """
        times_s = self._builder.time_s
        if times_s and look.time_s - times_s[-1] > LONGEST_STEP_S:
            self._builder.add((times_s[-1] + look.time_s) / 2, None, None)
        self._builder.add(look.time_s, look.pose, look.shanks)
        if look.pose is not None:
            self._size_px = (look.width_px, look.height_px)
        if look.pose is None or not self._shanks:
            return Angles()
        row, camera = straightened(self.track(len(self) - 1), self.camera)
        return Angles(partial(_angle, row, camera, self._known))

    def straight(self, look: Look) -> Look:
        """Return the look as an ideal camera would have seen its person."""
        if look.pose is None:
            return look
        image_px = straight_points(look.pose.image_px, self.camera)
        return replace(look, pose=replace(look.pose, image_px=image_px))

    def learn(self, since_s: float) -> None:
        """Learn the view and what is usual of the shanks from the frames since then."""
        stretch = self.read(since_s, "left")
        track, view = stretch.track, stretch.reading.view
        if not track.detected.any():
            return
        self._known = _Known(view, {side: leg_habit(track, side, view) for side in SIDES})

    def read(self, since_s: float, side: Side) -> Stretch:
        """Read the frames since then as a recording of ``side``."""
        first = bisect_left(self._builder.time_s, since_s)
        part = self.track(first)
        start_s = float(part.time_s[0]) if len(part) else since_s
        part, camera = straightened(replace(part, time_s=part.time_s - start_s), self.camera)
        return Stretch(start_s, part, read_seated(part, camera, side))

    def track(self, first: int = 0) -> PoseTrack:
        """Return the frames from ``first`` on."""
        return self._builder.build(*self._size_px, self.upright_px, self._made_by, first)


def _angle(row: PoseTrack, camera: CameraModel, known: _Known | None, side: Side) -> Angle:
    """Return the rotation in a track of one frame; before anything is learnt, by the shank's line alone."""
    if known is None:
        signal = hip_rotation(read_shank(row, side, View(camera), unknown_habit()), StandIns())
    else:
        signal = leg_rotation(row, side, known.view, known.habits[side])
    return Angle(float(signal.value[0]), float(signal.sigma[0]))
