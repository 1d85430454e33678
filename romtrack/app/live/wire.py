"""Messages between page and server.

A frame: sequence number (uint32) and the time it was taken (float64, milliseconds of the page's
clock), big-endian, then the JPEG. An answer: JSON; what has not changed since the last answer of
the connection is left out. What the page asks for is JSON, too (``socket``).
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from romtrack.live import FrameError, Screen

if TYPE_CHECKING:
    from romtrack.live import Update

__all__ = ["Answers", "Message", "unpacked"]

_HEAD: Final = struct.Struct("!Id")
_SELDOM: Final = ("checks", "attempts", "results", "steps")
_PLAIN: Final = tuple(name for name in Screen.__slots__ if name not in {*_SELDOM, "traced"})


class Message(NamedTuple):
    """One frame of the page."""

    seq: int
    time_ms: float
    jpeg: bytes


def unpacked(data: bytes) -> Message:
    """Take a message apart.

    Raises
    ------
    FrameError: it is too short, or its time is no number.
    """
    if len(data) <= _HEAD.size:
        raise FrameError("the message is too short for a frame")
    seq, time_ms = _HEAD.unpack_from(data)
    if not math.isfinite(time_ms):
        raise FrameError("the frame's time is no number")
    return Message(seq, time_ms, data[_HEAD.size :])


class Answers:
    """Writes the answers of one connection."""

    def __init__(self) -> None:
        self._last: Screen | None = None

    def answer(self, seq: int, update: Update, took_ms: float) -> str:
        """Return the answer to frame ``seq``."""
        return json.dumps(
            {
                "seq": seq,
                "ms": round(took_ms, 1),
                "found": update.found,
                "points": {name: _rounded(point) for name, point in update.points_px.items()},
                "angle_deg": _angle_deg(update),
                "screen": self._changed(update.screen),
                "hand": round(update.hand_s, 2),
                "sounds": [[sound.kind, sound.what] for sound in update.sounds],
            },
            allow_nan=False,
        )

    def _changed(self, screen: Screen) -> dict[str, Any]:
        last, self._last = self._last, screen
        told: dict[str, Any] = {name: getattr(screen, name) for name in _PLAIN}
        told["traced"] = None if screen.traced is None else asdict(screen.traced)
        for name in _SELDOM:
            value = getattr(screen, name)
            if last is None or value != getattr(last, name):
                told[name] = [asdict(one) for one in value]
        return told


def _rounded(point: Any) -> list[float]:  # noqa: ANN401  a row of an array
    return [round(float(point[0]), 1), round(float(point[1]), 1)]


def _angle_deg(update: Update) -> float | None:
    """Return the rotation of the hip that the screen is about, None = it is about another number."""
    screen = update.screen
    if screen.side is None or screen.traced is not None:
        return None
    return _number(update.angles[screen.side].value_deg)


def _number(value: float) -> float | None:
    return round(value, 2) if math.isfinite(value) else None
