"""A hip and a direction, to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from romtrack.app.words import hip_title
from romtrack.kinematics.quantities import QUANTITIES, quantity_of
from romtrack.types import SIDES

if TYPE_CHECKING:
    from romtrack.types import Direction, QuantityName, Side

__all__ = ["HipWay", "all_ways"]


class HipWay(NamedTuple):
    """What of a hip is meant."""

    quantity: QuantityName
    side: Side
    direction: Direction

    @property
    def name(self) -> str:
        """The hip and the direction, as everywhere."""
        return hip_title(self.side, self.direction)

    @property
    def sign(self) -> int:
        """That of values in this direction."""
        return quantity_of(self.quantity).way(self.direction).sign


def all_ways() -> list[HipWay]:
    """Return every direction of every quantity, left and right."""
    return [
        HipWay(one.name, side, way.name) for one in QUANTITIES.values() for way in one.ways for side in SIDES
    ]
