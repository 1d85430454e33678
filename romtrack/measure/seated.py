"""The seated test from a whole pose track: both legs' signals, the hang, the trials, the result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from romtrack.kinematics.hip_rotation import UNKNOWN_HANG, Hang, ShankReading, hip_rotation, read_shank
from romtrack.kinematics.level import camera_roll_deg
from romtrack.kinematics.view import View, bearing_deg, body_yaw_deg
from romtrack.measure.neutral import NeutralFinder, StillPhase, choose_hang
from romtrack.measure.result import Zero, summarise
from romtrack.measure.trials import TrialDetector, judge
from romtrack.signals.zero_phase import zero_phase
from romtrack.types import SIDES, Measurement, Notice, Side, SignalTrack, Trial

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from romtrack.types import CameraModel, PoseTrack

__all__ = ["SeatedTest", "measure_seated"]

CUTOFF_HZ = 6.0  # faster than any voluntary turn of the hip, slower than the jitter
MASK_BIAS_DEG = 1.0  # the mask's mid-line of a plumb shank reads this much internal


@dataclass(frozen=True, slots=True)
class SeatedTest:
    """What the seated test gave.

    signals: hip rotation of both legs, degrees. side: the measured leg; None when no leg could be
    chosen. hang: the times that served as neutral.
    """

    side: Side | None
    signals: Mapping[Side, SignalTrack]
    view: View
    hang: tuple[StillPhase, ...]
    measurements: tuple[Measurement, ...]
    warnings: tuple[Notice, ...]

    @property
    def trials(self) -> tuple[Trial, ...]:
        """The trials of every direction, in the order of time."""
        return tuple(
            sorted((t for m in self.measurements for t in m.trials), key=lambda trial: trial.start_s)
        )


def measure_seated(
    track: PoseTrack, camera: CameraModel, side: Side | Literal["auto"] = "auto"
) -> SeatedTest:
    """Measure the hip rotation of one leg (``auto``: the one that moves) in a whole track."""
    view = _view(track, camera)
    hang = choose_hang(_still_phases(track, view))
    hanging = _during(track, hang)
    view = replace(view, roll_deg=_roll_deg(track, hanging))
    readings = {leg: read_shank(track, leg, view) for leg in SIDES}
    signals = {leg: _signal(readings[leg], hanging) for leg in SIDES}
    chosen = _moving_leg(signals) if side == "auto" else side
    if chosen is None:
        return SeatedTest(None, signals, view, hang, (), ())
    if not hang:
        refused = (_refusal(chosen, _NO_HANG),)
        return SeatedTest(chosen, signals, view, hang, refused, ())
    return SeatedTest(chosen, signals, view, hang, _measurements(signals[chosen], hanging), ())


_NO_HANG = Notice(
    "no_hang",
    "no moment was found in which both legs hang still: let both shanks hang for three seconds first.",
)


def _view(track: PoseTrack, camera: CameraModel) -> View:
    """Return how the person sits before the camera, not knowing its roll yet."""
    left, right = track.point_m("left_hip"), track.point_m("right_hip")
    hips_px = (track.point_px("left_hip") + track.point_px("right_hip")) / 2
    return View(
        camera,
        yaw_deg=_median(body_yaw_deg(left, right)),
        bearing_deg=_median(bearing_deg(hips_px[:, 0], camera)),
    )


def _median(values: NDArray[np.floating]) -> float:
    """Return the median of what is known, 0 when nothing is."""
    seen = values[np.isfinite(values)]
    return float(np.median(seen)) if len(seen) else 0.0


def _still_phases(track: PoseTrack, view: View) -> list[StillPhase]:
    """Fold the finder over the raw readings of both legs."""
    left, right = (_raw_deg(read_shank(track, side, view)) for side in SIDES)
    finder = NeutralFinder()
    rows = zip(track.time_s.tolist(), left.tolist(), right.tolist(), strict=True)
    ended = [finder.update(*row) for row in rows]
    return [phase for phase in (*ended, finder.finish()) if phase is not None]


def _raw_deg(reading: ShankReading) -> NDArray[np.floating]:
    raw = np.where(np.isfinite(reading.mask_deg), reading.mask_deg, reading.landmark_deg)
    return zero_phase(reading.time_s, np.where(reading.ok, raw, np.nan), CUTOFF_HZ)


def _during(track: PoseTrack, phases: tuple[StillPhase, ...]) -> NDArray[np.bool_]:
    """Return which frames lie in one of ``phases``, (T,)."""
    inside = np.zeros(len(track), dtype=bool)
    for phase in phases:
        inside |= (track.time_s >= phase.start_s) & (track.time_s <= phase.end_s)
    return inside


def _roll_deg(track: PoseTrack, hanging: NDArray[np.bool_]) -> float:
    left, right = (track.evidence[side] for side in SIDES)
    return _median(camera_roll_deg(track, (left.mask_deg, right.mask_deg))[hanging])


def _signal(reading: ShankReading, hanging: NDArray[np.bool_]) -> SignalTrack:
    signal = hip_rotation(reading, _hang_of(reading, hanging))
    smooth = zero_phase(signal.time_s, signal.value, CUTOFF_HZ)
    made_by = (*signal.provenance, f"zero_phase(cutoff_hz={CUTOFF_HZ})")
    return replace(signal, value=smooth, provenance=made_by)


def _hang_of(reading: ShankReading, hanging: NDArray[np.bool_]) -> Hang:
    usable = hanging & reading.ok & np.isfinite(reading.mask_deg)
    if not usable.any():
        return UNKNOWN_HANG
    return Hang(
        mask_deg=float(np.median(reading.mask_deg[usable])),
        landmark_deg=float(np.median(reading.landmark_deg[usable])),
        plumb_deg=MASK_BIAS_DEG,
    )


def _moving_leg(signals: Mapping[Side, SignalTrack]) -> Side | None:
    """Return the leg with the larger range; None when neither is seen."""
    ranges = {side: _range_deg(signal) for side, signal in signals.items()}
    best = max(SIDES, key=lambda side: ranges[side])
    return best if ranges[best] > 0 else None


def _range_deg(signal: SignalTrack) -> float:
    seen = signal.value[signal.ok]
    return float(np.subtract(*np.percentile(seen, (98, 2)))) if len(seen) > 1 else 0.0


def _measurements(signal: SignalTrack, hanging: NDArray[np.bool_]) -> tuple[Measurement, ...]:
    """Find the trials, and summarise each direction; internal rotation is always answered."""
    rest_deg = float(np.median(signal.value[hanging & signal.ok]))
    detector = TrialDetector(signal.side, rest_deg)
    rows = zip(signal.time_s.tolist(), signal.value.tolist(), strict=True)
    ended = [detector.update(*row) for row in rows]
    trials = judge([trial for trial in (*ended, detector.finish()) if trial is not None], rest_deg)
    sigma_deg = float(np.median(signal.sigma[signal.ok]))
    outward = any(trial.direction == "external" and trial.accepted for trial in trials)
    return tuple(
        summarise(
            signal.side,
            direction,
            trials,
            sigma_deg,
            Zero("gravity", rest_deg),
        )
        for direction in ("internal", "external")
        if direction == "internal" or outward
    )


def _refusal(side: Side, why: Notice) -> Measurement:
    return Measurement(side, "internal", None, None, None, "gravity", None, (), (why,))
