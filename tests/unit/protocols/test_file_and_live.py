"""Live says of each look what a file says of the frame, by live's own signals: unsmoothed, scale held."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from conftest import performed, recorded
from replay import ReplayEye

from romtrack.exercises import exercise
from romtrack.kinematics.body import Body
from romtrack.kinematics.leg import leg_habit, leg_rotation
from romtrack.kinematics.posture import posture, stance
from romtrack.kinematics.signals import SIGNALS
from romtrack.live.coaching import Bodies, SetCoach
from romtrack.live.reading import Angle, LiveReading
from romtrack.protocols.signals_of import AtRest
from romtrack.protocols.whereabouts import in_position
from romtrack.reps import coach_recording
from romtrack.types import Fault, Partial, Rep, SignalTrack
from romtrack.types import Frame as Picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from romtrack.exercises import Exercise
    from romtrack.live import Look
    from romtrack.live.coaching import Noted
    from romtrack.types import FloatArray, PoseTrack, SetRecord, Side

_LATER_S = 100.0
_LEARNT_S = 3.0
_BLACK = np.zeros((2, 2, 3), np.uint8)


class Live(NamedTuple):
    """What a set's coach said: the exercise's own signal at each look, and what ended."""

    values: FloatArray
    events: list[Noted]


def looks(track: PoseTrack, later_s: float = 0.0) -> Iterator[Look]:
    eye = ReplayEye(track)
    for row, time_s in enumerate(track.time_s.tolist()):
        eye.row = row
        yield eye.look(Picture(time_s + later_s, _BLACK), begun=True)


def followed(coach: SetCoach, track: PoseTrack, angles: Mapping[int, Mapping[Side, Angle]]) -> Live:
    values: list[float] = []
    events: list[Noted] = []
    unknown: Mapping[Side, Angle] = {"left": Angle(), "right": Angle()}
    for row, look in enumerate(looks(track)):
        events += coach.update(look, angles.get(row, unknown))
        values.append(coach.value)
    return Live(np.array(values), [*events, *coach.finish()])


def scaled(track: PoseTrack) -> tuple[Bodies, Body]:
    """Learn the scale in the first seconds and hold it; return the same body for the whole track."""
    bodies = Bodies(track.skeleton)
    for look in looks(track.rows(0, int(np.searchsorted(track.time_s, _LEARNT_S)))):
        bodies.of(replace(look, time_s=look.time_s - _LATER_S))
    bodies.hold()
    body = next(found for look in looks(track) if (found := bodies.of(look)) is not None)
    return bodies, Body(track.image_px, track.skeleton, np.full(len(track), float(body.torso_px)))


def whole(track: PoseTrack, name: str, side: Side, value: FloatArray) -> SignalTrack:
    sigma = np.full(len(value), np.nan)
    return SignalTrack(name, side, SIGNALS[name].unit, track.time_s, value, sigma, np.isfinite(value), ())


def same(live: Live, signals: Mapping[str, SignalTrack], sets: tuple[SetRecord, ...], card: Exercise) -> None:
    assert live.values == pytest.approx(signals[card.signal].value, abs=1e-9, nan_ok=True)
    assert np.isfinite(live.values).any()
    for kind, of in ((Rep, "reps"), (Partial, "partials"), (Fault, "faults")):
        said = [event for event in live.events if isinstance(event, kind)]
        assert said == [one for done in sets for one in getattr(done, of)]


@pytest.mark.parametrize("name", ["clamshell", "lateral_lunge", "squat_with_rotation"])
def test_what_landmarks_tell_is_the_same(name: str) -> None:
    done = performed(name)
    card, track, side = exercise(done.exercise), done.track, done.side
    bodies, body = scaled(track)
    live = followed(SetCoach(card, side, bodies, None), track, {})
    placed = in_position(track, body, card)
    signals = {}
    for signal in card.signals:
        of = SIGNALS[signal].of
        assert of is not None
        signals[signal] = whole(track, signal, side, np.where(placed, of(body, side), np.nan))
    same(live, signals, coach_recording(card, side, signals), card)
    assert any(isinstance(event, Rep) for event in live.events)


def test_what_a_quantity_tells_is_the_same(tmp_path: Path) -> None:
    known = recorded("measure_heavyf_right")
    card, track, side = exercise("seated-resisted-ir"), known.track, known.side
    reading = LiveReading(track.skeleton, tmp_path)
    reading.upright_px = track.upright_px
    for look in looks(track):
        reading.add(look)
    reading.learn(0.0)
    before = reading.read(0.0, side)
    angles = {row: reading.add(look) for row, look in enumerate(looks(track, _LATER_S))}
    bodies, body = scaled(track)
    live = followed(SetCoach(card, side, bodies, before), track, angles)

    view, rest = before.reading.view, AtRest.of(before.track, before.reading, side)
    assert rest.rest_deg is not None
    angle_deg = leg_rotation(track, side, view, leg_habit(track, side, view)).value
    stances = stance(track.image_px, track.skeleton, side, rest.roll_deg)
    held = posture(stances, rest.stance, angle_deg, rest.rest_deg)
    placed = in_position(track, body, card) & np.isfinite(angle_deg)
    values = {
        "hip_rotation": angle_deg,
        "knee_drift": held.knee_drift,
        "pelvic_hike": held.pelvic_hike_deg,
        "trunk_lean": held.trunk_lean_deg,
    }
    for name in set(card.signals) - set(values):
        of = SIGNALS[name].of
        assert of is not None
        values[name] = np.where(in_position(track, body, card), of(body, side), np.nan)
    signals = {
        name: whole(track, name, side, np.where(placed, value, np.nan) if SIGNALS[name].of is None or name
                    in {"pelvic_hike", "trunk_lean"} else value)
        for name, value in values.items()
    }  # fmt: skip
    same(live, signals, coach_recording(card, side, signals, rest.rest_deg), card)
    assert sum(isinstance(event, Rep) for event in live.events) == 3
