"""What other people reach, and what a change has to exceed.

Reference values with the hip at 90 degrees of flexion: Czuppon 2017, n = 430, passive range of
young athletes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from romtrack.measure.change import STARTING_SEM_DEG, detectable_change_deg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from romtrack.types import Direction

__all__ = ["DETECTABLE_DEG", "SCALE_DEG", "SEM_DEG", "Band", "bands_of", "on_scale"]

SEM_DEG: Final = STARTING_SEM_DEG
DETECTABLE_DEG: Final = detectable_change_deg(())  # MDC95
SCALE_DEG: Final = 80.0


@dataclass(frozen=True, slots=True)
class Band:
    """Mean and standard deviation of a group of people, degrees."""

    who: str
    mean_deg: float
    sd_deg: float

    @property
    def left(self) -> float:
        """Where the band begins, in percent of the scale."""
        return on_scale(self.mean_deg - self.sd_deg)

    @property
    def width(self) -> float:
        """How wide it is, in percent of the scale."""
        return on_scale(self.mean_deg + self.sd_deg) - self.left


_BANDS: Final[Mapping[Direction, tuple[Band, ...]]] = {
    "internal": (Band("men", 26.9, 9.8), Band("women", 34.7, 10.7)),
    "external": (Band("men", 44.7, 10.9), Band("women", 49.7, 10.4)),
}


def bands_of(direction: Direction) -> tuple[Band, ...]:
    """Return the reference bands of one direction."""
    return _BANDS[direction]


def on_scale(value_deg: float) -> float:
    """Return the place of a magnitude on a scale from 0 to 80 degrees, percent; its ends hold the rest."""
    return round(100 * min(max(value_deg / SCALE_DEG, 0.0), 1.0), 2)
