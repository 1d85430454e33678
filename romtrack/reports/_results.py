"""The cards of the report: a number with its uncertainty, or a refusal with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from romtrack.reports._reference import Band, bands_of, on_scale

if TYPE_CHECKING:
    from romtrack.types import Direction, Measurement, Session, Side, Trial

__all__ = ["ResultCard", "results_of"]


@dataclass(frozen=True, slots=True)
class ResultCard:
    """One measurement as the report shows it.

    magnitude_deg: None = refused, and ``reasons`` say why. marker: the left end, the middle and the
    right end of value ± sigma on the scale, percent.
    """

    side: Side
    direction: Direction
    magnitude_deg: float | None
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
        if self.magnitude_deg is None:
            return None
        sigma = self.sigma_deg or 0.0
        value = self.magnitude_deg
        return on_scale(value - sigma), on_scale(value), on_scale(value + sigma)


def results_of(session: Session) -> tuple[ResultCard, ...]:
    """Return a card for each measurement."""
    return tuple(_card(measured) for measured in session.measurements)


def _card(measured: Measurement) -> ResultCard:
    return ResultCard(
        side=measured.side,
        direction=measured.direction,
        magnitude_deg=None if measured.value_deg is None else abs(measured.value_deg),
        sigma_deg=measured.sigma_deg,
        sd_deg=measured.sd_deg,
        offset_deg=measured.offset_deg,
        counts_from="gravity" if measured.reference == "gravity" else "the relaxed, hanging leg",
        trials=measured.trials,
        reasons=tuple(notice.text for notice in measured.warnings),
        bands=bands_of(measured.direction),
    )
