"""One number over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from romtrack.sane import known
from romtrack.types._base import FloatArray, Side, check, check_increasing, set_arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
            check("SignalTrack", name, getattr(self, name), (frames,))
        check_increasing("SignalTrack", self.time_s)
        value = known(self.value)
        set_arrays(self, value=value, sigma=known(self.sigma, 0.0), ok=self.ok & np.isfinite(value))
