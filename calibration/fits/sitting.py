"""The limits of sitting in front of the camera (kinematics/posture.py), by how the clips begin.

Those who sit or stand, or who are seen from the front, lie on one side of a limit, the others on the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from calibration.fits.command import main
from calibration.fits.statistics import Seen, limit
from romtrack.exercises import exercise
from romtrack.kinematics.posture import _FROM_THE_FRONT, _LYING, _STANDING, seat_shares
from romtrack.sane import median_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calibration.fits.clips import Clip
    from calibration.fits.statistics import Fitted
    from romtrack.exercises import Exercise

__all__ = ["fit"]

_BEGINNING_S: Final = 1.5  # every clip idles for two seconds first
_UPRIGHT: Final = ("seated", "standing")


class _Beginning(NamedTuple):
    """How a clip begins: breadth of the shoulders, drop of the shanks, drop of the thighs."""

    body: str
    card: Exercise
    breadth: float
    hang: float
    drop: float

    @property
    def upright(self) -> bool:
        """Whether somebody sits or stands."""
        return self.card.position in _UPRIGHT


def fit(clips: Iterable[Clip]) -> list[Fitted]:
    """Find the limits between the exercises' positions and views."""
    begun = [_beginning(clip) for clip in clips]
    upright = [one for one in begun if one.upright]
    faced = (Seen(one.body, one.breadth, above=_is_faced(one)) for one in upright)
    hanging = (Seen(one.body, one.hang, above=one.upright) for one in begun)
    standing = (Seen(one.body, one.drop, above=one.card.position == "standing") for one in upright)
    return [
        limit("_FROM_THE_FRONT", _FROM_THE_FRONT, faced),
        limit("_LYING", _LYING, hanging),
        limit("_STANDING", _STANDING, standing),
    ]


def _is_faced(one: _Beginning) -> bool:
    return one.card.view == "front"


def _beginning(clip: Clip) -> _Beginning:
    first = clip.track.time_s < clip.track.time_s[0] + _BEGINNING_S
    shares = seat_shares(clip.track.image_px, clip.track.skeleton)
    return _Beginning(
        clip.body, exercise(clip.truth.exercise), *(median_of(share[first]) for share in shares)
    )


if __name__ == "__main__":
    main(__doc__, fit)
