"""What came of a recording: what was measured and counted, when, and how well it was seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from romtrack import units
from romtrack.errors import ShapeError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from romtrack.types._base import Direction, QuantityName, RecordedBy, Reference, Side


@dataclass(frozen=True, slots=True)
class When:
    """When a session happened.

    Attributes
    ----------
    recorded_at: None = not known; then it happened before ``analysed_at``, and nobody can say how long.
    """

    recorded_at: datetime | None
    analysed_at: datetime

    @property
    def at(self) -> datetime:
        """The moment to order by; that of the analysis where nothing better is known."""
        return self.analysed_at if self.recorded_at is None else self.recorded_at


@dataclass(frozen=True, slots=True)
class Trial:
    """One turn to the end of the range and back; refused ones keep their reasons."""

    quantity: QuantityName
    side: Side
    direction: Direction
    start_s: float
    peak_s: float
    end_s: float
    peak_deg: float
    accepted: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning with a stable id and one sentence of advice."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """The range of one hip in one direction of a quantity.

    Attributes
    ----------
    value_deg: mean of the accepted trials, signed (external is negative); None = refused,
        and ``warnings`` says why.
    sd_deg: standard deviation of the accepted trials.
    sigma_deg: standard uncertainty of the value: trial spread and instrument together.
    reference: against gravity, or relative to the neutral hang.
    offset_deg: where the relaxed shank hung (None = not known).
    """

    quantity: QuantityName
    side: Side
    direction: Direction
    value_deg: float | None
    sd_deg: float | None
    sigma_deg: float | None
    reference: Reference
    offset_deg: float | None
    trials: tuple[Trial, ...]
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a video could be read: shares of its frames, 0..1, and what to do about it."""

    detected: float
    usable: float
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What a video file turned out to hold, counted from its decoded frames."""

    name: str
    sha256: str
    width_px: int
    height_px: int
    duration_s: float
    frames: int
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Camera:
    """What a session was recorded with.

    Attributes
    ----------
    label: as the browser names it, or make and model as the recording itself says. width_px, height_px: of
        its pictures, upright.
    """

    label: str
    width_px: int
    height_px: int

    @property
    def text(self) -> str:
        """What people know it by."""
        return ", ".join([*([self.label] if self.label else []), units.size(self.width_px, self.height_px)])


@dataclass(frozen=True, slots=True)
class Rep:
    """One repetition, there and back, of the signal that the exercise counts.

    Attributes
    ----------
    rest_value, peak_value, range_value: in ``unit``; range = |peak - rest|.
    peak_speed: largest rate of change on the way out, ``unit`` per second.
    faults: names of the form faults that touch it.
    """

    side: Side
    signal: str
    unit: str
    start_s: float
    peak_s: float
    end_s: float
    rest_value: float
    peak_value: float
    range_value: float
    peak_speed: float
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partial:
    """A movement that is no repetition, and why; listed, never counted."""

    side: Side
    signal: str
    unit: str
    start_s: float
    peak_s: float
    end_s: float
    rest_value: float
    peak_value: float
    range_value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A position that was held; ``median_value`` in the unit of the exercise's signal."""

    side: Side
    start_s: float
    end_s: float
    median_value: float


@dataclass(frozen=True, slots=True)
class Fault:
    """A form fault while it lasted; ``worst_value`` in the unit of its signal."""

    name: str
    side: Side
    start_s: float
    end_s: float
    worst_value: float


@dataclass(frozen=True, slots=True)
class SetRecord:
    """One set: what was done between two rests."""

    start_s: float
    end_s: float
    reps: tuple[Rep, ...] = ()
    partials: tuple[Partial, ...] = ()
    holds: tuple[Hold, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """One analysed recording: who did what, when, and how well it could be seen.

    Attributes
    ----------
    side: the leg; ``both`` where an exercise alternates; None = no leg could be chosen.
    analysed_at: when it was written down, with its zone. video: the recording (None for a live session).
    tracks_file: name of the file that keeps the pose and signal tracks, None = not kept.
    recorded_at: when it happened, with its zone; None = not known. recorded_by: what says so.
    camera: that recorded it, the last one where it was changed; None = not known.
    """

    id: UUID
    person: str
    exercise: str
    side: Side | Literal["both"] | None
    analysed_at: datetime
    video: VideoInfo | None
    sets: tuple[SetRecord, ...]
    measurements: tuple[Measurement, ...]
    quality: Quality
    settings: Mapping[str, str | float | bool] = field(default_factory=dict)
    romtrack_version: str = ""
    tracks_file: str | None = None
    recorded_at: datetime | None = None
    recorded_by: RecordedBy | None = None
    camera: Camera | None = None

    def __post_init__(self) -> None:
        for name in ("analysed_at", "recorded_at"):
            when = getattr(self, name)
            if when is not None and when.tzinfo is None:
                raise ShapeError(f"Session.{name} must have a time zone")
        if (self.recorded_at is None) != (self.recorded_by is None):
            raise ShapeError("Session.recorded_at and recorded_by must both be known, or neither")

    @property
    def when(self) -> When:
        """When it happened, as far as that is known."""
        return When(self.recorded_at, self.analysed_at)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All that people should be told, no sentence twice: of the values, the file and the recording."""
        of_values = (notice for one in self.measurements for notice in one.warnings)
        about_file = () if self.video is None else self.video.warnings
        return tuple({one.text: one for one in (*of_values, *about_file, *self.quality.warnings)}.values())

    @property
    def remarks(self) -> tuple[Notice, ...]:
        """The notices that no measurement has: what is to be told where each value has its own beside it."""
        told = {notice.text for one in self.measurements for notice in one.warnings}
        return tuple(notice for notice in self.notices if notice.text not in told)
