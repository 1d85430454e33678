"""A hand held above the head, which means "next" to whoever sits too far away to press a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from romtrack.types import SIDES

if TYPE_CHECKING:
    from romtrack.live.look import Look
    from romtrack.types import FloatArray, Side, Skeleton

__all__ = ["RaisedHand"]

# In lengths of the trunk. Rendered people (``hand_*`` of calibration.foreign_motions): the wrist of a raised
# hand is 0.18 and more above the nose and 0.67 and more away from it, also where the shoulder goes no higher
# than level; of one that scratches the head it is at most 0.25 above and 0.48 away, at glasses or nape below.
_ABOVE: Final = 0.1
_AWAY: Final = 0.57
_UPRIGHT: Final = 0.8
_LEAST_VISIBILITY: Final = 0.5
_LAPSE_S: Final = 0.4  # a hand that is lost for a moment is still up
_NEEDED: Final = ("nose", *(f"{side}_{joint}" for joint in ("wrist", "shoulder", "hip") for side in SIDES))


class RaisedHand:
    """Follows how long one hand alone is held up by somebody upright, look by look.

    Both hands up are a stretch, or a jumping jack. A skeleton that lacks wrists or nose shows no hand.
    """

    def __init__(self, skeleton: Skeleton) -> None:
        self._at = {name: skeleton.index(name) for name in _NEEDED if name in skeleton.keypoints}
        self.lower()

    def lower(self) -> None:
        """Forget that a hand was up."""
        self._side: Side | None = None
        self._since_s = self._last_s = -np.inf

    def update(self, look: Look) -> float:
        """Take the next look; return how long the hand has been up, seconds; 0 = none is."""
        side = self._raised(look)
        if side is not None and (side != self._side or look.time_s - self._last_s > _LAPSE_S):
            self._side, self._since_s = side, look.time_s
        if side is not None:
            self._last_s = look.time_s
        elif look.time_s - self._last_s > _LAPSE_S:
            self.lower()
        return 0.0 if self._side is None else self._last_s - self._since_s

    def _raised(self, look: Look) -> Side | None:
        """Return whose hand is up, None = no hand, or both."""
        pose = look.pose
        if pose is None or len(self._at) < len(_NEEDED):
            return None
        points = {name: pose.image_px[at] for name, at in self._at.items()}
        seen = {name: bool(pose.visibility[at] >= _LEAST_VISIBILITY) for name, at in self._at.items()}
        trunk = _middle(points, "hip") - _middle(points, "shoulder")
        long_px = float(np.linalg.norm(trunk))
        trunk_seen = all(seen[f"{side}_{joint}"] for side in SIDES for joint in ("shoulder", "hip"))
        if not trunk_seen or not trunk[1] > _UPRIGHT * long_px:
            return None
        over = [side for side in SIDES if points[f"{side}_wrist"][1] < points[f"{side}_shoulder"][1]]
        if len(over) != 1 or not seen[f"{over[0]}_wrist"]:
            return None
        away = (points[f"{over[0]}_wrist"] - points["nose"]) / long_px
        return over[0] if -away[1] > _ABOVE and np.linalg.norm(away) > _AWAY else None


def _middle(points: dict[str, FloatArray], joint: str) -> FloatArray:
    return (points[f"left_{joint}"] + points[f"right_{joint}"]) / 2
