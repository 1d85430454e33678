"""Everybody in one picture, and the picture with only one of them left in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

from romtrack.pose.appearance import appearance, is_somebody
from romtrack.types import Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.pose.appearance import Appearance
    from romtrack.pose.estimator import PeopleFinder
    from romtrack.types import FloatArray, Image, Pose, Skeleton

__all__ = ["Sighting", "only", "sightings", "without"]

_ROOM_TRUNKS: Final = 0.35  # round the outline of the landmarks: hair, hands, feet, clothes
_HIDDEN_GREY: Final = 127
_UPPER: Final = ("nose", "left_ear", "right_ear", "left_shoulder", "right_shoulder")


class Sighting(NamedTuple):
    """Somebody in one picture; others: who else was found in it."""

    pose: Pose
    looks: Appearance
    others: tuple[Pose, ...] = ()

    def encloses(self, x_px: float, y_px: float) -> bool:
        """Say whether a point is within the outline of the landmarks, or next to it."""
        known = self.pose.image_px[np.isfinite(self.pose.image_px).all(axis=1)]  # a trunk at least
        outline = cv2.convexHull(np.asarray(known, dtype=np.float32))
        inside_px = cv2.pointPolygonTest(outline, (x_px, y_px), measureDist=True)
        return bool(inside_px > -_ROOM_TRUNKS * self.looks.trunk_px / 2)


def sightings(finder: PeopleFinder, frame: Frame) -> tuple[Sighting, ...]:
    """Return everybody who is found in ``frame``."""
    return _sighted(finder.find(frame), frame, finder.skeleton)


def without(seen: Sequence[Sighting], finder: PeopleFinder, frame: Frame) -> tuple[Sighting, ...]:
    """Return those who were seen and whoever is found when their heads and shoulders are hidden.

    Of two people one behind the other the model finds one, and draws their legs from both.
    """
    hidden = np.zeros(frame.image.shape[:2], dtype=np.uint8)
    for one in seen:
        hidden |= _upper(frame.image, one.pose, finder.skeleton, one.looks.trunk_px)
    more = finder.find(_greyed(frame, hidden == 0))
    return _sighted((*(one.pose for one in seen), *more), frame, finder.skeleton)


def only(frame: Frame, who: Sighting, skeleton: Skeleton) -> Frame:
    """Hide all of a picture but one person: the rest, and the heads of others near by, become grey."""
    trunk_px = who.looks.trunk_px
    body = _outline(frame.image, who.pose.image_px)
    visible = _widened(body, trunk_px) > 0
    for other in who.others:
        visible &= (_upper(frame.image, other, skeleton, trunk_px) == 0) | (body > 0)
    return _greyed(frame, visible)


def _sighted(found: Sequence[Pose], frame: Frame, skeleton: Skeleton) -> tuple[Sighting, ...]:
    people = [pose for pose in found if is_somebody(pose, skeleton)]
    return tuple(
        Sighting(
            pose, appearance(frame, pose, skeleton), tuple(other for other in people if other is not pose)
        )
        for pose in people
    )


def _upper(image: Image, pose: Pose, skeleton: Skeleton, trunk_px: float) -> Image:
    """Return 255 where somebody's head and shoulders are, else 0."""
    points = pose.image_px[[skeleton.index(point) for point in _UPPER]]
    return _widened(_outline(image, points), trunk_px)


def _greyed(frame: Frame, visible: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Frame:
    return Frame(frame.time_s, np.where(visible[..., None], frame.image, np.uint8(_HIDDEN_GREY)))


def _outline(image: Image, points_px: FloatArray) -> Image:
    """Return 255 inside the outline of points (N, 2), else 0."""
    inside = np.zeros(image.shape[:2], dtype=np.uint8)
    known = points_px[np.isfinite(points_px).all(axis=1)]
    if len(known):
        cv2.fillConvexPoly(inside, cv2.convexHull(np.round(known).astype(np.int32)), 255)
    return inside


def _widened(inside: Image, trunk_px: float) -> Image:
    size = (2 * max(round(_ROOM_TRUNKS * trunk_px), 1) + 1,) * 2
    return np.asarray(cv2.dilate(inside, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, size)), dtype=np.uint8)
