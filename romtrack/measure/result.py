"""From trials to a number: mean, spread and uncertainty, or a refusal with its reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack import units
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.language import N_
from romtrack.types import Direction, Measurement, Notice, QuantityName, Reference, Side, Trial

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Zero", "is_small", "summarise"]

LEAST_TRIALS = 2


class Zero(NamedTuple):
    """What the angles count from, and where the relaxed shank hung on that scale, degrees."""

    reference: Reference
    offset_deg: float | None


def summarise(  # noqa: PLR0913, PLR0917  all of what a measurement is about
    quantity: QuantityName,
    side: Side,
    direction: Direction,
    trials: tuple[Trial, ...],
    instrument_sigma_deg: float,
    zero: Zero,
) -> Measurement:
    """Return the mean of the accepted trials of one direction, or a refusal.

    ``sigma_deg`` joins the standard error of the mean with the instrument's own uncertainty,
    which averaging does not reduce: its error is systematic in the angle.
    """
    mine = tuple(trial for trial in trials if trial.direction == direction)
    values = np.array([trial.peak_deg for trial in mine if trial.accepted])
    if len(values) < LEAST_TRIALS:
        refused = (_too_few(quantity, len(values), len(mine)),)
        return Measurement(
            quantity=quantity,
            side=side,
            direction=direction,
            value_deg=None,
            sd_deg=None,
            sigma_deg=None,
            reference=zero.reference,
            offset_deg=zero.offset_deg,
            trials=mine,
            warnings=refused,
        )
    sd_deg = float(np.std(values, ddof=1))
    sigma_deg = float(np.hypot(sd_deg / np.sqrt(len(values)), instrument_sigma_deg))
    found = Measurement(
        quantity=quantity,
        side=side,
        direction=direction,
        value_deg=float(values.mean()),
        sd_deg=sd_deg,
        sigma_deg=sigma_deg,
        reference=zero.reference,
        offset_deg=zero.offset_deg,
        trials=mine,
    )
    return replace(found, warnings=(_small(quantity),)) if is_small(found) else found


def is_small(measured: Measurement) -> bool:
    """Say whether there is a number, and every trial of it turned less than a turn is told by."""
    rest_deg, leave_deg = measured.offset_deg, QUANTITIES[measured.quantity].leave_deg
    if measured.value_deg is None or rest_deg is None:
        return False
    return all(abs(trial.peak_deg - rest_deg) < leave_deg for trial in measured.trials if trial.accepted)


def _small(quantity: QuantityName) -> Notice:
    leave_deg = units.number(QUANTITIES[quantity].leave_deg, 0)
    text = N_("it turned by less than {value} degrees from its rest: was that as far as it goes?")
    return Notice("small_turn", text.format(value=leave_deg))


_TOO_FEW: Final[Mapping[QuantityName, str]] = {
    "hip_rotation": N_(
        "{accepted} of {found} trials could be accepted, and two are needed: hang the leg still, turn it to "
        "the end, hold it there for a second, and come back, three times."
    ),
    "hip_abduction": N_(
        "{accepted} of {found} trials could be accepted, and two are needed: stand still on both feet, lift "
        "the leg sideways to the end, hold it there for a second, and come back, three times."
    ),
}


def _too_few(quantity: QuantityName, accepted: int, found: int) -> Notice:
    return Notice("too_few_trials", _TOO_FEW[quantity].format(accepted=accepted, found=found))
