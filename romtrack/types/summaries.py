"""What is read of many sessions at once, without their repetitions and trials one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING

from romtrack.types.entries import Pain

if TYPE_CHECKING:
    from uuid import UUID

    from romtrack.types._base import Direction, QuantityName, Side
    from romtrack.types.records import When

__all__ = ["Measured", "Summary"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One measured direction of a session; the numbers as in ``Measurement``.

    Attributes
    ----------
    when: the session happened. accepted: how many of its ``trials`` count.
    """

    session_id: UUID
    person: str
    when: When
    quantity: QuantityName
    side: Side
    direction: Direction
    value_deg: float | None
    sd_deg: float | None
    sigma_deg: float | None
    accepted: int
    trials: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a session gave.

    Attributes
    ----------
    held_s: seconds of all holds together. ranges: the smallest and the largest range of a repetition,
        in ``unit``; None where there is none. mean_range, tempo_s: of one repetition, on average, NaN = not
        known. faults: how often the form was off. video_name: of the recording, None = the camera was live.
    note: what was written to it. pain: what was said of it. legs: that did a repetition or held.
    """

    id: UUID
    person: str
    exercise: str
    side: str | None
    when: When
    measured: tuple[Measured, ...]
    reps: int
    held_s: float
    ranges: tuple[float, float] | None
    unit: str
    video_name: str | None = None
    note: str = ""
    pain: Pain = field(default_factory=Pain)
    mean_range: float = nan
    tempo_s: float = nan
    faults: int = 0
    legs: tuple[Side, ...] = ()
