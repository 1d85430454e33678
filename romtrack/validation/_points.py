"""The points of the plots: few enough to draw, with the leg they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from romtrack.types import SIDES
from romtrack.validation.matching import Pairs, joined

if TYPE_CHECKING:
    from romtrack.types import Side
    from romtrack.validation.run import Validation

__all__ = ["Rows", "binned", "points", "read_of"]

Rows = list[dict[str, Any]]
_MOST: Final = 700  # of each leg
_BIN_DEG: Final = 5.0
_LEAST_IN_BIN: Final = 10


def read_of(validation: Validation, side: Side) -> Pairs:
    """Return the frames of one leg in which something was read."""
    pairs = joined(clip.pairs for clip in validation.clips if clip.truth.side == side)
    seen = np.isfinite(pairs.read_deg)
    return Pairs(pairs.time_s[seen], pairs.read_deg[seen], pairs.true_deg[seen], pairs.sigma_deg[seen])


def points(validation: Validation) -> dict[Side, Rows]:
    """Return every so many frames of each leg, and the worst of each stretch, which must not be hidden."""
    return {side: rows for side in SIDES if (rows := _thinned(read_of(validation, side)))}


def _thinned(pairs: Pairs) -> Rows:
    stretches = np.array_split(np.arange(len(pairs)), min(_MOST // 2, max(len(pairs), 1)))
    error = np.abs(pairs.error_deg)
    kept = {int(at) for part in stretches if len(part) for at in (part[0], part[np.argmax(error[part])])}
    return [_row(float(pairs.read_deg[at]), float(pairs.true_deg[at])) for at in sorted(kept)]


def _row(read_deg: float, true_deg: float) -> dict[str, float]:
    return {
        "read": round(read_deg, 2),
        "true": round(true_deg, 2),
        "error": round(read_deg - true_deg, 2),
        "mean": round((read_deg + true_deg) / 2, 2),
    }


def binned(pairs: Pairs) -> Rows:
    """Return the median error in each 5 degrees of true angle that hold enough frames."""
    at = np.floor(pairs.true_deg / _BIN_DEG).astype(int)
    return [
        {"true": (one + 0.5) * _BIN_DEG, "error": round(float(np.median(pairs.error_deg[at == one])), 3)}
        for one in np.unique(at)
        if np.count_nonzero(at == one) >= _LEAST_IN_BIN
    ]
