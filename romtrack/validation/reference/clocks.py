"""Two clocks, brought together by the swing that both saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack.signals.zero_phase import LONGEST_GAP_S

if TYPE_CHECKING:
    from romtrack.types import FloatArray

__all__ = ["Clocks", "found_again", "interpolated", "refined"]

_STEP_S: Final = 0.1  # of the search; the refinement comes from half of it to the time
_LEAST_S: Final = 5.0
_APART_S: Final = 2.0
_ROUNDS: Final = 12
# What two clocks drift apart, a quartz by 0.0001 and a video's rate by more; and what a video's angle is off
# by for many frames together. Ten seconds say less of the drift than that, two minutes more.
_DRIFT, _OFF_DEG = 0.001, 2.0
_OUTLIER_DEG: Final = 3.0


class Clocks(NamedTuple):
    """How two clocks go: time of the phone = (1 + drift) * time of the video + offset_s.

    explained: share of the video's swing that is the phone's, 0..1. rival: of the next best place.
    """

    offset_s: float
    drift: float
    explained: float
    rival: float

    def of_phone(self, video_s: FloatArray) -> FloatArray:
        """Return times of the phone's clock, (T,)."""
        return (1 + self.drift) * video_s + self.offset_s


def interpolated(time_s: FloatArray, value: FloatArray, at_s: FloatArray) -> FloatArray:
    """Return ``value`` (N,) at other times (T,); NaN across gaps of more than 0.25 s and outside."""
    known = np.isfinite(value)
    if not known.any():
        return np.full(len(at_s), np.nan)
    time_s, value = time_s[known], value[known]
    found = np.interp(at_s, time_s, value, left=np.nan, right=np.nan)
    after = np.clip(np.searchsorted(time_s, at_s), 1, len(time_s) - 1) if len(time_s) > 1 else 0
    found[(time_s[after] - time_s[np.maximum(after - 1, 0)]) > LONGEST_GAP_S] = np.nan
    return found


def found_again(phone_s: FloatArray, up: FloatArray, video_s: FloatArray, angle_deg: FloatArray) -> Clocks:
    """Find when in the phone's recording the video was taken.

    The angle is nearly linear in the three components of gravity, whatever way the phone is strapped: at
    each place the best such relation is fitted, and what it explains of the swing is compared.

    Parameters
    ----------
    up: (N, 3) of the phone. angle_deg: (T,) of the video; NaN = missing in both.
    """
    video_grid = np.arange(video_s[0], video_s[-1], _STEP_S)
    phone_grid = np.arange(phone_s[0], phone_s[-1], _STEP_S)
    angle = interpolated(video_s, angle_deg, video_grid)
    gravity = np.stack([interpolated(phone_s, axis, phone_grid) for axis in up.T], axis=1)
    least = round(_LEAST_S / _STEP_S)
    lags = np.arange(least - len(video_grid), len(phone_grid) - least)
    shares = np.array([_explained(angle, gravity, int(lag), least) for lag in lags])
    if not len(shares):
        return Clocks(0.0, 0.0, 0.0, 0.0)
    best = int(np.argmax(shares))
    rivals = shares[np.abs(lags - lags[best]) > round(_APART_S / _STEP_S)]
    offset_s = float(phone_grid[0] + lags[best] * _STEP_S - video_grid[0])
    return Clocks(offset_s, 0.0, float(shares[best]), float(rivals.max(initial=0.0)))


def _explained(angle: FloatArray, gravity: FloatArray, lag: int, least: int) -> float:
    """Return the share of the whole angle's variance that gravity explains, when it comes ``lag`` later."""
    start, end = max(0, -lag), min(len(angle), len(gravity) - lag)
    seen, beside = angle[start:end], gravity[start + lag : end + lag]
    both = np.isfinite(seen) & np.isfinite(beside).all(axis=1)
    if both.sum() < least:
        return 0.0
    known = angle[np.isfinite(angle)]
    whole = float(np.sum((known - known.mean()) ** 2))
    seen, beside = seen[both], beside[both]
    centred = beside - beside.mean(axis=0)
    swing = seen - seen.mean()
    weights, *_ = np.linalg.lstsq(centred, swing, rcond=1e-3)
    left = float(np.sum((swing - centred @ weights) ** 2))
    explained = float(np.sum(swing**2)) - left
    return explained / whole if whole > 0 else 0.0


def refined(
    clocks: Clocks, phone_s: FloatArray, turned_deg: FloatArray, video_s: FloatArray, angle_deg: FloatArray
) -> tuple[Clocks, float]:
    """Return the clocks to the hundredth of a second with their drift, and the video's gain over the phone.

    Least squares with weights against outliers, linear in offset, drift, gain and level at each round. Motion
    adds its own acceleration to the phone's, but that is no delay.

    Parameters
    ----------
    turned_deg: (N,) of the phone. angle_deg: (T,) of the video.
    """
    speed = np.gradient(turned_deg, phone_s)
    middle_s = float(video_s.mean())
    offset_s, drift, gain = clocks.offset_s, clocks.drift, 1.0
    for _ in range(_ROUNDS):
        at_s = (1 + drift) * video_s + offset_s
        turned, rate = interpolated(phone_s, turned_deg, at_s), interpolated(phone_s, speed, at_s)
        both = np.isfinite(turned) & np.isfinite(rate) & np.isfinite(angle_deg)
        turned, rate, seen, since_s = turned[both], rate[both], angle_deg[both], video_s[both] - middle_s
        model = np.stack((gain * rate, gain * rate * since_s, turned, np.ones_like(turned)), axis=1)
        weights = _weights(turned, seen)
        small = _OFF_DEG / _DRIFT
        rows = np.vstack((model * weights[:, None], [0, small, 0, 0]))
        sides = np.append(seen * weights, -small * drift)
        (later_s, faster, gain, _), *_ = np.linalg.lstsq(rows, sides, rcond=None)
        later_s, faster = float(np.clip(later_s, -_STEP_S, _STEP_S)), float(faster)
        offset_s, drift = offset_s + later_s - faster * middle_s, drift + faster
    return clocks._replace(offset_s=offset_s, drift=drift), float(gain)


def _weights(turned: FloatArray, seen: FloatArray) -> FloatArray:
    """Return weights that let far readings count little (Cauchy's)."""
    slope = float(np.cov(turned, seen)[0, 1] / max(np.var(turned, ddof=1), 1e-9))
    left = seen - slope * turned
    left = left - np.median(left)
    return np.asarray(1 / np.sqrt(1 + (left / _OUTLIER_DEG) ** 2))
