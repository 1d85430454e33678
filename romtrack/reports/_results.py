"""The cards of the report: a number with its uncertainty, or a refusal with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.kinematics.quantities import quantity_of
from romtrack.language import N_, gettext, retold
from romtrack.reports._scale import Band, on_scale
from romtrack.reports._words import sentence
from romtrack.trends import detectable_change_deg, range_deg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from romtrack.kinematics.quantities import Quantity, Way
    from romtrack.types import Direction, Measurement, Reference, Session, Side, Trial

__all__ = ["ResultCard", "quantities_of", "results_of"]

_DIRECTIONS: Final[Mapping[Direction, str]] = {
    "internal": N_("internal"),
    "external": N_("external"),
    "abduction": N_("abduction"),
    "adduction": N_("adduction"),
}
_ORIGINS: Final[Mapping[Reference, str]] = {
    "gravity": N_("gravity"),
    "neutral": N_("the relaxed, hanging leg"),
}

_LEGS: Final[Mapping[tuple[Side, Direction], tuple[str, str]]] = {
    ("left", "internal"): (N_("Left leg, internal rotation"), N_("Left leg, internal")),
    ("right", "internal"): (N_("Right leg, internal rotation"), N_("Right leg, internal")),
    ("left", "external"): (N_("Left leg, external rotation"), N_("Left leg, external")),
    ("right", "external"): (N_("Right leg, external rotation"), N_("Right leg, external")),
    ("left", "abduction"): (N_("Left leg, abduction"), N_("Left leg, abduction")),
    ("right", "abduction"): (N_("Right leg, abduction"), N_("Right leg, abduction")),
    ("left", "adduction"): (N_("Left leg, adduction"), N_("Left leg, adduction")),
    ("right", "adduction"): (N_("Right leg, adduction"), N_("Right leg, adduction")),
}


@dataclass(frozen=True, slots=True)
class ResultCard:
    """One measurement as the report shows it.

    range_deg: in its direction; None = refused, and ``reasons`` say why. marker: the left end, the middle
    and the right end of value ± sigma on the scale, percent.
    """

    side: Side
    quantity: Quantity
    way: Way
    range_deg: float | None
    sigma_deg: float | None
    sd_deg: float | None
    offset_deg: float | None
    counts_from: str
    trials: tuple[Trial, ...]
    reasons: tuple[str, ...]
    bands: tuple[Band, ...]

    @property
    def title(self) -> str:
        """The leg and the movement, as a heading."""
        return gettext(_LEGS[self.side, self.way.name][0])

    @property
    def short_title(self) -> str:
        """The leg and the direction, over a table."""
        return gettext(_LEGS[self.side, self.way.name][1])

    @property
    def direction(self) -> str:
        """The direction, beside its value."""
        return gettext(_DIRECTIONS[self.way.name])

    @property
    def scale_text(self) -> str:
        """What the scale shows, for those who do not see it."""
        mine = gettext("this leg {value}", value=units.amount(self.range_deg or 0.0, "deg"))
        values = ", ".join([mine, *(band.text for band in self.bands)])
        return gettext("On a scale from 0 to 80 degrees: {values}", values=values)

    @property
    def comparisons(self) -> list[str]:
        """What others reach, a text for each source."""
        sources = dict.fromkeys((one.of.source, one.of.method, one.of.caveat) for one in self.bands)
        return [
            gettext(
                "For comparison, mean ± standard deviation: {groups} ({source}). {method} {caveat} "
                "Compare with care.",
                groups=", ".join(band.text for band in self.bands if band.of.source == source),
                source=source,
                method=sentence(gettext(method)),
                caveat=sentence(gettext(caveat)),
            )
            for source, method, caveat in sources
        ]

    @property
    def accepted(self) -> int:
        """How many trials count."""
        return sum(trial.accepted for trial in self.trials)

    @property
    def marker(self) -> tuple[float, float, float] | None:
        """Where the value lies on the scale."""
        if self.range_deg is None:
            return None
        sigma = self.sigma_deg or 0.0
        value = self.range_deg
        return on_scale(value - sigma), on_scale(value), on_scale(value + sigma)


def results_of(session: Session) -> tuple[ResultCard, ...]:
    """Return a card for each measurement."""
    return tuple(_card(measured) for measured in session.measurements)


def quantities_of(session: Session) -> list[tuple[Quantity, float]]:
    """Return what was measured, with the change that can be told of each, degrees."""
    names = dict.fromkeys(measured.quantity for measured in session.measurements)
    return [(quantity_of(name), detectable_change_deg(quantity_of(name).sem_deg)) for name in names]


def _card(measured: Measurement) -> ResultCard:
    quantity = quantity_of(measured.quantity)
    return ResultCard(
        side=measured.side,
        quantity=quantity,
        way=quantity.way(measured.direction),
        range_deg=range_deg(measured),
        sigma_deg=measured.sigma_deg,
        sd_deg=measured.sd_deg,
        offset_deg=measured.offset_deg,
        counts_from=gettext(_ORIGINS[measured.reference]),
        trials=measured.trials,
        reasons=tuple(retold(notice.text) for notice in measured.warnings),
        bands=tuple(map(Band, quantity.references[measured.direction])),
    )
