"""The named signals of a track and of a single frame: assembled here, the same for file and camera.

A card that reads a quantity takes this and what the body does along from the quantity's reading, in which
they count from rest; all else comes from landmarks in the picture plane. Outside the exercise's position,
everything is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from romtrack.kinematics.posture import Stance, neutral_stance, posture, stance
from romtrack.kinematics.signals import SIGNALS, signals_in
from romtrack.measure.reading import QuantityReading, during, posture_signals
from romtrack.protocols.quantities import PROTOCOLS, quantity_in
from romtrack.protocols.whereabouts import in_position, track_body
from romtrack.signals.zero_phase import MOVEMENT_HZ, zero_phase
from romtrack.types import SIDES, SignalTrack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from romtrack.exercises import Exercise
    from romtrack.kinematics.body import Body
    from romtrack.types import CameraModel, FloatArray, PoseTrack, Side

__all__ = ["AtRest", "NamedSignals", "frame_signals"]

_ALONG: Final = ("knee_drift", "pelvic_hike", "trunk_lean")  # what the body does beside a quantity


class NamedSignals(Mapping[str, Mapping["Side", SignalTrack]]):
    """All signals that the exercise's position can give, for both legs; each is computed when asked for.

    Without a word about the shanks in the track, no quantity is among them.

    Parameters
    ----------
    reading: of the quantity that the exercise reads; None where it reads none.
    """

    def __init__(
        self, track: PoseTrack, camera: CameraModel, card: Exercise, reading: QuantityReading | None
    ) -> None:
        self.body = track_body(track)
        self.placed = in_position(track, self.body, card)
        self._track, self._camera = track, camera
        self._reading = self._measured = reading
        self._position = card.position
        given = signals_in(card.position)
        self._names = tuple(name for name in given if track.shanks or SIGNALS[name].quantity is None)
        self._found: dict[str, Mapping[Side, SignalTrack]] = {}

    def __getitem__(self, name: str) -> Mapping[Side, SignalTrack]:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._found:
            self._found[name] = {leg: self._signal(name, leg) for leg in SIDES}
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def of(self, side: Side, names: Iterable[str]) -> dict[str, SignalTrack]:
        """Return some of one leg as they count: missing outside the exercise's position."""
        return {name: self._where_placed(self[name][side]) for name in names}

    def _where_placed(self, signal: SignalTrack) -> SignalTrack:
        if SIGNALS[signal.name].quantity is None and self._reading is None:
            return signal
        return replace(signal, value=np.where(self.placed, signal.value, np.nan), ok=signal.ok & self.placed)

    def _signal(self, name: str, side: Side) -> SignalTrack:
        signal = SIGNALS[name]
        if self._reading is not None and name in _ALONG:
            return posture_signals(self._reading, side)[name]
        if signal.of is not None:
            raw = np.where(self.placed, signal.of(self.body, side), np.nan)
            return _smooth(self._track, name, side, raw)
        reading = self._quantity()
        return reading.signals[side] if name == reading.quantity else posture_signals(reading, side)[name]

    def _quantity(self) -> QuantityReading:
        """Return the reading of the position's quantity, whether the exercise reads it or not."""
        if self._measured is None:
            quantity = quantity_in(self._position)
            if quantity is None:
                raise KeyError(self._position)
            self._measured = PROTOCOLS[quantity].read(self._track, self._camera)
        return self._measured


def _smooth(track: PoseTrack, name: str, side: Side, raw: FloatArray) -> SignalTrack:
    value = zero_phase(track.time_s, raw, MOVEMENT_HZ)
    return SignalTrack(
        name=name,
        side=side,
        unit=SIGNALS[name].unit,
        time_s=track.time_s,
        value=value,
        sigma=np.full(len(value), np.nan),
        ok=np.isfinite(value),
        provenance=(f"{name}(landmarks)", f"zero_phase(cutoff_hz={MOVEMENT_HZ})"),
    )


class AtRest(NamedTuple):
    """How one leg rested, and the body with it: what a frame's posture counts from.

    rest_deg: of the quantity, None = not seen at rest.
    """

    stance: Stance
    roll_deg: float
    rest_deg: float | None

    @classmethod
    def of(cls, track: PoseTrack, reading: QuantityReading, side: Side) -> AtRest:
        """Return it from the reading of ``track``; without a rest, from all frames."""
        still = during(track, reading.hang)
        stances = stance(track.image_px, track.skeleton, side, reading.view.roll_deg)
        neutral = neutral_stance(stances, still if still.any() else track.detected)
        return cls(neutral, reading.view.roll_deg, reading.rest_deg)


def frame_signals(
    card: Exercise, body: Body, side: Side, rest: AtRest | None, angle_deg: float
) -> dict[str, float]:
    """Return the card's signals in one frame of somebody in position, NaN where not seen.

    ``angle_deg``: of the quantity that the card reads, and ``rest`` where it was at rest; None where it
    reads none.
    """
    values = dict.fromkeys(card.signals, np.nan)
    for name in values:
        of = SIGNALS[name].of
        if of is not None and not (rest is not None and name in _ALONG):
            values[name] = float(of(body, side))
    if card.reads is None or rest is None or not np.isfinite(angle_deg):
        return values
    now = stance(body.image_px, body.skeleton, side, rest.roll_deg)
    held = posture(now, rest.stance, np.asarray(angle_deg), rest.rest_deg or 0.0)
    given = {
        card.reads: angle_deg,
        "knee_drift": float(held.knee_drift),
        "pelvic_hike": float(held.pelvic_hike_deg),
        "trunk_lean": float(held.trunk_lean_deg),
    }
    return values | {name: value for name, value in given.items() if name in values}
