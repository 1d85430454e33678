"""Exercises that are counted by the hip's rotation: the seated reading meets the coach."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from romtrack.measure.seated import posture_signals
from romtrack.reps import coach_recording
from romtrack.reps.observe import in_position, landmark_signals, track_body

if TYPE_CHECKING:
    from collections.abc import Iterable

    from romtrack.exercises import Exercise
    from romtrack.measure.findings import Finding
    from romtrack.measure.seated import SeatedReading
    from romtrack.types import PoseTrack, SetRecord

__all__ = ["seated_sets"]


def seated_sets(
    track: PoseTrack, reading: SeatedReading, card: Exercise, setup: Iterable[Finding]
) -> tuple[SetRecord, ...]:
    """Return the sets of the chosen leg; nothing counts where ``setup`` has something to stop for.

    As with every exercise, a signal is missing where the person is not in position.
    """
    if reading.signal is None or any(finding.severity == "stop" for finding in setup):
        return ()
    body, side = track_body(track), reading.signal.side
    placed = in_position(track, body, card)
    read = {"hip_rotation": reading.signal, **posture_signals(reading, track)}
    signals = {
        name: replace(signal, value=np.where(placed, signal.value, np.nan), ok=signal.ok & placed)
        for name, signal in read.items()
    }
    signals |= landmark_signals(track, body, card, side)
    return coach_recording(card, side, signals, reading.rest_deg)
