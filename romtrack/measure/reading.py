"""A quantity of both legs read from a whole pose track: what the readings of all quantities have in common.

Each stretch that one camera saw which did not move has its own view and rest; without a rest of its own the
leg rests in it as in another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from romtrack.kinematics.posture import Posture
from romtrack.kinematics.room import steadied, stretches
from romtrack.kinematics.view import within
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from romtrack.kinematics.view import View
    from romtrack.measure.advice import Advice
    from romtrack.measure.neutral import StillPhase
    from romtrack.types import CameraModel, PoseTrack, QuantityName, Side, SignalTrack

__all__ = ["Part", "QuantityReading", "ViewSpan", "both_or_either", "during", "posture_signals", "read_parts"]


FEW = 0.3  # share of the frames in which a leg rests


class ViewSpan(NamedTuple):
    """The frames [first, last) of one stretch, and in degrees where the leg rested."""

    first: int
    last: int
    rest_deg: float


class Part(NamedTuple):
    """One stretch as it is read: a track that was steadied.

    hangs: when each leg was at rest. resting: which of the frames serve as its rest, (T,). held: what each
    leg's side of the body does beside the quantity. advice: what would make each leg's reading surer.
    """

    track: PoseTrack
    view: View
    hangs: Mapping[Side, tuple[StillPhase, ...]]
    resting: Mapping[Side, NDArray[np.bool_]]
    signals: Mapping[Side, SignalTrack]
    held: Mapping[Side, Posture]
    advice: Mapping[Side, tuple[Advice, ...]]


@dataclass(frozen=True, slots=True)
class QuantityReading:
    """One quantity of both legs.

    signals: degrees, + = the quantity's first way. side: the leg that was asked for, or that moves; None
    when no leg is seen. view: of the stretch in which they are seen longest. hang: the times at rest of the
    chosen leg that served as neutral. rest_deg: where it rested; None when it was not seen at rest.
    postures: columns (T,) of what else the body does, for each leg; against its rest, or without
    one against all frames. advice: what would make the chosen leg's reading surer, the most helpful
    first. spans: the frames of each stretch, and where the leg rested in it.
    """

    quantity: QuantityName
    side: Side | None
    signals: Mapping[Side, SignalTrack]
    view: View
    hang: tuple[StillPhase, ...]
    rest_deg: float | None
    postures: Mapping[Side, Posture]
    advice: tuple[Advice, ...] = ()
    spans: tuple[ViewSpan, ...] = ()

    @property
    def signal(self) -> SignalTrack | None:
        """The chosen leg's signal."""
        return None if self.side is None else self.signals[self.side]


def read_parts(
    quantity: QuantityName,
    track: PoseTrack,
    camera: CameraModel,
    side: Side | Literal["auto"],
    part_of: Callable[[PoseTrack, CameraModel], Part],
) -> QuantityReading:
    """Read a quantity with ``part_of`` in each stretch of a track; ``auto`` chooses the leg that moves."""
    seen = within(camera, track.content_px)
    read = [part_of(steadied(one), seen) for one in stretches(track)]
    signals = {leg: _joined([one.signals[leg] for one in read]) for leg in SIDES}
    longest = max(read, key=lambda one: np.count_nonzero(one.track.detected))
    chosen = _moving_leg(signals) if side == "auto" else side
    postures = {leg: _put_together([one.held[leg] for one in read]) for leg in SIDES}
    found = QuantityReading(quantity, chosen, signals, longest.view, (), None, postures)
    if chosen is None:
        return found
    hang = tuple(phase for one in read for phase in one.hangs[chosen])
    found = replace(found, hang=hang, advice=longest.advice[chosen])
    rests_deg = [_rest_deg(one.signals[chosen], one.resting[chosen]) for one in (longest, *read)]
    known_deg = [rest_deg for rest_deg in rests_deg if rest_deg is not None]
    if not known_deg:
        return found
    rest_deg, *own_deg = (known_deg[0] if rest is None else rest for rest in rests_deg)
    ends = pairwise((0, *accumulate(len(one.track) for one in read)))
    return replace(
        found,
        rest_deg=rest_deg,
        spans=tuple(ViewSpan(*end, rest) for end, rest in zip(ends, own_deg, strict=True)),
    )


def during(track: PoseTrack, phases: tuple[StillPhase, ...]) -> NDArray[np.bool_]:
    """Return which frames lie in one of ``phases``, (T,)."""
    inside = np.zeros(len(track), dtype=bool)
    for phase in phases:
        inside |= (track.time_s >= phase.start_s) & (track.time_s <= phase.end_s)
    return inside


def both_or_either(resting: Mapping[Side, NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Return the frames in which both legs rest, or where these are few those in which one does, (T,)."""
    left, right = (resting[side] for side in SIDES)
    both, either = left & right, left | right
    return both if both.sum() > FEW * either.sum() else either


def posture_signals(reading: QuantityReading, side: Side) -> dict[str, SignalTrack]:
    """Return what else the body does on one side, as signals."""
    signal, held = reading.signals[side], reading.postures[side]
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


def _joined(parts: list[SignalTrack]) -> SignalTrack:
    """Return the signals of all stretches as one."""
    return replace(
        parts[0],
        time_s=np.concatenate([part.time_s for part in parts]),
        value=np.concatenate([part.value for part in parts]),
        sigma=np.concatenate([part.sigma for part in parts]),
        ok=np.concatenate([part.ok for part in parts]),
    )


def _put_together(parts: list[Posture]) -> Posture:
    return Posture(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _rest_deg(signal: SignalTrack, resting: NDArray[np.bool_]) -> float | None:
    """Return where the leg rests."""
    at_rest = signal.value[resting & signal.ok]
    return float(np.median(at_rest)) if len(at_rest) else None


def _moving_leg(signals: Mapping[Side, SignalTrack]) -> Side | None:
    """Return the leg with the larger range; None when neither is seen."""
    ranges = {side: _range_deg(signal) for side, signal in signals.items()}
    best = max(SIDES, key=lambda side: ranges[side])
    return best if ranges[best] > 0 else None


def _range_deg(signal: SignalTrack) -> float:
    seen = signal.value[np.isfinite(signal.value)]
    return float(np.subtract(*np.percentile(seen, (98, 2)))) if len(seen) > 1 else 0.0
