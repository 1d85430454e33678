"""Numbers as people read them."""

from __future__ import annotations

import math
from typing import Final

from romtrack import units
from romtrack.kinematics.signals import SIGNALS

__all__ = ["HIP_ROTATION", "in_words", "signal_in_words"]

HIP_ROTATION: Final = "hip_rotation"


def signal_in_words(name: str) -> str:
    """Return what a signal is; hip rotation by its name alone."""
    known = SIGNALS.get(name)
    return name.replace("_", " ") if known is None or name == HIP_ROTATION else known.meaning


def in_words(value: float, unit: str = "deg", signal: str = HIP_ROTATION) -> str:
    """Return a hip rotation as a magnitude with its direction; anything else as it is."""
    if signal != HIP_ROTATION or unit != "deg" or not math.isfinite(value):
        return units.amount(value, unit)
    size = units.amount(abs(value), unit)
    if size == units.amount(0.0, unit):
        return size
    return f"{size} {'internal' if value > 0 else 'external'}"
