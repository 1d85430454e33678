"""The cards of the report: a number with its uncertainty, or a refusal with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from romtrack.kinematics.quantities import quantity_of
from romtrack.reports._scale import Band, on_scale
from romtrack.trends import detectable_change_deg, range_deg

if TYPE_CHECKING:
    from romtrack.kinematics.quantities import Quantity, Way
    from romtrack.types import Measurement, Session, Side, Trial

__all__ = ["ResultCard", "quantities_of", "results_of"]


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
        counts_from="gravity" if measured.reference == "gravity" else "the relaxed, hanging leg",
        trials=measured.trials,
        reasons=tuple(notice.text for notice in measured.warnings),
        bands=tuple(map(Band, quantity.references[measured.direction])),
    )
