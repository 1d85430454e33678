"""What lens, sensor and codec of a web cam do to a sharp picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from .scene import BLUR, NOISE

if TYPE_CHECKING:
    from .geometry import FloatArray
    from .gfx import Image
    from .switches import Switches

DIM = 0.8  # light level under which the picture is blotchy
JPEG_QUALITY = 45
LINEAR = ((np.arange(256) / 255.0) ** 2.2).astype(np.float32)  # light of a grey level


def displayed(light: FloatArray) -> Image:
    """Return the grey levels of linear light."""
    return (255 * light ** (1 / 2.2)).astype(np.uint8)


def drifting(image: FloatArray, q: Switches, seed: int, t: float) -> FloatArray:
    """Return the picture with exposure and colours drifted by time ``t``."""
    d = q.drift_light
    if not d:
        return image
    brightness = 1 + d * (np.sin(0.9 * t + seed) + 0.4 * np.sin(2.3 * t))
    balance = 1 + 0.4 * d * np.sin(0.5 * t + np.array([0, 2.0, 4.0]) + seed)
    drifted: FloatArray = image
    drifted *= brightness * balance
    return drifted


def soft(image: Image, q: Switches) -> FloatArray:
    """Return the picture a little out of focus, more in the dark."""
    return cv2.GaussianBlur(image, (0, 0), BLUR + 0.35 * (1 - q.light)).astype(np.float32)


def noisy(image: FloatArray, grain: FloatArray, q: Switches, g: np.random.Generator) -> Image:
    """Return the picture with noise and, in the dark, blotches."""
    height, width = image.shape[:2]
    noise = NOISE * (1 + 2.2 * (1 - q.light))
    image += noise * grain * (1.25 - 0.5 * image / 255)
    if q.light < DIM:
        size = (height // 6 + 1, width // 6 + 1, 3)
        blotch = g.normal(0, 2.5 * (1 - q.light), size).astype(np.float32)
        image += cv2.resize(blotch, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.clip(image, 0, 255).astype(np.uint8)


def squeezed(image: Image, q: Switches) -> Image:
    """Return the picture as a web cam's JPEG leaves it, where it makes one."""
    if q.codec != "mjpeg":
        return np.ascontiguousarray(image)
    _, data = cv2.imencode(".jpg", image[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if decoded is None:
        message = "OpenCV cannot read the JPEG that it wrote"
        raise ValueError(message)
    return np.ascontiguousarray(decoded[:, :, ::-1].astype(np.uint8))
