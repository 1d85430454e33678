"""Sessions to report: a measurement, a refusal, an exercise, nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from uuid import UUID

from romtrack.types import (
    Fault,
    Hold,
    Measurement,
    Notice,
    Partial,
    Quality,
    Rep,
    Session,
    SetRecord,
    Trial,
    VideoInfo,
)

CET = timezone(timedelta(hours=1))
PARTIAL = "partial: under 60 % of the best trial"
RESTLESS = "restless: the leg moved at the end of the range"
TRIALS = (
    Trial("hip_rotation", "left", "external", 2.0, 3.14, 4.0, -35.8496, accepted=True),
    Trial(
        "hip_rotation", "left", "external", 5.0, 6.26, 7.0, -9.44, accepted=False, reasons=(PARTIAL, RESTLESS)
    ),
    Trial("hip_rotation", "left", "external", 8.0, 9.38, 10.0, -33.0, accepted=True),
)
EXTERNAL = Measurement("hip_rotation", "left", "external", -34.42, 2.01, 1.73, "gravity", -1.2, TRIALS)
REFUSED = Measurement(
    "hip_rotation",
    "left",
    "internal",
    None,
    None,
    None,
    "gravity",
    None,
    TRIALS[:1],
    (Notice("few", "two are needed"),),
)
WARNINGS = (Notice("dark", "switch on a light"), Notice("yaw", "turn a little to your left"))
VIDEO = VideoInfo("clip.mp4", "ab12cd34" * 8, 640, 480, 12.04, 361, (Notice("cut", "the file is cut"),))
SESSION = Session(
    id=UUID(int=7),
    person="Ada Lovelace",
    exercise="seated-ir-measure",
    side="left",
    analysed_at=datetime(2026, 3, 3, 14, 5, tzinfo=CET),
    recorded_at=datetime(2026, 3, 3, 14, 5, tzinfo=CET),
    recorded_by="file",
    video=VIDEO,
    sets=(),
    measurements=(EXTERNAL,),
    quality=Quality(0.9996, 0.871, WARNINGS),
    settings={"mirrored": False, "camera_roll_deg": -1.26, "body_yaw_deg": 9.94, "camera": "assumed"},
    romtrack_version="0.1.0",
)
REPS = tuple(
    Rep(
        "left",
        "hip_rotation",
        "deg",
        5.0 * k,
        5.0 * k + 1,
        5.0 * k + 2,
        1.0,
        31.0 + k,
        30.0 + k,
        44.44,
        faults,
    )
    for k, faults in enumerate(((), ("knee_drift", "trunk_lean"), ()))
)
SHORT = Partial("left", "hip_rotation", "deg", 20.0, 21.0, 22.0, 1.0, 9.0, 8.0, "under 40 % of the range")
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
