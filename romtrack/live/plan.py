"""What is to be done in a live session."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Self, cast

from romtrack.types import SIDES, Direction, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Whose session it is, and what is to be done.

    exercise: an id of the catalog. sides: the legs in their order. directions: of a measurement. sweep: both
    of them at once, outward and then inward. practice: only the first turn, once; nothing of it is kept.
    sets, reps, rest_s: the dose of an exercise, for each side.
    """

    person: str = "me"
    exercise: str = "seated-ir-measure"
    sides: tuple[Side, ...] = SIDES
    directions: tuple[Direction, ...] = ("internal",)
    sweep: bool = False
    practice: bool = False
    sets: int = 2
    reps: int = 12
    rest_s: float = 45.0

    def plain(self) -> dict[str, str | float | bool]:
        """Return the plan in values that a database keeps; a practice is none that it keeps."""
        plain = asdict(self) | {"sides": ",".join(self.sides), "directions": ",".join(self.directions)}
        del plain["practice"]
        return plain

    @classmethod
    def of(cls, plain: Mapping[str, str | float | bool]) -> Self:
        """Return the plan that ``plain`` was made from."""
        sides = tuple(cast("Side", side) for side in str(plain["sides"]).split(","))
        directions = tuple(cast("Direction", one) for one in str(plain["directions"]).split(","))
        return cls(
            person=str(plain["person"]),
            exercise=str(plain["exercise"]),
            sides=sides,
            directions=directions,
            sweep=bool(plain.get("sweep")),  # of a session that an earlier romtrack began there is none
            sets=int(plain["sets"]),
            reps=int(plain["reps"]),
            rest_s=float(plain["rest_s"]),
        )
