"""One reading for every driver: from track, card, camera and side to all that is said of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from romtrack.kinematics.lens import straightened
from romtrack.language import N_
from romtrack.measure.acceptance import faults_of
from romtrack.measure.advice import advised
from romtrack.measure.findings import NO_PERSON
from romtrack.measure.measuring import measure
from romtrack.measure.setup import is_empty
from romtrack.protocols.counting import count
from romtrack.protocols.quantities import PROTOCOLS
from romtrack.protocols.signals_of import NamedSignals
from romtrack.protocols.whereabouts import about_view
from romtrack.reps import coach_recording
from romtrack.types import Notice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from romtrack.exercises import Exercise
    from romtrack.kinematics.view import View
    from romtrack.measure.findings import Finding
    from romtrack.measure.reading import QuantityReading
    from romtrack.types import CameraModel, Measurement, PoseTrack, SetRecord, Side, SignalTrack

__all__ = ["Reading", "nobody", "read", "view_settings"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a track shows of an exercise.

    Attributes
    ----------
    side: the leg that was asked for, or that works; None when nothing is seen of it.
    signals: all that the exercise's position can give, by name and leg: ``signals["hip_rotation"]["left"]``.
    own: the exercise's own signal, for each leg.
    findings: what is wrong with the recording, or to be told about it.
    view: how the camera saw the person, where a quantity was read; None: the picture plane was read.
    done: anything of the exercise was done, by either leg.
    """

    side: Side | None
    signals: Mapping[str, Mapping[Side, SignalTrack]]
    own: Mapping[Side, SignalTrack]
    sets: tuple[SetRecord, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    findings: tuple[Finding, ...] = ()
    view: View | None = None
    done: bool = False

    @property
    def signal(self) -> SignalTrack | None:
        """The exercise's own signal of the chosen leg."""
        return None if self.side is None else self.own[self.side]

    @property
    def roll_deg(self) -> float:
        """The camera's, 0 where it was not looked for."""
        return 0.0 if self.view is None else self.view.roll_deg


def read(
    track: PoseTrack,
    card: Exercise,
    camera: CameraModel,
    side: Side | Literal["auto"] = "auto",
    *,
    clear: bool = True,
) -> Reading:
    """Read what ``card`` asks for from a whole track; ``auto`` finds the leg that works.

    ``clear``: whether it is clear whose body it is; without that nothing is measured.
    """
    straight, ideal = straightened(track, camera)
    quantity = None if card.reads is None else PROTOCOLS[card.reads].read(straight, ideal, side)
    signals = NamedSignals(straight, ideal, card, quantity)
    if is_empty(track):
        return Reading(None, signals, signals[card.signal])
    if quantity is None:
        return _by_landmarks(straight, signals, card, side)
    view = replace(quantity.view, roll_deg=quantity.view.roll_deg + (camera.roll_deg or 0.0))
    setup = PROTOCOLS[quantity.quantity].check(track, quantity.side, view.roll_deg)
    measured = measure(quantity, clear=clear, setup=setup) if card.kind == "measurement" else ()
    sets = _sets(quantity, signals, card, setup)
    if sets and measured:
        sets = (replace(sets[0], faults=faults_of(measured)), *sets[1:])
    done = _is_done(sets)
    findings = (*setup, *advised(quantity.advice, setup))
    return Reading(quantity.side, signals, signals[card.signal], sets, measured, findings, view, done)


def _by_landmarks(
    track: PoseTrack, signals: NamedSignals, card: Exercise, side: Side | Literal["auto"]
) -> Reading:
    found = count(signals, card, side)
    findings = (*about_view(track, signals.body, signals.placed, card), *found.findings)
    done = found.by_other or _is_done(found.sets)
    return Reading(found.side, signals, signals[card.signal], found.sets, (), findings, done=done)


def _sets(
    quantity: QuantityReading, signals: NamedSignals, card: Exercise, setup: tuple[Finding, ...]
) -> tuple[SetRecord, ...]:
    """Return the sets of the chosen leg; nothing counts where ``setup`` has something to stop for."""
    if quantity.side is None or any(finding.severity == "stop" for finding in setup):
        return ()
    rest = quantity.rest_deg if card.signal == quantity.quantity else None
    return coach_recording(card, quantity.side, signals.of(quantity.side, card.signals), rest)


def _is_done(sets: tuple[SetRecord, ...]) -> bool:
    return any(one.reps or one.holds for one in sets)


def view_settings(view: View | None) -> dict[str, str | float | bool]:
    """Return what the result keeps of how the camera saw somebody."""
    if view is None:
        return {}
    return {
        "camera": view.camera.source,
        "camera_roll_deg": round(view.roll_deg, 1),
        "body_yaw_deg": round(view.yaw_deg, 1),
    }


def nobody(card: Exercise) -> Notice:
    """Return what to say when nobody was found."""
    if card.reads is not None:
        return PROTOCOLS[card.reads].nobody.notice
    text = N_("nobody was found with the legs in view. {camera}")
    return Notice(NO_PERSON.id, text.format(camera=card.camera))
