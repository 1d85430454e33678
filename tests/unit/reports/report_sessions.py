"""Sessions to report: a measurement, a refusal, an exercise, nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from uuid import UUID

from sessions import measurement, partial, refused, rep, session_of, trial

from romtrack.types import (
    Fault,
    Hold,
    Notice,
    Quality,
    SetRecord,
    VideoInfo,
)

CET = timezone(timedelta(hours=1))
PARTIAL = "partial: under 60 % of the best trial"
RESTLESS = "restless: the leg moved at the end of the range"
TRIALS = (
    trial(-35.8496, (2.0, 3.14, 4.0), direction="external"),
    trial(-9.44, (5.0, 6.26, 7.0), PARTIAL, RESTLESS, direction="external"),
    trial(-33.0, (8.0, 9.38, 10.0), direction="external"),
)
EXTERNAL = measurement(-34.42, TRIALS, direction="external", sd_deg=2.01, sigma_deg=1.73, offset_deg=-1.2)
REFUSED = refused(Notice("few", "two are needed"), TRIALS[:1])
WARNINGS = (Notice("dark", "switch on a light"), Notice("yaw", "turn a little to your left"))
VIDEO = VideoInfo("clip.mp4", "ab12cd34" * 8, 640, 480, 12.04, 361, (Notice("cut", "the file is cut"),))
SESSION = session_of(
    id=UUID(int=7),
    person="Ada Lovelace",
    analysed_at=datetime(2026, 3, 3, 14, 5, tzinfo=CET),
    video=VIDEO,
    measurements=(EXTERNAL,),
    quality=Quality(0.9996, 0.871, WARNINGS),
    settings={"mirrored": False, "camera_roll_deg": -1.26, "body_yaw_deg": 9.94, "camera": "assumed"},
)
REPS = tuple(
    replace(rep(5.0 * k, 30.0 + k, 1.0, *faults), peak_speed=44.44)
    for k, faults in enumerate(((), ("knee_drift", "trunk_lean"), ()))
)
SHORT = partial(20.0)
EXERCISE = replace(
    SESSION,
    exercise="seated-resisted-ir",
    measurements=(),
    sets=(
        SetRecord(0.0, 25.0, REPS, (SHORT,), (), (Fault("knee_drift", "left", 5.5, 6.5, 0.2),)),
        SetRecord(60.0, 95.5, (), (), (Hold("left", 61.0, 93.3, 12.0),)),
    ),
)
NOBODY = replace(SESSION, side=None, measurements=(), quality=Quality(0.0, 0.0, WARNINGS[:1]))
