"""The working legs of seated clips with what the project's sigma says of them, and how far off they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from calibration.fits.legs import Leg, legs_of
from calibration.fits.statistics import positive_roots
from romtrack.kinematics.hip_rotation import hip_rotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from calibration.fits.clips import Clip
    from romtrack.types import FloatArray

__all__ = ["Frames", "Judged", "frames_of", "judged_in", "roots"]


class Frames(NamedTuple):
    """Frames of legs, (N,) each: error of the rotation, its sigma, the view's, whether the mask tells."""

    error_deg: FloatArray
    sigma_deg: FloatArray
    view_sigma_deg: FloatArray
    by_mask: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Judged:
    """A leg and its frames."""

    leg: Leg
    frames: Frames

    @property
    def body(self) -> str:
        """Whose it is."""
        return self.leg.body

    @property
    def mean_square(self) -> float:
        """Of the errors where the mask tells; NaN where it never does."""
        squares = self.frames.error_deg[self.frames.by_mask] ** 2
        return float(squares.mean()) if len(squares) else np.nan


def judged_in(clips: Iterable[Clip]) -> list[Judged]:
    """Return the working legs of the seated clips."""
    return [Judged(leg, _frames(leg)) for leg in legs_of(clips) if leg.works]


def _frames(leg: Leg) -> Frames:
    signal = hip_rotation(leg.reading)
    error_deg = signal.value - leg.true_deg
    seen = np.isfinite(error_deg)
    return Frames(
        error_deg[seen],
        signal.sigma[seen],
        np.full(seen.sum(), leg.reading.sigma_deg),
        np.isfinite(leg.reading.mask_deg[seen]),
    )


def frames_of(judged: Sequence[Judged]) -> Frames:
    """Return the frames of all legs together."""
    empty = Frames(np.empty(0), np.empty(0), np.empty(0), np.empty(0, dtype=bool))
    columns = zip(empty, *(one.frames for one in judged), strict=True)
    return Frames(*(np.concatenate(column) for column in columns))


def roots(names: Iterable[str], parts: Iterable[FloatArray], left: FloatArray) -> dict[str, float]:
    """Return what each of ``parts`` (N,) must be multiplied with to give the squared errors ``left`` (N,)."""
    return dict(zip(names, positive_roots([part**2 for part in parts], left), strict=True))
