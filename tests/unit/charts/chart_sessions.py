"""Sessions to draw and to report: a measurement, a refusal, an exercise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np
from sessions import measurement, partial, refused, rep, session_of, trial

from romtrack.charts import progress_charts
from romtrack.trends import trends_of
from romtrack.types import (
    Fault,
    FloatArray,
    Hold,
    Measurement,
    Notice,
    Quality,
    Rep,
    Session,
    SetRecord,
    SignalTrack,
    VideoInfo,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from romtrack.charts.theme import Theme
    from romtrack.types import Measured

PARTIAL = "partial: under 60 % of the best trial"
TRIALS = (
    trial(35.8496),
    trial(9.4, (5.0, 6.0, 7.0), PARTIAL, "not held"),
    trial(33.0, (8.0, 9.0, 10.0)),
)
INTERNAL = measurement(34.4, TRIALS, sd_deg=2.0, sigma_deg=1.7, offset_deg=1.2)
EXTERNAL = measurement(-31.24, direction="external", sigma_deg=1.3, offset_deg=1.2)
REFUSED = refused(Notice("few", "hold it longer"), TRIALS[1:2])
SESSION = session_of(
    id=UUID(int=7),
    analysed_at=datetime(2026, 3, 3, 14, 5, tzinfo=UTC),
    video=VideoInfo("clip.mp4", "ab12" * 16, 640, 480, 12.0, 361, (Notice("file", "the file is cut"),)),
    measurements=(INTERNAL,),
    quality=Quality(0.999, 0.9, (Notice("dark", "switch on a light"), Notice("yaw", "turn a little"))),
    settings={"mirrored": False, "camera_roll_deg": -1.26, "camera": "assumed"},
)
REP = rep(2.0, 30.0, 1.0, "knee_drift")
SHORT = partial(5.0)
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
    """Return the chart of the only leg and direction that was measured, None = there is none."""
    charts = list(progress_charts(trends_of(measured), theme).values())
    assert len(charts) <= 1
    return charts[0] if charts else None
