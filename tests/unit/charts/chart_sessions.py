"""Sessions to draw and to report: a measurement, a refusal, an exercise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np

from romtrack.charts import progress_charts
from romtrack.types import (
    Fault,
    FloatArray,
    Hold,
    Measurement,
    Notice,
    Partial,
    Quality,
    Rep,
    Session,
    SetRecord,
    SignalTrack,
    Trial,
    VideoInfo,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from romtrack.charts.theme import Theme
    from romtrack.types import Measured

PARTIAL = "partial: under 60 % of the best trial"
TRIALS = (
    Trial("hip_rotation", "left", "internal", 2.0, 3.0, 4.0, 35.8496, accepted=True),
    Trial(
        "hip_rotation", "left", "internal", 5.0, 6.0, 7.0, 9.4, accepted=False, reasons=(PARTIAL, "not held")
    ),
    Trial("hip_rotation", "left", "internal", 8.0, 9.0, 10.0, 33.0, accepted=True),
)
INTERNAL = Measurement("hip_rotation", "left", "internal", 34.4, 2.0, 1.7, "gravity", 1.2, TRIALS)
EXTERNAL = Measurement("hip_rotation", "left", "external", -31.24, 1.0, 1.3, "gravity", 1.2, ())
REFUSED = Measurement(
    "hip_rotation",
    "left",
    "internal",
    None,
    None,
    None,
    "gravity",
    None,
    TRIALS[1:2],
    (Notice("few", "hold it longer"),),
)
SESSION = Session(
    id=UUID(int=7),
    person="Ada",
    exercise="seated-ir-measure",
    side="left",
    analysed_at=datetime(2026, 3, 3, 14, 5, tzinfo=UTC),
    recorded_at=datetime(2026, 3, 3, 14, 5, tzinfo=UTC),
    recorded_by="file",
    video=VideoInfo("clip.mp4", "ab12" * 16, 640, 480, 12.0, 361, (Notice("file", "the file is cut"),)),
    sets=(),
    measurements=(INTERNAL,),
    quality=Quality(0.999, 0.9, (Notice("dark", "switch on a light"), Notice("yaw", "turn a little"))),
    settings={"mirrored": False, "camera_roll_deg": -1.26, "camera": "assumed"},
    romtrack_version="0.1.0",
)
REP = Rep("left", "hip_rotation", "deg", 2.0, 3.0, 4.0, 1.0, 31.0, 30.0, 44.0, ("knee_drift",))
SHORT = Partial("left", "hip_rotation", "deg", 5.0, 6.0, 7.0, 1.0, 9.0, 8.0, "under 40 % of the range")
FAULT = Fault("knee_drift", "left", 2.5, 3.5, 0.2)
EXERCISE = replace(
    SESSION,
    exercise="seated-resisted-ir",
    measurements=(),
    sets=(SetRecord(2.0, 10.0, (REP, replace(REP, start_s=8, peak_s=9, end_s=10)), (SHORT,), (), (FAULT,)),),
)


def signal_of(value: FloatArray, sigma: float = 1.0) -> SignalTrack:
    """Return the left hip's rotation, 30 frames a second."""
    time_s, known = np.arange(len(value)) / 30, np.isfinite(value)
    return SignalTrack("hip_rotation", "left", "deg", time_s, value, np.where(known, sigma, np.nan), known)


def days(count: int, *measurements: Measurement) -> list[Session]:
    """Return a session a day, the latest first."""
    later = (SESSION.analysed_at + timedelta(days=day) for day in range(count))
    return [replace(SESSION, recorded_at=day, measurements=measurements) for day in later][::-1]


def samples_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the samples that the line and the band of a chart are drawn from."""
    samples: list[dict[str, Any]] = spec["datasets"][spec["data"]["name"]]
    return samples


def rows_with(spec: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """Return the rows of a chart, each once, that have ``field``."""
    return [row for rows in spec["datasets"].values() for row in rows if field in row]


_CLAM = Rep("left", "knee_rise", "torso", 2.0, 3.0, 4.0, -0.25, 0.15, 0.4, 0.5)
CLAMS = replace(
    SESSION,
    exercise="clamshell",
    measurements=(),
    sets=(
        SetRecord(
            2.0,
            10.0,
            (_CLAM, replace(_CLAM, start_s=6.0, peak_s=7.0, end_s=8.0, faults=("pelvis_roll",))),
            faults=(
                Fault("pelvis_roll", "left", 6.5, 7.5, float("nan")),
                Fault("feet_apart", "left", 6.6, 7.0, 0.2),
            ),
        ),
    ),
)
PIGEON = replace(
    CLAMS, exercise="pigeon", sets=(SetRecord(2.0, 14.3, holds=(Hold("left", 2.0, 14.3, 0.3),)),)
)


def length_of(name: str, value: FloatArray) -> SignalTrack:
    """Return a length in trunk lengths, whose uncertainty is not known."""
    return replace(signal_of(value, np.nan), name=name, unit="torso")


def only_chart(measured: Sequence[Measured], theme: Theme = "light") -> alt.LayerChart | None:
    """Return the chart of the only quantity that was measured, None = there is none."""
    charts = list(progress_charts(measured, theme).values())
    assert len(charts) <= 1
    return charts[0] if charts else None
