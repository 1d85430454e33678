"""Readings that no leg could have reached: guessed behind somebody who walks by, or taken from them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.types import FloatArray, SignalTrack

__all__ = ["FASTEST_DPS", "LONGEST_GAP_S", "without_leaps"]

# No leg: clips turn at up to 121, a leg that is let fall swings at 190; a pose that is guessed behind
# somebody who walks by, or taken from them, jumps at 290-470.
FASTEST_DPS: Final = 250.0
LONGEST_GAP_S: Final = 0.4  # out of sight: what happened in a longer one is not known
SHORTEST_PIECE_S: Final = 1.0  # somebody walks by in less
_SHORTEST_STEP_S: Final = 1 / 30  # what jitters from picture to picture of a faster camera is no leap


def without_leaps(signal: SignalTrack) -> SignalTrack:
    """Return a signal in degrees without the short pieces that leap: missing there, and not ok.

    Leaps and gaps cut the recording into pieces. One that lasts less than a second, and begins or ends with a
    leap, is not the leg: the longer ones beside it are.
    """
    seen = np.flatnonzero(np.isfinite(signal.value))
    if len(seen) == 0:
        return signal
    believed = np.zeros(len(signal.time_s), dtype=bool)
    believed[seen] = ~_leaping(signal.time_s[seen], signal.value[seen])
    return replace(signal, value=np.where(believed, signal.value, np.nan), ok=signal.ok & believed)


def _leaping(time_s: FloatArray, angle_deg: FloatArray) -> NDArray[np.bool_]:
    """Return which of the samples, all of them seen, belong to a short piece that leaps, (N,)."""
    step_s = np.diff(time_s)
    leap = np.abs(np.diff(angle_deg)) > FASTEST_DPS * np.maximum(step_s, _SHORTEST_STEP_S)
    cut = leap | (step_s > LONGEST_GAP_S)
    piece = np.concatenate(([0], np.cumsum(cut)))
    first = np.concatenate(([0], np.flatnonzero(cut) + 1))
    last = np.concatenate((np.flatnonzero(cut), [len(time_s) - 1]))
    short = time_s[last] - time_s[first] < SHORTEST_PIECE_S
    leaps_in, leaps_out = np.concatenate(([False], leap))[first], np.concatenate((leap, [False]))[last]
    return np.asarray((short & (leaps_in | leaps_out))[piece])
