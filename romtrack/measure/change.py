"""What a change between sessions means: less than the detectable change is no change that can be told.

MDC95 = 1.96 * sqrt(2) * SEM. The standard error of measurement starts at 2.0 degrees, in the
middle of what is published for seated rotation read by one rater (1.9-3.6: smartphone clinometer;
an inclinometer's MDC of 5.4 is a SEM of 1.9: Krause et al.), and is replaced by the person's own
once five sessions exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from itertools import count as count_from
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["STARTING_SEM_DEG", "Change", "changes", "detectable_change_deg"]

STARTING_SEM_DEG = 2.0
SESSIONS_FOR_OWN_SEM = 5


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of a session's range to the one before, and what had to be exceeded.

    Attributes
    ----------
    change_deg: + = more range, for either direction.
    detectable_deg: the smallest difference that this instrument can tell from chance.
    """

    change_deg: float
    detectable_deg: float

    @property
    def is_real(self) -> bool:
        """Whether it exceeds the detectable change."""
        return abs(self.change_deg) > self.detectable_deg


def detectable_change_deg(ranges_deg: Sequence[float]) -> float:
    """Return the MDC95 from a person's ranges of one leg and direction, in the order of time."""
    return _mdc95_deg(len(ranges_deg), sum(_squares(ranges_deg)))


def _mdc95_deg(count: int, squares: float) -> float:
    """Return the MDC95 of ``count`` sessions whose differences, squared, come to ``squares``.

    The SEM is taken from differences of neighbouring sessions, which a trend hardly enters.
    """
    own = count >= SESSIONS_FOR_OWN_SEM
    return 1.96 * sqrt(2) * (sqrt(squares / (count - 1) / 2) if own else STARTING_SEM_DEG)


def _squares(ranges_deg: Sequence[float]) -> Iterator[float]:
    return ((later - earlier) ** 2 for earlier, later in pairwise(ranges_deg))


def changes(ranges_deg: Sequence[float]) -> tuple[Change | None, ...]:
    """Return each session's change to the one before (None for the first).

    Only sessions up to and including each one decide what it could tell.
    """
    so_far = accumulate(_squares(ranges_deg))
    found = [
        Change(later - earlier, _mdc95_deg(count, squares))
        for count, (earlier, later), squares in zip(count_from(2), pairwise(ranges_deg), so_far, strict=False)
    ]
    return (*(None for _ in ranges_deg[:1]), *found)
