"""The seated test from a whole pose track: both legs' signals, the hang, the trials, the result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from romtrack.kinematics.hip_rotation import ShankReading, hip_rotation, read_shank
from romtrack.kinematics.level import Level, body_level, camera_level
from romtrack.kinematics.posture import Posture, neutral_stance, posture, stance
from romtrack.kinematics.room import steadied, stretches
from romtrack.kinematics.view import View, bearing_deg, body_yaw_deg, thigh_turn_deg, within
from romtrack.measure.acceptance import judge
from romtrack.measure.neutral import NeutralFinder, StillPhase, choose_hang
from romtrack.measure.result import Zero, summarise
from romtrack.measure.trials import Moment, TrialDetector
from romtrack.sane import median_of
from romtrack.signals.zero_phase import zero_phase
from romtrack.types import SIDES, Measurement, Notice, Side, SignalTrack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from romtrack.measure.findings import Finding
    from romtrack.measure.trials import Attempt
    from romtrack.types import CameraModel, Direction, PoseTrack

__all__ = ["SeatedReading", "measure_rotation", "posture_signals", "read_seated"]

CUTOFF_HZ = 6.0  # faster than any voluntary turn of the hip, slower than the jitter

THIGHS_WEIGHT = 0.7  # of where the thighs point, beside the hip line, for the yaw


class Span(NamedTuple):
    """The frames [first, last) of one stretch; in degrees where the leg hung, and how unsure the roll is."""

    first: int
    last: int
    rest_deg: float
    roll_sigma_deg: float


class _Stretch(NamedTuple):
    """One stretch as it is read: a track that was steadied, and which of its frames hang, (T,)."""

    track: PoseTrack
    view: View
    hang: tuple[StillPhase, ...]
    hanging: NDArray[np.bool_]
    signals: Mapping[Side, SignalTrack]


@dataclass(frozen=True, slots=True)
class SeatedReading:
    """Both hips' rotation of a seated person.

    signals: degrees, + = internal. side: the leg that was asked for, or that moves; None when no
    leg is seen. view: of the stretch in which they are seen longest. hang: the times that served as
    neutral. rest_deg: where the chosen leg hung; None when neither leg was seen hanging still. posture:
    columns (T,) of what else the body does, None without a hang. spans: the frames of each stretch, and
    where the leg hung in it.
    """

    side: Side | None
    signals: Mapping[Side, SignalTrack]
    view: View
    hang: tuple[StillPhase, ...]
    rest_deg: float | None
    posture: Posture | None
    spans: tuple[Span, ...] = ()

    @property
    def signal(self) -> SignalTrack | None:
        """The chosen leg's signal."""
        return None if self.side is None else self.signals[self.side]


def read_seated(
    track: PoseTrack, camera: CameraModel, side: Side | Literal["auto"] = "auto"
) -> SeatedReading:
    """Read the hip rotation of both legs from a whole track; ``auto`` chooses the leg that moves.

    Each stretch has its own view and hang; without a hang of its own the leg hangs in it as in another.
    """
    seen = within(camera, track.content_px)
    read = [_stretch(steadied(part), seen) for part in stretches(track)]
    signals = {leg: _joined([one.signals[leg] for one in read]) for leg in SIDES}
    hang = tuple(phase for one in read for phase in one.hang)
    longest = max(read, key=lambda one: np.count_nonzero(one.track.detected))
    chosen = _moving_leg(signals) if side == "auto" else side
    found = SeatedReading(chosen, signals, longest.view, hang, None, None)
    if chosen is None:
        return found
    rests_deg = [_rest_deg(one.signals[chosen], one.hanging) for one in (longest, *read)]
    known_deg = [rest_deg for rest_deg in rests_deg if rest_deg is not None]
    if not known_deg:
        return found
    rest_deg, *own_deg = (known_deg[0] if rest is None else rest for rest in rests_deg)
    ends = pairwise((0, *accumulate(len(one.track) for one in read)))
    held = [
        _posture(one.track, one.signals[chosen], rest, one.hanging, one.view)
        for one, rest in zip(read, own_deg, strict=True)
    ]
    return replace(
        found,
        rest_deg=rest_deg,
        posture=Posture(*(np.concatenate(columns) for columns in zip(*held, strict=True))),
        spans=tuple(
            Span(*end, rest, one.view.roll_sigma_deg)
            for end, rest, one in zip(ends, own_deg, read, strict=True)
        ),
    )


def _stretch(track: PoseTrack, camera: CameraModel) -> _Stretch:
    """Read both legs in a part of a track that one camera saw which did not move."""
    view = _view(track, camera)
    hang = choose_hang(_still_phases(track, view))
    hanging = _during(track, hang)
    level = _level(track, camera, hanging)
    view = replace(view, roll_deg=level.roll_deg, pitch_deg=level.pitch_deg, roll_sigma_deg=level.sigma_deg)
    view = replace(view, yaw_deg=_yaw_deg(track, view, hanging))
    return _Stretch(track, view, hang, hanging, {leg: _signal(read_shank(track, leg, view)) for leg in SIDES})


def _joined(parts: list[SignalTrack]) -> SignalTrack:
    """Return the signals of all stretches as one."""
    return replace(
        parts[0],
        time_s=np.concatenate([part.time_s for part in parts]),
        value=np.concatenate([part.value for part in parts]),
        sigma=np.concatenate([part.sigma for part in parts]),
        ok=np.concatenate([part.ok for part in parts]),
    )


def measure_rotation(
    reading: SeatedReading,
    *,
    clear: bool = True,
    setup: Iterable[Finding] = (),
    wanted: tuple[Direction, ...] | None = None,
) -> tuple[Measurement, ...]:
    """Find the chosen leg's trials and summarise each direction; internal rotation is always answered.

    ``clear``: whether it is clear whose leg it is; without that there is no number, nor with a
    ``setup`` that has something to stop for. ``wanted``: the directions that were asked for; without
    it, external rotation is answered where a trial of it was accepted.
    """
    signal, rest_deg = reading.signal, reading.rest_deg
    if signal is None:
        return ()
    if not clear:
        return (_refused(signal.side, _WHO),)
    stops = [finding.notice for finding in setup if finding.severity == "stop"]
    if stops:
        return (_refused(signal.side, *stops),)
    if rest_deg is None or reading.posture is None:
        return (_refused(signal.side, _NO_HANG),)
    trials = judge(signal.side, _attempts(signal, reading.posture, reading.spans))
    sigma_deg = float(np.median(signal.sigma[signal.ok]))
    outward = any(trial.direction == "external" and trial.accepted for trial in trials)
    done: tuple[Direction, ...] = ("internal", "external") if outward else ("internal",)
    directions = done if wanted is None else wanted
    zero = Zero("gravity", rest_deg)
    return tuple(summarise(signal.side, direction, trials, sigma_deg, zero) for direction in directions)


def posture_signals(reading: SeatedReading, track: PoseTrack) -> dict[str, SignalTrack]:
    """Return what else the chosen leg's side does, as signals.

    Without a hang they count from the middle of all frames, and tell only how far from rest they go.
    """
    signal = reading.signal
    if signal is None:
        return {}
    held = reading.posture
    if held is None:
        middle_deg = median_of(signal.value, 0.0)
        held = _posture(steadied(track), signal, middle_deg, signal.ok, reading.view)
    columns = {
        "knee_drift": (held.knee_drift, "shank"),
        "pelvic_hike": (held.pelvic_hike_deg, "deg"),
        "trunk_lean": (held.trunk_lean_deg, "deg"),
    }
    unknown = np.full(len(signal.time_s), np.nan)
    return {
        name: replace(
            signal,
            name=name,
            unit=unit,
            value=np.where(signal.ok, value, np.nan),
            sigma=unknown,
            provenance=("posture",),
        )
        for name, (value, unit) in columns.items()
    }


def _attempts(signal: SignalTrack, held: Posture, spans: tuple[Span, ...]) -> list[Attempt]:
    """Fold a detector over the signal of each stretch."""
    return [attempt for span in spans for attempt in _turns(signal, held, span)]


def _turns(signal: SignalTrack, held: Posture, span: Span) -> Iterator[Attempt]:
    """Find the turns of one stretch; what the roll leaves unsure is no fault of a trial."""
    detector = TrialDetector(span.rest_deg)
    part = slice(span.first, span.last)
    sigma_deg = np.sqrt(np.maximum(signal.sigma[part] ** 2 - span.roll_sigma_deg**2, 0.0))
    rows = zip(
        signal.time_s[part].tolist(),
        signal.value[part].tolist(),
        sigma_deg.tolist(),
        zip(*(column[part] for column in held), strict=True),
        strict=True,
    )
    ended = [detector.update(Moment(*row[:3], Posture(*row[3]))) for row in rows]
    return (attempt for attempt in (*ended, detector.finish()) if attempt is not None)


def _refused(side: Side, *why: Notice) -> Measurement:
    return Measurement(side, "internal", None, None, None, "gravity", None, (), why)


_WHO = Notice(
    "no_clear_subject",
    "several people sit in front of the camera, and it is not clear whose hip is meant: point at the person "
    "(--person-at X,Y, or on the Analyze page), or film one person alone.",
)
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
        yaw_deg=median_of(body_yaw_deg(left, right), 0.0),
        bearing_deg=median_of(bearing_deg(hips_px[:, 0], camera), 0.0),
    )


def _yaw_deg(track: PoseTrack, view: View, hanging: NDArray[np.bool_]) -> float:
    """Return the yaw by the hip line, joined with where the thighs point in the hang."""
    hip, knee = (
        (track.point_px(f"left_{joint}") + track.point_px(f"right_{joint}")) / 2 for joint in ("hip", "knee")
    )
    shank_px = np.mean([track.shank(side).length_px for side in SIDES], axis=0)
    turn = thigh_turn_deg(hip[hanging], knee[hanging], shank_px[hanging], view.camera, view.roll_deg)
    turn_deg = median_of(turn, view.yaw_deg - view.bearing_deg)
    return THIGHS_WEIGHT * (turn_deg + view.bearing_deg) + (1 - THIGHS_WEIGHT) * view.yaw_deg


def _still_phases(track: PoseTrack, view: View) -> list[StillPhase]:
    """Fold the finder over the raw readings of both legs."""
    left, right = (_signal(read_shank(track, side, view)).value for side in SIDES)
    finder = NeutralFinder()
    rows = zip(track.time_s.tolist(), left.tolist(), right.tolist(), strict=True)
    ended = [finder.update(*row) for row in rows]
    return [phase for phase in (*ended, finder.finish()) if phase is not None]


def _during(track: PoseTrack, phases: tuple[StillPhase, ...]) -> NDArray[np.bool_]:
    """Return which frames lie in one of ``phases``, (T,)."""
    inside = np.zeros(len(track), dtype=bool)
    for phase in phases:
        inside |= (track.time_s >= phase.start_s) & (track.time_s <= phase.end_s)
    return inside


def _level(track: PoseTrack, camera: CameraModel, hanging: NDArray[np.bool_]) -> Level:
    """Return how the camera is tilted, by the room and by the body while it hangs still."""
    left, right = (np.where(hanging, track.shank(side).mask_deg, np.nan) for side in SIDES)
    return camera_level(track.upright_px, camera, body_level(track, (left, right), camera))


def _signal(reading: ShankReading) -> SignalTrack:
    signal = hip_rotation(reading)
    smooth = zero_phase(signal.time_s, signal.value, CUTOFF_HZ)
    made_by = (*signal.provenance, f"zero_phase(cutoff_hz={CUTOFF_HZ})")
    return replace(signal, value=smooth, provenance=made_by)


def _rest_deg(signal: SignalTrack, hanging: NDArray[np.bool_]) -> float | None:
    """Return where the leg hangs."""
    resting = signal.value[hanging & signal.ok]
    return float(np.median(resting)) if len(resting) else None


def _posture(
    track: PoseTrack, signal: SignalTrack, rest_deg: float, hanging: NDArray[np.bool_], view: View
) -> Posture:
    stances = stance(track.image_px, track.skeleton, signal.side, view.roll_deg)
    return posture(stances, neutral_stance(stances, hanging), signal.value, rest_deg)


def _moving_leg(signals: Mapping[Side, SignalTrack]) -> Side | None:
    """Return the leg with the larger range; None when neither is seen."""
    ranges = {side: _range_deg(signal) for side, signal in signals.items()}
    best = max(SIDES, key=lambda side: ranges[side])
    return best if ranges[best] > 0 else None


def _range_deg(signal: SignalTrack) -> float:
    seen = signal.value[signal.ok]
    return float(np.subtract(*np.percentile(seen, (98, 2)))) if len(seen) > 1 else 0.0
