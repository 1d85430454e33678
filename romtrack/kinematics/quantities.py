"""What can be measured of a hip: its unit, its two ways with their words, what others reach, and its error.

Values are signed: + = the first way of the quantity, for either leg.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from romtrack.language import N_, gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from romtrack.kinematics.positions import Position
    from romtrack.types import Direction, QuantityName, Side

__all__ = [
    "QUANTITIES",
    "Quantity",
    "ReferenceBand",
    "Way",
    "hip_name",
    "is_way",
    "quantity_of",
    "quantity_shown",
]


@dataclass(frozen=True, slots=True)
class Way:
    """One of the two ways in which a quantity goes.

    Attributes
    ----------
    name: in tables. sign: of its values. asked: what the moving leg does, spoken: "Turn your left foot …".
    adverb: in a word, for titles. title: in full.
    """

    name: Direction
    sign: int
    asked: str
    adverb: str
    title: str


@dataclass(frozen=True, slots=True)
class ReferenceBand:
    """Mean and standard deviation of a group of people, degrees, both without sign.

    Attributes
    ----------
    source: author and year, number of people. method: how it was taken. caveat: what not to conclude.
    """

    who: str
    mean_deg: float
    sd_deg: float
    source: str
    method: str
    caveat: str = ""

    @property
    def span_deg(self) -> tuple[float, float]:
        """From where to where two thirds lie: one standard deviation to either side."""
        return self.mean_deg - self.sd_deg, self.mean_deg + self.sd_deg


@dataclass(frozen=True, slots=True)
class Quantity:
    """A named quantity.

    Attributes
    ----------
    name: also of the signal that shows it. title, noun: for headings and within sentences.
    position: the body's, in which it can be measured.
    ways: + first. wanted: the directions that are always answered.
    sem_deg: standard error of measurement until a person's own is known. sem_source: where it is from.
    leave_deg: a trial has begun when the leg is this far from rest. most_deg: what no hip does. short_deg: by
        how much a hip can fail to reach neutral at most; more is a slip, or a sign that means the direction.
    """

    name: QuantityName
    title: str
    noun: str
    unit: str
    position: Position
    ways: tuple[Way, Way]
    wanted: tuple[Direction, ...]
    references: Mapping[Direction, tuple[ReferenceBand, ...]]
    sem_deg: float
    sem_source: str
    most_deg: float
    leave_deg: float = 6.0
    short_deg: float = 30.0

    def way(self, direction: Direction) -> Way:
        """Return one of its ways by its name."""
        return next(way for way in self.ways if way.name == direction)

    def is_possible(self, range_deg: float) -> bool:
        """Say whether a hip's range can end there, + = the way of its direction, - = before neutral."""
        return -self.short_deg <= range_deg <= self.most_deg

    def direction_of(self, value: float) -> Direction:
        """Return which way a signed value goes."""
        return self.ways[0 if value >= 0 else 1].name


def _czuppon(who: str, mean_deg: float, sd_deg: float) -> ReferenceBand:
    return ReferenceBand(
        who,
        mean_deg,
        sd_deg,
        "Czuppon 2017, n = 430",
        N_("passive range of young athletes, hip at 90 degrees of flexion"),
        N_("passive: an examiner turns the leg further than you do yourself"),
    )


QUANTITIES: Final[Mapping[QuantityName, Quantity]] = {
    "hip_rotation": Quantity(
        name="hip_rotation",
        title=N_("Hip rotation"),
        noun=N_("rotation of the hip"),
        unit="deg",
        position="seated",
        ways=(
            Way("internal", 1, N_("foot outward"), N_("outward"), N_("internal rotation")),
            Way("external", -1, N_("foot across, inward"), N_("inward"), N_("external rotation")),
        ),
        wanted=("internal",),
        references={
            "internal": (_czuppon(N_("men"), 26.9, 9.8), _czuppon(N_("women"), 34.7, 10.7)),
            "external": (_czuppon(N_("men"), 44.7, 10.9), _czuppon(N_("women"), 49.7, 10.4)),
        },
        sem_deg=2.0,
        sem_source=(
            N_(
                "in the middle of what is published for seated rotation read by one rater: 1.9-3.6 "
                "(smartphone clinometer), 1.9 (inclinometer, Krause et al.)"
            )
        ),
        # A reading beyond it is no hip: the most mobile of Czuppon 2017 (n = 430) reach 49.7 +- 10.4
        # outward, 34.7 +- 10.7 inward, so three standard deviations end at 81.
        most_deg=80.0,
    ),
    "hip_abduction": Quantity(
        name="hip_abduction",
        title=N_("Hip abduction"),
        noun=N_("abduction of the hip"),
        unit="deg",
        position="standing",
        ways=(
            Way("abduction", 1, N_("leg sideways"), N_("outward"), N_("abduction")),
            Way("adduction", -1, N_("leg across"), N_("inward"), N_("adduction")),
        ),
        wanted=("abduction",),
        references={"abduction": (), "adduction": ()},
        sem_deg=3.0,
        sem_source=N_("assumed: no figure for standing abduction read from one camera was found"),
        most_deg=70.0,
    ),
}
"""All quantities by name; a card may measure no others."""


def quantity_of(name: QuantityName) -> Quantity:
    """Return a quantity by its name."""
    return QUANTITIES[name]


@cache
def is_way(quantity: QuantityName, direction: str) -> bool:
    """Say whether a quantity goes this way."""
    return any(way.name == direction for way in quantity_of(quantity).ways)


def quantity_shown(signal: str) -> Quantity | None:
    """Return the quantity that a signal shows; None where it is another signal."""
    return next((one for one in QUANTITIES.values() if one.name == signal), None)


_HIPS: Final[Mapping[Side, str]] = {"left": N_("left hip"), "right": N_("right hip")}
_WAYS: Final[Mapping[tuple[Side, Direction], str]] = {
    ("left", "internal"): N_("left hip, internal rotation"),
    ("right", "internal"): N_("right hip, internal rotation"),
    ("left", "external"): N_("left hip, external rotation"),
    ("right", "external"): N_("right hip, external rotation"),
    ("left", "abduction"): N_("left hip, abduction"),
    ("right", "abduction"): N_("right hip, abduction"),
    ("left", "adduction"): N_("left hip, adduction"),
    ("right", "adduction"): N_("right hip, adduction"),
}


def hip_name(side: Side, direction: Direction | None = None) -> str:
    """Return a hip, and which way it goes, in the language in force; within a sentence."""
    return gettext(_HIPS[side] if direction is None else _WAYS[side, direction])
