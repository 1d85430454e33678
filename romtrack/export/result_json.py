"""result.json, schema ``romtrack.result/2``; the JSON Schemas of all versions lie beside this file."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from romtrack.export._files import write_text

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.types import Fault, Hold, Measurement, Partial, Rep, Session, SetRecord, Trial, VideoInfo

__all__ = ["EVENTS", "NEWEST", "SCHEMA_ID", "result_schema", "to_result", "write_result"]

NEWEST: Final = 2
SCHEMA_ID: Final = f"romtrack.result/{NEWEST}"
_ROUND_TIME, _ROUND_ANGLE, _ROUND_SHARE = 3, 2, 4
_SPAN: Final = ("start_s", "peak_s", "end_s")
_VALUES: Final = ("rest_value", "peak_value", "range_value")
_REP: Final = ("side", "signal", "unit", *_SPAN, *_VALUES, "peak_speed", "faults")
_PARTIAL: Final = ("side", "signal", "unit", *_SPAN, *_VALUES, "reason")
_HOLD: Final = ("side", "start_s", "end_s", "median_value")
_FAULT: Final = ("name", "side", "start_s", "end_s", "worst_value")
EVENTS: Final = {"reps": _REP, "partials": _PARTIAL, "holds": _HOLD, "faults": _FAULT}
"""What sets hold many of, by the names of their lists in the result; each says of which set it is."""


def result_schema(version: int = NEWEST) -> dict[str, Any]:
    """Return the JSON Schema that every result of a version fits, 1 or 2."""
    text = (files("romtrack.export") / f"result.{version}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def write_result(session: Session, path: Path) -> None:
    """Write the result of ``session`` as JSON.

    Raises
    ------
    OutputError: the file cannot be written.
    """
    write_text(path, json.dumps(to_result(session), indent=1, ensure_ascii=False) + "\n")


def to_result(session: Session) -> dict[str, Any]:
    """Return ``session`` as plain numbers, texts and lists."""
    quality = session.quality
    return {
        "schema": SCHEMA_ID,
        "id": str(session.id),
        "romtrack_version": session.romtrack_version,
        "person": session.person,
        "recorded_at": None if session.recorded_at is None else session.recorded_at.isoformat(),
        "recorded_by": session.recorded_by,
        "analysed_at": session.analysed_at.isoformat(),
        "video": None if session.video is None else _video(session.video),
        "camera": None if session.camera is None else asdict(session.camera),
        "exercise": session.exercise,
        "side": session.side,
        "measurements": [_measurement(measurement) for measurement in session.measurements],
        "sets": [_event(record, ("start_s", "end_s")) for record in session.sets],
        **{
            kind: [
                {"set": number, **_event(event, names)}
                for number, record in enumerate(session.sets)
                for event in getattr(record, kind)
            ]
            for kind, names in EVENTS.items()
        },
        "quality": {
            "detected": round(quality.detected, _ROUND_SHARE),
            "usable": round(quality.usable, _ROUND_SHARE),
            "warnings": [asdict(notice) for notice in quality.warnings],
        },
        "settings": dict(session.settings),
    }


def _video(video: VideoInfo) -> dict[str, Any]:
    return {
        "name": video.name,
        "sha256": video.sha256,
        "width_px": video.width_px,
        "height_px": video.height_px,
        "duration_s": round(video.duration_s, _ROUND_TIME),
        "frames": video.frames,
    }


def _event(event: SetRecord | Rep | Partial | Hold | Fault, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the named fields; times keep three digits, other numbers two."""
    return {name: _plain(name, getattr(event, name)) for name in names}


def _plain(name: str, value: str | float | tuple[str, ...]) -> str | float | list[str] | None:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        return None
    return round(value, _ROUND_TIME if name.endswith("_s") else _ROUND_ANGLE) + 0.0


def _measurement(measurement: Measurement) -> dict[str, Any]:
    return {
        "quantity": measurement.quantity,
        "side": measurement.side,
        "direction": measurement.direction,
        "value_deg": _angle(measurement.value_deg),
        "sd_deg": _angle(measurement.sd_deg),
        "sigma_deg": _angle(measurement.sigma_deg),
        "reference": measurement.reference,
        "offset_deg": _angle(measurement.offset_deg),
        "trials": [_trial(trial) for trial in measurement.trials],
        "warnings": [asdict(notice) for notice in measurement.warnings],
    }


def _trial(trial: Trial) -> dict[str, Any]:
    return {
        "quantity": trial.quantity,
        "start_s": round(trial.start_s, _ROUND_TIME),
        "peak_s": round(trial.peak_s, _ROUND_TIME),
        "end_s": round(trial.end_s, _ROUND_TIME),
        "peak_deg": _angle(trial.peak_deg),
        "accepted": trial.accepted,
        "reasons": list(trial.reasons),
    }


def _angle(value: float | None) -> float | None:
    return None if value is None else round(value, _ROUND_ANGLE) + 0.0
