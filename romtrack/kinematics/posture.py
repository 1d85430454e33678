"""How the body is held, read from the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from romtrack.types import FloatArray, Skeleton

__all__ = ["is_seated"]

# Drop from hips to knees over drop from knees to ankles. A thigh that points at the camera is short:
# seated 0.1-0.5, standing 1.0 (rendered humans, cameras 0.5-1.0 m high).
_STANDING = 0.75


def is_seated(image_px: FloatArray, skeleton: Skeleton) -> NDArray[np.bool_]:
    """Return whether the thighs point at the camera and the shanks down, (...) from (..., K, 2) pixels.

    False where the person is not seen.
    """
    hips, knees, ankles = (_height(image_px, skeleton, joint) for joint in ("hip", "knee", "ankle"))
    shank = ankles - knees
    return np.asarray((shank > 0) & (knees - hips < _STANDING * shank))


def _height(image_px: FloatArray, skeleton: Skeleton, joint: str) -> FloatArray:
    """Return how low in the picture both sides of a joint are on average."""
    left, right = (image_px[..., skeleton.index(f"{side}_{joint}"), 1] for side in ("left", "right"))
    return np.asarray((left + right) / 2)
