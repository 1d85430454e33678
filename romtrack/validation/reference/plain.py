"""Figures as JSON takes them."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["json_text", "plain"]

_DIGITS: Final = 6


def plain(value: float) -> float | None:
    """Return a figure rounded; None where it is not known."""
    return round(float(value), _DIGITS) + 0.0 if math.isfinite(value) else None


def json_text(held: Mapping[str, Any]) -> str:
    """Return it as JSON for people and programs."""
    return json.dumps(held, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
