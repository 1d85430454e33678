"""A live session: frames of a camera in, updates for a screen out. Knows no web framework."""

from romtrack.live.look import CameraEye, Eye, Look
from romtrack.live.picture import FrameError, decoded
from romtrack.live.plan import Plan
from romtrack.live.reading import is_live
from romtrack.live.screen import Screen, Sound, Update
from romtrack.live.session import LiveSession
from romtrack.live.trying import practised_text
from romtrack.live.words import NO_TURN_SEEN

__all__ = [
    "NO_TURN_SEEN",
    "CameraEye",
    "Eye",
    "FrameError",
    "LiveSession",
    "Look",
    "Plan",
    "Screen",
    "Sound",
    "Update",
    "decoded",
    "is_live",
    "practised_text",
]
