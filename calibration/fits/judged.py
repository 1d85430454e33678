"""The working legs of seated clips with what the project's sigma says of them, and how far off they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from calibration.fits.legs import Leg, legs_of
from calibration.fits.statistics import Fitted, coverage, covering, refitted
from romtrack import units
from romtrack.kinematics.hip_rotation import hip_rotation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from calibration.fits.clips import Clip
    from romtrack.types import FloatArray

__all__ = ["Judged", "frames_of", "judged_in", "term"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A leg and the frames in which it has a number, (N,) each: its error, sigma, whether the mask tells."""

    leg: Leg
    error_deg: FloatArray
    sigma_deg: FloatArray
    by_mask: NDArray[np.bool_]

    @property
    def body(self) -> str:
        """Whose it is."""
        return self.leg.body

    @property
    def beside_view_deg(self) -> FloatArray:
        """What is in sigma beside what the view leaves unsure in every frame."""
        return np.asarray(np.sqrt(np.maximum(self.sigma_deg**2 - self.leg.reading.sigma_deg**2, 0.0)))


def judged_in(clips: Iterable[Clip]) -> list[Judged]:
    """Return the working legs of the seated clips."""
    return [_judged(leg) for leg in legs_of(clips) if leg.works]


def _judged(leg: Leg) -> Judged:
    signal = hip_rotation(leg.reading)
    error_deg = signal.value - leg.true_deg
    seen = np.isfinite(error_deg)
    return Judged(leg, error_deg[seen], signal.sigma[seen], np.isfinite(leg.reading.mask_deg[seen]))


def frames_of(judged: Sequence[Judged]) -> tuple[FloatArray, FloatArray]:
    """Return errors and sigmas of all legs together, (N,) each."""
    errors, sigmas = ([getattr(one, name) for one in judged] for name in ("error_deg", "sigma_deg"))
    return np.concatenate([*errors, np.empty(0)]), np.concatenate([*sigmas, np.empty(0)])


def term(name: str, today: float, judged: Sequence[Judged], part: Callable[[Judged], FloatArray]) -> Fitted:
    """Return the constant of one term of sigma with which 68 % are covered, all others as they are today.

    part: what the constant is multiplied with in each frame of a leg, (N,); 0 where it plays no part.
    """

    def fit(some: Sequence[Judged]) -> dict[str, float]:
        errors, sigmas = frames_of(some)
        parts = np.concatenate([*(part(one) for one in some), np.empty(0)])
        return {name: covering(errors, sigmas**2 - (today * parts) ** 2, parts)}

    (fitted,) = refitted(judged, fit, {name: today})
    errors, sigmas = frames_of(judged)
    at = np.concatenate([*(part(one) for one in judged), np.empty(0)]) > 0
    if not at.any():
        return fitted
    within = units.rounded_percent(coverage(errors[at], sigmas[at]))
    return fitted._replace(about=f"{units.counted(int(at.sum()), 'frame')}, {within} within one sigma today")
