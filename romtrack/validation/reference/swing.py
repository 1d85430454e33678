"""How far a phone on the shank has turned about the thigh, from where gravity is in its axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from romtrack.types import FloatArray

__all__ = ["Swing", "swing_of", "turned_deg"]

# The thigh lies within some 9 degrees of level; about the swing gravity leaves its plane by one. So many
# samples are worth as much as one that knows nothing of the others.
_LEVEL, _WOBBLE, _WORTH = 0.15, 0.02, 20.0


class Swing(NamedTuple):
    """The axis of a swing in the phone's axes, out of the screen.

    arc_deg: how far it turned, from the 2nd to the 98th hundredth. facing: cosine of the angle between the
    axis and the screen's normal; 1 = screen forward.
    """

    axis: FloatArray
    arc_deg: float
    facing: float


def swing_of(up: FloatArray) -> Swing:
    """Return the axis about which gravity turns, from its directions (N, 3), none missing.

    It is the direction in which gravity changes least, and which is level: a small swing says little of the
    one, a large one much.
    """
    direction = up / np.linalg.norm(up, axis=1, keepdims=True)
    mean = direction.mean(axis=0)
    centred = direction - mean
    least = _WORTH * (centred.T @ centred) / len(up) / _WOBBLE**2 + np.outer(mean, mean) / _LEVEL**2
    _, vectors = np.linalg.eigh(least)
    axis = vectors[:, 0] if vectors[2, 0] >= 0 else -vectors[:, 0]
    low, high = np.percentile(turned_deg(direction, axis, mean), (2, 98))
    return Swing(axis, float(high - low), float(axis[2]))


def turned_deg(up: FloatArray, axis: FloatArray, start: FloatArray) -> FloatArray:
    """Return how far the phone has turned since gravity was ``start``, (N,), right-handed about its axis."""
    first = start - (start @ axis) * axis
    first /= np.linalg.norm(first)
    second = np.cross(axis, first)
    return np.asarray(-np.degrees(np.arctan2(up @ second, up @ first)))
