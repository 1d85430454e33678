"""What the body tells of the camera's tilt (BODY_* of kinematics/level.py), while both shanks hang.

Roll: the shares of the slopes of shoulders, hips, trunk and shanks that give the true roll. Pitch: a straight
line over how far the thighs seem to drop. The standard errors are the root mean squares of what is left, of
the constants of today.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.fits.clips import turns_a_hip
from calibration.fits.command import main
from calibration.fits.legs import Seated, read
from calibration.fits.statistics import least_squares, refitted
from romtrack.kinematics.level import (
    BODY_PITCH_DEG,
    BODY_PITCH_GAIN,
    BODY_PITCH_OFFSET_DEG,
    BODY_ROLL_DEG,
    BODY_ROLL_OFFSET_DEG,
    BODY_ROLL_SHARES,
    body_level,
    body_slopes_deg,
    thighs_drop_deg,
)
from romtrack.sane import median_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calibration.fits.clips import Clip
    from calibration.fits.statistics import Fitted
    from romtrack.kinematics.level import Level

__all__ = ["fit", "tilts"]

_LINES: Final = ("shoulders", "hips", "trunk", "shanks")
TODAY: Final = {
    **{f"BODY_ROLL_SHARES, {line}": share for line, share in zip(_LINES, BODY_ROLL_SHARES, strict=True)},
    "BODY_ROLL_OFFSET_DEG": BODY_ROLL_OFFSET_DEG,
    "BODY_ROLL_DEG": BODY_ROLL_DEG,
    "BODY_PITCH_GAIN": BODY_PITCH_GAIN,
    "BODY_PITCH_OFFSET_DEG": BODY_PITCH_OFFSET_DEG,
    "BODY_PITCH_DEG": BODY_PITCH_DEG,
}


@dataclass(frozen=True, slots=True)
class _Hang:
    """One clip's hang, degrees: the four slopes, what the thighs tell, today's level, and the truth."""

    body: str
    slopes_deg: tuple[float, ...]
    drop_deg: float
    told: Level
    roll_deg: float
    pitch_deg: float


def fit(clips: Iterable[Clip]) -> list[Fitted]:
    """Fit what the body tells to the seated clips whose camera stands still."""
    hangs = [_hang(one) for one in read(clips) if one.clip.steady and one.reading.hang]
    return refitted(hangs, tilts, TODAY)


def tilts(hangs: Sequence[_Hang]) -> dict[str, float]:
    """Return the constants that fit best."""
    ones = np.ones(len(hangs))
    slopes = np.array([one.slopes_deg for one in hangs]).reshape(len(hangs), len(_LINES))
    roll, pitch, drop = (
        np.array([getattr(one, name) for one in hangs]) for name in ("roll_deg", "pitch_deg", "drop_deg")
    )
    *shares, offset = least_squares([*slopes.T, ones], roll)
    gain, pitch_offset = least_squares([drop, ones], pitch)
    return {
        **dict(zip(TODAY, shares, strict=False)),
        "BODY_ROLL_OFFSET_DEG": offset,
        "BODY_ROLL_DEG": _rms([one.told.roll_deg - one.roll_deg for one in hangs]),
        "BODY_PITCH_GAIN": gain,
        "BODY_PITCH_OFFSET_DEG": pitch_offset,
        "BODY_PITCH_DEG": _rms([one.told.pitch_deg - one.pitch_deg for one in hangs]),
    }


def _rms(errors: list[float]) -> float:
    return float(np.sqrt(np.mean(np.square(errors)))) if errors else np.nan


def _hang(seated: Seated) -> _Hang:
    track, camera = seated.track, seated.reading.view.camera
    hanging = seated.hanging
    left, right = (np.where(hanging, track.shank(side).mask_deg, np.nan) for side in ("left", "right"))
    slopes = body_slopes_deg(track, (left, right))
    return _Hang(
        seated.body,
        tuple(median_of(slope[hanging]) for slope in slopes),
        median_of(thighs_drop_deg(track, camera)),
        body_level(track, (left, right), camera),
        seated.clip.truth.roll_deg,
        seated.clip.pitch_deg,
    )


if __name__ == "__main__":
    main(__doc__, fit, turns_a_hip)
