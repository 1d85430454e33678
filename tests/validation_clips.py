"""Truths and sessions made by hand, and a truth file that fits them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import sessions

from romtrack.types import Fault, Session, SetRecord, Trial
from romtrack.validation.events import score_counts, score_faults, score_trials
from romtrack.validation.matching import Pairs
from romtrack.validation.run import ClipResult, Validation
from romtrack.validation.truth import Span, Truth

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from romtrack.types import FloatArray

REPS = (Span(3, 7, "internal"), Span(11, 15, "internal"), Span(16, 20, "internal"))
PARTIALS = (Span(8, 9.5),)


def truth(**changes: object) -> Truth:
    """Return a clip of 22 s at 10 frames a second whose angle is its time."""
    time_s = np.arange(0, 22, 0.1)
    given: dict[str, Any] = {
        "exercise": "seated-ir-measure",
        "side": "left",
        "yaw_deg": 0.0,
        "roll_deg": 0.0,
        "exposure": 1.0,
        "time_s": time_s,
        "true_deg": time_s.copy(),
        "hang_deg": 0.0,
        "reps": REPS,
        "partials": PARTIALS,
        "faults": (),
    }
    return Truth(**given | changes)


def trial(span: Span, peak_deg: float = 5.0, *reasons: str) -> Trial:
    middle_s = (span.start_s + span.end_s) / 2
    return sessions.trial(peak_deg, (span.start_s, middle_s, span.end_s), *reasons)


def session(
    trials: Sequence[Trial] | None = None,
    reps: Sequence[Span] = (),
    partials: Sequence[Span] = (),
    faults: Sequence[Span] = (),
) -> Session:
    """Return a session; trials None = no measurement."""
    measured = sessions.measurement(30.0, trials or ())
    record = SetRecord(
        0,
        22,
        tuple(replace(sessions.rep(one.start_s, 30.0), end_s=one.end_s) for one in reps),
        tuple(replace(sessions.partial(one.start_s), end_s=one.end_s) for one in partials),
        (),
        tuple(Fault(fault.name, "left", fault.start_s, fault.end_s, 12) for fault in faults),
    )
    return sessions.session_of(sets=(record,), measurements=() if trials is None else (measured,))


def pairs(error_deg: FloatArray | float = 0.0, frames: int = 100, sigma_deg: float = 1.0) -> Pairs:
    true = np.linspace(-10, 40, frames)
    return Pairs(np.arange(frames) / 10, true + error_deg, true, np.full(frames, sigma_deg))


def result(name: str = "one", known: Truth | None = None, **estimators: Pairs) -> ClipResult:
    """Return the result of a clip; ``fused`` is what is reported."""
    known = known or truth()
    found = session([trial(rep) for rep in REPS], REPS, PARTIALS)
    return ClipResult(
        name,
        known,
        1.0,
        0.97,
        estimators.get("fused", pairs(0.5)),
        estimators,
        score_trials(found, known),
        score_counts(found, known),
        score_faults(found, known),
    )


def validation(folder: Path, *clips: ClipResult, estimators: tuple[str, ...] = ()) -> Validation:
    return Validation(folder, clips or (result(),), estimators)


def truth_file(path: Path, **changes: object) -> Path:
    """Write a small truth file; a change to ... leaves the key out."""
    times = [round(count / 15, 4) for count in range(60)]
    held: dict[str, Any] = {
        "motion": "seated_ir_measure",
        "side": "left",
        "exposure": 0.6,
        "camera": {"yaw_deg": -8.0, "roll_deg": 3.0, "fx": 600},
        "reps": [{"start_s": 1, "peak_s": 1.5, "end_s": 2, "direction": "internal", "peak_deg": 30}],
        "not_reps": [{"start_s": 2, "end_s": 3, "why": "partial"}, {"start_s": 3, "end_s": 4, "why": "rest"}],
        "faults": [{"name": "knee_drift", "start_s": 1, "end_s": 2}],
        "frames": {
            "t": times,
            "hip_rot_gravity_left": [None if count == 5 else 1.0 for count in range(60)],
            "hip_rot_gravity_right": [-4.0] * 60,
            "joints_px": [[[0, 0]]] * 60,
        },
    }
    held = {key: value for key, value in {**held, **changes}.items() if value is not ...}
    path.write_text(json.dumps(held), encoding="utf-8")
    return path
