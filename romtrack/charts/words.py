"""Numbers as people read them."""

from __future__ import annotations

import math
from typing import Final

__all__ = ["HIP_ROTATION", "amount", "in_words", "unit_in_words"]

HIP_ROTATION: Final = "hip_rotation"
_UNITS: Final = {"deg": "degrees", "torso": "torso lengths", "shank": "shank lengths"}


def unit_in_words(unit: str) -> str:
    """Return ``deg`` as degrees, and so on; an unknown unit as it is."""
    return _UNITS.get(unit, unit)


def amount(value: float, unit: str) -> str:
    """Return ``value`` with its unit, rounded to what it can mean; never a minus zero."""
    if not math.isfinite(value):
        return "unknown"
    digits = 1 if unit == "deg" else 2
    text = f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "\N{MINUS SIGN}")
    return f"{text}°" if unit == "deg" else f"{text} {unit_in_words(unit)}"


def in_words(value: float, unit: str = "deg", signal: str = HIP_ROTATION) -> str:
    """Return a hip rotation as a magnitude with its direction; anything else as it is."""
    if signal != HIP_ROTATION or unit != "deg" or not math.isfinite(value):
        return amount(value, unit)
    size = amount(abs(value), unit)
    if size == amount(0.0, unit):
        return size
    return f"{size} {'internal' if value > 0 else 'external'}"
