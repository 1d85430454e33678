"""The value types that the rooms of the package hand to each other.

All are frozen, hold NumPy arrays where there are many numbers, and check their shapes when
they are made. NaN means missing, and what no camera can see (infinite, far outside the picture, a
share above 1) becomes missing when a value is made. Units stand in the names: ``_s`` seconds, ``_px``
pixels of the upright picture with square pixels (x right, y down), ``_m`` metres, ``_deg`` degrees.
Intervals are half-open, ``[start, end)``. Left and right are the person's own. Hip rotation is
positive when internal (the foot moves away from the midline), for either leg.
"""

from romtrack.types._base import (
    SIDES,
    Direction,
    FloatArray,
    Image,
    QuantityName,
    RecordedBy,
    Reference,
    Side,
    opposite,
)
from romtrack.types.entries import (
    WEEKDAYS,
    WORST_PAIN,
    Entry,
    Goal,
    HandMeasurement,
    Legs,
    Pain,
    PlanItem,
    Weekday,
)
from romtrack.types.people import SEXES, KnownPerson, Person, Sex
from romtrack.types.picture import CameraModel, Frame
from romtrack.types.pose import Pose, PoseTrack, RoomMotion, ShankEvidence, Skeleton
from romtrack.types.records import (
    Camera,
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
    When,
)
from romtrack.types.signal import SignalTrack
from romtrack.types.summaries import Measured, Summary

__all__ = [
    "SEXES",
    "SIDES",
    "WEEKDAYS",
    "WORST_PAIN",
    "Camera",
    "CameraModel",
    "Direction",
    "Entry",
    "Fault",
    "FloatArray",
    "Frame",
    "Goal",
    "HandMeasurement",
    "Hold",
    "Image",
    "KnownPerson",
    "Legs",
    "Measured",
    "Measurement",
    "Notice",
    "Pain",
    "Partial",
    "Person",
    "PlanItem",
    "Pose",
    "PoseTrack",
    "Quality",
    "QuantityName",
    "RecordedBy",
    "Reference",
    "Rep",
    "RoomMotion",
    "Session",
    "SetRecord",
    "Sex",
    "ShankEvidence",
    "Side",
    "SignalTrack",
    "Skeleton",
    "Summary",
    "Trial",
    "VideoInfo",
    "Weekday",
    "When",
    "opposite",
]
