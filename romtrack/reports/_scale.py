"""A measured range beside what other people reach, on a scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.language import gettext

if TYPE_CHECKING:
    from romtrack.kinematics.quantities import ReferenceBand

__all__ = ["Band", "on_scale"]

_SCALE_DEG: Final = 80.0


@dataclass(frozen=True, slots=True)
class Band:
    """Where a group of people lies. left, width: percent of the scale."""

    of: ReferenceBand

    @property
    def text(self) -> str:
        """The group with its mean and standard deviation."""
        mean, sd = (units.amount(value, "deg") for value in (self.of.mean_deg, self.of.sd_deg))
        return f"{gettext(self.of.who)} {mean} ± {sd}"

    @property
    def left(self) -> float:
        """Where the band begins, in percent of the scale."""
        return on_scale(self.of.mean_deg - self.of.sd_deg)

    @property
    def width(self) -> float:
        """How wide it is, in percent of the scale."""
        return on_scale(self.of.mean_deg + self.of.sd_deg) - self.left


def on_scale(value_deg: float) -> float:
    """Return the place of a range on a scale from 0 to 80 degrees, percent; its ends hold the rest."""
    return round(100 * min(max(value_deg / _SCALE_DEG, 0.0), 1.0), 2)
