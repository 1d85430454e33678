"""Two ranges side by side: of two sessions, left against right, and both directions of a hip together."""

from __future__ import annotations

from math import hypot, sqrt
from typing import TYPE_CHECKING, NamedTuple

from romtrack.kinematics.quantities import quantity_of
from romtrack.trends.change import Change, detectable_change_deg, surely_deg
from romtrack.trends.series import course_of, developed, known_sigma_deg, range_deg

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from romtrack.trends.change import Verdict
    from romtrack.trends.series import Development, Series, Trends
    from romtrack.types import Direction, Measured, QuantityName, Side

__all__ = ["Arc", "Comparison", "Difference", "arcs", "compared", "differences"]


class Difference(NamedTuple):
    """How far both hips went in one direction, taken in one session."""

    quantity: QuantityName
    direction: Direction
    left_deg: float
    right_deg: float

    @property
    def detectable_deg(self) -> float:
        """The smallest difference that can be told from chance: two measurements, as for a change."""
        return detectable_change_deg(quantity_of(self.quantity).sem_deg)

    @property
    def farther(self) -> Side | None:
        """The hip that goes farther; None: that cannot be told."""
        difference_deg = self.left_deg - self.right_deg
        if abs(difference_deg) <= self.detectable_deg:
            return None
        return "left" if difference_deg > 0 else "right"


class Comparison(NamedTuple):
    """A hip's range in one direction in two sessions, and what their difference can tell.

    Attributes
    ----------
    change: with what had to be exceeded, by all that was known of the person at the later one. sigma_deg: of
        the difference, as both values say it of themselves; NaN = one does not. is_off: one of them lies off
        the line of the person's sessions.
    """

    since: datetime
    until: datetime
    change: Change
    sigma_deg: float
    is_off: bool

    @property
    def is_unsure(self) -> bool:
        """Whether the two values are too uncertain themselves to tell this difference."""
        return abs(self.change.change_deg) <= surely_deg(self.sigma_deg)

    @property
    def verdict(self) -> Verdict:
        """What the difference says where it exceeds both, what is detectable and its own uncertainty."""
        return "none" if self.is_off or self.is_unsure else self.change.verdict


def compared(trends: Trends, one: Measured, other: Measured) -> Comparison | None:
    """Return what two values of a series tell; ``trends``: of all sessions, ``one`` is the earlier.

    None: one of them is no number.
    """
    values = next(
        (each.values for each in trends.series if one in each.values and other in each.values), None
    )
    standing = trends.at(other)
    if values is None or standing is None:
        return None
    before, now = range_deg(one) or 0.0, range_deg(other) or 0.0
    change = Change(before, now, standing.since_first.detectable_deg)
    sigma_deg = hypot(known_sigma_deg(one), known_sigma_deg(other))
    numbers = {values.index(one) + 1, values.index(other) + 1}
    return Comparison(one.when.at, other.when.at, change, sigma_deg, not standing.off.isdisjoint(numbers))


class Arc(NamedTuple):
    """How far a hip turns in all, from the end of one direction to that of the other."""

    quantity: QuantityName
    side: Side
    development: Development


def differences(trends: Trends) -> list[tuple[Difference, datetime]]:
    """Return left against right in each direction, in the last session that has both, and when it was."""
    found = []
    for left in trends.series:
        for right in trends.series:
            pairs = _together(left.values, right.values) if _are_legs(left, right) else []
            if pairs:
                one, other = pairs[-1]
                _, quantity, _, direction = left.key
                ranges = (range_deg(one) or 0.0, range_deg(other) or 0.0)
                found.append((Difference(quantity, direction, *ranges), one.when.at))
    return found


def arcs(trends: Trends) -> list[Arc]:
    """Return the total arc of each hip that was measured in both directions at once, and what became of it.

    The zero of the angle, and so an error in it, is in neither: what the one direction gains by it, the
    other loses. The two errors that remain add up.
    """
    found = []
    for there in trends.series:
        for back in trends.series:
            if not _are_directions(there, back):
                continue
            pairs = _together(trends.compared(there), trends.compared(back))
            if pairs:
                found.append(Arc(there.key.quantity, there.key.side, _arc(pairs)))
    return found


def _arc(pairs: list[tuple[Measured, Measured]]) -> Development:
    sem_deg = sqrt(2) * quantity_of(pairs[0][0].quantity).sem_deg
    moments = [one.when.at for one, _ in pairs]
    ranges = [(range_deg(one) or 0.0) + (range_deg(other) or 0.0) for one, other in pairs]
    sigmas = [hypot(known_sigma_deg(one), known_sigma_deg(other)) for one, other in pairs]
    return developed(course_of(moments, ranges, sigmas, sem_deg), moments, sem_deg)


def _are_legs(left: Series, right: Series) -> bool:
    return left.key.side == "left" and right.key == left.key._replace(side="right")


def _are_directions(there: Series, back: Series) -> bool:
    first, second = quantity_of(there.key.quantity).ways
    return there.key.direction == first.name and back.key == there.key._replace(direction=second.name)


def _together(one: Sequence[Measured], other: Sequence[Measured]) -> list[tuple[Measured, Measured]]:
    """Return what two series have of the same sessions."""
    others: dict[UUID, Measured] = {each.session_id: each for each in other}
    return [(each, others[each.session_id]) for each in one if each.session_id in others]
