"""Both legs of seated clips: as the project reads them, beside their true rotation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.fits.clips import turns_a_hip
from romtrack.kinematics.hip_rotation import read_shank, shank_habit
from romtrack.kinematics.room import steadied, stretches
from romtrack.kinematics.view import camera_for
from romtrack.measure.reading import during
from romtrack.measure.seated import read_seated
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from calibration.fits.clips import Clip
    from romtrack.kinematics.hip_rotation import ShankHabit, ShankReading
    from romtrack.kinematics.view import View
    from romtrack.measure.reading import QuantityReading
    from romtrack.types import FloatArray, PoseTrack, Side

__all__ = ["Leg", "Seated", "legs_of", "read", "weights"]

_ROTATION: Final = "hip_rot_gravity_{}"  # the truth's column for a side
_LEAST_FRAMES: Final = 20


@dataclass(frozen=True, slots=True)
class Seated:
    """A seated clip as the project reads it; track: with the camera's movement taken out."""

    clip: Clip
    track: PoseTrack
    reading: QuantityReading

    @property
    def body(self) -> str:
        """Who it is."""
        return self.clip.body

    @property
    def hanging(self) -> NDArray[np.bool_]:
        """In which frames both shanks hang still, (T,)."""
        return during(self.track, self.reading.hang)


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg of a clip; track: with the camera's movement taken out."""

    clip: Clip
    track: PoseTrack
    view: View
    habit: ShankHabit
    reading: ShankReading

    @property
    def body(self) -> str:
        """Whose it is."""
        return self.clip.body

    @property
    def true_deg(self) -> FloatArray:
        """Its rotation, (T,)."""
        return self.clip.columns[_ROTATION.format(self.side)]

    @property
    def works(self) -> bool:
        """Whether it is the one that does the test."""
        return self.side == self.clip.truth.side

    @property
    def side(self) -> Side:
        """Which one it is."""
        return self.reading.side


def read(clips: Iterable[Clip]) -> Iterator[Seated]:
    """Read the seated clips that one camera sees without a break."""
    for clip in clips:
        if not turns_a_hip(clip.truth) or len(stretches(clip.track)) > 1:
            continue
        camera = camera_for(clip.track.width_px, clip.track.height_px)
        yield Seated(clip, steadied(clip.track), read_seated(clip.track, camera, clip.truth.side))


def legs_of(clips: Iterable[Clip]) -> list[Leg]:
    """Return both legs of the seated clips, where they are seen for long enough."""
    legs = (_leg(seated, side) for seated in read(clips) for side in SIDES)
    return [leg for leg in legs if np.count_nonzero(leg.reading.ok) >= _LEAST_FRAMES]


def _leg(seated: Seated, side: Side) -> Leg:
    view, track = seated.reading.view, seated.track
    habit = shank_habit(track, side)
    return Leg(seated.clip, track, view, habit, read_shank(track, side, view, habit))


def weights(legs: Sequence[Leg], used: Sequence[FloatArray]) -> FloatArray:
    """Return the weight of each row of ``used``, (T,) a leg, so that all legs count alike; NaN: no row."""
    return np.concatenate(
        [
            np.where(np.isfinite(values) & leg.reading.ok, 1 / max(np.isfinite(values).sum(), 1), np.nan)
            for leg, values in zip(legs, used, strict=True)
        ]
        or [np.empty(0)]
    )
