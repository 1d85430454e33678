"""A picture, and the camera that took it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from romtrack.types._base import Image, check


@dataclass(frozen=True, slots=True)
class Frame:
    """One upright picture with square pixels; lives only while it is processed.

    Attributes
    ----------
    time_s: presentation time, seconds from the first frame of the video.
    image: (H, W, 3) RGB, uint8.
    """

    time_s: float
    image: Image

    def __post_init__(self) -> None:
        check("Frame", "image", self.image, (None, None, 3))


@dataclass(frozen=True, slots=True)
class CameraModel:
    """A pinhole camera in pixels.

    Attributes
    ----------
    roll_deg: rotation about the optical axis, + = the picture's content turns clockwise;
        None = not known.
    source: ``assumed`` (a typical field of view) or ``profile`` (calibrated).
    """

    width_px: int
    height_px: int
    fx_px: float
    fy_px: float
    cx_px: float
    cy_px: float
    distortion: tuple[float, ...] = ()
    roll_deg: float | None = None
    source: Literal["assumed", "profile"] = "assumed"
