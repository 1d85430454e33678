"""Readings and truth side by side, matched by time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from romtrack.validation.agreement import Agreement, Coverage, agreement, coverage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from romtrack.types import FloatArray

__all__ = ["Pairs", "joined", "nearest", "paired"]

_WITHIN_STEPS = 0.75  # of the truth's frames: between two of them, either is near enough


@dataclass(frozen=True, slots=True)
class Pairs:
    """Frames whose truth is known; read_deg and sigma_deg NaN where nothing was read, (N,) each."""

    time_s: FloatArray
    read_deg: FloatArray
    true_deg: FloatArray
    sigma_deg: FloatArray

    def __len__(self) -> int:
        return len(self.time_s)

    @property
    def error_deg(self) -> FloatArray:
        """Read - true, (N,)."""
        return self.read_deg - self.true_deg

    @property
    def read_share(self) -> float:
        """Share of the frames in which something was read, 0..1."""
        return float(np.mean(np.isfinite(self.read_deg))) if len(self) else np.nan

    @property
    def agreement(self) -> Agreement:
        """The figures over these frames."""
        return agreement(self.read_deg, self.true_deg)

    @property
    def coverage(self) -> Coverage:
        """How honest the stated uncertainty is."""
        return coverage(self.error_deg, self.sigma_deg)


def nearest(time_s: FloatArray, of_s: FloatArray) -> NDArray[np.intp]:
    """Return, for each of ``time_s`` (N,), which of the increasing ``of_s`` (M,) is nearest, (N,)."""
    after = np.clip(np.searchsorted(of_s, time_s), 1, max(len(of_s) - 1, 1))
    after = np.minimum(after, len(of_s) - 1)
    before = np.maximum(after - 1, 0)
    return np.where(time_s - of_s[before] <= of_s[after] - time_s, before, after)


def paired(
    time_s: FloatArray, read_deg: FloatArray, sigma_deg: FloatArray, truth_s: FloatArray, true_deg: FloatArray
) -> Pairs:
    """Match readings (T,) with the nearest truth (M,); frames without truth, or far from it, are left out."""
    at = nearest(time_s, truth_s)
    step_s = float(np.median(np.diff(truth_s))) if len(truth_s) > 1 else np.inf
    true = true_deg[at]
    known = (np.abs(time_s - truth_s[at]) <= _WITHIN_STEPS * step_s) & np.isfinite(true)
    return Pairs(time_s[known], read_deg[known], true[known], sigma_deg[known])


def joined(parts: Iterable[Pairs]) -> Pairs:
    """Return the frames of all parts, one after the other."""
    columns = [(part.time_s, part.read_deg, part.true_deg, part.sigma_deg) for part in parts]
    if not columns:
        return Pairs(*(np.empty(0) for _ in range(4)))
    return Pairs(*(np.concatenate(column) for column in zip(*columns, strict=True)))
