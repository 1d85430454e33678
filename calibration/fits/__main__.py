"""All fits, one after the other: ``python -m calibration.fits FOLDER...``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from calibration.fits import calf, cards, covers, level, posture, sigma, sitting, stand_ins, yaw
from calibration.fits.command import main

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from calibration.fits.clips import Clip
    from calibration.fits.statistics import Fitted

_ALL: Final = (calf, yaw, level, stand_ins, sigma, covers, posture, sitting, cards)


def fit(clips: Sequence[Clip]) -> Iterator[Fitted]:
    """Fit everything."""
    for family in _ALL:
        yield from family.fit(clips)


if __name__ == "__main__":
    main(__doc__, fit)
