"""Offline smoothing without delay: the Butterworth filter run forward and backward.

A fourth-order low-pass applied in both directions is the convention of movement analysis
(Winter, Biomechanics and Motor Control of Human Movement). It wants even time steps, which
phones do not record, so each gap-free stretch is resampled, filtered and read back.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Final

import numpy as np

from romtrack.sane import known

if TYPE_CHECKING:
    from romtrack.types import FloatArray, SignalTrack

__all__ = ["MOVEMENT_HZ", "get_ready", "smoothed", "zero_phase"]

MOVEMENT_HZ: Final = 6.0  # faster than any voluntary movement of the hip, slower than the jitter


def get_ready() -> None:
    """Load what filters, which takes a second: before a session, so that no picture waits for it."""
    import_module("scipy.signal")


def smoothed(signal: SignalTrack) -> SignalTrack:
    """Return a signal without what is faster than a movement."""
    value = zero_phase(signal.time_s, signal.value, MOVEMENT_HZ)
    made_by = (*signal.provenance, f"zero_phase(cutoff_hz={MOVEMENT_HZ})")
    return replace(signal, value=value, provenance=made_by)


ORDER = 2  # run twice: fourth order in effect
LONGEST_GAP_S = 0.25
_LEAST_SAMPLES = 12
_PADDED = 9
# Of the even grid: finer steps show the filter nothing more, and a clock that stutters between pauses must
# not ask for a grid of nanoseconds, nor for one much finer than the samples are apart on average.
_FINEST_S, _FINEST_SHARE = 0.001, 0.25


def zero_phase(time_s: FloatArray, value: FloatArray, cutoff_hz: float) -> FloatArray:
    """Return ``value`` (T,) low-passed at ``cutoff_hz`` with zero phase; NaN stays NaN.

    Nothing is bridged: a stretch ends where frames are missing for longer than 0.25 s. A stretch
    that is too short or too slow for the filter is returned as it is.
    """
    smooth = known(np.array(value, dtype=np.float64))
    seen = np.flatnonzero(np.isfinite(smooth))
    if len(seen) == 0:
        return smooth
    breaks = np.flatnonzero(np.diff(time_s[seen]) > LONGEST_GAP_S) + 1
    for stretch in np.split(seen, breaks):
        smooth[stretch] = _smooth_stretch(time_s[stretch], smooth[stretch], cutoff_hz)
    return smooth


def _smooth_stretch(time_s: FloatArray, value: FloatArray, cutoff_hz: float) -> FloatArray:
    """Filter one gap-free stretch on an even grid of its usual step."""
    from scipy.signal import butter, sosfiltfilt  # noqa: PLC0415  a second, which no other command waits for

    if len(time_s) < _LEAST_SAMPLES:
        return value
    mean_s = float(time_s[-1] - time_s[0]) / (len(time_s) - 1)
    step_s = max(float(np.median(np.diff(time_s))), _FINEST_SHARE * mean_s, _FINEST_S)
    cutoff = 2 * cutoff_hz * step_s
    if cutoff >= 1:
        return value
    grid_s = np.arange(time_s[0], time_s[-1] + step_s / 2, step_s)
    if len(grid_s) < _LEAST_SAMPLES:
        return value
    even = np.interp(grid_s, time_s, value)
    filtered = sosfiltfilt(butter(ORDER, cutoff, output="sos"), even, padlen=_PADDED)
    return np.interp(time_s, grid_s, filtered)
