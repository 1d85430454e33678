"""Offline smoothing without delay: the Butterworth filter run forward and backward.

A fourth-order low-pass applied in both directions is the convention of movement analysis
(Winter, Biomechanics and Motor Control of Human Movement). It wants even time steps, which
phones do not record, so each gap-free stretch is resampled, filtered and read back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from romtrack.types import FloatArray

__all__ = ["zero_phase"]

ORDER = 2  # run twice: fourth order in effect
LONGEST_GAP_S = 0.25
_LEAST_SAMPLES = 12
_FINEST_STEP_S = 0.001  # a clock that stutters between pauses must not ask for a grid of nanoseconds


def zero_phase(time_s: FloatArray, value: FloatArray, cutoff_hz: float) -> FloatArray:
    """Return ``value`` (T,) low-passed at ``cutoff_hz`` with zero phase; NaN stays NaN.

    Nothing is bridged: a stretch ends where frames are missing for longer than 0.25 s. A stretch
    that is too short or too slow for the filter is returned as it is.
    """
    smooth = np.array(value, dtype=np.float64)
    seen = np.flatnonzero(np.isfinite(value))
    if len(seen) == 0:
        return smooth
    breaks = np.flatnonzero(np.diff(time_s[seen]) > LONGEST_GAP_S) + 1
    for stretch in np.split(seen, breaks):
        smooth[stretch] = _smooth_stretch(time_s[stretch], smooth[stretch], cutoff_hz)
    return smooth


def _smooth_stretch(time_s: FloatArray, value: FloatArray, cutoff_hz: float) -> FloatArray:
    """Filter one gap-free stretch on an even grid of its median step."""
    from scipy.signal import butter, sosfiltfilt  # noqa: PLC0415  a second, which no other command waits for

    if len(time_s) < _LEAST_SAMPLES:
        return value
    step_s = max(float(np.median(np.diff(time_s))), _FINEST_STEP_S)
    cutoff = 2 * cutoff_hz * step_s
    if cutoff >= 1:
        return value
    grid_s = np.arange(time_s[0], time_s[-1] + step_s / 2, step_s)
    even = np.interp(grid_s, time_s, value)
    filtered = sosfiltfilt(butter(ORDER, cutoff, output="sos"), even, padlen=min(9, len(even) - 1))
    return np.interp(time_s, grid_s, filtered)
