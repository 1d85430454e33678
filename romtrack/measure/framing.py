"""How somebody who sits fits into the picture, and what would bring them into it, told by the upper body.

It is asked before anything is measured, often of people whose legs are not in the picture yet. The ankles lie
below the hips by 0.67 of how far these lie below the nose, and more the nearer the camera is: 34 rendered
clips (tidy and lived-in rooms, fields of view of 51 to 91 degrees, 1.6 to 3.5 m away) and five of 0.8 and
1.1 m; off by 6 % of the person at most in nine of ten. By how much to move follows though the field of view
is not known: off by 0.05 m at most in nine of ten moves of up to 0.6 m, where the feet are seen. The distance
itself is what a typical camera would tell, in two of three clips 0.8 to 1.3 times the true one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from romtrack import units
from romtrack.kinematics.view import assumed_camera
from romtrack.language import N_, SOURCE, speaking
from romtrack.types import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from romtrack.types import Pose, Skeleton

__all__ = ["Framing", "Remedy", "WayIn", "framing", "way_in", "way_text"]

LEGS_IN_HIPS: Final = 0.67  # how far the ankles lie below the hips, over how far these lie below the nose,
LEGS_NEARER_M: Final = 0.67  # and so much over the distance more
SHOULDERS_M: Final = 0.35  # from one to the other, 0.33 to 0.38 in two of three clips
NEAREST_M: Final = 0.3
BEHIND_M: Final = 0.45  # the trunk is behind the knees
ROOM: Final = 0.06  # above the nose, below the ankles: share of the picture's height (``setup.HEAD_AT_EDGE``)
EYES_ROOM: Final = 0.02  # above the nose where the picture begins at the eyes
SIDE_ROOM: Final = 0.02  # beside knees and feet, share of its width
SEEN: Final = 0.5  # visibility
NEAR_PX: Final = 160.0  # from nose to ankles: a shank has some 60 then

A_LITTLE_M: Final = 0.25  # and less is not worth a number

Remedy = Literal[
    "back", "a_little_back", "down_to_the_eyes", "only_farther", "down", "up", "left", "right", "closer"
]
_SAID: Final[Mapping[Remedy, str]] = {
    "back": N_("Move back about {by} metres. About {enough} metres from the laptop are enough."),
    "a_little_back": N_("Move back a little. About {enough} metres from the laptop are enough."),
    "down_to_the_eyes": N_(
        "If you cannot go back, tilt the screen down until your feet show. Your forehead may be cut off."
    ),
    "only_farther": N_(
        "It takes about {enough} metres from this laptop, with your eyes at the upper edge of the picture."
    ),
    "down": N_("Tilt the screen down, until your feet are in the picture."),
    "up": N_("Tilt the screen up, until your head is in the picture."),
    "left": N_("Move the chair to your left, into the middle of the picture."),
    "right": N_("Move the chair to your right, into the middle of the picture."),
    "closer": N_("Come about {by} metres closer to the laptop."),
}


class Framing(NamedTuple):
    """How somebody fits into the picture.

    distance_m: from a typical camera to the knees. tall_px: from nose to ankles. head, feet: where nose and
    ankles are, shares of the picture's height from the top. left, right: how far the legs go, shares of
    its width. height_px: of the picture.
    """

    distance_m: float
    tall_px: float
    head: float
    feet: float
    left: float
    right: float
    height_px: float

    def nearest_m(self, room: float) -> float:
        """Return the distance at which all from nose to ankles fits, with that much room (share) left."""
        middle_m = self.distance_m + BEHIND_M / 2
        return middle_m * self.tall_px / ((1 - room) * self.height_px) - BEHIND_M / 2


class WayIn(NamedTuple):
    """What would bring somebody into the picture. by_m: how far to move; enough_m: from the laptop then."""

    remedy: Remedy
    by_m: float = 0.0
    enough_m: float = 0.0


def framing(pose: Pose, skeleton: Skeleton) -> Framing | None:
    """Return how somebody who faces the camera fits into the picture; None: head or shoulders are not."""
    names = ("nose", *(f"{side}_{joint}" for joint in ("shoulder", "hip", "knee", "ankle") for side in SIDES))
    if not set(names) <= set(skeleton.keypoints):
        return None
    at = [skeleton.index(name) for name in names]
    points, seen = pose.image_px[at], pose.visibility[at] > SEEN
    nose, shoulders, hips, ankles = points[0], points[1:3], points[3:5], points[7:9]
    across_px = float(np.hypot(*(shoulders[0] - shoulders[1])))
    hips_px = float(hips[:, 1].mean() - nose[1])
    aside = ((shoulders[:, 0] < 0) | (shoulders[:, 0] > pose.width_px)).any()
    if aside or not (seen[:3].all() and across_px > 0 and hips_px > 0):
        return None
    camera = assumed_camera(pose.width_px, pose.height_px)
    distance_m = max(camera.fx_px * SHOULDERS_M / across_px - BEHIND_M, NEAREST_M)
    inside = seen[7:9].all() and ankles[:, 1].max() < pose.height_px
    tall_px = float(ankles[:, 1].max() - nose[1]) if inside else _tall(hips_px, distance_m)
    legs = points[5:9, 0][seen[5:9]] / pose.width_px
    return Framing(
        distance_m,
        tall_px,
        float(nose[1]) / pose.height_px,
        (float(nose[1]) + tall_px) / pose.height_px,
        float(legs.min(initial=0.5)),
        float(legs.max(initial=0.5)),
        pose.height_px,
    )


def _tall(hips_px: float, distance_m: float) -> float:
    """Return how far the ankles are below the nose, by how far the hips are."""
    return hips_px * (1 + LEGS_IN_HIPS * (1 + LEGS_NEARER_M / distance_m))


def way_in(seen: Framing, *, stuck: bool) -> WayIn | None:
    """Return what would bring somebody into the picture; ``stuck``: they have no room behind."""
    enough_m = seen.nearest_m(2 * ROOM)
    if seen.distance_m < enough_m:
        return _without_room(seen) if stuck else _back(enough_m - seen.distance_m, enough_m)
    amiss: tuple[tuple[Remedy, bool], ...] = (
        ("left", seen.left < SIDE_ROOM),
        ("right", seen.right > 1 - SIDE_ROOM),
        ("down", seen.feet > 1 - ROOM),
        ("up", seen.head < ROOM),
        ("closer", seen.tall_px < NEAR_PX),
    )
    remedy = next((name for name, wrong in amiss if wrong), None)
    if remedy != "closer":
        return None if remedy is None else WayIn(remedy)
    nearer_m = (seen.distance_m + BEHIND_M / 2) * (1 - seen.tall_px / NEAR_PX)
    return WayIn("closer", nearer_m, seen.distance_m - nearer_m)


@speaking(SOURCE)
def way_text(way: WayIn) -> str:
    """Return what to do, as it is asked for live: in English, to be retold."""
    return _SAID[way.remedy].format(by=units.number(way.by_m), enough=units.number(way.enough_m))


def _back(by_m: float, enough_m: float) -> WayIn:
    return WayIn("back" if by_m > A_LITTLE_M else "a_little_back", by_m, enough_m)


def _without_room(seen: Framing) -> WayIn:
    """Return what is left to somebody who cannot go back: the picture may begin at the eyes."""
    least_m = seen.nearest_m(EYES_ROOM + ROOM / 2)
    return WayIn("down_to_the_eyes" if seen.distance_m >= least_m else "only_farther", 0.0, least_m)
