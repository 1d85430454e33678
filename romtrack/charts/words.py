"""Numbers as people read them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from romtrack import units
from romtrack.kinematics.quantities import quantity_shown
from romtrack.kinematics.signals import SIGNALS
from romtrack.language import N_, gettext
from romtrack.reps import far_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from romtrack.types import Direction, Partial, QuantityName, Rep

__all__ = ["in_words", "moved_in_words", "signal_in_words"]

_QUANTITIES: Final[Mapping[QuantityName, str]] = {
    "hip_rotation": N_("hip rotation"),
    "hip_abduction": N_("hip abduction"),
}
_SIZES: Final[Mapping[Direction, str]] = {
    "internal": N_("{size} internal"),
    "external": N_("{size} external"),
    "abduction": N_("{size} abduction"),
    "adduction": N_("{size} adduction"),
}


def signal_in_words(name: str) -> str:
    """Return what a signal is; a quantity by its name alone."""
    known = SIGNALS.get(name)
    if known is None:
        return name.replace("_", " ")
    quantity = quantity_shown(name)
    return gettext(known.meaning if quantity is None else _QUANTITIES[quantity.name])


def in_words(value: float, unit: str, signal: str) -> str:
    """Return what is a quantity as a magnitude with its direction; anything else as it is."""
    quantity = quantity_shown(signal)
    if quantity is None or unit != quantity.unit or not math.isfinite(value):
        return units.amount(value, unit)
    size = units.amount(abs(value), unit)
    if size == units.amount(0.0, unit):
        return size
    return gettext(_SIZES[quantity.direction_of(value)], size=size)


def moved_in_words(moved: Rep | Partial, best: float) -> str:
    """Return where a movement ended if that is a quantity, else how far from rest: ``best`` as for reps."""
    if quantity_shown(moved.signal) is not None:
        return in_words(moved.peak_value, moved.unit, moved.signal)
    return far_text(moved.range_value, moved.unit, best)
