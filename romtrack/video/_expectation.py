"""What a file claims about its own length: an estimate, until its pictures are decoded."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import av

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

__all__ = ["Expectation", "step_s", "taken_hz"]

_FASTEST_HZ: Final = 240  # browser recordings claim 1000 frames a second
_SLACK_S: Final = 0.5  # lengths are rounded, and edit lists and sound end a little elsewhere
_SLACK_SHARE: Final = 0.02


@dataclass(frozen=True, slots=True)
class Expectation:
    """The claimed length of the video.

    Attributes
    ----------
    duration_s, frames: None = the file does not say.
    trusted: whether the duration is that of the pictures, not of the sound or a guess.
    """

    duration_s: float | None
    frames: int | None
    trusted: bool

    @classmethod
    def of(cls, container: InputContainer, stream: VideoStream, start_s: float) -> Expectation:
        """Read the claims; ``start_s`` is the time of the first picture in the file's clock."""
        duration_s = _picture_duration_s(container, stream, start_s)
        trusted = duration_s is not None
        if not trusted and container.duration and container.duration > 0:
            duration_s = container.duration / av.time_base
            trusted = len(container.streams) == 1
        return cls(duration_s, _frames(stream, duration_s), trusted)

    def missing(self, duration_s: float) -> bool:
        """Whether clearly less than the claimed length was there."""
        if self.duration_s is None or not self.trusted:
            return False
        return self.duration_s - duration_s > max(_SLACK_S, _SLACK_SHARE * self.duration_s)


def step_s(stream: VideoStream, *, bare: bool = False) -> float:
    """Return the average time from picture to picture; 1/30 s where the rate is not believable.

    ``bare``: the file is a stream without times, whose average rate FFmpeg makes up.
    """
    rate = stream.guessed_rate if bare else stream.average_rate
    return float(1 / rate) if rate and 1 <= rate <= _FASTEST_HZ else 1 / 30


def taken_hz(container: InputContainer) -> float:
    """Return how many pictures a second an Android phone says that it took; 0 = nothing is said."""
    try:
        rate = float(container.metadata.get("com.android.capture.fps", "0"))
    except ValueError:
        return 0.0
    return rate if math.isfinite(rate) else 0.0


def _picture_duration_s(container: InputContainer, stream: VideoStream, start_s: float) -> float | None:
    time_base = stream.time_base
    if container.format.name == "avi" and stream.frames > 0 and time_base:
        # FFmpeg shortens the duration of a cut AVI; its header still counts all ticks.
        return float(stream.frames * time_base)
    if stream.duration and stream.duration > 0 and time_base:
        return float(stream.duration * time_base)
    end_s = _clock_text_s(stream.metadata.get("DURATION", ""))  # Matroska: hh:mm:ss.fraction
    return end_s - start_s if end_s else None


def _clock_text_s(text: str) -> float | None:
    try:
        hours, minutes, seconds = text.split(":")
        return 3600 * int(hours) + 60 * int(minutes) + float(seconds)
    except ValueError:
        return None


def _frames(stream: VideoStream, duration_s: float | None) -> int | None:
    if stream.frames > 0:
        return stream.frames
    rate = stream.average_rate
    if duration_s is None or not rate or rate > _FASTEST_HZ:
        return None
    return round(duration_s * rate)
